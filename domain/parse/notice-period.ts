/** What a notice says about its period: the days it starts and ends, words that stand for a day, and lengths. */
import { withoutNames } from './deadlines.js';
import { numeral } from './marker.js';
import { DASH, type DateMention, datesIn } from './notice-dates.js';
import type { Span } from './passage.js';

/** A day as printed, with the words that make it a start or an end (自…起, …前). */
export interface PrintedDay {
  readonly mention: DateMention;
  readonly span: Span;
  /** "…前" without an hour: whether the day itself counts is left open. */
  readonly open: boolean;
}

export interface PrintedLength {
  readonly count: number;
  readonly unit: 'days' | 'workdays' | 'months';
  readonly span: Span;
}

/** Everything in the order of its authority: a period from … to … first, then as printed. */
export interface PeriodWords {
  readonly dates: readonly DateMention[];
  readonly starts: readonly PrintedDay[];
  readonly ends: readonly PrintedDay[];
  /** 即日起, 自发布之日起: the day of the notice itself. */
  readonly startWord: Span | null;
  readonly lengths: readonly PrintedLength[];
}

const TIME =
  '(?:(?:上午|下午|凌晨|晚上?|早上?|中午)?\\s?\\d{1,2}\\s?(?:[时点](?:\\s?\\d{1,2}\\s?分|整|半)?|:\\s?\\d{2}(?::\\d{2})?))';
const GAP = `(?:\\s|\\([^()\\n]{0,12}\\)|(?:星期|周)[一二三四五六日天]|上午|下午|${TIME}){0,8}`;
const between = new RegExp(
  `^${GAP}(?:之?日?起|开始)?${GAP}[,、]?\\s?(?:至|到|直至|截至|截止(?:到|至)?|止于|${DASH})${GAP}$`,
);
const startTail = new RegExp(`^${GAP}(?:之?日?起|开始)(?!施行|实施|执行|生效|试行)`);
const startHead = /(?:(?:起始|开始|起)(?:日期|时间)?|自|从)\s?[为是:]?\s?$/;
const endTail = new RegExp(`^${GAP}(?:(?:之|以)?前|止|截止|结束|为止|截至)`);
const endHead =
  /(?:截至|截止(?:日期|时间|日)?|结束(?:日期|时间)|终止(?:日期|时间)|至|到)\s?(?:为|是|到|至|于)?\s?:?\s?$/;
const openTail = /^(?:\s|\([^()\n]{0,12}\)|(?:星期|周)[一二三四五六日天]){0,4}(?:之|以)?前/;

const startWords =
  /即日起|(?:自|从)?(?:本|该)?(?:公告|通知|公示|启事|通告|征求意见稿?|意见稿|网站|网上|信息)?(?:公开)?(?:发布|公布|公示|刊登|公告|发出|登载|刊发|上网)之?日(?:起|开始)(?!施行|实施|执行|生效)/;

const FOR = /公示|征求|征集|公开|意见|反馈|建议|公告期|起止|期限|时间|截止|为期/;
const AGAINST = /听证|报名|座谈|论证会|会议|调研|施行|实施|试行|有效期|招标|竞买|印发|审议通过|会议通过|修订/;

/** Reads the period out of folded text; spans are offsets into it. */
export function periodWordsIn(folded: string): PeriodWords {
  const text = withoutNames(withoutNames(folded));
  const dates = datesIn(text);
  const ranges = rangesIn(text, dates);
  const inRange = new Set(ranges.flatMap(({ first, last }) => [first, last]));
  const single = dates.filter((one) => !inRange.has(one) && weight(text, one.from, one.to) > 0);
  const startWord = startWords.exec(text);
  return {
    dates,
    starts: [...ranges.map(({ first }) => printed(text, first)), ...single.flatMap((one) => startOf(text, one))],
    ends: [...ranges.map(({ last }) => printed(text, last)), ...single.flatMap((one) => endOf(text, one))],
    startWord: startWord ? [startWord.index, startWord.index + startWord[0].length] : null,
    lengths: lengthsIn(text, dates),
  };
}

/** Pairs of dates with 至 between them, the surest first. */
function rangesIn(
  text: string,
  dates: readonly DateMention[],
): { readonly first: DateMention; readonly last: DateMention }[] {
  const found = dates.flatMap((first, at) => {
    const last = dates[at + 1];
    if (!last || last.from - first.to > 60 || !between.test(text.slice(first.to, last.from))) return [];
    const sure = weight(text, first.from, last.to);
    return sure > 0 ? [{ first, last, sure }] : [];
  });
  return found.toSorted((x, y) => y.sure - x.sure);
}

/** How surely the words around speak of commenting: the clause counts double, the sentence once. */
function weight(text: string, from: number, to: number): number {
  const before = text.slice(Math.max(0, from - 80), from);
  const sentence = before.slice(before.lastIndexOf('。') + 1);
  const clause = sentence.slice(Math.max(...[...',;\n'].map((mark) => sentence.lastIndexOf(mark))) + 1);
  const behind = /^[^。;\n]{0,16}/.exec(text.slice(to))?.[0] ?? '';
  const near = `${clause} ${behind}`;
  const wide = `${sentence} ${/^[^。]{0,50}/s.exec(text.slice(to))?.[0] ?? ''}`;
  return (FOR.test(near) ? 2 : 0) + (FOR.test(wide) ? 1 : 0) - (AGAINST.test(near) ? 3 : 0);
}

function printed(text: string, mention: DateMention): PrintedDay {
  const tail = endTail.exec(text.slice(mention.to, mention.to + 40))?.[0].length ?? 0;
  return {
    mention,
    span: [mention.from, mention.to + tail],
    open: openTail.test(text.slice(mention.to, mention.to + 30)),
  };
}

function startOf(text: string, mention: DateMention): PrintedDay[] {
  const tail = startTail.exec(text.slice(mention.to, mention.to + 40));
  const head = startHead.exec(text.slice(Math.max(0, mention.from - 10), mention.from));
  if (!tail && !(head && /[始起]/.test(head[0]))) return [];
  return [{ mention, span: [mention.from, mention.to + (tail?.[0].length ?? 0)], open: false }];
}

function endOf(text: string, mention: DateMention): PrintedDay[] {
  const one = printed(text, mention);
  const head = endHead.test(text.slice(Math.max(0, mention.from - 12), mention.from));
  return head || one.span[1] > mention.to ? [one] : [];
}

const NUMBER = '\\d{1,3}|[一二两三四五六七八九十百]{1,5}|半';
const length = new RegExp(
  `(?<![\\d月第每.年一二两三四五六七八九十百]\\s?)(?<count>${NUMBER})\\s?(?:\\(\\s?[\\d一二三四五六七八九十]{1,5}\\s?\\)\\s?)?(?<unit>个?\\s?工作日|个?\\s?(?:自然|日历|公历)?\\s?[日天]|个\\s?月|个?(?:星期|周))(?![报常益均程然历前后出产])`,
  'g',
);
const lengthHead =
  /(?:为期|期限|期间|时间|时限|时长|公示期|公告期|意见期|共|共计|历时|持续|起)\s?(?:为|是|共|计|共计)?\s?:?\s?(?:\(\s?)?$|[(]\s?(?:共|为期|时间|期限|共计|计)?\s?:?\s?$/;
/** The law's minimum, or what a unit has to do behind the period, is no length of it. */
const notItsOwn = /(?:不少于|不得少于|不低于|至少|一般为?|少于|不足|不满|超过|每|提前|延长|逾期)\s?$/;
const notItsTail = /^\s?(?:以上|以内的|内)?(?:后|前|作出|作出答复|答复|回复|予以|办理|办结|完成|印发|施行)/;

function lengthsIn(text: string, dates: readonly DateMention[]): PrintedLength[] {
  const found: (PrintedLength & { readonly sure: number })[] = [];
  for (const match of text.matchAll(length)) {
    const [from, to] = [match.index, match.index + match[0].length];
    const before = text.slice(Math.max(0, from - 12), from);
    if (dates.some((one) => from < one.to && to > one.from)) continue;
    if (notItsOwn.test(before) || notItsTail.test(text.slice(to, to + 8))) continue;
    const sure = weight(text, from, to) + (lengthHead.test(before) ? 3 : 0);
    const count = amount(match.groups?.['count'] ?? '', match.groups?.['unit'] ?? '');
    if (sure >= 2 && count) found.push({ ...count, span: [from, to], sure });
  }
  return found.toSorted((x, y) => y.sure - x.sure);
}

function amount(words: string, unit: string): { count: number; unit: PrintedLength['unit'] } | null {
  if (words === '半') return unit.includes('月') ? { count: 15, unit: 'days' } : null;
  const count = numeral(words);
  if (count === 0) return null;
  if (unit.includes('工作日')) return { count, unit: 'workdays' };
  if (unit.includes('月')) return { count, unit: 'months' };
  return { count: /星期|周/.test(unit) ? count * 7 : count, unit: 'days' };
}
