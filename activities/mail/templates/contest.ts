/** A conclusion of a bulletin is contested (to the office), or the contest is answered (to the unit). */
import { inChinese } from '../../../domain/day.js';
import { oneLine } from '../../../domain/letter-words.js';
import { type ContestFacts, letterFacts } from '../../../domain/supervision/cycle-letters.js';
import type { Block, Content, Template, View } from '../content.js';
import { cycleTitle } from '../cycle-words.js';
import { returnLink } from '../returns.js';

const textLimit = 2000;

export const contest: Template = {
  version: 1,
  mark: '异议',
  write(view) {
    const facts = letterFacts<ContestFacts>(view.draft);
    return facts.answered ? answered(view, facts) : raised(view, facts);
  },
};

function raised(view: View, facts: ContestFacts): Content {
  const unit = view.name(facts.unit);
  return {
    subject: `${unit}对${cycleTitle(facts)}通报提出异议`,
    blocks: [
      {
        kind: 'paragraph',
        tone: 'warn',
        text: `${unit}对${cycleTitle(facts)}的通报${numberWords(facts)}提出异议，请核实后不迟于${inChinese(facts.answerBy)}答复。参与起草、审签本期通报的人员应当回避（《政府督查工作条例》第十七条）。异议成立的，印发更正通报。`,
      },
      { kind: 'facts', rows: rowsOf(facts, ['答复期限', inChinese(facts.answerBy)]) },
      { kind: 'action', label: '打开督办台答复', href: view.context.link({ kind: 'console' }) },
    ],
  };
}

function answered(view: View, facts: ContestFacts): Content {
  const result = facts.upheld ? '异议成立' : '异议不成立';
  const next: Block = {
    kind: 'paragraph',
    text: facts.upheld ? '通报的有关结论将予更正，更正通报另行印发。' : '通报的有关结论维持不变。',
  };
  return {
    subject: `${cycleTitle(facts)}第${facts.no}号异议答复：${result}`,
    blocks: [
      {
        kind: 'paragraph',
        text: `贵单位对${cycleTitle(facts)}的通报${numberWords(facts)}提出的异议，经核实答复如下。`,
      },
      {
        kind: 'facts',
        rows: [...rowsOf(facts, ['结果', result]), ['答复意见', oneLine(facts.answer, textLimit)]],
      },
      next,
      { kind: 'action', label: '查看报送和通报', href: returnLink(view, facts.return, facts.due) },
    ],
  };
}

const numberWords = ({ number }: ContestFacts): string => (number === '' ? '' : `（${oneLine(number, 40)}）`);

function rowsOf(
  { no, by, raised: day, text }: ContestFacts,
  last: readonly [label: string, value: string],
): readonly (readonly [label: string, value: string])[] {
  return [
    ['异议编号', `第${no}号`],
    ['提出人', oneLine(by, 60)],
    ['提出日期', inChinese(day)],
    ['异议内容', oneLine(text, textLimit)],
    last,
  ];
}
