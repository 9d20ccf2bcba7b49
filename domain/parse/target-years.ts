/**
 * The year a number binds in: 到2025年达到…, 2023年完成38个、2024年完成39个, 2023年、2024年、2025年分别达到1个、2个、3个. The
 * words reach as far as the sentence, or to the next year it names; 每年 and 年均 bind in no year of their own, and a year
 * that is only compared with or counted from (与2020年相比, 2005年前, 2023年起) is none.
 */

/** Where the words of a year begin and end, and the year. */
const named =
  /(?<![\d—\-–~～至]) ?(20\d\d) ?年(?! ?[—\-–~～至](?!年))(?!(?:以?前|之前|起|以来|以后|的?基础|相比|同期|度?(?:基数|水平)))/g;
const compared = /(?:与|较|比|自|从|同|以) ?$/;
/** Words of a number that binds every year alike. */
export const eachYear = /每 ?年|年均|逐年|每季度|每月/;
/** Behind these a year no longer speaks for what follows. */
const sentenceEnd = /[。;!?\n]/g;

/**
 * @param text folded text of the item (NFKC).
 * @param from where the target begins, `to` where it ends.
 * @returns the year that binds it, or undefined where the document names none.
 */
export function yearOfTarget(text: string, from: number, to: number): number | undefined {
  const start = Math.max(0, ...[...text.slice(0, from).matchAll(sentenceEnd)].map(({ index }) => index + 1));
  const words = text.slice(start, to);
  const year = [...words.matchAll(named)].filter(({ index }) => !compared.test(words.slice(0, index))).at(-1);
  if (year === undefined || eachYear.test(words.slice(year.index))) return undefined;
  return Number(year[1]);
}

/** Values given one by one for a list of years. */
export interface YearlyValues {
  /** Offsets in the clause of the whole phrase, from the first year to the last value. */
  readonly from: number;
  readonly to: number;
  /** 分别 with the verb, such as 分别达到. */
  readonly words: string;
  readonly unit: string;
  readonly values: readonly {
    readonly year: number;
    readonly value: number;
    readonly from: number;
    readonly to: number;
  }[];
}

const YEAR = '20\\d\\d ?年(?:年?底|末)?';
const AND = ' ?[、,和及与] ?';
const VALUE = '\\d+(?:\\.\\d+)?';

/**
 * The list of yearly values in a clause: as many values as years, the unit behind the last one or behind each.
 * @param measure the units of numbers, an alternation for a regular expression.
 */
export function yearlyValues(clause: string, measure: string): YearlyValues | undefined {
  const list = new RegExp(
    `((?:${YEAR}${AND}){1,5}${YEAR}) ?(?:要|力争|确保)?((?:分别|依次|各)[^\\d,、]{0,8}?) ?((?:${VALUE} ?(?:${measure})?${AND}){1,5}${VALUE} ?((?:[万亿]?(?:${measure}))))`,
  ).exec(clause);
  if (list === null) return undefined;
  const [whole, years = '', words = '', values = '', unit = ''] = list;
  const wanted = [...years.matchAll(/20\d\d/g)].map(([year]) => Number(year));
  const begin = list.index + whole.lastIndexOf(values);
  const given = [...values.matchAll(new RegExp(`(${VALUE}) ?(?:[万亿]?(?:${measure}))?`, 'g'))];
  if (wanted.length !== given.length) return undefined;
  return {
    from: list.index,
    to: list.index + whole.length,
    words,
    unit,
    values: given.map((one, at) => ({
      year: wanted[at] as number,
      value: Number(one[1]),
      from: begin + one.index,
      to: begin + one.index + one[0].length,
    })),
  };
}
