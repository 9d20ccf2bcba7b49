/** A plan with letters, a 督办函, a comment period and a supervision cycle on a real ledger, beside another plan. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { publishCloseOut } from '../../activities/ledger/comments/close-out.js';
import { disposeComments } from '../../activities/ledger/comments/decide.js';
import { recordPeriod } from '../../activities/ledger/comments/periods.js';
import { receiveComment } from '../../activities/ledger/comments/receive.js';
import type { Ledger } from '../../activities/ledger/connect.js';
import { saveDirectory } from '../../activities/ledger/directory.js';
import { approveFormal, draftFormal } from '../../activities/ledger/formal.js';
import { savePlan, setPlanStatus } from '../../activities/ledger/plans.js';
import { keepBulletin } from '../../activities/ledger/supervision/bulletins.js';
import { openCycle } from '../../activities/ledger/supervision/cycles.js';
import { markSentBack, saveReturn } from '../../activities/ledger/supervision/returns.js';
import { recordTask } from '../../activities/ledger/tasks.js';
import { sendLetter } from '../../activities/mail/outbox.js';
import { ledgerSources } from '../../activities/mail/sources.js';
import { folderTransport } from '../../activities/mail/transport.js';
import { applyPeriodAct, type PeriodState } from '../../domain/comment/period.js';
import { instantOf } from '../../domain/day.js';
import { planSchema } from '../../domain/plan.js';
import type { LetterDraft } from '../../domain/schedule/types.js';
import { returnOf } from '../../domain/supervision/cycle.js';
import { commentOf, openPeriod } from '../ledger/comment-samples.js';
import { ladder, office } from '../ledger/samples.js';
import { approval, cycleOf, file, requested, returnBy, rules } from '../ledger/supervision-samples.js';
import { directory, draft, notice, task, tasks } from '../mail/sample.js';

export const now = instantOf('2024-03-01', 600);
/** Name, telephone and words of the public that must not leave without being asked for. */
export const person = { name: '王某某', contact: '13900001111', text: '建议两年内完成，电话13900002222。' };

const plan = (id: string, title: string) =>
  planSchema.parse({
    id,
    title,
    issuer: '区发展改革局',
    issued: '2023-07-17',
    year: 2023,
    tasks: [1, 2, 3, 4, 5].map((number) => ({
      number,
      title: `任务${number}`,
      duties: [],
      due: '2023-12-31',
      dueSource: 'default',
    })),
  });

/** Fills the ledger; gives the folder in which the letters were put as they left. */
export async function fillPlan(ledger: Ledger): Promise<string> {
  const mailbox = mkdtempSync(join(tmpdir(), 'duban-sent-'));
  const actor = { name: '办公室', role: 'office' } as const;
  const extra = ['education', 'transport'].map((id) => ({ ...directory.units[0], id, name: `区${id}局` }));
  const units = [...directory.units, ...extra].map((unit) => ({
    ...(unit as (typeof directory.units)[number]),
    contacts: [{ role: 'liaison' as const, address: `liaison@${unit.id}.example.org` }],
  }));
  await saveDirectory(ledger, { ...directory, units }, actor, now);
  for (const [id, title] of [
    ['lvse', '=绿色发展2023年重点任务'],
    ['other', '别的计划'],
  ] as const) {
    await savePlan(ledger, plan(id, title), now, [
      { id: `${id}#imported`, at: now, actor, kind: 'plan.imported', subject: id, data: { title } },
    ]);
    await setPlanStatus(ledger, id, { status: 'executing', ladder, at: now, by: '办公室' });
  }
  for (const one of tasks)
    await recordTask(ledger, one, [
      { id: `${one.id}#1`, at: now, actor, kind: 'task.assigned', subject: one.id, data: { title: one.title } },
    ]);
  await recordTask(ledger, { ...task(1, '别的任务'), id: 'other/2023/1', plan: 'other' }, [
    {
      id: 'other/2023/1#1',
      at: now,
      actor,
      kind: 'task.assigned',
      subject: 'other/2023/1',
      data: { secret: '别的计划的话' },
    },
  ]);
  await addFormalAndLetters(ledger, mailbox);
  await addComments(ledger);
  await addCycle(ledger, mailbox);
  return mailbox;
}

const sender = (ledger: Ledger, mailbox: string) => (letter: LetterDraft) =>
  sendLetter(
    {
      ledger,
      sources: ledgerSources(ledger),
      transport: folderTransport(mailbox),
      publicUrl: 'https://duban.example.org',
      linkSecret: 'a secret of more than sixteen characters',
    },
    letter,
    letter.at + 60_000,
  );

async function addFormalAndLetters(ledger: Ledger, mailbox: string): Promise<void> {
  const send = sender(ledger, mailbox);
  await send(draft({ kind: 'digest', notices: [notice(1, 'fgj', 'assignment'), notice(2, 'fgj', 'assignment')] }));
  await send(
    draft({
      kind: 'digest',
      key: 'of-the-other-plan',
      unit: 'hbj',
      notices: [{ ...notice(1, 'hbj', 'reminder'), task: 'other/2023/1' }],
    }),
  );
  await draftFormal(
    ledger,
    {
      id: 'f1',
      office: 'office',
      unit: 'fgj',
      tasks: ['lvse/2023/1', 'lvse/2023/4'],
      copies: ['jsj'],
      day: '2024-01-10',
    },
    now,
  );
  const { number } = await approveFormal(ledger, 'f1', office, 2024, '绿督', now);
  await send(
    draft({
      kind: 'supervision-letter',
      day: '2024-01-10',
      notices: [notice(1, 'fgj', 'supervision-letter'), notice(4, 'fgj', 'supervision-letter')],
      formal: { id: 'f1', number, copies: ['jsj'], approvedBy: '办公室' },
    }),
  );
}

async function addComments(ledger: Ledger): Promise<void> {
  const opened = await openPeriod(ledger, 'lvse');
  const files = [file('身份证明.txt', '佐证')];
  await receiveComment(ledger, commentOf(opened.id, 'one', { ...person, files }));
  await receiveComment(ledger, commentOf(opened.id, 'two', { text: '=cmd()' }));
  const state: PeriodState = { ...opened, stage: 'answering', closedAt: opened.endsAt, seq: 3 };
  await recordPeriod(ledger, state, []);
  await disposeComments(ledger, opened.id, [1, 2], { kind: 'not-adopted', reason: '已有规定' }, office, now);
  const outcome = applyPeriodAct(state, { kind: 'publish' }, office, now);
  await publishCloseOut(ledger, outcome.state, outcome.event);
}

async function addCycle(ledger: Ledger, mailbox: string): Promise<void> {
  const send = sender(ledger, mailbox);
  const state = cycleOf('lvse');
  await openCycle(ledger, state, rules, requested(state));
  const id = returnOf(state, 'education');
  await send(
    draft({
      kind: 'digest',
      unit: 'education',
      day: '2023-09-21',
      notices: [{ task: id, unit: 'education', audience: 'lead', kind: 'assignment', rungs: [] }],
    }),
  );
  const files = [file('../../证明材料.txt', '第一版'), file('照片.txt', '照片')];
  const version = await saveReturn(ledger, returnBy(state, 'education', '正常推进', { files }));
  await markSentBack(ledger, id, version, { reason: '请写数字', at: now, by: '办公室', due: '2023-10-13' });
  await saveReturn(ledger, returnBy(state, 'education', '已完成三座'));
  const [approved, event] = approval(state.id);
  const { number } = await keepBulletin(ledger, approved, event);
  await send(
    draft({
      kind: 'bulletin',
      unit: 'education',
      day: '2023-10-18',
      facts: {
        cycle: state.id,
        title: state.title,
        number,
        contestBy: '2023-11-17',
        return: id,
        due: '',
        units: 1,
        correct: '',
      },
    }),
  );
}
