/** An invented plan of four tasks, its directory, and drafts as the office's calendar makes them. */
import type { LetterContext, PlanFacts } from '../../activities/mail/compose.js';
import { instantOf } from '../../domain/day.js';
import type { Directory, Unit, UnitKind } from '../../domain/org.js';
import type { LetterDraft, Notice, NoticeKind } from '../../domain/schedule/types.js';
import type { TaskState } from '../../domain/task.js';

const unit = (id: string, name: string, kind: UnitKind = 'department'): Unit => ({
  id,
  name,
  kind,
  aliases: [],
  contacts: (['liaison', 'head', 'leader'] as const).map((role) => ({ role, address: `${role}@${id}.example.org` })),
  standIns: [],
});

export const directory: Directory = {
  units: [
    unit('fgj', '区发展改革局'),
    unit('jsj', '区城乡建设局'),
    unit('hbj', '区生态环境分局'),
    unit('office', '区绿色发展领导小组办公室', 'office'),
    unit('leadership', '区绿色发展领导小组', 'leadership'),
  ],
  groups: [],
};

const plans: ReadonlyMap<string, PlanFacts> = new Map([
  ['lvse', { id: 'lvse', title: '绿色发展2023年重点任务', number: '区发改〔2023〕15号', issuer: '区发展改革局' }],
]);

export const task = (number: number, title: string, change: Partial<TaskState> = {}): TaskState => ({
  id: `lvse/2023/${number}`,
  plan: 'lvse',
  year: 2023,
  number,
  title,
  chapter: '一、产业',
  duties: [
    { unit: 'fgj', role: 'lead' },
    { unit: 'jsj', role: 'support' },
  ],
  reporter: 'fgj',
  assigned: '2023-11-27',
  assignedAt: instantOf('2023-11-27', 540),
  due: '2023-12-31',
  dueSource: 'default',
  firstDue: '2023-12-31',
  binding: '2023-11-27',
  dueRevision: 0,
  redAt: instantOf('2024-01-01'),
  stage: 'assigned',
  overdue: false,
  signed: {},
  returns: 0,
  extensions: 0,
  seq: 1,
  ...change,
});

const signed = {
  fgj: { at: instantOf('2023-11-28', 600), by: '联络员' },
  jsj: { at: instantOf('2023-11-28', 610), by: '联络员' },
};

/** 1 untouched; 2 shared by two leads, signed, extended; 3 reported; 4 of another lead, recurring; 5 accepted. */
export const tasks: readonly TaskState[] = [
  task(1, '实施3个以上重点技改项目'),
  task(2, '新增绿色建筑10万平方米', {
    duties: [
      { unit: 'jsj', role: 'responsible' },
      { unit: 'fgj', role: 'responsible' },
    ],
    reporter: 'jsj',
    due: '2024-01-15',
    dueSource: 'extended',
    dueRevision: 1,
    extensions: 1,
    redAt: instantOf('2024-01-16'),
    stage: 'signed',
    signed,
  }),
  task(3, '规上工业能耗下降3%', {
    stage: 'reported',
    signed,
    report: { no: 1, unit: 'fgj', text: '已完成，下降3.4%', at: instantOf('2023-12-20', 600), by: '联络员' },
  }),
  task(4, '空气质量优良天数比例', {
    duties: [
      { unit: 'hbj', role: 'lead' },
      { unit: 'fgj', role: 'support' },
    ],
    reporter: 'hbj',
    due: '2023-12-08',
    dueSource: 'text',
    firstDue: '2023-12-08',
    recurring: '每季度',
    signed: { hbj: { at: 0, by: '联络员' } },
    stage: 'signed',
    returns: 1,
  }),
  task(5, '建成绿色工厂2家', {
    stage: 'accepted',
    signed,
    due: '2023-12-20',
    firstDue: '2023-12-20',
    report: { no: 1, unit: 'fgj', text: '已建成2家', at: instantOf('2023-12-21', 600), by: '联络员' },
  }),
];

/** Links as rehearsals make them: what they open, in words. */
export const context: LetterContext = {
  tasks: new Map(tasks.map((t) => [t.id, t])),
  plans,
  directory,
  link: (request) =>
    request.kind === 'console'
      ? 'https://duban.example.org/'
      : `https://duban.example.org/r/${request.kind}-${request.unit}-${request.kind === 'task' ? request.task : request.kind === 'opinion' ? request.errand : request.kind === 'return' ? request.return : request.kind === 'value' ? request.value : request.tasks.join('+')}`,
  publicUrl: 'https://duban.example.org/',
};

export const notice = (number: number, to: string, kind: NoticeKind, more: Partial<Notice> = {}): Notice => ({
  task: `lvse/2023/${number}`,
  unit: to,
  audience: 'lead',
  kind,
  rungs: [],
  ...more,
});

export const draft = (change: Partial<LetterDraft> & Pick<LetterDraft, 'kind'>): LetterDraft => {
  const day = change.day ?? '2023-12-01';
  const to = change.unit ?? 'fgj';
  return {
    key: `${change.kind}/office/${day}/${to}`,
    office: 'office',
    unit: to,
    role: 'liaison',
    day,
    at: instantOf(day, 540),
    notices: [],
    ...change,
  };
};

const allLate = [
  notice(1, 'fgj', 'supervision-letter'),
  notice(4, 'fgj', 'supervision-letter', { audience: 'support' }),
];

/** One draft per template and per way of saying it. */
export const drafts: Readonly<Record<string, LetterDraft>> = {
  'digest-launch': draft({
    kind: 'digest',
    day: '2023-11-27',
    notices: [
      notice(1, 'fgj', 'assignment'),
      notice(2, 'fgj', 'assignment'),
      notice(4, 'fgj', 'assignment', { audience: 'support' }),
    ],
  }),
  'digest-mixed': draft({
    kind: 'digest',
    day: '2023-12-28',
    notices: [
      notice(1, 'fgj', 'reminder', { rungs: ['before-3'] }),
      notice(1, 'fgj', 'sign-chase', { rungs: ['sign-2'], lateFrom: '2023-12-26' }),
      notice(2, 'fgj', 'date-changed'),
      notice(3, 'fgj', 'reminder', { rungs: ['before-3'] }),
      notice(4, 'fgj', 'head-chase', { audience: 'support', rungs: ['after-3'] }),
    ],
  }),
  'digest-support': draft({
    kind: 'digest',
    unit: 'jsj',
    day: '2023-12-29',
    notices: [
      notice(1, 'jsj', 'reminder', { audience: 'support', rungs: ['before-1', 'before-0'] }),
      notice(3, 'jsj', 'report-told', { audience: 'support' }),
    ],
  }),
  'digest-past': draft({
    kind: 'digest',
    day: '2024-01-22',
    notices: [
      notice(1, 'fgj', 'assignment'),
      notice(2, 'fgj', 'chase', { rungs: ['after-1'] }),
      notice(4, 'fgj', 'transferred'),
    ],
  }),
  'head-digest': draft({
    kind: 'head-digest',
    role: 'head',
    day: '2024-01-04',
    notices: [
      notice(1, 'fgj', 'head-chase', { audience: 'lead-head', rungs: ['after-3'] }),
      notice(4, 'fgj', 'head-chase', { audience: 'support-head', rungs: ['after-3'] }),
    ],
  }),
  'supervision-letter': draft({
    kind: 'supervision-letter',
    role: 'head',
    day: '2024-01-10',
    notices: allLate,
    formal: { id: 'f1', number: '绿发办函〔2024〕3号', copies: ['jsj', 'hbj'], approvedBy: '办公室' },
  }),
  'supervision-letter-copy': draft({
    kind: 'supervision-letter',
    unit: 'jsj',
    day: '2024-01-10',
    notices: allLate,
    formal: { id: 'f1', number: '绿发办函〔2024〕3号', copies: ['jsj', 'hbj'], approvedBy: '办公室' },
    facts: { copyOf: 'fgj' },
  }),
  'leadership-report': draft({
    kind: 'leadership-report',
    unit: 'leadership',
    role: 'head',
    day: '2024-01-22',
    notices: [1, 2, 4].map((n) => notice(n, 'leadership', 'leadership-report', { audience: 'leadership' })),
    facts: { first: true, waitingFormal: 2 },
  }),
  'unsigned-report': draft({
    kind: 'unsigned-report',
    unit: 'office',
    notices: [1, 4].map((n) => notice(n, 'office', 'unsigned-report', { audience: 'office' })),
  }),
  'approval-reminder': draft({
    kind: 'approval-reminder',
    unit: 'office',
    day: '2024-01-12',
    notices: [notice(1, 'office', 'supervision-letter', { audience: 'office' })],
    facts: { letters: 2, units: 'fgj,hbj' },
  }),
  undelivered: draft({
    kind: 'undelivered',
    unit: 'office',
    notices: [notice(1, 'fgj', 'reminder', { audience: 'office' })],
    facts: {
      letter: 'digest/office/2023-12-01/fgj',
      unit: 'fgj',
      refused: 'liaison@fgj.example.org 550 no such user',
      reached: true,
    },
  }),
  'undelivered-nobody': draft({
    kind: 'undelivered',
    unit: 'office',
    facts: { letter: 'digest/office/2023-12-01/fgj', unit: 'fgj', refused: '', reached: false },
  }),
  accepted: draft({
    kind: 'accepted',
    day: '2023-12-22',
    notices: [notice(5, 'fgj', 'decision')],
    facts: { no: 1, note: '数据属实', by: '张' },
  }),
  returned: draft({
    kind: 'returned',
    day: '2023-12-22',
    notices: [notice(1, 'fgj', 'decision')],
    facts: { no: 1, reason: '请附佐证材料', by: '张' },
  }),
  'extension-granted': draft({
    kind: 'extension-decided',
    unit: 'jsj',
    day: '2023-12-20',
    notices: [notice(2, 'jsj', 'decision')],
    facts: { no: 1, approve: true, from: '2023-12-31', due: '2024-01-15', reason: '天气原因属实', by: '张' },
  }),
  'extension-refused': draft({
    kind: 'extension-decided',
    day: '2023-12-20',
    notices: [notice(1, 'fgj', 'decision')],
    facts: { no: 1, approve: false, from: '2023-12-31', due: '2023-12-31', reason: '理由不充分', by: '张' },
  }),
};
