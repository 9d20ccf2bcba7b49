/** Rows for the ledger's tests, the smallest that its tables take. */
import type { RenderedLetter } from '../../activities/ledger/outbox.js';
import type { Directory } from '../../domain/org.js';
import type { Plan } from '../../domain/plan.js';
import type { Ladder, LetterDraft } from '../../domain/schedule/types.js';
import type { Actor, TaskState } from '../../domain/task.js';

export const NOW = 1_798_938_000_000; // 2027-01-03 09:00 Shanghai
export const office: Actor = { name: '领导小组办公室', role: 'office' };

export function draftOf(key: string, tasks: readonly string[] = ['sample/2027/1', 'sample/2027/2']): LetterDraft {
  const notices = tasks.map(
    (task) => ({ task, unit: 'education', audience: 'lead', kind: 'reminder', rungs: ['before-30'] }) as const,
  );
  return {
    key,
    kind: 'digest',
    office: 'office',
    unit: 'education',
    role: 'liaison',
    day: '2027-01-04',
    at: NOW,
    notices,
  };
}

export const rendered: RenderedLetter = {
  to: 'education@example.org',
  subject: '【督办】2项任务临近时限',
  text: '请按时办理。',
  html: '<p>请按时办理。</p>',
  messageId: '<one@duban.example.org>',
  templateVersion: '1',
};

export function taskOf(number: number, seq: number, change: Partial<TaskState> = {}): TaskState {
  return {
    id: `sample/2027/${number}`,
    plan: 'sample',
    year: 2027,
    number,
    title: `任务${number}`,
    chapter: '',
    duties: [
      { unit: 'education', role: 'lead' },
      { unit: 'finance', role: 'support' },
    ],
    reporter: 'education',
    assigned: '2027-01-04',
    assignedAt: NOW,
    due: '2027-12-31',
    dueSource: 'default',
    firstDue: '2027-12-31',
    binding: '2027-12-31',
    dueRevision: 0,
    redAt: NOW + 1,
    stage: 'assigned',
    overdue: false,
    signed: {},
    returns: 0,
    extensions: 0,
    seq,
    ...change,
  };
}

export const ladder: Ladder = { hour: 540, sign: [], before: [], after: [], weekly: 1, approvalWithin: 2 };

export const plan: Plan = {
  id: 'sample',
  title: '2027年重点任务',
  number: '',
  issuer: '领导小组办公室',
  issued: '2027-01-04',
  year: 2027,
  tasks: [{ number: 1, title: '任务1', chapter: '', duties: [], due: '2027-12-31', dueSource: 'default', targets: [] }],
  findings: [],
};

export const directory: Directory = {
  units: [
    {
      id: 'education',
      name: '区教育局',
      kind: 'department',
      aliases: ['教育局'],
      contacts: [
        { role: 'liaison', address: 'education@example.org' },
        { role: 'head', address: 'education-head@example.org' },
      ],
      standIns: [],
    },
    {
      id: 'office',
      name: '领导小组办公室',
      kind: 'office',
      aliases: [],
      contacts: [{ role: 'liaison', address: 'office@example.org' }],
      standIns: [{ role: 'liaison', address: 'deputy@example.org', from: '2027-03-01', until: '2027-03-20' }],
    },
  ],
  groups: [{ word: '各镇街', aliases: ['各镇办'], members: ['education'] }],
};
