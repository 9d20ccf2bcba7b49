/** The ground of the stories about comment periods: a district, a short draft, and what the office and the public do. */
import { createHash } from 'node:crypto';
import type { Received } from '../../domain/comment/comment.js';
import type { CommentTerms } from '../../domain/comment/terms.js';
import { clockOf, type Day, instantOf } from '../../domain/day.js';
import type { Actor } from '../../domain/task.js';
import { type TestStage, testStage } from '../harness/stage.js';
import { toDay } from './breakage.js';
import { calendar, district, lettersSent, type SentLetter } from './year.js';

export const office: Actor = { name: '办公室 甲', role: 'office' };

const draft = `清源区绿色发展三年行动计划（征求意见稿）
为推进绿色发展，制定本计划。
一、重点任务
1.建设口袋公园。新建口袋公园10处。（牵头单位：区住房城乡建设局；配合单位：区财政局）
2.扩大学位供给。新增学位2000个。（牵头单位：区教育局）
3.盘活闲置资产。完成清查。（牵头单位：区财政局）
`;

/** Terms of a period that may start; the plan's id names it. */
export function termsOf(plan: string, start: Day, more: Partial<CommentTerms> = {}): CommentTerms {
  return {
    plan,
    title: '清源区绿色发展三年行动计划（征求意见稿）',
    kind: 'major-decision',
    issuer: '区发展改革局',
    start,
    days: 30,
    draft,
    interpretation: {
      background: '推进绿色发展的需要。',
      basis: '区委工作部署。',
      process: '调研、起草、征求部门意见。',
      goals: '三年完成三项任务。',
      content: '三项重点任务。',
      contact: '区发展改革局综合科，0000-0000001',
    },
    channels: {
      web: true,
      email: 'comments@office.example.org',
      phone: '0000-0000001',
      post: { address: '清源区政府院内1号楼', mark: '征求意见' },
    },
    ...more,
  };
}

/** A stage on which the period was opened at 08:00 of its first day. */
export async function opened(terms: CommentTerms, holidays?: string): Promise<TestStage> {
  const stage = await testStage(district);
  try {
    if (holidays !== undefined) await stage.office.loadCalendarYear(holidays, office);
    await toDay(stage, terms.start, 8 * 60);
    await stage.office.comments.open(terms, office);
    return stage;
  } catch (error) {
    await stage.close();
    throw error;
  }
}

export interface Said {
  readonly channel?: 'web' | 'email' | 'phone' | 'post';
  readonly text: string;
  readonly item?: number;
  readonly contact?: string;
  readonly postmark?: Day;
  readonly suspect?: boolean;
}

/** Somebody comments now. */
export async function say(stage: TestStage, period: string, said: Said): Promise<Received> {
  const arrivedAt = await stage.now();
  const { channel = 'web', text, item = null, contact = null, postmark, suspect } = said;
  const key = createHash('sha256').update(`${arrivedAt} ${channel} ${text} ${contact}`).digest('hex');
  return stage.office.comments.receive({
    period,
    channel,
    arrivedAt,
    item,
    text,
    name: null,
    contact,
    files: [],
    idempotencyKey: key,
    ...(postmark === undefined ? {} : { postmark }),
    ...(suspect === undefined ? {} : { suspect }),
    ...(channel === 'phone' || channel === 'post' ? { enteredBy: office.name } : {}),
  });
}

/** Letters as `day hour receiver kind rungs`, sorted. */
export function told(letters: readonly SentLetter[]): readonly string[] {
  return letters
    .map(({ at, unit, kind, facts }) => [clockOf(at), unit, kind, facts?.['rungs'] ?? ''].join(' ').trim())
    .sort();
}

/** The letters to office and leadership group about a period, as {@link told}. */
export async function officeLetters(stage: TestStage): Promise<readonly string[]> {
  return told((await lettersSent(stage)).filter((letter) => letter.kind.startsWith('comment-')));
}

/** The working day on which a rung of `n` calendar days before `day` falls. */
export const before = (day: Day, n: number): Day =>
  calendar.onOrBefore(new Date(instantOf(day) + 8 * 3_600_000 - n * 86_400_000).toISOString().slice(0, 10));
