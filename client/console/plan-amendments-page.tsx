/** The amendments of a plan on record. */
import type { VNode } from 'preact';
import type { PlanDetail } from '../http/answers.js';
import type { AmendmentAnswer } from '../http/plan-amend-answers.js';
import { Layout, type Signed } from './layout.js';
import { Done, Table, When } from './parts.js';

interface AmendmentsProps {
  readonly signed: Signed;
  readonly plan: PlanDetail;
  readonly amendments: readonly AmendmentAnswer[];
  readonly done: string | undefined;
}

export function planAmendmentsPage({ signed, plan, amendments, done }: AmendmentsProps): VNode {
  const here = `/plans/${encodeURIComponent(plan.id)}`;
  return (
    <Layout title={`历次调整：${plan.title}`} area="/" signed={signed}>
      <Done words={done} />
      <p class="crumb">
        <a href="/">计划</a> / <a href={here}>{plan.id}</a> / 历次调整
      </p>
      <h1>历次调整</h1>
      <p class="lead">{plan.title}</p>
      <Table<AmendmentAnswer>
        rows={amendments}
        keyOf={(one) => String(one.no)}
        empty="这份计划没有调整过。"
        columns={[
          { head: '次', cell: (one) => one.no, tight: true },
          { head: '时间', cell: (one) => <When at={one.at} />, tight: true },
          {
            head: '调整内容',
            wide: true,
            cell: (one) => (
              <ul>
                {one.changes.map((words) => (
                  <li key={words}>{words}</li>
                ))}
              </ul>
            ),
          },
          { head: '理由', cell: (one) => one.reason },
          {
            head: '批准',
            cell: (one) => (
              <>
                {one.approvedBy}
                {one.document === '' ? null : <small>{one.document}</small>}
              </>
            ),
          },
          { head: '经办', cell: (one) => one.by, tight: true },
        ]}
      />
      {plan.status === 'executing' ? (
        <p>
          <a class="button" href={`${here}/amend`}>
            调整计划
          </a>
        </p>
      ) : null}
    </Layout>
  );
}
