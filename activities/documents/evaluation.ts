/** An evaluation of indicators as a Word document in the form of official papers; binding and expected ones apart. */
import type { Paragraph, Table } from 'docx';
import { type Day, inChinese } from '../../domain/day.js';
import {
  type EvaluatedIndicator,
  type Evaluation,
  evaluationTitle,
  scoreWords,
} from '../../domain/indicators/evaluation.js';
import { cells, openingWords } from './evaluation-words.js';
import { headOf, imprintOf, line, paperOf, size2, tableOf } from './official-paper.js';

export interface EvaluationPaper {
  readonly officeName: string;
  /** A unit's name for its id. */
  readonly name: (unit: string) => string;
  /** 成文日期: the day of approval; null in a draft, which says so. */
  readonly day: Day | null;
  /** Ids of those it is sent to. */
  readonly to: readonly string[];
}

/** The document as the bytes of a .docx file. */
export async function evaluationDocument(evaluation: Evaluation, paper: EvaluationPaper): Promise<Buffer> {
  const { officeName, day, name, to } = paper;
  const title = evaluationTitle(evaluation);
  const body: (Paragraph | Table)[] = [
    ...headOf(officeName, day === null ? '（草稿，审签后编号）' : (evaluation.number ?? '指标评估')),
    line(title, { face: '方正小标宋简体', size: size2, center: true }),
    line('', {}),
    ...(to.length === 0 ? [] : [line(`${to.map(name).join('、')}：`, {})]),
    text(openingWords(evaluation)),
    heading('一、约束性指标'),
    ...part(evaluation.binding, 'binding', name),
    heading('二、预期性指标'),
    ...part(evaluation.expected, 'expected', name),
    heading('三、历年情况'),
    ...history(evaluation),
    heading('四、评估意见'),
    ...(evaluation.opinion === '' ? [text('（待补充）')] : evaluation.opinion.split(/\n+/).map(text)),
    line('', {}),
    line(officeName, { right: true }),
    line(day === null ? '（待审签）' : inChinese(day), { right: true }),
    ...imprintOf(day === null ? [] : [{ left: officeName, right: `${inChinese(day)}印发` }]),
  ];
  return paperOf({ title, issuer: officeName, description: day === null ? '草稿' : title }, body);
}

const heading = (words: string): Paragraph => line(words, { face: '黑体', indent: true });
const text = (words: string): Paragraph => line(words, { indent: true });

const columns = [
  { head: '序号', width: 7 },
  { head: '指标', width: 21 },
  { head: '责任单位', width: 12 },
  { head: '基期', width: 9 },
  { head: '目标', width: 13 },
  { head: '应达到', width: 12 },
  { head: '实际', width: 10 },
  { head: '判断', width: 16 },
] as const;

function part(
  { score, rows }: Evaluation['binding'],
  nature: 'binding' | 'expected',
  name: EvaluationPaper['name'],
): (Paragraph | Table)[] {
  if (rows.length === 0) return [text('无。')];
  const waiting = rows.filter((row) => row.outcome === 'waiting');
  const behind = rows.filter((row) => row.outcome === 'behind');
  return [
    text(scoreWords(nature, score)),
    tableOf(
      columns,
      rows.map((row) => cells(row, name)),
    ),
    ...(behind.length === 0 ? [] : [text(`落后的指标：${behind.map(withWhy).join('；')}。`)]),
    ...(waiting.length === 0 ? [] : [text(`待定的指标，不计入达到进度：${waiting.map(withWhy).join('；')}。`)]),
  ];
}

const withWhy = ({ no, name, why }: EvaluatedIndicator): string => `第${no}项${name}（${why}）`;

function history({ binding, expected, from, year }: Evaluation): (Paragraph | Table)[] {
  const rows = [...binding.rows, ...expected.rows];
  const years = Array.from({ length: Math.max(0, year - from + 1) }, (_, at) => from + at);
  if (rows.length === 0 || years.length === 0) return [text('无。')];
  const width = Math.floor(66 / years.length);
  return [
    text('各年依次为应达到的数、实际数，落后的注明。'),
    tableOf(
      [
        { head: '序号', width: 8 },
        { head: '指标', width: 100 - 8 - width * years.length },
        ...years.map((one) => ({ head: `${one}年`, width })),
      ],
      rows.map((row) => [
        String(row.no),
        row.name,
        ...row.years.map(
          ({ expected, value, verdict }) =>
            `${expected}\n${value === null ? '—' : value}${verdict === 'behind' ? '（落后）' : ''}`,
        ),
      ]),
    ),
  ];
}
