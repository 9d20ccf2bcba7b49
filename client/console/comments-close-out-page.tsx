/** The close-out at the office's desk: as it would be published, what still blocks it, publication; then its address. */
import type { ComponentChildren, VNode } from 'preact';
import type { CloseOut, PublishedCloseOut } from '../../domain/comment/close-out.js';
import type { CommentChannel } from '../../domain/comment/comment.js';
import { clockOf, inChinese } from '../../domain/day.js';
import type { PeriodDetail, WaitingMailAnswer } from '../http/comment-answers.js';
import { mailboxFailureWords } from '../mailbox-words.js';
import { closeOutPage } from './close-out-page.js';
import { subjectWords } from './comments-mails-page.js';
import { Faults, periodHref, type Tried } from './comments-parts.js';
import { Numbers } from './comments-period-page.js';
import { Layout, type Signed } from './layout.js';
import { ActForm, Done, When } from './parts.js';

interface CloseOutDeskProps {
  readonly signed: Signed;
  readonly period: PeriodDetail;
  /** Undefined while it is not published. */
  readonly published: PublishedCloseOut | undefined;
  readonly closeOut: CloseOut;
  /** Of the draft that is shown: no other is published. */
  readonly digest: string;
  readonly channels: readonly CommentChannel[];
  /** Comments that a person must judge, and comments without a decision. */
  readonly questions: readonly number[];
  readonly undisposed: readonly number[];
  readonly mail: WaitingMailAnswer;
  /** Epoch ms; the date under a draft. */
  readonly now: number;
  readonly done: string | undefined;
  readonly tried: Tried | undefined;
}

export function closeOutDesk(props: CloseOutDeskProps): VNode {
  const { signed, period, published, closeOut, channels, now, done, tried } = props;
  const here = periodHref(period.id);
  const frame = ({ title, children }: { readonly title: string; readonly children: ComponentChildren }): VNode => (
    <Layout title={title} area="/comments" signed={signed}>
      <Done words={done} />
      <p class="crumb">
        <a href="/comments">征求意见</a> / <a href={here}>{period.title}</a> / 采纳情况
      </p>
      <Faults faults={tried?.faults} />
      {published === undefined ? <Desk {...props} /> : <Published period={period} published={published} />}
      <div class="card sheet">{children}</div>
    </Layout>
  );
  return closeOutPage({
    closeOut,
    publishedAt: published?.publishedAt ?? now,
    channels,
    docxUrl: `${here}/close-out.docx`,
    pageUrl: period.url,
    publicLayout: frame,
  });
}

function Published({
  period,
  published,
}: {
  readonly period: PeriodDetail;
  readonly published: PublishedCloseOut;
}): VNode {
  return (
    <section class="card">
      <h2>已公布</h2>
      <dl class="facts">
        <dt>公布</dt>
        <dd>
          {clockOf(published.publishedAt)}，{published.publishedBy}
        </dd>
        <dt>长期有效的网址</dt>
        <dd>
          <a href={period.closeOutUrl ?? period.url}>{period.closeOutUrl ?? period.url}</a>
        </dd>
        <dt>校验值</dt>
        <dd>
          <code>{published.sha256}</code>
        </dd>
      </dl>
    </section>
  );
}

function Desk({ signed, period, questions, undisposed, mail, digest }: CloseOutDeskProps): VNode {
  const here = periodHref(period.id);
  if (period.stage === 'withdrawn') return <p class="warn">征求意见已经撤回，不公布采纳情况。以下是撤回时的情况。</p>;
  const ended = period.stage === 'closed' || period.stage === 'answering';
  const clear = questions.length === 0 && undisposed.length === 0 && mail.unsorted === 0;
  return (
    <section class="card">
      <h2>{ended && clear ? '可以公布' : '还不能公布'}</h2>
      {ended ? null : (
        <p class="warn">征求意见{inChinese(period.lastDay)}截止，截止之后才能公布采纳情况。以下是草稿。</p>
      )}
      <Waiting mail={mail} />
      {questions.length === 0 ? null : (
        <p class="warn">
          有{questions.length}条意见要判定是否在期限内：
          <Numbers period={period.id} nos={questions} />
        </p>
      )}
      {undisposed.length === 0 ? null : (
        <p class="warn">
          有{undisposed.length}条意见没有处理：
          <Numbers period={period.id} nos={undisposed} />
        </p>
      )}
      <p>应不迟于{inChinese(period.closeOutDue)}公布。公布之后内容不再变动，提意见人凭回执编号可以查到结果。</p>
      {ended && clear ? (
        <ActForm action={`${here}/close-out`} csrf={signed.csrf} hidden={{ digest }} button="公布采纳情况" danger>
          <label>
            <input type="checkbox" name="sure" value="yes" required /> 我已逐条核对，确认公布
          </label>
          {mail.unread ? (
            <label>
              <input type="checkbox" name="mailboxUnread" value="yes" required /> 已到收信邮箱核对，没有未登记的意见
            </label>
          ) : null}
        </ActForm>
      ) : null}
    </section>
  );
}

/** Mail among which comments may still be. */
function Waiting({ mail }: { readonly mail: WaitingMailAnswer }): VNode {
  return (
    <>
      {mail.unsorted === 0 ? null : (
        <div class="warn">
          <p>
            有{mail.unsorted}封来信没有归类，可能是对本次征求意见的意见，请
            <a href="/comments/mails">逐封归入或判定无关</a>：
          </p>
          <ul>
            {mail.mails.map((one) => (
              <li key={one.id}>
                <When at={one.arrivedAt} />，
                <a href={`/comments/mails/view?id=${encodeURIComponent(one.id)}`}>{subjectWords(one)}</a>
              </li>
            ))}
          </ul>
        </div>
      )}
      {mail.unread ? (
        <p class="warn">
          收信邮箱{mail.readAt === null ? '从未读成' : `自${clockOf(mail.readAt)}之后没有读成`}
          ，以电子邮件提出的意见可能还没有收下
          {mail.failure === null ? '。' : `：${mailboxFailureWords[mail.failure]}。`}
        </p>
      ) : null}
    </>
  );
}
