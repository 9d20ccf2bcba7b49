import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { DubanError } from '../../../domain/errors.js';
import { readPlan } from '../../../domain/parse/read-plan.js';
import type { ReadDuty, Reading } from '../../../domain/parse/reading.js';
import { directoryOf, realTest, sampleResolve } from './documents.js';

const units = [
  '区科技局',
  '区发展和改革局',
  '区财政局',
  '区工业和信息化局',
  '市场监管局',
  '区委组织部',
  '薛城生态环境分局',
  '共青团茌平区委',
  '国网聊城供电公司',
  '聊城海关',
  '中国人民银行聊城市分行',
  '区经济开发区管委会',
];
const groups = ['各镇街', '区各相关部门', '各县(市、区)', '区有关部门'];
const resolve = directoryOf(units, {
  各镇街: ['甲镇'],
  区各相关部门: ['区科技局'],
  '各县(市、区)': ['甲县'],
  区有关部门: ['区财政局'],
});
const sentences = [
  '加快推进重点工程建设',
  '完善工作机制,强化要素保障',
  '力争新增企业20家以上',
  '到2025年,覆盖率达到95%',
  '推进一河(湖)一策',
  '落实《三年行动计划(2023—2025年)》要求',
  '发挥“1236”思路作用,打造5G基站1.3万个',
  '全面开展3.5万亩示范区建设',
];
const titles = ['建设创新平台', '优化营商环境', '提升公共服务', '加强生态保护', '推动产业融合发展', '扩大有效投资'];

interface Duty {
  readonly role: ReadDuty['role'];
  readonly names: readonly string[];
}

interface Item {
  readonly title: string;
  readonly body: readonly string[];
  readonly duties: readonly Duty[];
  readonly form: 'verb' | 'label';
  readonly open: boolean;
  readonly lost: boolean;
  readonly below: boolean;
}

const names = fc.uniqueArray(fc.constantFrom(...units, ...groups), { minLength: 1, maxLength: 4 });
const duties = fc.oneof(
  names.map((list): Duty[] => [{ role: 'responsible', names: list }]),
  fc.tuple(names, names).map(([lead, support]): Duty[] => [
    { role: 'lead', names: lead },
    { role: 'support', names: support },
  ]),
  fc.tuple(names, names).map(([lead, rest]): Duty[] => [
    { role: 'lead', names: lead },
    { role: 'responsible', names: rest },
  ]),
);
const item: fc.Arbitrary<Item> = fc.record({
  title: fc.constantFrom(...titles),
  body: fc.array(fc.constantFrom(...sentences), { minLength: 1, maxLength: 4 }),
  duties,
  form: fc.constantFrom('verb', 'label'),
  open: fc.boolean(),
  lost: fc.integer({ min: 0, max: 9 }).map((n) => n === 0),
  below: fc.boolean(),
});
const plan = fc.record({
  chapters: fc.array(fc.array(item, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 4 }),
  style: fc.constantFrom('1. ', '1、', '１．', '（1）', '(一)', '1.'),
  restart: fc.boolean(),
  wide: fc.boolean(),
  newline: fc.constantFrom('\n', '\r\n', '\n\n', '\n　　'),
  wrap: fc.constantFrom(0, 0, 24, 31),
  pages: fc.boolean(),
});
type PlanShape = typeof plan extends fc.Arbitrary<infer Shape> ? Shape : never;

const verbs = { lead: '牵头', support: '配合', responsible: '负责' } as const;
const labels = { lead: '牵头单位:', support: '配合单位:', responsible: '责任单位:' } as const;
const hanzi = [
  '一',
  '二',
  '三',
  '四',
  '五',
  '六',
  '七',
  '八',
  '九',
  '十',
  '十一',
  '十二',
  '十三',
  '十四',
  '十五',
  '十六',
];

function annotation({ duties: list, form, open }: Item): string {
  const tail = open && list.length > 1 ? '等部门' : '';
  if (form === 'label') return list.map((duty) => labels[duty.role] + duty.names.join('、')).join(';');
  return list
    .map(
      (duty, i) =>
        `${duty.names.join('、')}${i === list.length - 1 ? tail : ''}${duty.role === 'responsible' && i > 0 ? '按职责分工' : ''}${verbs[duty.role]}`,
    )
    .join(',');
}

/** Prints the plan as a document, in one of the formats found in the wild. */
function render({ chapters, style, restart, wide, newline, wrap, pages }: PlanShape): string {
  const lines = ['甲区2023年重点工作任务', '为抓好落实,制定任务如下。'];
  let number = 0;
  chapters.forEach((items, c) => {
    lines.push(`${hanzi[c]}、第${c + 1}方面工作`);
    if (restart) number = 0;
    for (const one of items) {
      number++;
      const marker = style === '(一)' ? `(${hanzi[number - 1]})` : style.replace(/[1１]/, String(number));
      // Where lines are wrapped as well, nothing proves where a bracket without its close ends.
      const lost = one.lost && wrap === 0;
      const bracket = `(${annotation(one)}${lost ? '' : ')'}`;
      const body = `${marker}${one.title}。${one.body.join('。')}。`;
      if (one.below && !lost) lines.push(body, bracket);
      else lines.push(body + bracket);
    }
  });
  let page = 0;
  const wrapped = wrap === 0 ? lines : lines.flatMap((line) => cutLines(line, wrap));
  const paged =
    pages && wrap > 0 ? wrapped.flatMap((line, i) => (i % 9 === 8 ? [line, `— ${++page} —`] : [line])) : wrapped;
  const text = paged.join(newline);
  return wide ? text.replace(/[(),:;]/g, (char) => String.fromCharCode(char.charCodeAt(0) + 0xfee0)) : text;
}

function cutLines(line: string, width: number): string[] {
  const cut: string[] = [];
  for (let at = 0; at < line.length; at += width) cut.push(line.slice(at, at + width));
  return cut;
}

const fold = (words: string | undefined): string =>
  (words ?? '').replace(/[（），]/g, (char) => String.fromCharCode(char.charCodeAt(0) - 0xfee0));
const printed = (reading: Reading): unknown =>
  reading.items.map((one) => [
    one.title,
    ...one.duties.map(({ role, unit, group }) => `${role} ${fold(unit ?? group)}`),
  ]);

/** Characters of the plan part that belong to no chapter, group, item or finding. */
function unplaced(text: string, { document, chapters, items, findings }: Reading): string {
  const placed = new Uint8Array(text.length);
  const spans = [
    ...chapters.flatMap((chapter) => [chapter.span, ...chapter.groups.map((group) => group.span)]),
    ...items.map((one) => one.span),
    ...findings.map((one) => one.span),
  ];
  for (const [from, to] of spans) placed.fill(1, from, to);
  const [, end] = document.parts.find((part) => part.kind === 'plan')?.span ?? [0, 0];
  const start = Math.min(...[...chapters, ...items].map(({ span }) => span[0]));
  let left = '';
  for (let at = start; at < end; at++) if (!placed[at] && (text[at] ?? '').trim() !== '') left += text[at];
  return left;
}

describe('a plan printed in any format', () => {
  test('reads back with every task, unit and role', () => {
    fc.assert(
      fc.property(plan, (shape) => {
        const text = render(shape);
        const reading = readPlan(text, { resolve });
        const expected = shape.chapters
          .flat()
          .map((one) => [one.title, ...one.duties.flatMap((duty) => duty.names.map((name) => `${duty.role} ${name}`))]);
        expect(printed(reading)).toEqual(expected);
        expect(unplaced(text, reading)).toBe('');
      }),
      { numRuns: 400 },
    );
  });
});

describe('nothing is lost and nothing crashes', () => {
  const documents = [
    'wenchanghu-2023-key-tasks.txt',
    'liaocheng-three-year-implementation-plan.txt',
    'xuecheng-comment-draft.txt',
    'chiping-three-year-plan-draft.txt',
  ];
  for (const document of documents) {
    realTest(`${document}: each character of the plan belongs to something`, document, (text) => {
      expect(unplaced(text, readPlan(text, { resolve: sampleResolve }))).toBe('');
    });
  }

  realTest('250 mutations: each is read or refused with a sentence', documents[0] ?? '', (text) => {
    const odd = [
      '(',
      ')',
      '（',
      '】',
      '、',
      '\n',
      '\r',
      '1. ',
      '一、',
      '(一)',
      '负责',
      '等',
      '《',
      '“',
      ' ',
      '　',
      '\u0000',
      '\ufffd',
      '牵头单位:',
      '2025年',
      '***',
      '\ud83d',
      '列第一位的为牵头单位,下同',
      '以下均需各镇落实',
    ];
    const edit = fc.record({
      at: fc.integer({ min: 0, max: text.length }),
      cut: fc.constantFrom(0, 1, 2, 7, 60, 900),
      put: fc.constantFrom('', ...odd),
    });
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 12 }), (edits) => {
        const mutated = edits.reduce((now, { at, cut, put }) => now.slice(0, at) + put + now.slice(at + cut), text);
        try {
          const reading = readPlan(mutated, { resolve: sampleResolve });
          expect(
            reading.items.flatMap((one) => one.duties).filter(({ span, raw }) => mutated.slice(...span) !== raw),
          ).toEqual([]);
          expect(unplaced(mutated, reading)).toBe('');
        } catch (error) {
          if (!(error instanceof DubanError)) throw error;
        }
      }),
      { numRuns: 250 },
    );
  });
});
