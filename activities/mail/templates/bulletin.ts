/** The approved bulletin: headline figures, what concerns the receiver, the document attached. */
import { inChinese } from '../../../domain/day.js';
import { oneLine } from '../../../domain/letter-words.js';
import type { Bulletin } from '../../../domain/supervision/bulletin.js';
import { type BulletinFacts, letterFacts } from '../../../domain/supervision/cycle-letters.js';
import { percent, shareStateWords, totalWords } from '../../documents/bulletin-words.js';
import type { Block, Template, View } from '../content.js';
import { cycleTitle } from '../cycle-words.js';
import { fileWords } from '../file-words.js';
import { returnLink } from '../returns.js';

const titleLimit = 60;
const reasonLimit = 200;
/** Most tasks listed; the document has them all. */
const most = 12;

export const bulletin: Template = {
  version: 1,
  mark: '通报',
  write(view) {
    const facts = letterFacts<BulletinFacts>(view.draft);
    const sent = view.context.bulletin;
    const number = sent?.number ?? facts.number;
    const about = `${cycleTitle(facts)}${sent?.bulletin.corrects === undefined ? '' : '更正'}通报${number === '' ? '' : `（${oneLine(number, 40)}）`}`;
    const own = facts.return !== '';
    return {
      subject: about,
      blocks: [
        { kind: 'paragraph', text: `现印发${about}${sent === undefined ? '。' : '，全文见附件。'}` },
        ...(sent === undefined
          ? []
          : [...headline(sent.bulletin), ...(own ? unitBlocks(sent.bulletin, view) : above(sent.bulletin, view))]),
        ...(facts.contestBy === ''
          ? []
          : [
              {
                kind: 'paragraph',
                text: `对通报结论有异议的，请不迟于${inChinese(facts.contestBy)}在下面的页面提出，由未参与本次督查的人员核实答复（《政府督查工作条例》第十七条）。`,
              } as const,
            ]),
        ...(own
          ? [
              {
                kind: 'action',
                label: '查看本单位报送和通报',
                href: returnLink(view, facts.return, facts.due),
              } as const,
            ]
          : []),
      ],
      ...(sent === undefined
        ? {}
        : { attachments: [{ kind: 'bulletin', filename: `${fileWords(about)}.docx`, bulletin: sent } as const] }),
    };
  },
};

function headline(all: Bulletin): Block[] {
  return [
    ...(all.corrects === undefined
      ? []
      : [
          {
            kind: 'paragraph',
            tone: 'warn',
            text: `本通报更正${oneLine(all.corrects.number, 40)}通报，理由：${oneLine(all.corrects.reason, reasonLimit)}`,
          } as const,
        ]),
    { kind: 'paragraph', text: totalWords(all) },
    {
      kind: 'facts',
      rows: all.shares
        .filter(({ count }) => count > 0)
        .map(({ state, count, permille }) => [shareStateWords[state], `${count}项，${percent(permille)}`] as const),
    },
  ];
}

/** What concerns one unit: its tasks by state, those behind and overdue, whether it is named for silence. */
function unitBlocks(bulletin: Bulletin, { draft: { unit } }: View): Block[] {
  const group = bulletin.units.find((one) => one.name === unit);
  const behind = bulletin.behind.filter((task) => task.lead === unit);
  const overdue = bulletin.overdue.filter((task) => task.lead === unit);
  const named = bulletin.silent.includes(unit)
    ? '本期未按时报送，已在通报中列名。'
    : bulletin.sentBack.includes(unit)
      ? '本期报送被退回后未重报，已在通报中列名。'
      : undefined;
  return [
    { kind: 'heading', text: '涉及贵单位的情况' },
    ...(named === undefined ? [] : [{ kind: 'paragraph', tone: 'late', text: named } as const]),
    ...(group === undefined
      ? []
      : [
          {
            kind: 'facts',
            rows: [
              ['报送任务', `${group.total}项`],
              ...group.shares
                .filter(({ count }) => count > 0)
                .map(({ state, count }) => [shareStateWords[state], `${count}项`] as const),
            ],
          } as const,
        ]),
    ...listOf(
      '滞后的任务',
      behind.map(({ number, title, problems }) => [number, title, oneLine(problems, reasonLimit)] as const),
    ),
    ...listOf(
      '逾期未办结的任务',
      overdue.map(({ number, title, due, days }) => [number, title, `时限${inChinese(due)}，已逾期${days}天`] as const),
    ),
  ];
}

/** For the leadership group: who is silent, and what is behind or overdue. */
function above(bulletin: Bulletin, view: View): Block[] {
  const names = (units: readonly string[]) => units.map(view.name).join('、');
  const rows = [
    ...(bulletin.silent.length === 0 ? [] : [['未报送的单位', names(bulletin.silent)] as const]),
    ...(bulletin.sentBack.length === 0 ? [] : [['退回后未重报的单位', names(bulletin.sentBack)] as const]),
  ];
  return [
    ...(rows.length === 0 ? [] : [{ kind: 'facts', rows } as const]),
    ...listOf(
      '滞后的任务',
      bulletin.behind.map((task) => [task.number, task.title, view.name(task.lead)] as const),
    ),
    ...listOf(
      '逾期未办结的任务',
      bulletin.overdue.map(
        (task) => [task.number, task.title, `${view.name(task.lead)}，已逾期${task.days}天`] as const,
      ),
    ),
  ];
}

function listOf(heading: string, rows: readonly (readonly [number: number, title: string, what: string])[]): Block[] {
  if (rows.length === 0) return [];
  return [
    { kind: 'paragraph', text: `${heading}（${rows.length}项）：` },
    {
      kind: 'facts',
      rows: rows
        .slice(0, most)
        .map(([number, title, what]) => [
          `第${number}项`,
          `${oneLine(title, titleLimit)}${what === '' ? '' : `；${what}`}`,
        ]),
    },
    ...(rows.length > most ? [{ kind: 'paragraph', text: '其余见附件。' } as const] : []),
  ];
}
