/** What a unit sees behind the link of an errand: the comments about its items, and a form for each. */
import type { VNode } from 'preact';
import { type DispositionKind, dispositionKinds, dispositionWords } from '../../domain/comment/comment.js';
import { isLive } from '../../domain/comment/period.js';
import { quoted } from '../../domain/comment/quoted.js';
import { clockOf, inChinese } from '../../domain/day.js';
import type { CommentAnswer, ErrandAnswer, PeriodAnswer } from '../http/comment-answers.js';
import { emptyWords } from './comments-parts.js';
import { Layout } from './layout.js';
import { ActForm, TextField } from './parts.js';

/** What a unit can propose; the office decides in the words of the published table. */
const proposalWords: Readonly<Record<DispositionKind, string>> = {
  adopted: '采纳',
  partly: '部分采纳',
  'not-adopted': '不采纳',
  outside: '不属于本单位职责或本次征求意见范围',
};

interface OpinionProps {
  readonly period: PeriodAnswer;
  readonly errand: ErrandAnswer;
  readonly comments: readonly CommentAnswer[];
  /** Address of this very page; its forms post here. */
  readonly path: string;
  /** Number of the comment just answered; 0: none. */
  readonly did: number;
}

export function opinionPage({ period, errand, comments, path, did }: OpinionProps): VNode {
  const { waiting } = errand;
  const over = !isLive(period);
  return (
    <Layout title="公众意见处理建议">
      <p class="crumb">{errand.unitName}</p>
      <h1>{quoted(period.title)}公众意见处理建议</h1>
      <section class="card">
        <dl class="facts">
          <dt>意见</dt>
          <dd>
            共{comments.length}条，{over || waiting.length === 0 ? '没有待提建议的' : `${waiting.length}条待提建议`}
          </dd>
          <dt>时限</dt>
          <dd>{inChinese(errand.due)}</dd>
          <dt>征求意见</dt>
          <dd>
            <a href={period.url}>{period.stageWords}</a>
          </dd>
        </dl>
        {over ? (
          <p class="warn">{period.stageWords}，不再接收处理建议。</p>
        ) : (
          <p>
            请对每条意见提出建议并说明理由，供办公室决定时参考；办公室处理之前可以修改。姓名和联系方式不转单位，请勿在理由中写明提意见人的身份。
          </p>
        )}
      </section>
      {comments.map((comment) => (
        <One key={comment.no} comment={comment} path={path} done={comment.no === did} over={over} />
      ))}
    </Layout>
  );
}

interface OneProps {
  readonly comment: CommentAnswer;
  readonly path: string;
  readonly done: boolean;
  readonly over: boolean;
}

function One({ comment, path, done, over }: OneProps): VNode {
  const { no, item, itemTitle, files, opinion } = comment;
  const closed = closedWords(comment);
  return (
    <section class="card" id={`c${no}`}>
      <h2>第{no}条意见</h2>
      {done ? (
        <p class="did" role="status">
          处理建议已提交，办公室可以看到。
        </p>
      ) : null}
      <p class="crumb">
        {item === null ? '对全文' : `对第${item}项${itemTitle === null ? '' : `“${itemTitle}”`}`}，
        {clockOf(comment.arrivedAt)}收到{comment.late ? '（截止后到达）' : ''}
      </p>
      <div class="said">{comment.text === '' ? emptyWords(comment) : comment.text}</div>
      {files.length === 0 ? null : (
        <ul class="plainlist">
          {files.map((file) => (
            <li key={file.sha256}>
              <a href={`${path}/files/${no}/${file.sha256}`}>附件：{file.name}</a>（{sizeWords(file.size)}）
            </li>
          ))}
        </ul>
      )}
      {opinion === null ? null : (
        <>
          <p>
            已于{clockOf(opinion.at)}由{opinion.by}建议：<b>{proposalWords[opinion.kind]}</b>
          </p>
          {opinion.words === '' ? null : <div class="said">{opinion.words}</div>}
        </>
      )}
      {closed !== undefined ? (
        <p class="warn">{closed}</p>
      ) : over ? null : opinion === null ? (
        <Propose comment={comment} path={path} />
      ) : (
        <details>
          <summary>修改处理建议</summary>
          <Propose comment={comment} path={path} />
        </details>
      )}
    </section>
  );
}

function Propose({ comment: { no, opinion }, path }: Pick<OneProps, 'comment' | 'path'>): VNode {
  return (
    <ActForm
      action={path}
      hidden={{ act: 'opinion', no: String(no) }}
      button={opinion === null ? `提交对第${no}条的建议` : `改为这一建议（第${no}条）`}
    >
      <fieldset class="choices">
        <legend>处理建议</legend>
        {dispositionKinds.map((kind) => (
          <label key={kind}>
            <input type="radio" name="kind" value={kind} required checked={opinion?.kind === kind} />{' '}
            {proposalWords[kind]}
          </label>
        ))}
      </fieldset>
      <label class="field">
        <span>理由</span>
        <textarea name="words" rows={4} maxLength={2000}>
          {opinion?.words ?? ''}
        </textarea>
        <small>采纳的请写明建议怎样修改；不采纳或不属于本单位职责的必须说明理由</small>
      </label>
      <TextField label="经办人（可不填）" name="by" required={false} />
    </ActForm>
  );
}

/** Why nothing can be proposed on a comment any more; undefined while it can. */
function closedWords({ mergedInto, setAside, disposition }: CommentAnswer): string | undefined {
  if (mergedInto !== null) return `本条已并入第${mergedInto}条意见一并处理，无需再提建议。`;
  if (setAside !== null) return '办公室已将本条定为“不作为有效意见”，无需再提建议。';
  if (disposition !== null) return `办公室已处理本条（${dispositionWords[disposition.kind]}），处理建议不能再改。`;
  return undefined;
}

/** `36 KB`, `1.2 MB`. */
function sizeWords(bytes: number): string {
  const kilobytes = Math.max(1, Math.round(bytes / 1024));
  return kilobytes < 1024 ? `${kilobytes} KB` : `${(kilobytes / 1024).toFixed(1)} MB`;
}
