/** The routine letter: all of a unit's notices of a day, grouped by what is asked, the most urgent first. */
import { inChinese } from '../../../domain/day.js';
import { groupOf, type NoticeGroup, noticeGroups, noticeGroupWords } from '../../../domain/letter-words.js';
import type { Block, ErrandNotice, ReturnNotice, Template, ValueNotice, View } from '../content.js';
import { askedErrands, askedRow, errandBlocks, lateDays, reportedErrands, reportedPart } from '../errands.js';
import {
  askedReturnBlocks,
  askedReturns,
  askedReturnWords,
  lateDaysOf,
  reportedReturnPart,
  reportedReturns,
  returnSheets,
} from '../returns.js';
import { noticeRow, signAll, sortedNotices } from '../rows.js';
import {
  askedValueBlocks,
  askedValues,
  askedValueWords,
  lateValueDays,
  reportedValuePart,
  reportedValues,
} from '../values.js';

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
    const missed = [...notices, ...[...view.errands, ...view.returns, ...view.values].map((one) => one.notice)].filter(
      (n) => n.lateFrom !== undefined,
    ).length;
    const sections = sectionsOf(view);
    const attachments = returnSheets(view);
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
      ...(attachments.length === 0 ? {} : { attachments }),
    };
  },
};

/** The groups of tasks, and among them errands and returns: beside the tasks that are as urgent as the most urgent of them. */
function sectionsOf(view: View): readonly Section[] {
  const notices = sortedNotices(view);
  const asked = askedErrands(view);
  const beside = urgencyOf(asked, (one) => isLate(view, one));
  const returns = askedReturns(view);
  const returnsBeside = urgencyOf(returns, ({ facts }) => lateDaysOf(facts, view.draft.day) > 0);
  const values = askedValues(view);
  const valuesBeside = urgencyOf(values, (one) => lateValueDays(view, one) > 0);
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
        ...(group === returnsBeside && returns.length > 0
          ? [{ short: askedReturnWords(view), blocks: askedReturnBlocks(view) }]
          : []),
        ...(group === valuesBeside && values.length > 0
          ? [{ short: askedValueWords(view), blocks: askedValueBlocks(view) }]
          : []),
      ];
    }),
    ...reportedSection(view),
  ];
}

function urgencyOf<T extends ErrandNotice | ReturnNotice | ValueNotice>(
  asked: readonly T[],
  late: (one: T) => boolean,
): NoticeGroup {
  if (asked.some(late)) return 'overdue';
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
  const parts = [reportedPart(view), reportedReturnPart(view), reportedValuePart(view)].filter(
    ({ words }) => words !== '',
  );
  if (parts.length === 0) return [];
  const action: Block = { kind: 'action', label: '打开督办台处理', href: view.context.link({ kind: 'console' }) };
  return parts.map(({ words, blocks }, at) => ({
    short: words,
    blocks: at === parts.length - 1 ? [...blocks, action] : blocks,
  }));
}

const isLate = (view: View, { facts }: ErrandNotice): boolean =>
  facts !== undefined && lateDays(facts, view.draft.day) > 0;

function intro(view: View, tasks: number): string {
  const asked = askedErrands(view);
  const open = asked.filter(({ facts }) => facts?.errand.open === true).length;
  const returns = askedReturns(view);
  const values = askedValues(view);
  const parts = [
    ...(tasks > 0 || view.errands.length + view.returns.length + view.values.length === 0
      ? [`${tasks}项任务需要办理或知悉`]
      : []),
    ...(asked.length === 0
      ? []
      : [open > 0 ? `${open}件公众意见需要提出处理建议` : `${asked.length}件公众意见处理事项需要知悉`]),
    ...(returns.length === 0
      ? []
      : [
          returns.some(({ facts }) => facts?.open === true)
            ? `${returns.length}件定期督查情况需要报送`
            : `${returns.length}件定期督查报送事项需要知悉`,
        ]),
    ...(values.length === 0
      ? []
      : [
          values.some(({ facts }) => facts?.open === true)
            ? `${values.length}件指标数值需要报送`
            : `${values.length}件指标数值事项需要知悉`,
        ]),
  ].map((words, at) => `${at === 0 ? '贵单位有' : '另有'}${words}`);
  const told = reportedWords(view).map((words, at) => `${parts.length + at > 0 ? '另有' : '有'}${words}`);
  const end = parts.length > 0 || told.length === 0 ? '请按各项要求办理' : '请催办';
  return `截至${inChinese(view.draft.day)}，${[...parts, ...told].join('，')}，${end}。`;
}

/** Which units did not answer in time, for readers above them. */
function reportedWords(view: View): readonly string[] {
  const count = (units: readonly (string | undefined)[]): number =>
    Math.max(1, new Set(units.filter((unit) => unit !== undefined)).size);
  const errands = reportedErrands(view);
  const returns = reportedReturns(view);
  const values = reportedValues(view);
  return [
    ...(errands.length === 0
      ? []
      : [`${count(errands.map(({ facts }) => facts?.errand.unit))}个单位逾期未对公众意见提出处理建议`]),
    ...(returns.length === 0 ? [] : [`${count(returns.map(({ facts }) => facts?.unit))}个单位逾期未报送定期督查情况`]),
    ...(values.length === 0 ? [] : [`${count(values.map(({ facts }) => facts?.unit))}个单位逾期未报送指标数值`]),
  ];
}
