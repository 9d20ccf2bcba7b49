/** The routine letter: all of a unit's notices of a day, grouped by what is asked, the most urgent first. */
import { inChinese } from '../../../domain/day.js';
import { groupOf, type NoticeGroup, noticeGroups, noticeGroupWords } from '../../../domain/letter-words.js';
import type { Block, ErrandNotice, Template, View } from '../content.js';
import { askedErrands, askedRow, errandBlocks, lateDays, reportedErrands, reportedPart } from '../errands.js';
import { noticeRow, signAll, sortedNotices } from '../rows.js';

interface Section {
  /** Its part of the subject. */
  readonly short: string;
  readonly blocks: readonly Block[];
}

export const digest: Template = {
  version: 1,
  mark: '督办',
  write(view) {
    const notices = sortedNotices(view);
    const missed = [...notices, ...view.errands.map((e) => e.notice)].filter((n) => n.lateFrom !== undefined).length;
    const sections = sectionsOf(view);
    return {
      subject: sections.map((section) => section.short).join('、'),
      blocks: [
        { kind: 'paragraph', text: intro(view, new Set(notices.map((n) => n.task)).size) },
        ...(missed === 0
          ? []
          : [
              {
                kind: 'paragraph',
                text: `其中${missed}项原应更早告知，现一并补发，已逐项注明。`,
                tone: 'warn',
              } as const,
            ]),
        ...signAll(view),
        ...sections.flatMap((section) => section.blocks),
      ],
    };
  },
};

/** The groups of tasks, and among them the errands: beside the tasks that are as urgent as the most urgent of them. */
function sectionsOf(view: View): readonly Section[] {
  const notices = sortedNotices(view);
  const asked = askedErrands(view);
  const beside = urgencyOf(view, asked);
  return [
    ...noticeGroups.flatMap((group) => {
      const words = noticeGroupWords[group];
      const rows = notices.filter((n) => groupOf(n, view.task(n)) === group).map((n) => noticeRow(view, n));
      return [
        ...(rows.length === 0
          ? []
          : [
              {
                short: `${words.short}${rows.length}项`,
                blocks: [
                  { kind: 'heading', text: `${words.title}（${rows.length}项）` },
                  { kind: 'tasks', rows },
                ],
              } as const,
            ]),
        ...(group === beside && asked.length > 0 ? [askedSection(view, asked)] : []),
      ];
    }),
    ...reportedSection(view),
  ];
}

function urgencyOf(view: View, asked: readonly ErrandNotice[]): NoticeGroup {
  if (asked.some((one) => isLate(view, one))) return 'overdue';
  return asked.some(({ notice }) => notice.kind !== 'assignment') ? 'near' : 'new';
}

function askedSection(view: View, asked: readonly ErrandNotice[]): Section {
  const late = asked.filter((one) => isLate(view, one)).length;
  return {
    short: `意见处理${asked.length}件${late === 0 ? '' : `（逾期${late}件）`}`,
    blocks: errandBlocks(
      '公众意见',
      asked.map((one) => askedRow(view, one)),
    ),
  };
}

function reportedSection(view: View): readonly Section[] {
  const { words, blocks } = reportedPart(view);
  if (words === '') return [];
  const action: Block = { kind: 'action', label: '打开督办台处理', href: view.context.link({ kind: 'console' }) };
  return [{ short: words, blocks: [...blocks, action] }];
}

const isLate = (view: View, { facts }: ErrandNotice): boolean =>
  facts !== undefined && lateDays(facts, view.draft.day) > 0;

function intro(view: View, tasks: number): string {
  const asked = askedErrands(view);
  const open = asked.filter(({ facts }) => facts?.errand.open === true).length;
  const reported = reportedErrands(view);
  const units = new Set(reported.flatMap(({ facts }) => (facts === undefined ? [] : [facts.errand.unit])));
  const parts = [
    ...(tasks > 0 || view.errands.length === 0 ? [`贵单位有${tasks}项任务需要办理或知悉`] : []),
    ...(asked.length === 0
      ? []
      : [
          `${tasks > 0 ? '另有' : '贵单位有'}${open > 0 ? `${open}件公众意见需要提出处理建议` : `${asked.length}件公众意见处理事项需要知悉`}`,
        ]),
    ...(reported.length === 0
      ? []
      : [`${tasks + asked.length > 0 ? '另有' : '有'}${Math.max(1, units.size)}个单位逾期未对公众意见提出处理建议`]),
  ];
  const end = tasks + asked.length > 0 || reported.length === 0 ? '请按各项要求办理' : '请催办';
  return `截至${inChinese(view.draft.day)}，${parts.join('，')}，${end}。`;
}
