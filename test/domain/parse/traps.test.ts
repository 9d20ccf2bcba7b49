import { describe, expect, test } from '@jest/globals';
import { DubanError } from '../../../domain/errors.js';
import { readPlan } from '../../../domain/parse/read-plan.js';
import type { ReadItem, Reading } from '../../../domain/parse/reading.js';
import { directoryOf } from './documents.js';

const units = [
  '区科技局',
  '区财政局',
  '区工信局',
  '区住建局',
  '区发展和改革局',
  '区科学局',
  '区农业局',
  '区教育和体育局',
];
const resolve = directoryOf(units, { 各镇街: ['甲镇', '乙街道'], 各镇: ['甲镇'] });

const read = (body: string, title = '甲区三年行动计划(2023-2025年)'): Reading =>
  readPlan(`${title}\n${body}`, { resolve });
const first = (body: string): ReadItem => read(`一、重点任务\n${body}`).items[0] as ReadItem;
const duties = ({ duties: list }: ReadItem): string[] =>
  list.map(({ role, unit, group }) => `${role} ${unit ?? `<${group}>`}`);
const codes = ({ findings }: ReadItem): string[] => findings.map((one) => one.code);

describe('brackets that name units', () => {
  test.each([
    ['(区科技局负责)', ['responsible 区科技局']],
    ['（区科技局、区财政局负责）', ['responsible 区科技局', 'responsible 区财政局']],
    ['(区科技局牵头,区财政局、区工信局等部门配合)', ['lead 区科技局', 'support 区财政局', 'support 区工信局']],
    ['(区科技局牵头，区财政局按职责分工负责)', ['lead 区科技局', 'responsible 区财政局']],
    ['(由区科技局牵头负责;区财政局协助)', ['lead 区科技局', 'support 区财政局']],
    ['(责任单位:区科技局、区财政局,各镇街)', ['responsible 区科技局', 'responsible 区财政局', 'responsible <各镇街>']],
    ['(牵头单位：区科技局；配合单位：区财政局、区工信局)', ['lead 区科技局', 'support 区财政局', 'support 区工信局']],
    ['(牵头单位:区科技局 配合单位:区财政局)', ['lead 区科技局', 'support 区财政局']],
    ['(2024年6月底前完成,牵头考核单位:区科技局)', ['lead 区科技局']],
    ['(责任单位:区科技局(牵头)、区财政局)', ['lead 区科技局', 'responsible 区财政局']],
    ['(牵头部门:区发展和改革局)', ['lead 区发展和改革局']],
    ['(区科技局和区财政局负责)', ['responsible 区科技局', 'responsible 区财政局']],
    ['(区科技局及各镇街负责)', ['responsible 区科技局', 'responsible <各镇街>']],
    ['(区科技局会同区财政局负责)', ['responsible 区科技局', 'responsible 区财政局']],
    ['【责任单位：区科技局】', ['responsible 区科技局']],
    ['\n牵头单位:区科技局\n配合单位:区财政局', ['lead 区科技局', 'support 区财政局']],
    ['\n(区科技局负责)', ['responsible 区科技局']],
    ['责任单位：区科技局、区财政局。', ['responsible 区科技局', 'responsible 区财政局']],
  ])('%s', (bracket, expected) => {
    const item = first(`1. 建设平台。加快推进。${bracket}`);
    expect(duties(item)).toEqual(expected);
    expect(codes(item).filter((code) => code !== 'open-list' && code !== 'group-word')).toEqual([]);
  });

  test('a bracket without its close is read to the end of its item and must be confirmed', () => {
    const { items } = read('一、任务\n1. 建设平台。加快推进。(区科技局牵头,区财政局配合\n2. 修路。(区住建局负责)');
    expect(items.map(duties)).toEqual([['lead 区科技局', 'support 区财政局'], ['responsible 区住建局']]);
    expect(items[0]?.findings).toMatchObject([{ code: 'bracket-unclosed', blocking: true, line: 3 }]);
  });

  test('a close without its bracket is read back to the sentence before', () => {
    const item = first('1. 建设平台。加快推进。区科技局负责)\n2. 修路。(区住建局负责)');
    expect([duties(item), codes(item)]).toEqual([['responsible 区科技局'], ['bracket-unopened']]);
  });

  test('brackets that name nobody stay text; prose that ends in 负责 is no list of units', () => {
    const item = first('1. 控制排放(碳达峰)。推进一河(湖)治理,每项工作(包括主要领导亲自负责)落到实处。(区科技局负责)');
    expect(duties(item)).toEqual(['responsible 区科技局']);
    expect(codes(item)).toEqual(['bracket-plain', 'bracket-plain', 'bracket-plain']);
  });

  test('each of several brackets is bound to its own sentence', () => {
    const text =
      '甲区2023年重点任务\n一、任务\n1. 建设平台。新建平台2家。(区科技局负责)安排资金100万元。(区财政局负责)';
    const [item] = readPlan(text, { resolve }).items;
    expect(item?.duties.map(({ unit, scope }) => [unit, scope && text.slice(...scope)])).toEqual([
      ['区科技局', '建设平台。新建平台2家。'],
      ['区财政局', '安排资金100万元。'],
    ]);
  });

  test('an unknown unit is kept as printed, never guessed, and blocks', () => {
    const item = first('1. 修路。(区交通局负责)');
    expect(item.duties).toMatchObject([{ unit: '区交通局', resolved: null }]);
    expect(item.findings).toMatchObject([{ code: 'unit-unknown', blocking: true }]);
  });

  test('a group word of the directory informs, one without members blocks', () => {
    expect(first('1. 修路。(各镇街负责)').findings).toMatchObject([{ code: 'group-word', blocking: false }]);
    expect(first('1. 修路。(区各相关部门负责)').findings).toMatchObject([{ code: 'group-unknown', blocking: true }]);
  });
});

describe('names cut by wreckage', () => {
  test('a hard wrap and a page number inside a bracket are taken out, the span covers them', () => {
    const text =
      '甲区2023年重点任务\n一、任务\n1. 建设平台。加快推进。(区科技局牵头,区发展\n— 12 —\n和改革局配合)\n2. 修路。(区住建局负责)';
    const { items, findings } = readPlan(text, { resolve });
    expect(items.map(duties)).toEqual([['lead 区科技局', 'support 区发展和改革局'], ['responsible 区住建局']]);
    expect(items[0]?.duties[1]?.raw).toBe('区发展\n— 12 —\n和改革局');
    expect(findings).toMatchObject([{ code: 'page-number', words: '— 12 —' }]);
  });

  test('ideographic spaces, CRLF and full-width digits change nothing', () => {
    const { items } = readPlan(
      '甲区２０２３年重点任务\r\n\r\n一、任务\r\n　　１．建设平台。年内建成２家。（　区科技局　负责）\r\n\r\n　　２、修路。（责任单位：区住建局）\r\n',
      { resolve },
    );
    expect(items.map((item) => [item.number, item.title, duties(item), item.targets[0]?.value])).toEqual([
      [1, '建设平台', ['responsible 区科技局'], 2],
      [2, '修路', ['responsible 区住建局'], undefined],
    ]);
  });
});

describe('numbering and headings', () => {
  test('numbers restart in each group; numbers inside the text are no items', () => {
    const { items, chapters } = read(
      '一、总体要求\n1.坚持科技引领,创新发展。打基础。\n二、任务\n(一)创新\n1.建平台。达到\n2.5万平方米,(区科技局负责)\n2.引人才。(区财政局负责)\n(二)基建\n1.修路。(区住建局负责)',
    );
    expect(items.map((item) => [item.number, item.group, item.title])).toEqual([
      [1, '(一)创新', '建平台'],
      [2, '(一)创新', '引人才'],
      [1, '(二)基建', '修路'],
    ]);
    expect(chapters.map((chapter) => chapter.title)).toEqual(['一、总体要求', '二、任务']);
  });

  test('the style that carries brackets is the item style, whatever it is', () => {
    const texts = [
      '(一)建平台。加快。(区科技局负责)\n(二)修路。1.省道。2.县道。(区住建局负责)',
      '第一条 建平台。(区科技局负责)\n第二条 修路。(区住建局负责)',
      '①建平台。(区科技局负责)\n②修路。(区住建局负责)',
      '(1)建平台。(区科技局负责)\n(2)修路。(区住建局负责)',
    ];
    for (const text of texts)
      expect(read(`一、任务\n${text}`).items.map((item) => [item.number, item.title])).toEqual([
        [1, '建平台'],
        [2, '修路'],
      ]);
  });

  test('paragraphs without a number are items when they carry the brackets', () => {
    const { items } = read(
      '一、科技\n建设平台。加快推进。(区科技局负责)\n引进人才。落实政策。(区财政局负责)\n二、基建\n修路。(区住建局负责)',
    );
    expect(items.map((item) => [item.number, item.chapter, item.title])).toEqual([
      [null, '一、科技', '建设平台'],
      [null, '一、科技', '引进人才'],
      [null, '二、基建', '修路'],
    ]);
  });

  test('a lead on a heading stands with the heading and is not copied into its items', () => {
    const { chapters, items } = read(
      '一、科技\n全面提升创新能力。(牵头部门:区科技局)\n(一)平台\n1.建平台。(牵头部门:区财政局)\n2.引人才。(牵头部门:区工信局)',
    );
    expect(chapters[0]?.duties.map((duty) => duty.unit)).toEqual(['区科技局']);
    expect(items.map(duties)).toEqual([['lead 区财政局'], ['lead 区工信局']]);
  });

  test('sub-paragraphs with a title and a bracket of their own are entries of their own', () => {
    const { items } = read(
      '一、产业\n1.发展集群。总体推进。(牵头部门:区工信局)\n铝产业。做强做大。(牵头部门:区科技局)\n化工产业。绿色发展。(牵头部门:区财政局)\n2.修路。(牵头部门:区住建局)',
    );
    expect(items.map((item) => [item.number, item.sub, duties(item)])).toEqual([
      [1, undefined, ['lead 区工信局']],
      [1, '铝产业', ['lead 区科技局']],
      [1, '化工产业', ['lead 区财政局']],
      [2, undefined, ['lead 区住建局']],
    ]);
  });

  test('a number twice and a number left out are reported', () => {
    const { items } = read('一、任务\n1.甲事。(区科技局负责)\n1.乙事。(区科技局负责)\n4.丙事。(区科技局负责)');
    expect(items.map(codes)).toEqual([[], ['number-duplicate'], ['number-gap']]);
  });

  test('a title without a full stop ends at its first comma and is reported', () => {
    const item = first('1. 持续实施优化营商环境一号改革工程深化以评促转试点,力争走在前列。(区科技局负责)');
    expect([item.title, codes(item)]).toEqual(['持续实施优化营商环境一号改革工程深化以评促转试点', ['title-open']]);
  });
});

describe('riders', () => {
  test('列第一位的为牵头单位，下同: the first unit leads here and in later items, and says why', () => {
    const { items, riders } = read(
      '一、任务\n1.建平台。(责任单位:区科技局、区财政局,列第一位的为牵头单位,下同)\n2.修路。(责任单位:区住建局、区财政局)',
    );
    expect(items.map(duties)).toEqual([
      ['lead 区科技局', 'responsible 区财政局'],
      ['lead 区住建局', 'responsible 区财政局'],
    ]);
    expect(items[1]?.duties[0]?.rider).toBe('列第一位的为牵头单位,下同');
    expect(riders).toMatchObject([{ kind: 'first-is-lead', fromItem: 1 }]);
  });

  test('以下均需各镇落实，不再列出: later items get the party', () => {
    const { items } = read(
      '一、任务\n1.建平台。(责任单位:区科技局。以下均需各镇落实,不再列出)\n2.修路。(责任单位:区住建局)',
    );
    expect(items.map(duties)).toEqual([['responsible 区科技局'], ['responsible 区住建局', 'responsible <各镇>']]);
  });
});

describe('time and values', () => {
  const due = (words: string): unknown => {
    const text = `甲区2023年重点任务\n一、任务\n1. 办事。${words}。(区科技局负责)`;
    return readPlan(text, { resolve }).items[0]?.deadlines.map(({ raw, kind, due: day, source }) =>
      source === 'default' ? 'default' : `${raw} ${kind} ${day}`,
    );
  };
  test.each([
    ['年底前完成', ['年底前 date 2023-12-31']],
    ['6月底前完成', ['6月底前 date 2023-06-30']],
    ['三季度末完成', ['三季度末 date 2023-09-30']],
    ['上半年完成', ['上半年 date 2023-06-30']],
    ['2023年2月底前完成', ['2023年2月底前 date 2023-02-28']],
    ['9月15日前完成', ['9月15日前 date 2023-09-15']],
    ['到2025年,建成网络', ['到2025年 date 2025-12-31']],
    ['到 2025 年年底建成', ['到 2025 年年底 date 2025-12-31']],
    ['每季度通报', ['每季度 recurring null', 'default']],
    ['汛期前完成', ['汛期前 milestone null', 'default']],
    ['长期坚持', ['长期坚持 none null', 'default']],
    ['5年内见效,48小时内答复,参加2023年展会,落实五年二十万计划', ['default']],
    ['落实《2025年底前行动计划》', ['default']],
    ['13月底前完成', ['13月底前 date null', 'default']],
  ])('%s', (words, expected) => expect(due(words)).toEqual(expected));

  test('several dated targets in one item stay apart', () => {
    const item = first('1. 建村。2023年完成建设38个、2024年完成建设39个,到2025年,覆盖率不低于30%。(区科技局负责)');
    expect(item.deadlines.map((one) => one.due)).toEqual(['2023-12-31', '2024-12-31', '2025-12-31']);
    expect(item.targets.map((one) => [one.op, one.value])).toEqual([
      ['=', 38],
      ['=', 39],
      ['>=', 30],
    ]);
  });

  test('a plan of several years never gets a date that it does not print', () => {
    expect(first('1. 修路。年底前完成。(区住建局负责)')).toMatchObject({
      deadlines: [{ due: null }],
      findings: [{ code: 'deadline-ambiguous', blocking: true }],
    });
    expect(first('1. 修路。(区住建局负责)').deadlines).toEqual([]);
  });

  test('undecided values are findings and never numbers; names and codes are no targets', () => {
    const item = first(
      '1. 育人。培育高级工***名以上,比例达到xx%,产值**亿元,建设5G基站900个,推进“1236”思路,用好金政50条。(区科技局负责)',
    );
    expect(item.targets.map((one) => one.value)).toEqual([900]);
    expect(item.findings.map((one) => [one.code, one.words])).toEqual([
      ['value-undecided', '***'],
      ['value-undecided', 'xx'],
      ['value-undecided', '**'],
    ]);
  });
});

describe('frames and refusals', () => {
  test('an interpretation and a close-out behind the plan are parts, not tasks', () => {
    const { items, document } = read(
      '一、任务\n1.建平台。(区科技局负责)\n《甲区计划》近期征求意见,现解读如下:\n一、背景\n根据要求制定。\n二、内容\n1.重点突出。\n截至期满,未收到公众的有效意见和建议。',
    );
    expect(items).toHaveLength(1);
    expect(document.parts.map((part) => part.kind)).toEqual(['plan', 'interpretation', 'close-out']);
  });

  const refusal = (text: string): string => {
    try {
      readPlan(text, { resolve });
    } catch (error) {
      if (error instanceof DubanError) return `${error.code} ${error.message}`;
      throw error;
    }
    return 'read';
  };

  test('a document without tasks and a file with two plans are refused, the second with the lines', () => {
    expect(refusal('关于放假的通知\n各单位:\n国庆节放假七天。')).toMatch(/^no-tasks /);
    const plan = (name: string): string =>
      `${name}行动计划\n一、任务\n1.建平台。(区科技局负责)\n2.修路。(区住建局负责)\n`;
    expect(refusal(`${plan('甲区')}${plan('乙区')}`)).toMatch(/^two-plans .*第1行和第5行/);
  });

  test('a year list without any bracket is read, each task asking for its unit', () => {
    const { items } = read('一、任务\n1. 建平台。加快。\n2. 修路。加快。', '甲区2023年重点工作任务');
    expect(items.map(codes)).toEqual([['no-unit'], ['no-unit']]);
  });
});
