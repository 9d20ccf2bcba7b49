/** All comment periods: what runs, what is over, what is to be done next. */
import type { VNode } from 'preact';
import { isLive } from '../../domain/comment/period.js';
import { type Day, inChinese } from '../../domain/day.js';
import type { MailPage, PeriodAnswer } from '../http/comment-answers.js';
import { isOverdue, nextAct } from './comments-next.js';
import { daysLeftWords, periodHref, StageMark } from './comments-parts.js';
import { Layout, type Signed } from './layout.js';
import { type Column, Done, Table } from './parts.js';

interface PeriodsProps {
  readonly signed: Signed;
  readonly periods: readonly PeriodAnswer[];
  /** How many mails wait for a person, by class. */
  readonly mails: MailPage['counts'];
  readonly today: Day;
  readonly done: string | undefined;
}

export function periodsPage({ signed, periods, mails, today, done }: PeriodsProps): VNode {
  const running = periods.filter(isLive);
  const over = periods.filter((period) => !isLive(period));
  const { unsorted = 0, comment: after = 0 } = mails;
  return (
    <Layout title="征求意见" area="/comments" signed={signed}>
      <Done words={done} />
      <h1>公开征求意见</h1>
      {unsorted === 0 ? null : (
        <p class="warn">
          有{unsorted}封邮件不知属于哪一次征求意见：<a href="/comments/mails">去归类</a>
        </p>
      )}
      {after === 0 ? null : (
        <p class="warn">
          有{after}封邮件是采纳情况公布或撤回之后收到的意见：<a href="/comments/mails">去查看</a>
        </p>
      )}
      <p class="toolbar">
        <a class="button" href="/comments/new">
          开始一次征求意见
        </a>
        <a href="/comments/mails">来信归类和退信</a>
        <a href="/public">公众看到的页面</a>
      </p>
      <h2>进行中（{running.length}次）</h2>
      <Table
        rows={running}
        keyOf={(period) => period.id}
        empty="没有正在进行的征求意见。"
        columns={[
          title,
          {
            head: '状态',
            cell: (p) => <StageMark period={p} overdue={isOverdue(p, today)} />,
            tight: true,
          },
          { head: '期限', cell: (p) => <Term period={p} />, tight: true },
          {
            head: '意见',
            cell: (p) => (
              <>
                收到{p.counts.received}条<small>待处理{p.counts.open}条</small>
              </>
            ),
            tight: true,
          },
          { head: '下一步', cell: (p) => <Next period={p} /> },
        ]}
      />
      <h2>已结束</h2>
      <Table
        rows={over}
        keyOf={(period) => period.id}
        empty="还没有。"
        columns={[
          title,
          { head: '状态', cell: (p) => <StageMark period={p} overdue={false} />, tight: true },
          { head: '截止', cell: (p) => inChinese(p.lastDay), tight: true },
          { head: '意见', cell: (p) => `收到${p.counts.received}条`, tight: true },
          {
            head: '采纳情况',
            cell: (p) => (p.closeOutUrl === null ? '已撤回，不公布' : <a href={p.closeOutUrl}>已公布的网页</a>),
          },
        ]}
      />
    </Layout>
  );
}

const title: Column<PeriodAnswer> = {
  head: '征求意见',
  wide: true,
  cell: (p) => (
    <>
      <a href={periodHref(p.id)}>{p.title}</a>
      <small>
        {p.plan}，第{p.round}轮
      </small>
    </>
  ),
};

function Term({ period }: { readonly period: PeriodAnswer }): VNode {
  const closing = period.stage === 'closed' || period.stage === 'answering';
  return (
    <>
      {inChinese(period.lastDay)}
      <small>{daysLeftWords(period)}</small>
      {closing ? <small>不迟于{inChinese(period.closeOutDue)}公布采纳情况</small> : null}
    </>
  );
}

function Next({ period }: { readonly period: PeriodAnswer }): VNode | null {
  const next = nextAct(period);
  return next === null ? null : <a href={next.href}>{next.words}</a>;
}
