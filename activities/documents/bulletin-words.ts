/** The wording that the bulletin's document, page, chart and letter share. Pure. */
import { inChinese } from '../../domain/day.js';
import { type Bulletin, contestDays, type Share } from '../../domain/supervision/bulletin.js';
import { returnStateWords } from '../../domain/supervision/return.js';

export const shareStateWords: Readonly<Record<Share['state'], string>> = {
  ...returnStateWords,
  'no-return': '未报送',
};

/** 33.3% from tenths of a percent. */
export const percent = (permille: number): string => `${Math.floor(permille / 10)}.${permille % 10}%`;

/** 关于…落实情况的通报; a year that the plan's own title says is not said again. No stop after a title. */
export function bulletinTitle({ planTitle, period, corrects }: Bulletin): string {
  const year = /^\d{4}年/.exec(period)?.[0] ?? '';
  const when = year !== '' && planTitle.includes(year) ? period.slice(year.length) : period;
  return `关于${planTitle}${when}落实情况的${corrects === undefined ? '' : '更正'}通报`;
}

/** The paragraph that opens the text, and the one that says which bulletin it corrects. */
export function openingWords({ period, day, corrects }: Bulletin): readonly string[] {
  return [
    ...(corrects === undefined
      ? []
      : [
          `本通报更正${corrects.number}通报，更正理由：${sentence(corrects.reason)}此前通报与本通报不一致的，以本通报为准。`,
        ]),
    `现将${period}重点任务落实情况通报如下（数据截至${inChinese(day)}）。`,
  ];
}

/** The totals in one sentence; the counts in it add up to the number of tasks. */
export function totalWords({ total, shares, silent, sentBack, overdue }: Bulletin): string {
  if (total === 0) return '本期没有应报送的任务。';
  const parts = shares
    .filter(({ count }) => count > 0)
    .map(({ state, count, permille }) => `${shareStateWords[state]}${count}项，占${percent(permille)}`);
  const late = [
    ...(overdue.length === 0 ? [] : [`逾期未办结的任务${overdue.length}项`]),
    ...(silent.length === 0 ? [] : [`未报送的单位${silent.length}个`]),
    ...(sentBack.length === 0 ? [] : [`退回后未重报的单位${sentBack.length}个`]),
  ];
  return `本期督查任务共${total}项：${parts.join('；')}。${late.length === 0 ? '' : `${late.join('，')}。`}`;
}

export const chartTitle = ({ period, total }: Bulletin): string => `${period}各单位任务进展（共${total}项）`;

/** What the chart shows, in words for those who do not see it: the totals, then unit by unit. */
export function chartWords({ units, shares }: Bulletin, name: (unit: string) => string): string {
  const counts = (list: readonly Share[], share: boolean): string =>
    list
      .filter(({ count }) => count > 0)
      .map(
        ({ state, count, permille }) => `${shareStateWords[state]}${count}项${share ? `（${percent(permille)}）` : ''}`,
      )
      .join('，');
  return [
    `合计：${counts(shares, true)}。`,
    ...units.map((unit) => `${name(unit.name)}${unit.total}项：${counts(unit.shares, false)}。`),
  ].join('');
}

/** The right to contest a conclusion (supervision regulation Art. 17). */
export function contestWords(bulletin: Pick<Bulletin, 'contest'>, officeName: string): string {
  const { within, answer } = contestDays(bulletin);
  return `对本通报的结论有异议的单位，可自收到之日起${within}日内向${officeName}书面提出，由未参与本次督查的人员复核，${answer}日内答复。`;
}

/** A person's words closed by exactly one full stop. */
const sentence = (text: string): string => `${text.trim().replace(/[。．.；;]+$/u, '')}。`;
