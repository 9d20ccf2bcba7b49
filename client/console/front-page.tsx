/** The first page without login: what this is, the sample plans, and the way in. */
import type { VNode } from 'preact';
import type { Plan } from '../../domain/plan.js';
import { Layout } from './layout.js';
import { ActForm, TextField } from './parts.js';

export function frontPage({ samples, wrong }: { readonly samples: readonly Plan[]; readonly wrong: boolean }): VNode {
  return (
    <Layout title="首页">
      <h1>重点任务督办：从计划印发到办结销号全程跟踪</h1>
      <p class="lead">
        督办读懂计划文件，把它变成一年的重点任务：谁牵头、谁配合、什么时候办结。启动之前先看到全年要发的每一封信；启动之后按法定工作日提醒、催办、督办，不漏一个时限。
      </p>
      <div class="grid">
        <section class="card">
          <h2>办公室登录</h2>
          {wrong ? (
            <p class="fault" role="alert">
              口令不对，请核对后重试。
            </p>
          ) : null}
          <ActForm action="/login" button="登录">
            <TextField
              label="口令"
              name="token"
              kind="password"
              hint="在数据目录的 token 文件中，或由管理员用 DUBAN_TOKEN 设定"
            />
            <TextField label="经办人" name="name" required={false} hint="记入台账；不填记作“办公室”" />
          </ActForm>
        </section>
        <section class="card">
          <h2>示例计划</h2>
          {samples.length === 0 ? <p class="empty">没有示例计划。</p> : null}
          <ul>
            {samples.map((plan) => (
              <li key={plan.id}>
                {plan.title}
                <small>
                  {plan.issuer}，{plan.tasks.length}项任务
                </small>
              </li>
            ))}
          </ul>
          <p>
            <small>登录后可一键导入。示例来自公开文件，联系地址均为虚构。</small>
          </p>
        </section>
      </div>
      <p>
        <small>责任单位无需登录：请用来信中的链接签收、报告和申请延期。</small>
      </p>
    </Layout>
  );
}
