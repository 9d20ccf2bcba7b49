/** How the evaluation of indicators stands: to the office; an approved one to the leadership group as well. */
import { inChinese } from '../../../domain/day.js';
import { evaluationTitle, scoreWords } from '../../../domain/indicators/evaluation.js';
import type { WatchOfficeFacts } from '../../../domain/indicators/letters.js';
import { oneLine } from '../../../domain/letter-words.js';
import { letterFacts } from '../../../domain/supervision/cycle-letters.js';
import type { Template, View } from '../content.js';
import { namesOf } from '../cycle-words.js';
import { fileWords } from '../file-words.js';

const titleLimit = 60;

export const indicatorOffice: Template = {
  version: 1,
  mark: '指标评价',
  write(view) {
    const facts = letterFacts<WatchOfficeFacts>(view.draft);
    const sent = view.context.evaluation;
    const number = sent?.evaluation.number ?? '';
    return {
      subject: `${subjectOf(facts)}${number === '' ? '' : `（${oneLine(number, 40)}）`}`,
      blocks: [
        {
          kind: 'paragraph',
          text: `${openingOf(facts)}${sent === undefined ? '' : '全文见附件。'}`,
          ...(facts.why === 'overdue' ? { tone: 'late' as const } : {}),
        },
        { kind: 'facts', rows: rowsOf(view, facts) },
        ...(facts.leadership
          ? []
          : [{ kind: 'action', label: '打开督办台', href: view.context.link({ kind: 'console' }) } as const]),
      ],
      ...(sent === undefined
        ? {}
        : {
            attachments: [
              {
                kind: 'evaluation',
                filename: `${fileWords(evaluationTitle(sent.evaluation))}.docx`,
                evaluation: sent,
              } as const,
            ],
          }),
    };
  },
};

function subjectOf({ what, why, year }: WatchOfficeFacts): string {
  switch (why) {
    case 'drafted':
      return `指标${what}草稿待审签`;
    case 'overdue':
      return `指标${what}逾期未审签`;
    case 'approved':
      return `指标${what}已审签`;
    case 'year':
      return `${year}年指标数值收取结束`;
  }
}

function openingOf({ what, why, year, title }: WatchOfficeFacts): string {
  const plan = `《${oneLine(title, titleLimit)}》`;
  switch (why) {
    case 'drafted':
      return `${plan}指标${what}（截至${year}年）草稿已经生成，请补充评估意见并审签。审签人不能是起草人。`;
    case 'overdue':
      return `${plan}指标${what}（截至${year}年）草稿逾期未审签，请尽快办理。`;
    case 'approved':
      return `${plan}指标${what}（截至${year}年）已经审签，约束性指标和预期性指标分别评价，情况如下。`;
    case 'year':
      return `${plan}${year}年指标数值收取结束，可以查看${what}，情况如下。`;
  }
}

function rowsOf(view: View, facts: WatchOfficeFacts): (readonly [string, string])[] {
  const silent = namesOf(view, facts.silent);
  return [
    ['约束性指标', wordsOf('binding', facts.binding)],
    ['预期性指标', wordsOf('expected', facts.expected)],
    ...(silent.length === 0 ? [] : [['未报齐数值的单位', silent.join('、')] as const]),
    ...(facts.author === '' ? [] : [['起草', facts.author === 'duban' ? '系统' : oneLine(facts.author, 60)] as const]),
    ...(facts.approvedBy === '' ? [] : [['审签', oneLine(facts.approvedBy, 60)] as const]),
    ...(facts.approveBy === '' ? [] : [['审签期限', inChinese(facts.approveBy)] as const]),
  ];
}

function wordsOf(nature: 'binding' | 'expected', fact: string): string {
  const [total = 0, met = 0, behind = 0, waiting = 0] = fact.split('/').map(Number);
  // The label names the nature already.
  return scoreWords(nature, { total, met, behind, waiting }).replace(/^...指标/, '共');
}
