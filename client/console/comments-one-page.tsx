/** One comment for the office: its words, who gave it, what the unit thinks, what is decided on it. */
import type { VNode } from 'preact';
import { channelWords, dispositionWords } from '../../domain/comment/comment.js';
import { isLive } from '../../domain/comment/period.js';
import { clockOf, inChinese } from '../../domain/day.js';
import type { Directory } from '../../domain/org.js';
import type { LedgerEvent } from '../../domain/task.js';
import type { CommentAnswer, PeriodDetail } from '../http/comment-answers.js';
import { arrivedWords } from './comments-list.js';
import { DispositionForm, OtherActs } from './comments-one-forms.js';
import { CommentMarks, CommentState, emptyWords, Faults, itemWords, periodHref, type Tried } from './comments-parts.js';
import { Numbers } from './comments-period-page.js';
import { History } from './history.js';
import { Layout, type Signed } from './layout.js';
import { Done } from './parts.js';

export interface CommentProps {
  readonly signed: Signed;
  readonly period: PeriodDetail;
  /** With name and contact. */
  readonly comment: CommentAnswer;
  readonly directory: Directory;
  readonly history: readonly LedgerEvent[];
  /** Comments that take the answer of this one. */
  readonly followers: readonly number[];
  /** The next open comment. */
  readonly next: number | undefined;
  /** The unit's opinion stands in the form. */
  readonly copy?: boolean;
  readonly done?: string | undefined;
  readonly tried?: Tried | undefined;
}

export function commentPage(props: CommentProps): VNode {
  const { signed, period, comment, directory, history, next, done, tried } = props;
  const here = periodHref(period.id);
  const names = new Map(directory.units.map((unit) => [unit.id, unit.name]));
  const name = (id: string): string => names.get(id) ?? id;
  return (
    <Layout title={`第${comment.no}条意见`} area="/comments" signed={signed}>
      <Done words={done} />
      <p class="crumb">
        <a href="/comments">征求意见</a> / <a href={`${here}#comments`}>{period.title}</a> / 第{comment.no}条
      </p>
      <h1>第{comment.no}条意见</h1>
      <p class="toolbar">
        <CommentState comment={comment} />
        <CommentMarks comment={comment} live={isLive(period)} />
        {next === undefined || !isLive(period) ? null : <a href={`${here}/${next}`}>下一条待处理的意见：第{next}条</a>}
      </p>
      <Faults faults={tried?.faults} />
      <div class="grid two">
        <div>
          <Words {...props} />
          <Unit {...props} name={name} />
          <Draft {...props} />
        </div>
        <div>
          {isLive(period) ? (
            <DispositionForm {...props} />
          ) : (
            <p class="warn">
              {period.stageWords}，处理结果不能再改。
              {period.closeOutUrl === null ? null : <a href={period.closeOutUrl}>公布的采纳情况</a>}
            </p>
          )}
          <OtherActs {...props} />
        </div>
      </div>
      <History entries={history} name={name} />
    </Layout>
  );
}

function Words({ period, comment, followers }: CommentProps): VNode {
  const here = periodHref(period.id);
  return (
    <section class="card">
      <h2>{itemWords(comment)}</h2>
      <div class="said">{comment.text === '' ? emptyWords(comment) : comment.text}</div>
      {comment.files.length === 0 ? null : (
        <ul class="plainlist">
          {comment.files.map((file) => (
            <li key={file.sha256}>
              附件：<a href={`${here}/${comment.no}/files/${file.sha256}`}>{file.name}</a>
              <small>（{sizeWords(file.size)}）</small>
            </li>
          ))}
        </ul>
      )}
      <p>
        <small>
          {channelWords[comment.channel]}，{arrivedWords(comment)}收到
          {comment.postmark === null ? '' : `，邮戳日${inChinese(comment.postmark)}`}
          {comment.enteredBy === null ? '' : `，${comment.enteredBy}登记`}
        </small>
      </p>
      {comment.setAside === null ? null : (
        <p class="warn">
          不作为有效意见：{comment.setAside.reason}（{comment.setAside.by}，{clockOf(comment.setAside.at)}）
        </p>
      )}
      {comment.mergedInto === null ? null : (
        <p class="warn">
          并入<a href={`${here}/${comment.mergedInto}`}>第{comment.mergedInto}条</a>，随它一并答复。
        </p>
      )}
      {followers.length === 0 ? null : (
        <p>
          随本条一并答复：
          <Numbers period={period.id} nos={followers} />
        </p>
      )}
      <details>
        <summary>提意见人和回执编号</summary>
        <dl class="facts">
          <dt>姓名或单位</dt>
          <dd>{comment.name ?? '没有留'}</dd>
          <dt>联系方式</dt>
          <dd>{comment.contact ?? '没有留'}</dd>
          <dt>回执编号</dt>
          <dd>
            <code>{comment.receipt}</code>
          </dd>
        </dl>
      </details>
    </section>
  );
}

function Unit({ period, comment, name }: CommentProps & { readonly name: (id: string) => string }): VNode | null {
  const { opinion, lead } = comment;
  if (opinion === null)
    return lead === null ? null : (
      <section class="card">
        <h2>单位建议</h2>
        <p class="empty">
          {lead.name}
          {comment.errand !== null
            ? '还没有提出建议。'
            : !isLive(period)
              ? '没有收到这条意见。'
              : comment.disposition === null && comment.mergedInto === null && comment.setAside === null
                ? '尚未收到这条意见，下一个工作日早上转交。'
                : '没有收到这条意见，已由办公室直接处理。'}
        </p>
      </section>
    );
  return (
    <section class="card">
      <h2>单位建议：{dispositionWords[opinion.kind]}</h2>
      <div class="said">{opinion.words === '' ? '（没有写理由）' : opinion.words}</div>
      <p>
        <small>
          {name(opinion.unit)}，{opinion.by}，{clockOf(opinion.at)}
        </small>
      </p>
      {isLive(period) ? (
        <p>
          <a href={`${periodHref(period.id)}/${comment.no}?copy=opinion#disposition`}>照此填入处理结果</a>
        </p>
      ) : null}
    </section>
  );
}

/** The words of the draft that the comment is about. */
function Draft({ period, comment }: CommentProps): VNode | null {
  const start = period.paragraphs.findIndex((one) => one.kind === 'item' && one.item === comment.item);
  if (comment.item === null || start < 0) return null;
  const after = period.paragraphs.slice(start + 1);
  const end = after.findIndex((one) => one.kind !== 'text');
  const own = [period.paragraphs[start], ...after.slice(0, end < 0 ? undefined : end)];
  return (
    <details class="card">
      <summary>征求意见稿第{comment.item}项原文</summary>
      {own.map((one) => (one === undefined ? null : <p key={one.text}>{one.text}</p>))}
    </details>
  );
}

function sizeWords(bytes: number): string {
  return bytes < 1024 * 1024 ? `${Math.max(1, Math.round(bytes / 1024))} KB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}
