/** Parts of a plan's page: a revised document against the record, what was decided, and the year to start. */
import type { VNode } from 'preact';
import type { PickedTask, Plan, PlanFinding } from '../../domain/plan.js';
import { aspectWords, isSame, type PlanDifference } from '../../domain/plan-difference.js';
import type { PlanDetail } from '../http/answers.js';
import { ActForm, AreaField, Table, TextField } from './parts.js';
import { YearLinks } from './plan-years.js';

/** What a revised document changes in a running plan, and the commands that carry it out. */
export function Revision({
  plan,
  csrf,
  difference,
  acts,
  amendment,
}: {
  readonly plan: string;
  readonly csrf: string;
  readonly difference: PlanDifference;
  readonly acts: readonly string[];
  /** Text of an amendment file that carries it out. */
  readonly amendment?: string;
}): VNode {
  const { added, gone, changed, renumbered } = difference;
  return (
    <section class="card">
      <h2>与修订后的文件的差别</h2>
      {isSame(difference) ? (
        <p>没有差别，未作改动。</p>
      ) : (
        <>
          <p>计划正在执行，没有导入，也没有改动。核定后逐项办理。</p>
          <ul>
            {added.map((one) => (
              <li key={`+${one.number}`}>
                新增：{one.number}. {one.title}（{one.duties || '未写责任单位'}，时限 {one.due}）
              </li>
            ))}
            {gone.map((one) => (
              <li key={`-${one.number}`}>
                删去：{one.number}. {one.title}
              </li>
            ))}
            {changed.map((one) => (
              <li key={String(one.number)}>
                改动：{one.number}. {one.title}
                {one.now === undefined ? '' : `（文件中改为第${one.now}项）`}
                <ul>
                  {one.changes.map((change) => (
                    <li key={change.what}>
                      {aspectWords[change.what]}：{change.from || '无'} → {change.to || '无'}
                    </li>
                  ))}
                </ul>
              </li>
            ))}
            {renumbered.length === 0 ? null : (
              <li>只改编号：{renumbered.map((one) => `${one.from}→${one.to}`).join('、')}</li>
            )}
          </ul>
          {amendment === undefined ? null : (
            <ActForm action={`/plans/${encodeURIComponent(plan)}/amend`} csrf={csrf} button="作为一次调整，先看结果">
              <AreaField
                label="由差别写成的调整文件"
                name="text"
                rows={12}
                value={amendment}
                hint="请填上批准人（approvedBy），核对后再看结果"
              />
            </ActForm>
          )}
          {acts.length === 0 ? null : <pre>{acts.join('\n')}</pre>}
        </>
      )}
    </section>
  );
}

/** Takes a revised document of a running plan; shows the difference and changes nothing. */
export function RevisionForm({ plan, csrf }: { readonly plan: string; readonly csrf: string }): VNode {
  return (
    <details class="card">
      <summary>对照修订后的文件</summary>
      <ActForm action={`/plans/${encodeURIComponent(plan)}/revision`} csrf={csrf} button="列出差别">
        <AreaField label="修订后的计划全文" name="text" rows={8} hint="只列出差别，不改动执行中的任务" />
      </ActForm>
    </details>
  );
}

/** What was decided on a draft, with the file that keeps it. */
export function Settled({
  plan,
  findings,
}: {
  readonly plan: string;
  readonly findings: readonly PlanFinding[];
}): VNode {
  const settled = findings.filter((f) => f.settled !== undefined);
  return (
    <details class="card">
      <summary>已处理的事项（{settled.length}条）</summary>
      <p>
        <a href={`/plans/${encodeURIComponent(plan)}/decisions.yaml`}>下载决定文件</a>
        ：再次导入这份文件或改正后的文件时，已有决定的事项不再询问。
      </p>
      <Table
        rows={settled}
        keyOf={(f) => `${f.task ?? ''} ${f.code} ${f.message}`}
        empty="还没有。"
        columns={[
          { head: '任务', cell: (f) => f.task ?? '全文', tight: true },
          { head: '事项', cell: (f) => f.message, wide: true },
          { head: '处理', cell: (f) => f.settled },
        ]}
      />
    </details>
  );
}

/** Which year of a plan of several years is started, and which undated tasks with it. */
export function YearChoice({
  plan,
  taken,
  list,
  csrf,
}: {
  readonly plan: Pick<Plan, 'id' | 'year' | 'period' | 'picked'>;
  readonly taken: number;
  readonly list: PlanDetail['list'];
  readonly csrf: string;
}): VNode {
  const { id, year, period, picked } = plan;
  const numbers = (picked ?? []).map((one: PickedTask) => one.task).join(',');
  return (
    <section class="card">
      <h2>年度</h2>
      <p>
        计划期 {period?.[0]} 至 {period?.[1]} 年。本次启动 {year} 年：当年到期的、经常性的和另选的任务，共 {taken} 项。
      </p>
      <YearLinks plan={plan} list={list} />
      <ActForm action={`/plans/${encodeURIComponent(id)}/year`} csrf={csrf} button="改年度">
        <TextField label="年度" name="year" value={String(year)} />
        <TextField label="另选的没有时限的任务" name="with" required={false} value={numbers} hint="任务编号，如 3,7" />
      </ActForm>
    </section>
  );
}
