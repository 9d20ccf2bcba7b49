/** Tasks as rows of a letter: for the unit that has the duty, and for readers above it (office, leadership group). */
import { quoted } from '../../domain/comment/quoted.js';
import { daysBetween, inChinese } from '../../domain/day.js';
import {
  amendmentNotes,
  askWords,
  dueWords,
  oneLine,
  remainingWords,
  roleWord,
  stateWords,
} from '../../domain/letter-words.js';
import { nearDays } from '../../domain/light.js';
import type { Notice } from '../../domain/schedule/types.js';
import { isOpen, leadsOf, supportsOf, type TaskState, unsignedOf } from '../../domain/task.js';
import { linkExpiry } from '../links.js';
import type { Block, TaskRow, Tone, View } from './content.js';

/** Longest title printed; the page behind the link has the whole. */
const titleLimit = 120;

/** The row of one notice: the unit's role, what is asked of it, and the link that opens the task's acts. */
export function noticeRow(view: View, notice: Notice): TaskRow {
  const { draft, context } = view;
  const task = view.task(notice);
  const leads = leadsOf(task);
  const has = task.duties.some((d) => d.unit === notice.unit);
  const role = roleWord(task, notice.unit);
  const others = leads.filter((unit) => unit !== notice.unit).map(view.name);
  const asked = notice.kind === 'assignment' || notice.kind === 'transferred' || notice.kind === 'sign-chase';
  const notes = [
    ...(notice.lateFrom === undefined ? [] : [`本事项原应于${inChinese(notice.lateFrom)}告知，现予补发。`]),
    ...(has && !asked && isOpen(task) && !(notice.unit in task.signed) ? ['贵单位尚未签收，请一并签收。'] : []),
    ...amendmentNotes(notice, task),
    ...taskNotes(task),
  ];
  return {
    ...baseRow(view, task),
    state: stateWords(task, has ? notice.unit : undefined),
    role:
      others.length === 0 || !has
        ? role
        : leads.includes(notice.unit)
          ? `${role}（同为主办：${others.join('、')}）`
          : `${role}（主办：${others.join('、')}）`,
    ask: askWords(notice, task, draft.day, view.name),
    notes,
    ...(has && isOpen(task)
      ? {
          link: {
            label: leads.includes(notice.unit) ? '签收、报告或申请延期' : '签收或查看',
            href: context.link({
              kind: 'task',
              unit: notice.unit,
              task: task.id,
              expires: linkExpiry(task.due, draft.day),
            }),
          },
        }
      : {}),
  };
}

/** The row of a task for the office or the leadership group: who has it, how late it is, who has not signed. */
export function reportRow(view: View, notice: Notice): TaskRow {
  const task = view.task(notice);
  const supports = supportsOf(task).map(view.name);
  const unsigned = unsignedOf(task).map(view.name);
  return {
    ...baseRow(view, task),
    role: `主办：${leadsOf(task).map(view.name).join('、')}${supports.length === 0 ? '' : `；配合：${supports.join('、')}`}`,
    notes: [
      ...(unsigned.length === 0 ? [] : [`未签收：${unsigned.join('、')}`]),
      ...(task.extensions === 0 ? [] : [`已延期${task.extensions}次`]),
      ...(task.returns === 0 ? [] : [`报告被退回${task.returns}次`]),
      ...taskNotes(task),
    ],
  };
}

/** The distinct tasks of the draft's notices in printed order: by plan, then number. */
export function sortedNotices(view: View, notices: readonly Notice[] = view.draft.notices): readonly Notice[] {
  return [...notices].sort((a, b) => {
    const [x, y] = [view.task(a), view.task(b)];
    return x.plan === y.plan ? x.number - y.number : x.plan < y.plan ? -1 : 1;
  });
}

/** One notice per task, first one kept: for letters that list tasks rather than notices. */
export function onePerTask(notices: readonly Notice[]): readonly Notice[] {
  return notices.filter((notice, at) => notices.findIndex((other) => other.task === notice.task) === at);
}

/** The one link that signs for everything in the letter; nothing when at most the rows' own links are needed. */
export function signAll(view: View): readonly Block[] {
  const { draft, context } = view;
  const unsigned = onePerTask(sortedNotices(view))
    .map(view.task)
    .filter((t) => isOpen(t) && unsignedOf(t).includes(draft.unit));
  if (unsigned.length === 0) return [];
  const last =
    unsigned
      .map((t) => t.due)
      .sort()
      .at(-1) ?? draft.day;
  const href = context.link({
    kind: 'sign-all',
    unit: draft.unit,
    tasks: unsigned.map((t) => t.id),
    expires: linkExpiry(last, draft.day),
  });
  return [{ kind: 'action', label: `全部签收（${unsigned.length}项）`, href }];
}

/** 《title》（number）, or the plan's id when its facts are not given. */
export function planWords(view: View, plan: string): string {
  const facts = view.context.plans.get(plan);
  if (facts === undefined) return oneLine(plan, 60);
  return `${quoted(oneLine(facts.title, 80))}${facts.number === '' ? '' : `（${oneLine(facts.number, 40)}）`}`;
}

function baseRow(view: View, task: TaskState): Omit<TaskRow, 'role' | 'notes'> {
  return {
    number: task.number,
    title: oneLine(task.title, titleLimit),
    plan: planWords(view, task.plan),
    due: dueWords(task),
    remaining: isOpen(task) ? remainingWords(task, view.draft.day) : '—',
    state: stateWords(task),
    tone: toneOf(task, view.draft.day),
  };
}

function toneOf(task: TaskState, day: string): Tone {
  if (!isOpen(task) || task.suspended !== undefined) return 'plain';
  const left = daysBetween(day, task.due);
  return left < 0 ? 'late' : left <= nearDays ? 'warn' : 'plain';
}

function taskNotes(task: TaskState): string[] {
  return [
    ...(task.extension === undefined || !isOpen(task)
      ? []
      : [`已申请延期至${inChinese(task.extension.to)}，待办公室决定。`]),
    ...(task.recurring === undefined ? [] : [`定期事项：${oneLine(task.recurring, 40)}。`]),
  ];
}
