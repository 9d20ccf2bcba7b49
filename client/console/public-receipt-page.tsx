/** The receipt of a comment, and what became of it by that number. */
import type { VNode } from 'preact';
import { type DispositionKind, dispositionWords, type Received } from '../../domain/comment/comment.js';
import { afterCloseWords } from '../../domain/comment/receipt.js';
import type { Fault } from '../../domain/errors.js';
import type { PeriodAnswer, PublicDetail, ReceiptAnswer } from '../http/comment-answers.js';
import { When } from './parts.js';
import { Paragraphs, PublicLayout } from './public-layout.js';

interface ReceivedProps {
  readonly period: PublicDetail;
  readonly path: string;
  readonly received: Received;
  /** Epoch ms. */
  readonly arrivedAt: number;
  /** A receipt goes out by mail too. */
  readonly mailed: boolean;
  /** Why its files were left out, as a sentence. */
  readonly left?: string;
}

/** Answer to the form itself, so that the number stands in no address. */
export function receivedPage({ period, path, received, arrivedAt, mailed, left }: ReceivedProps): VNode {
  return (
    <PublicLayout title="意见已收到" hidden>
      <p class="crumb">{period.title}</p>
      <h1>意见已收到，谢谢</h1>
      <section class="card" aria-labelledby="receipt-head">
        <h2 id="receipt-head">您的回执编号</h2>
        <p class="receipt-number">{received.receipt}</p>
        <p>请记下或截图保存这个编号。它只在这里显示，忘记了无法找回。</p>
        {mailed ? <p>编号还会发到您留的电子邮箱。</p> : null}
        {received.again ? (
          <p>这条意见刚才已经收到，没有重复登记，编号不变。</p>
        ) : (
          <p>
            收到时间：
            <When at={arrivedAt} />
          </p>
        )}
      </section>
      {left === undefined ? null : (
        <p class="warn">附件没有收下：{left}意见的文字已经登记，不受影响；材料也可以用公告中的其他方式另行提供。</p>
      )}
      {afterWordsOf(received, period)}
      {received.late && !received.afterClose ? (
        <p class="warn">收到时征求意见已经截止，这条意见记为逾期意见，保留在案，由征求意见的单位研究。</p>
      ) : null}
      <h2>以后怎样查询</h2>
      <p>
        在<a href="/public/receipt">查询办理结果</a>页面输入编号。采纳情况公布以后，可以看到这条意见是否采纳和理由。
      </p>
      <p>
        <a href={path}>回到征求意见页面</a>
      </p>
    </PublicLayout>
  );
}

interface LookupProps {
  /** As typed before. */
  readonly typed?: string;
  /** The number is not known; the same words whatever was typed. */
  readonly unknown?: Fault;
}

/** The form for a number, after a miss with a word about it. */
export function lookupPage({ typed = '', unknown }: LookupProps): VNode {
  return (
    <PublicLayout title={unknown === undefined ? '查询办理结果' : '没有查到'} area="/public/receipt" hidden>
      <h1>查询意见的办理结果</h1>
      {unknown === undefined ? null : (
        <p class="fault" role="alert" id="receipt-fault">
          {unknown.message}
        </p>
      )}
      <form method="post" action="/public/receipt" class="act card">
        <div class="field">
          <label for="receipt">回执编号</label>
          <small id="receipt-hint">12位字母和数字，形如 K7Q2-9XWD-M3TB；大小写和横线不限</small>
          <input
            id="receipt"
            name="receipt"
            type="text"
            required
            autocomplete="off"
            spellcheck={false}
            value={typed}
            aria-invalid={unknown === undefined ? undefined : 'true'}
            aria-describedby={unknown === undefined ? 'receipt-hint' : 'receipt-fault receipt-hint'}
          />
        </div>
        <button type="submit">查询</button>
      </form>
    </PublicLayout>
  );
}

/** What became of a comment. The words of the comment and who wrote it are not shown. */
export function foundPage(answer: ReceiptAnswer): VNode {
  const { period } = answer;
  return (
    <PublicLayout title="办理结果" area="/public/receipt" hidden>
      <p class="crumb">回执编号 {answer.receipt}</p>
      <h1>意见的办理结果</h1>
      <section class="card">
        <dl class="facts">
          <dt>征求意见</dt>
          <dd>
            <a href={`/public/${period.id}`}>{period.title}</a>
          </dd>
          <dt>收到时间</dt>
          <dd>
            <When at={answer.arrivedAt} />
            {answer.late && !answer.afterClose ? '（截止之后收到，记为逾期意见）' : null}
          </dd>
          <dt>针对</dt>
          <dd>{answer.item === null ? '全文' : `第${answer.item}项`}</dd>
          <dt>办理结果</dt>
          <dd>{answer.result === null ? pendingWords(answer) : <Result result={answer.result} />}</dd>
        </dl>
      </section>
      {period.stage === 'published' ? (
        <p>
          <a href={`/public/${period.id}/close-out`}>查看全部意见采纳情况</a>
        </p>
      ) : null}
    </PublicLayout>
  );
}

/** A word where nobody will answer any more; nothing while somebody will. */
function afterWordsOf(
  { afterClose }: Pick<Received, 'afterClose'>,
  { stage }: Pick<PeriodAnswer, 'stage'>,
): VNode | null {
  return afterClose ? <p class="warn">{afterCloseWords(stage === 'withdrawn' ? stage : 'published')}</p> : null;
}

function pendingWords({ afterClose, period }: ReceiptAnswer): string {
  if (afterClose) return afterCloseWords(period.stage === 'withdrawn' ? period.stage : 'published');
  return period.stage === 'withdrawn'
    ? '本次征求意见已经撤回，意见保留在案。'
    : '已经登记，正在办理。采纳情况公布以后，在这里可以看到结果。';
}

function resultWords(kind: DispositionKind | 'set-aside'): string {
  return kind === 'set-aside' ? '不作为有效意见' : dispositionWords[kind];
}

function Result({ result }: { readonly result: NonNullable<ReceiptAnswer['result']> }): VNode {
  return (
    <>
      <strong>{resultWords(result.kind)}</strong>
      <Paragraphs text={result.words} />
    </>
  );
}
