/**
 * A story: who does what when in a rehearsed or drilled year. YAML, documented in docs/stories.md; unknown keys, tasks,
 * units and days are all reported at once. Days fall on working days; acts happen at 10:00, decisions of the office on
 * the same day at 10:30, so that a morning's letters never race with a day's acts.
 */
import { z } from 'zod';
import type { Calendar } from '../calendar/workdays.js';
import { type PlayedPeriod, playedPeriod } from '../comment/rehearse.js';
import { addDays, type Day, instantOf, isDay, yearOf } from '../day.js';
import { DubanError, type Fault, fault } from '../errors.js';
import type { Directory, Resolution } from '../org.js';
import type { Plan } from '../plan.js';
import type { PlayedSupervision } from '../supervision/rehearse.js';
import { type Rhythm, rhythms } from '../supervision/rhythm.js';
import type { SupervisionRules } from '../supervision/rules.js';
import { type Act, leadsOf, type TaskState, unsignedOf } from '../task.js';
import { readYaml } from '../yaml-text.js';

const days = z.union([z.string(), z.array(z.string()).min(1)]);
const tasks = z.union([
  z.literal('all'),
  z.int(),
  z.array(z.int()).min(1),
  z.strictObject({ except: z.array(z.int()).default([]), exceptMultiplesOf: z.int().min(2).optional() }),
]);

const playedKinds = [
  'sign',
  'progress',
  'report',
  'requestExtension',
  'decideExtension',
  'accept',
  'return',
  'cancel',
  'suspend',
  'resume',
  'transfer',
] as const;

const monthDay = /^\d{2}-\d{2}$/;

const storySchema = z.strictObject({
  name: z.string().min(1).describe('剧本名称'),
  about: z.string().default('').describe('说明'),
  launch: z.string().regex(monthDay, '应为 MM-DD').optional().describe('启动日；不写时为文件的印发日'),
  comment: z
    .strictObject({
      opens: z.string().regex(monthDay, '应为 MM-DD').describe('草案公布、开始征求意见的日子'),
      days: z.int().min(1).max(366).default(30).describe('征求意见的天数'),
      publish: z
        .string()
        .regex(/^(never|end\+\d{1,3})$/, '应为 end+N（截止后第 N 个工作日）或 never')
        .describe('公布采纳情况的日子：end+N 为截止后第 N 个工作日，never 一直不公布'),
    })
    .optional()
    .describe('启动前的公开征求意见；剧本中没有人提意见'),
  supervision: z
    .strictObject({
      rhythm: z.enum(rhythms).default('quarterly').describe('monthly 每月，quarterly 每季度，half-yearly 每半年'),
      silent: z
        .union([z.literal('all'), z.array(z.string())])
        .default([])
        .describe('始终不报送的单位；all 为全部'),
      sentBack: z.array(z.string()).default([]).describe('报送后被退回、次日重报的单位'),
      onBehalf: z.array(z.string()).default([]).describe('由办公室代为录入的单位'),
      contests: z.array(z.string()).default([]).describe('对通报提出异议的单位'),
    })
    .optional()
    .describe('定期督查；其余单位在期限前两个工作日报送'),
  approveSupervisionLetters: z.enum(['same-day', 'never']).default('same-day').describe('督办函：当日签发或不签发'),
  acts: z
    .array(
      z.strictObject({
        day: days.describe(
          'YYYY-MM-DD、MM-DD、launch+N、after+N（该任务上一个动作之后第N个工作日）；列表则按任务轮流取用',
        ),
        actor: z.string().describe('every-unit 各责任单位，reporter 报告单位，office 办公室，或单位名称'),
        act: z.enum(playedKinds).describe('动作'),
        task: tasks.describe('all、编号、编号列表，或 {except: […], exceptMultiplesOf: N}'),
        text: z.string().default('').describe('报告内容或理由'),
        from: z.string().optional().describe('转出的单位；不写时为报告单位'),
        to: z.string().optional().describe('申请延至的日期，或转入的单位'),
        approve: z.boolean().default(true).describe('批复延期：同意与否'),
      }),
    )
    .default([]),
});

export type Story = z.infer<typeof storySchema>;

/** The story in which nobody answers. */
export const silence: Story = { name: 'none', about: '无人办理', approveSupervisionLetters: 'same-day', acts: [] };

/** One act at its instant; `unit` is null for the office. */
export interface PlayedAct {
  readonly at: number;
  readonly day: Day;
  readonly task: number;
  readonly unit: string | null;
  readonly kind: (typeof playedKinds)[number];
  readonly text: string;
  /** Unit id a transfer takes the task from; default the reporter. */
  readonly from?: string;
  readonly to?: string;
  readonly approve: boolean;
}

/** JSON Schema of a story file for editors. */
export function storyJsonSchema(): string {
  return `${JSON.stringify({ title: '剧本', ...z.toJSONSchema(storySchema, { io: 'input' }) }, null, 2)}\n`;
}

/** Reads a story. @throws DubanError with every fault of the file. */
export function readStory(text: string): Story {
  const yaml = readYaml(text);
  if (yaml.faults.length > 0)
    throw new DubanError(yaml.faults.map((f) => fault('story-syntax', { detail: f.detail }, f.line)));
  const parsed = storySchema.safeParse(yaml.value);
  if (parsed.success) return parsed.data;
  throw new DubanError(
    parsed.error.issues.map((issue) =>
      fault('story-value', { key: issue.path.join('.') || '剧本', allowed: issue.message }, yaml.lineOf(issue.path)),
    ),
  );
}

/** The comment period a story plays before the year, or undefined. @throws `story-day`. */
export function storyPeriod(story: Story, plan: Plan, calendar: Calendar): PlayedPeriod | undefined {
  if (story.comment === undefined) return undefined;
  const { opens, days, publish } = story.comment;
  const after = publish === 'never' ? publish : Number(publish.slice('end+'.length));
  return playedPeriod(plan, monthDayOf(opens, plan.year), days, after, calendar);
}

/** The supervision cycles a story plays, or undefined. @throws `story-unit` for every unit the directory does not know. */
export function storySupervision(
  story: Story,
  rules: SupervisionRules,
  resolve: Stage['resolve'],
): PlayedSupervision | undefined {
  if (story.supervision === undefined) return undefined;
  const faults: Fault[] = [];
  const idsOf = (names: readonly string[]): readonly string[] =>
    names.flatMap((words) => {
      const found = resolve(words);
      if (found.kind === 'unit') return [found.unit.id];
      faults.push(fault('story-unit', { value: words }));
      return [];
    });
  const { rhythm, silent, sentBack, onBehalf, contests } = story.supervision;
  const played = {
    rules: { ...rules, rhythm },
    silent: silent === 'all' ? silent : idsOf(silent),
    sentBack: idsOf(sentBack),
    onBehalf: idsOf(onBehalf),
    contests: idsOf(contests),
  };
  if (faults.length > 0) throw new DubanError(faults);
  return played;
}

/** `MM-DD` of a year. @throws `story-day`. */
export function monthDayOf(words: string, year: number): Day {
  const day = `${year}-${words}`;
  if (!isDay(day)) throw new DubanError([fault('story-day', { value: words })]);
  return day;
}

/** The story with cycles in which nobody answers, where it plays none of its own. */
export function supervisedStory(story: Story, rhythm: Rhythm): Story {
  if (story.supervision !== undefined) return story;
  return { ...story, supervision: { rhythm, silent: 'all', sentBack: [], onBehalf: [], contests: [] } };
}

export interface Stage {
  readonly tasks: readonly TaskState[];
  readonly directory: Directory;
  readonly resolve: (words: string) => Resolution;
  readonly calendar: Calendar;
  /** Day of the launch. */
  readonly launch: Day;
}

/** The acts of a story on a plan's tasks, in order of time. @throws DubanError with every task, unit or day that does not fit. */
export function playStory(story: Story, stage: Stage): readonly PlayedAct[] {
  const faults: Fault[] = [];
  const last = new Map<number, Day>();
  const played: PlayedAct[] = [];
  for (const scene of story.acts) {
    const chosen = chooseTasks(scene.task, stage.tasks, faults);
    const choices = Array.isArray(scene.day) ? scene.day : [scene.day];
    chosen.forEach((task, index) => {
      const words = choices[index % choices.length] as string;
      const day = dayFor(words, stage, last.get(task.number) ?? stage.launch);
      if (day === undefined) {
        faults.push(fault('story-day', { value: words }));
        return;
      }
      last.set(task.number, day);
      const office = scene.actor === 'office';
      for (const unit of office ? [null] : actorsFor(scene.actor, task, stage, faults)) {
        played.push({
          at: instantOf(day, office ? 630 : 600),
          day,
          task: task.number,
          unit,
          kind: scene.act,
          text: scene.text || (office ? '同意' : '按要求完成'),
          ...(scene.from === undefined ? {} : { from: unitNamed(scene.from, stage, faults) }),
          ...(scene.to === undefined ? {} : { to: destination(scene.act, scene.to, stage, faults) }),
          approve: scene.approve,
        });
      }
    });
  }
  if (faults.length > 0) throw new DubanError([...new Map(faults.map((f) => [f.message, f])).values()]);
  return played.toSorted((a, b) => a.at - b.at);
}

/** The played act as an act on the task as it stands then (numbers of reports and requests come from the task). */
export function actOf(played: PlayedAct, task: TaskState): Act {
  const unit = played.unit ?? task.reporter;
  const reason = played.text;
  switch (played.kind) {
    case 'sign':
      return { kind: 'sign', unit };
    case 'progress':
    case 'report':
      return { kind: played.kind, unit, text: reason };
    case 'requestExtension':
      return { kind: 'requestExtension', unit, to: played.to ?? addDays(task.due, 30), reason };
    case 'decideExtension':
      return { kind: 'decideExtension', no: task.extension?.no ?? task.extensions, approve: played.approve, reason };
    case 'accept':
      return { kind: 'accept', no: task.report?.no ?? task.returns + 1 };
    case 'return':
      return { kind: 'return', no: task.report?.no ?? task.returns + 1, reason };
    case 'transfer':
      return { kind: 'transfer', from: played.from ?? unit, to: played.to ?? '', reason };
    case 'cancel':
    case 'suspend':
    case 'resume':
      return { kind: played.kind, reason };
    default:
      throw new Error(`unknown act ${String(played.kind)}`);
  }
}

function chooseTasks(choice: z.infer<typeof tasks>, all: readonly TaskState[], faults: Fault[]): readonly TaskState[] {
  if (choice === 'all') return all;
  if (typeof choice === 'object' && !Array.isArray(choice)) {
    const { except, exceptMultiplesOf } = choice;
    return all.filter(
      (t) => !except.includes(t.number) && (exceptMultiplesOf === undefined || t.number % exceptMultiplesOf !== 0),
    );
  }
  return (Array.isArray(choice) ? choice : [choice]).flatMap((number) => {
    const task = all.find((t) => t.number === number);
    if (task) return [task];
    faults.push(fault('story-task', { value: number, allowed: `${all[0]?.number}至${all.at(-1)?.number}` }));
    return [];
  });
}

function actorsFor(actor: string, task: TaskState, stage: Stage, faults: Fault[]): readonly string[] {
  if (actor === 'every-unit') return unsignedOf({ duties: task.duties, signed: {} });
  if (actor === 'reporter') return leadsOf(task).slice(0, 1);
  const found = stage.resolve(actor);
  if (found.kind === 'unit') return [found.unit.id];
  faults.push(fault('story-unit', { value: actor }));
  return [];
}

function destination(act: string, to: string, stage: Stage, faults: Fault[]): string {
  return act === 'transfer' ? unitNamed(to, stage, faults) : (dayFor(to, stage, stage.launch, false) ?? to);
}

/** The unit's id, or a fault and the words themselves. */
function unitNamed(words: string, stage: Stage, faults: Fault[]): string {
  const found = stage.resolve(words);
  if (found.kind === 'unit') return found.unit.id;
  faults.push(fault('story-unit', { value: words }));
  return words;
}

function dayFor(words: string, stage: Stage, after: Day, roll = true): Day | undefined {
  const relative = /^(launch|after)\+(\d{1,3})$/.exec(words);
  if (relative) return stage.calendar.addWorkdays(relative[1] === 'launch' ? stage.launch : after, Number(relative[2]));
  const day = /^\d{2}-\d{2}$/.test(words) ? `${yearOf(stage.launch)}-${words}` : words;
  if (!isDay(day)) return undefined;
  return roll ? stage.calendar.onOrAfter(day) : day;
}
