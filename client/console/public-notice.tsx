/** The notice of a comment period and all that has happened to its dates since. */
import type { VNode } from 'preact';
import { type CommentCounts, channelWords, commentChannels } from '../../domain/comment/comment.js';
import { movedWords } from '../../domain/comment/period.js';
import { quoted } from '../../domain/comment/quoted.js';
import { clockOf, inChinese } from '../../domain/day.js';
import type { LedgerEvent } from '../../domain/task.js';
import type { PublicDetail } from '../http/comment-answers.js';
import { When } from './parts.js';
import { Paragraphs } from './public-layout.js';

/** The notice: its own words or plain ones, and always length, last day, ways to comment and the reason for haste. */
export function Notice({ period }: { readonly period: PublicDetail }): VNode {
  const { terms, start, lastDay, firstLastDay, suspended } = period;
  return (
    <section class="card" id="notice" aria-labelledby="notice-head">
      <h2 id="notice-head">征求意见公告</h2>
      {terms.notice === undefined ? <PlainNotice period={period} /> : <Paragraphs text={terms.notice} />}
      <dl class="facts">
        <dt>征求意见的单位</dt>
        <dd>{terms.issuer}</dd>
        <dt>期限</dt>
        <dd>
          {lengthWords(period)}自{inChinese(start)}起，至{inChinese(lastDay)}24:00止
          {firstLastDay === lastDay ? null : `（原定${inChinese(firstLastDay)}截止）`}
          {suspended ? '（暂停中，恢复后顺延）' : null}
        </dd>
        {terms.reasonForShort === undefined ? null : <dt>缩短期限的理由</dt>}
        {terms.reasonForShort === undefined ? null : <dd>{terms.reasonForShort}</dd>}
        <dt>提意见的方式</dt>
        <dd>
          <ChannelList period={period} />
        </dd>
      </dl>
    </section>
  );
}

function lengthWords({ terms }: PublicDetail): string {
  if (terms.days !== undefined) return `${terms.days}日，`;
  return terms.workdays === undefined ? '' : `${terms.workdays}个工作日，`;
}

function PlainNotice({ period }: { readonly period: PublicDetail }): VNode {
  return (
    <>
      <p>
        为广泛听取意见，现就{quoted(period.title)}向社会公开征求意见。欢迎有关单位和个人在
        {inChinese(period.lastDay)}24:00之前，通过下列方式提出意见和建议。
      </p>
      <p>收到的意见由{period.terms.issuer}汇总研究，采纳情况在本页公布。</p>
    </>
  );
}

function ChannelList({ period }: { readonly period: PublicDetail }): VNode {
  const { suspended } = period;
  const { web, email, phone, post } = period.terms.channels;
  return (
    <ul class="plainlist">
      {web ? <li>{suspended ? '网页：暂停，恢复后在本页填写表单' : '网页：在本页填写表单，不需要登录'}</li> : null}
      {email === undefined ? null : (
        <li>
          电子邮件：<a href={`mailto:${email}`}>{email}</a>
        </li>
      )}
      {phone === undefined ? null : (
        <li>
          电话：<a href={`tel:${phone.replace(/[^\d+]/g, '')}`}>{phone}</a>
        </li>
      )}
      {post === undefined ? null : (
        <li>
          信函：{post.address}，信封上请注明“{post.mark}”
        </li>
      )}
    </ul>
  );
}

interface Move {
  readonly at: number;
  readonly what: string;
  readonly reason: string;
}

/** Extensions, suspensions and withdrawal, each with its reason; the oldest first. Officers stay unnamed. */
export function Moves({ period }: { readonly period: PublicDetail }): VNode | null {
  const moves = movesOf(period);
  if (moves.length === 0) return null;
  return (
    <section class="card" aria-labelledby="moves-head">
      <h2 id="moves-head">期限变动</h2>
      <ul class="plainlist moves">
        {moves.map((move) => (
          <li key={`${move.at}${move.what}`}>
            <p>
              <When at={move.at} />　{move.what}
            </p>
            <p>理由：{move.reason}</p>
          </li>
        ))}
      </ul>
    </section>
  );
}

function movesOf({ state, history }: PublicDetail): readonly Move[] {
  const moves: Move[] = state.moved.map(({ at, why, from, to, reason }) => ({
    at,
    what: `${movedWords[why]}，截止日由${inChinese(from)}改为${inChinese(to)}`,
    reason,
  }));
  for (const event of history) {
    if (event.kind === 'comment.suspend') moves.push({ at: event.at, what: '暂停征求意见', reason: reasonOf(event) });
    // A pause that cost no day moved nothing, and yet it was over at some time.
    if (event.kind === 'comment.resume' && !moves.some((move) => move.at === event.at))
      moves.push({ at: event.at, what: '恢复征求意见', reason: reasonOf(event) });
  }
  const { suspended, withdrawn } = state;
  if (suspended !== undefined && !moves.some((move) => move.at === suspended.since))
    moves.push({ at: suspended.since, what: '暂停征求意见', reason: suspended.reason });
  if (withdrawn !== undefined) moves.push({ at: withdrawn.at, what: '撤回征求意见', reason: withdrawn.reason });
  return moves.sort((a, b) => a.at - b.at);
}

function reasonOf(event: LedgerEvent): string {
  const { reason } = event.data;
  return typeof reason === 'string' ? reason : '';
}

/** How many comments came in, by channel. */
export function Counts({ counts, now }: { readonly counts: CommentCounts; readonly now: number }): VNode {
  return (
    <section class="card" aria-labelledby="counts-head">
      <h2 id="counts-head">收到的意见</h2>
      <ul class="counts">
        <li>
          <b>{counts.received}</b>条合计
        </li>
        {commentChannels.map((channel) => (
          <li key={channel}>
            {channelWords[channel]} <b>{counts.byChannel[channel]}</b>
          </li>
        ))}
      </ul>
      <p>
        <small>
          截至{clockOf(now)}
          {counts.late === 0 ? '' : `，其中逾期${counts.late}条`}
        </small>
      </p>
    </section>
  );
}
