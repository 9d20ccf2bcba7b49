/** The first page of the office: its plans, and the ways to take one in. */
import type { VNode } from 'preact';
import type { Plan } from '../../domain/plan.js';
import type { PlanAnswer, StatusAnswer } from '../http/answers.js';
import { planStatusWords } from '../words.js';
import { Layout, type Signed } from './layout.js';
import { ActForm, AreaField, Done, SelectField, TextField } from './parts.js';

interface HomeProps {
  readonly signed: Signed;
  readonly status: StatusAnswer;
  /** Answers by mail that wait for the office. */
  readonly repliesWaiting: number;
  readonly samples: readonly Plan[];
  readonly thisYear: number;
  /** Cycles that wait for a named override of the ceiling on what is asked. */
  readonly heldCycles: number;
  readonly done: string | undefined;
}

export function homePage({ signed, status, repliesWaiting, samples, thisYear, heldCycles, done }: HomeProps): VNode {
  return (
    <Layout title="计划" area="/" signed={signed}>
      <Done words={done} />
      <h1>计划</h1>
      {status.formalWaiting > 0 ? (
        <p class="warn">
          有{status.formalWaiting}份督办函等待签发：<a href="/formal">去签发</a>
        </p>
      ) : null}
      {heldCycles > 0 ? (
        <p class="warn">
          有{heldCycles}次督查超过填报上限，等待批准：<a href="/cycles">去办理</a>
        </p>
      ) : null}
      {repliesWaiting > 0 ? (
        <p class="warn">
          有{repliesWaiting}封单位的回信等办公室处理：<a href="/replies">去处理</a>
        </p>
      ) : null}
      {status.undeliverable > 0 ? (
        <p class="fault">
          有{status.undeliverable}封信没有送达：<a href="/admin">去查看</a>
        </p>
      ) : null}
      {status.plans.length === 0 ? <p class="empty">还没有计划。请导入一份计划文件，或从示例开始。</p> : null}
      <div class="grid">
        {status.plans.map((plan) => (
          <PlanCard key={plan.id} plan={plan} />
        ))}
      </div>
      <div class="grid">
        {samples.length === 0 ? null : (
          <section class="card">
            <h2>示例计划</h2>
            {samples.map((plan) => (
              <ActForm
                key={plan.id}
                action="/plans/import-sample"
                csrf={signed.csrf}
                hidden={{ sample: plan.id }}
                button="导入这份示例"
              >
                <p>
                  {plan.title}
                  <small>
                    {plan.issuer}，{plan.tasks.length}项任务
                  </small>
                </p>
                <SelectField
                  label="按哪一年"
                  name="year"
                  hint="移到今年试用时，日期、授权和批准一并移动"
                  options={[...new Set([thisYear, thisYear + 1, plan.year])].map((year) => ({
                    value: String(year),
                    word: year === plan.year ? `${year}年（原文件）` : `${year}年（试用）`,
                  }))}
                />
              </ActForm>
            ))}
          </section>
        )}
        <section class="card">
          <h2>导入计划文件</h2>
          <details>
            <summary>粘贴全文</summary>
            <ActForm action="/plans/import" csrf={signed.csrf} button="读取并导入">
              <TextField label="编号" name="name" hint="小写字母、数字和连字符，如 wenchanghu-2027" />
              <TextField
                label="上级计划的编号（可不填）"
                name="parent"
                required={false}
                hint="本计划是哪一份多年计划的年度任务清单，如 zhangdian-2021"
              />
              <AreaField label="计划全文" name="text" rows={10} hint="启动之前不向任何人发信" />
              <AreaField
                label="督查授权和立项批准（可后补）"
                name="mandate"
                required={false}
                rows={4}
                hint="YAML：appointment（by、scope、from、until、document）和 approval（by、on、document）；没有这两项记录不能启动"
              />
            </ActForm>
          </details>
          <p>
            <small>
              大文件请用命令：<code>duban import 文件</code>
            </small>
          </p>
        </section>
      </div>
    </Layout>
  );
}

function PlanCard({ plan }: { readonly plan: PlanAnswer }): VNode {
  return (
    <section class="card">
      <h2>
        <a href={`/plans/${encodeURIComponent(plan.id)}`}>{plan.title}</a>
      </h2>
      <ul class="counts">
        <li>
          <b>{plan.tasks}</b>项任务
        </li>
        {plan.status === 'draft' ? (
          <li>
            <b>{plan.openFindings}</b>条须处理
          </li>
        ) : (
          <>
            <li>
              <b>{plan.open}</b>未办结
            </li>
            <li>
              <b>{plan.lights.red}</b>红灯
            </li>
            <li>
              <b>{plan.lights.yellow}</b>黄灯
            </li>
            <li>
              <b>{plan.lights.done}</b>已办结
            </li>
          </>
        )}
      </ul>
      <small>
        {plan.year}年，{planStatusWords[plan.status]}
      </small>
    </section>
  );
}
