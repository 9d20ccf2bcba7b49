/** All comment periods for the public: what is open first, then what is coming, then what is over. */
import type { VNode } from 'preact';
import { inChinese } from '../../domain/day.js';
import type { PublicAnswer } from '../http/comment-answers.js';
import { PublicLayout } from './public-layout.js';
import { type Standing, standingOf } from './public-standing.js';

interface Row {
  readonly period: PublicAnswer;
  readonly standing: Standing;
}

const groups: readonly { readonly head: string; readonly holds: (row: Row) => boolean }[] = [
  { head: '正在征求意见', holds: ({ standing }) => standing.form === 'open' },
  { head: '即将开始或暂停', holds: ({ period, standing }) => waiting(period, standing) },
  { head: '已经结束', holds: ({ period, standing }) => standing.form !== 'open' && !waiting(period, standing) },
];

const waiting = (period: PublicAnswer, standing: Standing): boolean =>
  standing.form === 'none' && period.stage !== 'published' && period.stage !== 'withdrawn';

export function publicListPage({
  periods,
  now,
}: {
  readonly periods: readonly PublicAnswer[];
  readonly now: number;
}): VNode {
  const rows = periods.map((period) => ({ period, standing: standingOf(period, now) }));
  const shown = groups
    .map(({ head, holds }) => ({ head, rows: rows.filter(holds) }))
    .filter((group) => group.rows.length > 0 || group.head === groups[0]?.head);
  return (
    <PublicLayout title="征求意见" area="/public">
      <h1>公开征求意见</h1>
      <p class="lead">
        这里公布正在征求意见的文件草案。任何人都可以提意见，不需要登录。提交后得到一个回执编号，凭编号可以
        <a href="/public/receipt">查询意见的办理结果</a>。
      </p>
      {shown.map((group) => (
        <section key={group.head}>
          <h2>{group.head}</h2>
          {group.rows.length === 0 ? (
            <p class="empty">目前没有正在征求意见的文件。</p>
          ) : (
            <ul class="plainlist">
              {group.rows.map((row) => (
                <PeriodRow key={row.period.id} {...row} />
              ))}
            </ul>
          )}
        </section>
      ))}
    </PublicLayout>
  );
}

function PeriodRow({ period, standing }: Row): VNode {
  const path = `/public/${encodeURIComponent(period.plan)}/${period.round}`;
  return (
    <li class="card period-row">
      <h3>
        <a href={path}>{period.title}</a>
        {period.round > 1 ? `（第${period.round}次征求意见）` : null}
      </h3>
      <p>
        <StageMark standing={standing} /> {inChinese(period.start)}至{inChinese(period.lastDay)}
      </p>
      <p>{standing.words}</p>
      {period.stage === 'published' ? (
        <p>
          <a href={`${path}/close-out`}>
            意见采纳情况<span class="unseen">：{period.title}</span>
          </a>
        </p>
      ) : null}
    </li>
  );
}

/** The stage as a coloured word: never colour alone. */
export function StageMark({ standing }: { readonly standing: Standing }): VNode {
  const colour = standing.form === 'open' ? 'green' : standing.down === 'draft' ? 'yellow' : 'grey';
  return <span class={`light ${colour}`}>{standing.stage}</span>;
}
