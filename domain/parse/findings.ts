/**
 * What the reader could not settle by itself, in words for the office. `blocking` ones must be settled before launch;
 * the others are for information.
 */
import type { Passage, Span } from './passage.js';

interface Kind {
  readonly blocking: boolean;
  readonly message: string;
}

export const findingKinds = {
  'no-unit': { blocking: true, message: '本项没有写明责任单位，请指定' },
  'unit-unknown': { blocking: true, message: '“{words}”不在单位名录中{nearest}' },
  'unit-alias': { blocking: false, message: '“{words}”按别名对应为“{name}”' },
  'group-word': { blocking: false, message: '“{words}”是统称，名录中对应{count}个单位' },
  'group-unknown': { blocking: true, message: '“{words}”是统称，名录中没有它的成员，请列明具体单位' },
  'open-list': { blocking: false, message: '“{words}”未列全单位，信件只发给已写明的单位' },
  'bracket-unclosed': { blocking: true, message: '括号没有右半边，已读到“{words}”为止，请核对责任单位是否完整' },
  'bracket-unopened': { blocking: true, message: '括号没有左半边，已从“{words}”读起，请核对责任单位是否完整' },
  'bracket-plain': { blocking: false, message: '括号“{words}”不是责任单位标注，按正文处理' },
  'role-missing': { blocking: true, message: '“{words}”没有写明是牵头、配合还是负责，暂按“负责”处理，请确认' },
  'person-named': { blocking: false, message: '标注中写有责任人，不作为责任单位，联系人以名录为准' },
  'title-open': { blocking: false, message: '标题后没有句号，标题取到“{words}”为止' },
  'title-missing': { blocking: true, message: '本项没有标题' },
  'number-duplicate': { blocking: true, message: '编号{words}与前面一项重复' },
  'number-gap': { blocking: false, message: '编号从{before}跳到{words}，请核对是否缺项' },
  'number-none': { blocking: false, message: '本项没有编号，导入时按次序编号' },
  'deadline-ambiguous': { blocking: true, message: '时限“{words}”没有写明年份，请确认日期' },
  'value-undecided': { blocking: true, message: '数值“{words}”尚未确定，不作为目标' },
  'document-number-damaged': { blocking: true, message: '发文字号“{words}”不完整，疑为“{proposed}”，请确认' },
  'clause-without-duty': { blocking: false, message: '“{words}”没有责任单位，属于总体要求或保障措施，不作为任务' },
  'chapter-duty': { blocking: false, message: '“{words}”写在章节标题下，不自动计入本章各项任务' },
  'indicator-cell-lost': { blocking: true, message: '{label}指标的{column}在文件中缺失{proposed}' },
  'indicator-nature-lost': { blocking: true, message: '{label}指标没有写明预期性或约束性，请确认' },
  'indicator-name-lost': { blocking: true, message: '{label}指标没有名称，请补充' },
  'indicator-words': { blocking: true, message: '{label}指标的{column}“{words}”不是数值，请确认如何跟踪' },
  'indicator-cell-spare': { blocking: true, message: '{label}指标多出一栏“{words}”，请核对' },
  'indicator-head-lost': {
    blocking: true,
    message: '指标表没有表头，按“指标、基期、目标、年均增速、属性”五栏读取，请确认年份',
  },
  'indicator-sum': { blocking: false, message: '{label}指标的基期值加累计值不等于目标值，请核对' },
  'indicator-note': { blocking: false, message: '指标表的备注：“{words}”' },
  'page-number': { blocking: false, message: '“{words}”是页码，已略去' },
  'page-menu': { blocking: false, message: '“{words}”是网页栏目文字，已略去' },
} as const satisfies Record<string, Kind>;

export type FindingCode = keyof typeof findingKinds;

/** `line` is 1-based; `span` gives UTF-16 offsets into the decoded text, end exclusive. */
export interface ReadingFinding {
  readonly code: FindingCode;
  readonly message: string;
  readonly span: Span;
  readonly line: number;
  readonly words: string;
  readonly blocking: boolean;
}

/** A finding about `passage[from, to)`; values fill the placeholders of its message, long words are shortened. */
export function finding(
  code: FindingCode,
  passage: Passage,
  from: number,
  to: number,
  values: Readonly<Record<string, string | number>> = {},
): ReadingFinding {
  const words = passage.text.slice(from, to);
  const shown = words.length > 24 ? `${words.slice(0, 23)}…` : words;
  const { blocking, message } = findingKinds[code];
  const filled = message.replace(/\{(\w+)\}/g, (_, name: string) =>
    String(values[name] ?? (name === 'words' ? shown : '')),
  );
  return { code, message: filled, span: passage.span(from, to), line: passage.lineAt(from), words, blocking };
}
