/** One comment period for the office: where it stands, what to do next, its comments, units' errands, letters, history. */
import type { VNode } from 'preact';
import { sumsRight } from '../../domain/comment/close-out-of.js';
import { channelWords, commentChannels, dispositionKinds, dispositionWords } from '../../domain/comment/comment.js';
import { isLive, movedWords } from '../../domain/comment/period.js';
import { type Day, daysBetween, inChinese } from '../../domain/day.js';
import type { Directory } from '../../domain/org.js';
import type { CommentAnswer, PeriodDetail } from '../http/comment-answers.js';
import { CommentList } from './comments-list.js';
import { isOverdue, nextAct } from './comments-next.js';
import { daysLeftWords, Faults, openWords, periodHref, StageMark, type Tried } from './comments-parts.js';
import { EntryForm, PeriodActs } from './comments-period-acts.js';
import { History } from './history.js';
import { Layout, type Signed } from './layout.js';
import { Letters } from './letters-page.js';
import { Done, Table } from './parts.js';

/** The part of the comments that the page lists. */
export interface CommentsShown {
  readonly list: readonly CommentAnswer[];
  /** `after`: those put down after the close-out or the withdrawal; the others hold none of these. */
  readonly show: 'open' | 'all' | 'after';
  readonly item: number | undefined;
  readonly from: number | undefined;
  /** Number at which the next page begins. */
  readonly next: number | undefined;
}

export interface PeriodProps {
  readonly signed: Signed;
  readonly period: PeriodDetail;
  readonly directory: Directory;
  readonly shown: CommentsShown;
  readonly today: Day;
  /** Goes with the entry form, so that a second click enters nothing twice. */
  readonly entryKey: string;
  readonly done: string | undefined;
  readonly tried: Tried | undefined;
}

export function periodPage(props: PeriodProps): VNode {
  const { signed, period, directory, today, done, tried } = props;
  const names = new Map(directory.units.map((unit) => [unit.id, unit.name]));
  const name = (id: string): string => names.get(id) ?? id;
  return (
    <Layout title={period.title} area="/comments" signed={signed}>
      <Done words={done} />
      <p class="crumb">
        <a href="/comments">征求意见</a> / {period.plan}，第{period.round}轮
      </p>
      <h1>{period.title}</h1>
      <Faults faults={tried?.faults} />
      <Next {...props} />
      <div class="grid">
        <Standing period={period} today={today} />
        <Sums period={period} />
      </div>
      <CommentList {...props} />
      {isLive(period) ? (
        <section class="card">
          <h2>办理</h2>
          <EntryForm {...props} />
          <PeriodActs {...props} />
        </section>
      ) : null}
      <section class="card">
        <h2>转单位的意见</h2>
        <Table
          rows={period.errands}
          keyOf={(errand) => errand.id}
          empty={
            isLive(period) ? '还没有转给单位的意见。涉及条目的意见每个工作日早上转牵头单位。' : '没有转给单位的意见。'
          }
          columns={[
            { head: '转出', cell: (e) => inChinese(e.day), tight: true },
            { head: '单位', cell: (e) => e.unitName },
            {
              head: '时限',
              cell: (e) => (
                <ErrandDue due={e.due} today={today} open={isLive(period) && e.open && e.waiting.length > 0} />
              ),
              tight: true,
            },
            { head: '意见', cell: (e) => <Numbers period={period.id} nos={e.comments} /> },
            {
              head: '待建议',
              cell: (e) =>
                e.waiting.length === 0 || !isLive(period) ? '没有' : <Numbers period={period.id} nos={e.waiting} />,
            },
          ]}
        />
      </section>
      <section class="card">
        <h2>信件</h2>
        <Letters letters={period.letters} />
      </section>
      <History entries={period.history} name={name} />
    </Layout>
  );
}

function Next({ period, today }: PeriodProps): VNode | null {
  const next = nextAct(period);
  if (next === null) return null;
  return (
    <p class={isOverdue(period, today) ? 'fault' : 'warn'}>
      下一步：<a href={next.href}>{next.words}</a>
      {isOverdue(period, today) ? `。公布采纳情况已经逾期（应不迟于${inChinese(period.closeOutDue)}公布）。` : ''}
    </p>
  );
}

function Standing({ period, today }: { readonly period: PeriodDetail; readonly today: Day }): VNode {
  const { window, moved, state } = period;
  return (
    <section class="card">
      <h2>状态和期限</h2>
      <dl class="facts">
        <dt>状态</dt>
        <dd>
          <StageMark period={period} overdue={isOverdue(period, today)} />
          {state.suspended === undefined ? null : <small> {state.suspended.reason}</small>}
          {state.withdrawn === undefined ? null : <small> {state.withdrawn.reason}</small>}
        </dd>
        <dt>起止</dt>
        <dd>
          {inChinese(period.start)}至{inChinese(period.lastDay)}
          {isLive(period) ? `，${daysLeftWords(period)}` : ''}
        </dd>
        <dt>按民法典</dt>
        <dd>{inChinese(window.byCode)}（首日不计，最后一天遇休息日顺延）</dd>
        <dt>含首日计</dt>
        <dd>{inChinese(window.inclusive)}</dd>
        <dt>文件写明</dt>
        <dd>{window.stated === null ? '没有写截止日期' : inChinese(window.stated)}</dd>
        {moved.length === 0 ? null : (
          <>
            <dt>变更</dt>
            <dd>
              {moved.map((one) => (
                <div key={one.at}>
                  {movedWords[one.why]}：{inChinese(one.from)}改为{inChinese(one.to)}
                  <div>
                    <small>
                      {one.reason}（{one.by}）
                    </small>
                  </div>
                </div>
              ))}
            </dd>
          </>
        )}
        <dt>公布采纳情况</dt>
        <dd>
          <CloseOutWords period={period} />
        </dd>
        <dt>公众页面</dt>
        <dd>
          <a href={period.url}>{period.url}</a>
        </dd>
      </dl>
    </section>
  );
}

function CloseOutWords({ period }: { readonly period: PeriodDetail }): VNode {
  if (period.stage === 'withdrawn') return <>征求意见已撤回，不公布采纳情况</>;
  const out = period.publishedAt !== null;
  return (
    <>
      {out ? '已公布：' : `不迟于${inChinese(period.closeOutDue)}：`}
      <a href={`${periodHref(period.id)}/close-out`}>{out ? '查看采纳情况' : '核对采纳情况'}</a>
    </>
  );
}

function Sums({ period }: { readonly period: PeriodDetail }): VNode {
  const { counts } = period;
  const parts = [
    ...dispositionKinds.map((kind) => [dispositionWords[kind], counts.disposed[kind]] as const),
    ['不作为有效意见', counts.setAside] as const,
    [openWords(period), counts.open] as const,
  ];
  return (
    <section class="card">
      <h2>收到{counts.received}条意见</h2>
      <dl class="facts sums">
        {commentChannels.map((channel) => (
          <Sum key={channel} words={channelWords[channel]} count={counts.byChannel[channel]} />
        ))}
      </dl>
      <h3>办理情况</h3>
      <dl class="facts sums">
        {parts.map(([words, count]) => (
          <Sum key={words} words={words} count={count} />
        ))}
      </dl>
      <p>
        <small>
          {parts.map(([, count]) => count).join(' + ')} = {counts.received}
          {counts.merged === 0 ? '' : `，其中合并答复${counts.merged}条`}
          {counts.late === 0 ? '' : `，逾期${counts.late}条`}
          {counts.awaited === 0 || !isLive(period) ? '' : `，待单位建议${counts.awaited}条`}
        </small>
      </p>
      {sumsRight(counts) ? null : <p class="fault">数字合不上，请核验台账。</p>}
    </section>
  );
}

function Sum({ words, count }: { readonly words: string; readonly count: number }): VNode {
  return (
    <>
      <dt>{words}</dt>
      <dd>{count}</dd>
    </>
  );
}

function ErrandDue({ due, today, open }: { readonly due: Day; readonly today: Day; readonly open: boolean }): VNode {
  const left = daysBetween(today, due);
  const words = left > 0 ? `还有${left}天` : left === 0 ? '今天到期' : `已过${-left}天`;
  return (
    <>
      {inChinese(due)}
      {open ? <small class={left < 0 ? 'late' : undefined}>{words}</small> : <small>已结束</small>}
    </>
  );
}

/** Serial numbers as links to their comments. */
export function Numbers({ period, nos }: { readonly period: string; readonly nos: readonly number[] }): VNode {
  return (
    <span class="numbers">
      {nos.map((no) => (
        <a key={no} href={`${periodHref(period)}/${no}`}>
          {no}
        </a>
      ))}
    </span>
  );
}
