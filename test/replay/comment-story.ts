/**
 * Two comment periods beside the plan of story.ts. The first goes every way a period can: announced ahead, comments by
 * web and mail, handed on to a unit that answers and to one that does not, extended, suspended and resumed past its
 * end, a late comment, dispositions, publication. The second is withdrawn.
 */
import { createHash } from 'node:crypto';
import { errandsOf } from '../../activities/ledger/comments/errands.js';
import { listPeriods, loadPeriod } from '../../activities/ledger/comments/periods.js';
import { listComments } from '../../activities/ledger/comments/read.js';
import { dueReceipts } from '../../activities/ledger/comments/receipts.js';
import type { CommentTerms } from '../../domain/comment/terms.js';
import { addDays, type Day } from '../../domain/day.js';
import { commentWorkflowId, receiptsWorkflowId } from '../../domain/ids.js';
import type { Actor } from '../../domain/task.js';
import { periodState } from '../../workflows/messages.js';
import { until } from '../harness/service.js';
import type { TestStage } from '../harness/stage.js';

const long = 'golden-draft/1';
const short = 'golden-short/1';
/** Who leads item 1 and answers, and who leads item 2 and does not. */
const answering: Actor = { name: '区城乡建设局', role: 'unit', unit: 'wch-cxjsj' };

/** Workflows of the two periods, by a name for their files. */
export const commentWorkflows: readonly (readonly [name: string, workflowId: string])[] = [
  ['comment-period-1', commentWorkflowId(long)],
  ['comment-period-2', commentWorkflowId(short)],
  ['comment-receipts-1', receiptsWorkflowId(long)],
  ['comment-receipts-2', receiptsWorkflowId(short)],
];

const draft = `湖区整治行动计划（征求意见稿）
为整治湖区，制定本计划。
一、重点任务
1.修建环湖步道。修建步道5公里。（牵头单位：区城乡建设局）
2.开展宣传。举办宣传活动4次。（牵头单位：区工委宣传部）
`;

/** Terms of a period on the short draft: seven working days. */
export function termsOf(period: string, start: Day): CommentTerms {
  return {
    plan: period.split('/')[0] ?? '',
    title: '湖区整治行动计划（征求意见稿）',
    kind: 'normative',
    issuer: '区管委会',
    start,
    workdays: 7,
    draft,
    interpretation: {
      background: '湖区需要整治。',
      basis: '管委会工作安排。',
      process: '调研后起草。',
      goals: '完成两项任务。',
      content: '两项任务。',
      contact: '区城乡建设局综合科',
    },
    channels: { web: true, email: 'comments@wch.example.org' },
  };
}

interface Said {
  readonly text: string;
  readonly item?: number;
  readonly contact?: string;
}

/** What happens, step by step; the story of the plan says on which day. */
export function commentSteps(stage: TestStage, office: Actor) {
  const desk = stage.office.comments;
  const { workflow } = stage.env.client;
  /** Comments come in; the step is over when the workflow has heard of the first and the receipts are mailed. */
  const say = async (period: string, ...all: readonly Said[]): Promise<void> => {
    const { length: before } = await listComments(stage.ledger, period);
    for (const { text, item = null, contact = null } of all)
      await desk.receive({
        ...{ period, text, item, contact, name: null, files: [] },
        channel: contact === null ? 'web' : 'email',
        arrivedAt: await stage.now(),
        idempotencyKey: createHash('sha256').update(text).digest('hex'),
      });
    const heard = async (): Promise<boolean> =>
      (await workflow.getHandle(commentWorkflowId(period)).query(periodState)).counts.received > before;
    await until(heard, 'the first comment counted', 30_000, 50);
    const mailed = async (): Promise<boolean> => (await dueReceipts(stage.ledger, period, 1)).length === 0;
    await until(mailed, 'receipts mailed', 30_000, 50);
    // Waiting for its result would let time skip on a busy machine.
    const ended = async (): Promise<boolean> =>
      (await workflow.getHandle(receiptsWorkflowId(period)).describe()).status.name !== 'RUNNING';
    if (all.some(({ contact }) => contact)) await until(ended, 'the receipts ended', 30_000, 50);
  };
  return {
    announce: (start: Day) => desk.open(termsOf(long, start), office),
    comment: () =>
      say(
        long,
        { text: '步道应装路灯', item: 1 },
        { text: '宣传要进社区', item: 2 },
        { text: '赞成整治', contact: 'person@people.example.org' },
        { text: '总体可行' },
      ),
    answer: async (): Promise<void> => {
      for (const { id, unit, waiting } of await errandsOf(stage.ledger, { period: long, open: true }))
        for (const no of unit === answering.unit ? waiting : [])
          await desk.giveOpinion(id, no, 'adopted', '建议采纳。', answering);
    },
    extend: async (): Promise<void> => {
      const last = (await loadPeriod(stage.ledger, long))?.state.lastDay ?? '';
      await desk.act(long, { kind: 'extend', to: addDays(last, 1), reason: '意见较多。' }, office);
    },
    suspend: () => desk.act(long, { kind: 'suspend', reason: '网站故障。' }, office),
    resume: () => desk.act(long, { kind: 'resume', reason: '网站恢复。' }, office),
    commentAgain: () => say(long, { text: '步道再宽一些', item: 1 }),
    publish: async (): Promise<void> => {
      const change = { where: '第1项', before: '修建步道5公里', after: '修建步道5公里，安装路灯' };
      const nos = (await listComments(stage.ledger, long, { open: true })).map(({ no }) => no);
      await desk.dispose(long, nos.slice(0, 1), { kind: 'adopted', change }, office);
      await desk.dispose(long, nos.slice(1), { kind: 'not-adopted', reason: '已有相应安排。' }, office);
      await desk.act(long, { kind: 'publish' }, office);
    },
    openSecond: (start: Day) => desk.open(termsOf(short, start), office),
    commentOnSecond: () => say(short, { text: '请再论证', contact: 'other@people.example.org', item: 2 }),
    withdraw: () => desk.act(short, { kind: 'withdraw', reason: '上位规划调整。' }, office),
  };
}

/** How the periods ended, and what became of their comments. */
export async function periodOutcomes(stage: TestStage): Promise<readonly string[]> {
  const outcomes = await Promise.all(
    (await listPeriods(stage.ledger)).map(async ({ id, state }) => [
      `${id} ${state.stage} ${state.firstLastDay} ${state.lastDay} ${state.closeOutDue} ${state.seq} ${JSON.stringify(state.counts)}`,
      ...(await errandsOf(stage.ledger, { period: id })).map(
        (one) => `${one.id} ${one.due} ${one.comments.join()} ${one.open} ${one.seq}`,
      ),
      ...(await listComments(stage.ledger, id)).map(
        (one) => `${id} ${one.no} ${one.late} ${one.errand} ${one.opinion?.kind} ${one.disposition?.kind}`,
      ),
    ]),
  );
  return outcomes.flat().sort();
}
