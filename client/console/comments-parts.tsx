/** Small pieces that the office's pages of comment periods share. */
import type { VNode } from 'preact';
import type { PeriodStage } from '../../domain/comment/period.js';
import { inChinese } from '../../domain/day.js';
import type { Fault } from '../../domain/errors.js';
import type { CommentAnswer, PeriodAnswer } from '../http/comment-answers.js';

/** A form that was refused: which, what was typed, and everything that was wrong with it. */
export interface Tried {
  readonly form: string;
  readonly values: Readonly<Record<string, string>>;
  readonly faults: readonly Fault[];
}

/** What was typed into a form before it was refused; nothing for every other form of the page. */
export const typedIn = (tried: Tried | undefined, form: string): Readonly<Record<string, string>> =>
  tried?.form === form ? tried.values : {};

/** The office's page of a period by its id `{plan}/{round}`. */
export const periodHref = (id: string): string => `/comments/${id.split('/').map(encodeURIComponent).join('/')}`;

/** All faults of a refused form at the head of the page. */
export function Faults({
  faults,
  head = '没有办成，请核对',
}: {
  readonly faults: readonly Fault[] | undefined;
  readonly head?: string;
}): VNode | null {
  if (faults === undefined || faults.length === 0) return null;
  return (
    <div class="fault" role="alert">
      <h2>{head}</h2>
      <ul>
        {faults.map((one) => (
          <li key={one.message}>{one.message}</li>
        ))}
      </ul>
    </div>
  );
}

const stageColours: Readonly<Record<PeriodStage, string>> = {
  announced: 'grey',
  open: 'green',
  closed: 'yellow',
  answering: 'yellow',
  published: 'done',
  withdrawn: 'grey',
};

/** The stage as a coloured word; a close-out that is overdue is red. */
export function StageMark({ period, overdue }: { readonly period: PeriodAnswer; readonly overdue: boolean }): VNode {
  const colour = overdue ? 'red' : period.suspended ? 'yellow' : stageColours[period.stage];
  return <span class={`light ${colour}`}>{period.stageWords}</span>;
}

/** What a person must know of a comment before reading it, each a coloured word. */
export function CommentMarks({
  comment,
  live,
}: {
  readonly comment: CommentAnswer;
  /** The period still takes decisions. */
  readonly live: boolean;
}): VNode {
  return (
    <>
      {comment.question === null || !live ? null : <span class="light yellow">待判定是否在期限内</span>}
      {comment.late ? <span class="light grey">逾期</span> : null}
      {comment.suspect ? <span class="light yellow">疑似机器填写</span> : null}
      {comment.redactedAt === null ? null : <span class="light grey">已按要求删除</span>}
    </>
  );
}

/** Where a comment stands as a coloured word. */
export function CommentState({ comment }: { readonly comment: CommentAnswer }): VNode {
  const settled = comment.disposition !== null || comment.mergedInto !== null || comment.setAside !== null;
  const colour = comment.afterClose ? 'grey' : settled ? 'done' : 'yellow';
  return <span class={`light ${colour}`}>{comment.stateWords}</span>;
}

/** Of a withdrawn period nothing waits any more: what had no decision then has none. */
export const openWords = ({ stage }: Pick<PeriodAnswer, 'stage'>): string =>
  stage === 'withdrawn' ? '撤回时未处理' : '待处理';

/** What came when the period was over. */
export const afterWords = ({ stage }: Pick<PeriodAnswer, 'stage'>): string =>
  stage === 'withdrawn' ? '撤回后登记' : '公布后登记';

/** Days to the last day in words. */
export function daysLeftWords({ stage, start, daysLeft }: PeriodAnswer): string {
  if (stage === 'announced') return `${inChinese(start)}开始`;
  if (daysLeft > 0) return `还有${daysLeft}天`;
  return daysLeft === 0 ? '今天24时截止' : `已截止${-daysLeft}天`;
}

/** What stands in place of words that are not there: somebody may have sent a file only. */
export function emptyWords({ files, redactedAt }: Pick<CommentAnswer, 'files' | 'redactedAt'>): string {
  if (files.length > 0) return '（没有文字，内容见附件）';
  return redactedAt === null ? '（没有文字）' : '（内容已按本人要求删除）';
}

/** Item of the draft in words. */
export function itemWords({ item, itemTitle }: Pick<CommentAnswer, 'item' | 'itemTitle'>): string {
  if (item === null) return '全文';
  return itemTitle === null || itemTitle === '' ? `第${item}项` : `第${item}项 ${itemTitle}`;
}
