/** An invented cycle of the sample plan, and the letters that its workflow and the rounds make of it. */
import type { LetterContext, ReturnFacts } from '../../activities/mail/compose.js';
import { instantOf } from '../../domain/day.js';
import type { LetterDraft, Notice, NoticeKind } from '../../domain/schedule/types.js';
import type { Bulletin } from '../../domain/supervision/bulletin.js';
import { type CycleState, requestCycle } from '../../domain/supervision/cycle.js';
import {
  bulletinLetters,
  contestLetters,
  cycleOfficeLetter,
  heldLetter,
  sentBackLetter,
  specialReport,
  unpublishedLetter,
} from '../../domain/supervision/cycle-letters.js';
import { returnId } from '../../domain/supervision/return.js';
import { draft, notice, context as taskContext, tasks } from './sample.js';

export const own = returnId('lvse', 'fgj', '2023-12-31');
export const fact = (unit: string, change: Partial<ReturnFacts> = {}): ReturnFacts => ({
  id: returnId('lvse', unit, '2023-12-31'),
  cycle: 'lvse/2023Q4',
  plan: 'lvse',
  planTitle: '绿色发展2023年重点任务',
  unit,
  period: '2023年第四季度',
  to: '2023-12-31',
  due: '2024-01-08',
  state: 'asked',
  version: 0,
  open: true,
  leads: [
    {
      task: 'lvse/2023/1',
      number: 1,
      title: '实施3个以上重点技改项目',
      due: '2023-12-31',
      firstDue: '2023-12-31',
      targets: [{ metric: '技改项目', op: '>=', value: 3, unit: '个', raw: '3个以上' }],
      last: { what: 'progress', text: '已开工2个', day: '2023-11-20' },
    },
    {
      task: 'lvse/2023/3',
      number: 3,
      title: '规上工业能耗下降3%',
      due: '2024-01-15',
      firstDue: '2023-12-31',
      targets: [],
      last: { what: 'report', text: '已完成，下降3.4%', day: '2023-12-20' },
    },
    {
      task: 'lvse/2023/5',
      number: 5,
      title: '建成绿色工厂2家',
      due: '2023-12-31',
      firstDue: '2023-12-31',
      targets: [],
    },
  ],
  supports: [
    {
      task: 'lvse/2023/4',
      number: 4,
      title: '空气质量优良天数比例',
      due: '2023-12-08',
      firstDue: '2023-12-08',
      targets: [],
    },
  ],
  ...change,
});
const late = fact('jsj', { supports: [] });
const back = fact('hbj', { state: 'sent-back', version: 1, due: '2024-01-12' });
export const context: LetterContext = {
  ...taskContext,
  returns: new Map([fact('fgj'), late, back].map((one) => [one.id, one])),
};
export const about = (
  facts: Pick<ReturnFacts, 'id'>,
  unit: string,
  kind: NoticeKind,
  more: Partial<Notice> = {},
): Notice => ({
  ...notice(1, unit, kind, more),
  task: facts.id,
});

const requestedState: CycleState = requestCycle(
  { plan: 'lvse', title: '绿色发展2023年重点任务', office: 'office', leadership: 'leadership', requestedBy: 'duban' },
  {
    key: '2023Q4',
    from: '2023-10-01',
    to: '2023-12-31',
    request: '2023-12-22',
    due: '2024-01-08',
    rungs: [],
    compile: '2024-01-15',
    unknownYears: [],
  },
  ['fgj', 'jsj', 'hbj'].map((unit) => ({ unit, leads: [`lvse/2023/${unit.length}`], supports: [] })),
  instantOf('2023-12-22', 540),
  540,
);
const compiling: CycleState = {
  ...requestedState,
  stage: 'compiling',
  units: requestedState.units.map((one) =>
    one.unit === 'fgj'
      ? { ...one, state: 'returned', version: 1 }
      : one.unit === 'hbj'
        ? { ...one, state: 'sent-back', version: 1, due: '2024-01-12' }
        : one,
  ),
  bulletin: {
    no: 1,
    author: 'duban',
    draftedAt: instantOf('2024-01-15', 540),
    approveBy: instantOf('2024-01-18', 540),
    reminded: false,
  },
};
const contest = {
  no: 1,
  unit: 'jsj',
  text: '第2项已于2023年12月开工，\n“滞后”的结论有误',
  at: instantOf('2024-01-22', 600),
  by: '区城乡建设局 李',
  answerBy: '2024-02-21',
};
const published: CycleState = {
  ...compiling,
  stage: 'published',
  bulletin: {
    no: 1,
    author: '办公室',
    draftedAt: instantOf('2024-01-15', 540),
    approveBy: instantOf('2024-01-18', 540),
    reminded: false,
    approvedBy: '分管领导',
    approvedAt: instantOf('2024-01-17', 600),
    number: '绿发办通〔2024〕1号',
    publishedAt: instantOf('2024-01-17', 660),
    contestBy: '2024-02-18',
  },
  contests: [contest],
};
const answered = (upheld: boolean): CycleState => ({
  ...published,
  contests: [
    { ...contest, answer: { upheld, text: '经核实，情况属实', at: instantOf('2024-01-30', 600), by: '复核员' } },
  ],
});
const bulletin: Bulletin = {
  cycle: 'lvse/2023Q4',
  period: '2023年第四季度',
  planTitle: '绿色发展2023年重点任务',
  day: '2024-01-15',
  total: 5,
  shares: [
    { state: 'done', count: 2, permille: 400 },
    { state: 'on-schedule', count: 1, permille: 200 },
    { state: 'behind', count: 1, permille: 200 },
    { state: 'other', count: 0, permille: 0 },
    { state: 'no-return', count: 1, permille: 200 },
  ],
  chapters: [],
  units: [
    {
      name: 'fgj',
      total: 3,
      shares: [
        { state: 'done', count: 2, permille: 667 },
        { state: 'behind', count: 1, permille: 333 },
      ],
      tasks: {},
    },
  ],
  tasks: [],
  behind: [
    {
      task: 'lvse/2023/1',
      number: 1,
      title: '实施3个以上重点技改项目',
      lead: 'fgj',
      state: 'behind',
      progress: '已开工2个',
      problems: '资金未到位',
      help: '',
    },
  ],
  overdue: [
    {
      task: 'lvse/2023/2',
      number: 2,
      title: '新增绿色建筑10万平方米',
      lead: 'jsj',
      due: '2024-01-10',
      firstDue: '2023-12-31',
      days: 5,
      daysFromFirst: 15,
    },
  ],
  silent: ['jsj'],
  sentBack: ['hbj'],
  burden: [],
};
export const withBulletin: LetterContext = {
  ...context,
  bulletin: {
    bulletin,
    number: '绿发办通〔2024〕1号',
    approvedAt: instantOf('2024-01-17', 600),
    office: 'office',
    leadership: 'leadership',
    units: ['fgj', 'jsj', 'hbj'],
  },
};
const at = instantOf('2024-01-17', 700);
export const bulletins = bulletinLetters(published, '2024-01-17', at);
const [firstTask] = tasks;
if (firstTask === undefined) throw new Error('no sample task');
const problem = {
  letter: 'special-report/office/lvse/2023/1/1',
  text: '设备厂商停产，\n三个项目均不能按期投产',
  by: '区发展改革局 王',
  at: instantOf('2023-12-14', 900),
};
export const specials = specialReport(
  firstTask,
  problem,
  { office: 'office', leadership: 'leadership' },
  '2023-12-14',
  problem.at,
);

export const letters: Readonly<Record<string, LetterDraft | undefined>> = {
  'digest-request': draft({ kind: 'digest', day: '2023-12-22', notices: [about({ id: own }, 'fgj', 'assignment')] }),
  'digest-mixed': draft({
    kind: 'digest',
    day: '2024-01-05',
    notices: [
      notice(4, 'fgj', 'reminder', { audience: 'support', rungs: ['before-3'] }),
      about({ id: own }, 'fgj', 'reminder', { rungs: ['before-1'], lateFrom: '2024-01-04' }),
    ],
  }),
  'digest-chase': draft({
    kind: 'digest',
    unit: 'jsj',
    day: '2024-01-09',
    notices: [about(late, 'jsj', 'chase', { rungs: ['after-1'] })],
  }),
  'digest-office': draft({
    kind: 'digest',
    unit: 'office',
    day: '2024-01-15',
    notices: [late, back].map((one) =>
      about(one, 'office', 'return-report', { audience: 'office', rungs: ['after-5'] }),
    ),
  }),
  'head-digest': draft({
    kind: 'head-digest',
    unit: 'jsj',
    role: 'head',
    day: '2024-01-11',
    notices: [about(late, 'jsj', 'head-chase', { audience: 'lead-head', rungs: ['after-3'] })],
  }),
  'leadership-returns': draft({
    kind: 'leadership-report',
    unit: 'leadership',
    role: 'head',
    day: '2024-01-15',
    notices: [about(late, 'leadership', 'return-report', { audience: 'leadership', rungs: ['after-5'] })],
  }),
  'leadership-mixed': draft({
    kind: 'leadership-report',
    unit: 'leadership',
    role: 'head',
    day: '2024-01-15',
    notices: [
      notice(1, 'leadership', 'leadership-report', { audience: 'leadership', rungs: ['after-15'] }),
      about(late, 'leadership', 'return-report', { audience: 'leadership', rungs: ['after-5'] }),
    ],
  }),
  'undelivered-request': draft({
    kind: 'undelivered',
    unit: 'office',
    day: '2023-12-22',
    notices: [about({ id: own }, 'fgj', 'assignment')],
    facts: { letter: 'digest/office/2023-12-22/fgj', unit: 'fgj', refused: '', reached: false },
  }),
  'office-compile': cycleOfficeLetter(compiling, ['compile', 'approval'], '2024-01-15', instantOf('2024-01-15', 540)),
  'office-returned': cycleOfficeLetter(
    { ...compiling, units: compiling.units.map((one) => ({ ...one, state: 'returned' as const })) },
    ['returned', 'approval'],
    '2024-01-09',
    instantOf('2024-01-09', 600),
  ),
  'office-approval-overdue': cycleOfficeLetter(
    compiling,
    ['approval-overdue'],
    '2024-01-19',
    instantOf('2024-01-19', 540),
  ),
  'office-publish-overdue': unpublishedLetter(
    {
      ...compiling,
      stage: 'approved',
      ...(published.bulletin && { bulletin: { ...published.bulletin, publishBy: instantOf('2024-01-22', 540) } }),
    },
    '2024-01-24',
    instantOf('2024-01-24', 540),
  ),
  'office-held': heldLetter(
    requestedState,
    [
      { unit: 'fgj', count: 12 },
      { unit: 'jsj', count: 14 },
    ],
    12,
  ),
  'office-contest-7': cycleOfficeLetter(published, ['contest-1-7'], '2024-02-14', instantOf('2024-02-14', 540)),
  'office-contest-overdue': cycleOfficeLetter(
    published,
    ['contest-1-overdue'],
    '2024-02-22',
    instantOf('2024-02-22', 540),
  ),
  'bulletin-unit': bulletins[0],
  'bulletin-silent': bulletins[1],
  'bulletin-leadership': bulletins.at(-1),
  'sent-back': sentBackLetter(compiling, 'hbj', 1, '数值与\n进展不符', '2024-01-10', instantOf('2024-01-10', 600)),
  'contest-raised': contestLetters(published, 1, '2024-01-22', instantOf('2024-01-22', 600))[0],
  'contest-upheld': contestLetters(answered(true), 1, '2024-01-30', instantOf('2024-01-30', 600))[0],
  'contest-dismissed': contestLetters(answered(false), 1, '2024-01-30', instantOf('2024-01-30', 600))[0],
  'special-report': specials[0],
  'special-report-office': specials[1],
};
