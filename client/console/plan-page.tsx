/** One plan: as a draft what is to be settled, afterwards its tasks with lights. */
import type { VNode } from 'preact';
import { inChinese } from '../../domain/day.js';
import type { Directory } from '../../domain/org.js';
import type { PlanTask } from '../../domain/plan.js';
import type { PlanDifference } from '../../domain/plan-difference.js';
import { spansYears, takenOn } from '../../domain/plan-year.js';
import type { PlanDetail, TaskAnswer } from '../http/answers.js';
import type { PlanLifeAnswer } from '../http/plan-life-answers.js';
import { planStatusWords } from '../words.js';
import { Faults, type Tried } from './comments-parts.js';
import { Layout, type Signed } from './layout.js';
import { ActForm, Done, Due, LightMark, SelectField, Table, TextField, When } from './parts.js';
import { LifeNotice, LifeSection } from './plan-life.js';
import { Revision, RevisionForm, Settled, YearChoice } from './plan-revision.js';
import { YearLinks } from './plan-years.js';

interface PlanProps {
  readonly signed: Signed;
  readonly plan: PlanDetail;
  readonly directory: Directory;
  readonly life: PlanLifeAnswer;
  readonly done: string | undefined;
  /** The year whose tasks are shown, of a plan of several; default the newest. */
  readonly year?: number | undefined;
  /** A form that was refused. */
  readonly tried?: Tried;
  /** What a revised document would change, where one was just read. */
  readonly revision?: {
    readonly difference: PlanDifference;
    readonly acts: readonly string[];
    readonly amendment?: string;
  };
}

export function planPage(props: PlanProps): VNode {
  const { signed, plan, done, life, tried } = props;
  return (
    <Layout title={plan.title} area="/" signed={signed}>
      <Done words={done} />
      <p class="crumb">
        <a href="/">计划</a> / {plan.id}
      </p>
      <h1>{plan.title}</h1>
      <p class="lead">
        {plan.plan.issuer}
        {isIssued(plan, life)
          ? `${plan.plan.number === '' ? '' : `，${plan.plan.number}`}，${inChinese(plan.plan.issued)}印发，${planStatusWords[plan.status]}`
          : `，${life.stage === null ? '起草中' : life.stageWords}，尚未印发`}
      </p>
      <Faults faults={tried?.faults} />
      <LifeNotice life={life} />
      {plan.status === 'draft' ? <Draft {...props} /> : <Running {...props} />}
    </Layout>
  );
}

/** False for a draft that prints no day of issue, and for one whose issue is still to be put on record. */
const isIssued = ({ plan, status }: PlanDetail, life: PlanLifeAnswer): boolean =>
  status !== 'draft' ||
  (life.stage === null
    ? !plan.findings.some(({ code, settled }) => code === 'issued-missing' && settled === undefined)
    : life.issued !== null || life.stage === 'issued');

const taskHref = (id: string) => `/tasks/${id.split('/').map(encodeURIComponent).join('/')}`;

function Running({ plan, signed, revision, life, tried, year = plan.plan.year }: PlanProps): VNode {
  const rows = spansYears(plan.plan) ? plan.list.filter((task) => task.year === year) : plan.list;
  return (
    <>
      {revision === undefined ? null : <Revision plan={plan.id} csrf={signed.csrf} {...revision} />}
      <ul class="counts">
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
          <b>{plan.lights.green}</b>绿灯
        </li>
        <li>
          <b>{plan.lights.done}</b>已办结
        </li>
        <li>
          <a href={`/letters?plan=${encodeURIComponent(plan.id)}`}>信件</a>
        </li>
      </ul>
      <YearLinks plan={plan.plan} list={plan.list} shown={year} />
      <Table<TaskAnswer>
        rows={rows}
        keyOf={(t) => t.id}
        empty="任务正在建立，请稍候刷新。"
        columns={[
          { head: '序号', cell: (t) => t.number, tight: true },
          {
            head: '灯',
            cell: (t) => <LightMark light={t.light} />,
            tight: true,
          },
          {
            head: '任务',
            wide: true,
            cell: (t) => (
              <>
                <a href={taskHref(t.id)}>{t.title}</a>
                <small>{t.light.reasons.filter((r) => r !== t.stateWords).join('；')}</small>
              </>
            ),
          },
          {
            head: '责任单位',
            cell: (t) => (
              <>
                {t.leads.map((u) => u.name).join('、')}
                {t.supports.length === 0 ? null : <small>配合：{t.supports.map((u) => u.name).join('、')}</small>}
              </>
            ),
          },
          { head: '时限', cell: (t) => <Due due={t.due} firstDue={t.firstDue} />, tight: true },
          { head: '状态', cell: (t) => t.stateWords },
          {
            head: '下一步',
            tight: true,
            cell: (t) =>
              t.next === null ? null : (
                <>
                  {t.next.what}
                  <small>
                    <When at={t.next.at} />
                  </small>
                </>
              ),
          },
        ]}
      />
      {plan.status === 'executing' ? <RevisionForm plan={plan.id} csrf={signed.csrf} /> : null}
      {plan.status === 'closed' ? (
        <p>
          <a class="button" href={`/plans/${encodeURIComponent(plan.id)}/archive.zip`}>
            下载档案（ZIP）
          </a>
          ，用 <code>npx duban verify 文件.zip</code> 核验；制作档案记入台账。
        </p>
      ) : null}
      <LifeSection life={life} csrf={signed.csrf} tried={tried} />
    </>
  );
}

function Draft({ plan, signed, directory, life, tried }: PlanProps): VNode {
  const findings = plan.plan.findings.map((f, index) => ({ ...f, index })).filter((f) => f.settled === undefined);
  const rest = findings.filter((f) => !f.blocking);
  const without = plan.plan.tasks.filter((t) => t.duties.length === 0 || t.duties.some((d) => d.unit === null));
  const settle = `/plans/${encodeURIComponent(plan.id)}/settle`;
  return (
    <>
      <section class="card">
        <h2>启动</h2>
        <p>这还是草稿，没有向任何人发信。先处理待定事项，再推演，最后启动。</p>
        <p>
          还没有印发的：
          <a href={`/plans/${encodeURIComponent(plan.id)}/draft`}>征求意见、修改、登记印发</a>
        </p>
        <Mandate plan={plan} />
        <p>
          <a class="button" href={`/plans/${encodeURIComponent(plan.id)}/launch`}>
            推演并启动
          </a>
        </p>
      </section>
      {spansYears(plan.plan) ? (
        <YearChoice plan={plan.plan} taken={takenOn(plan.plan).tasks.length} csrf={signed.csrf} list={plan.list} />
      ) : null}
      {without.length === 0 ? null : (
        <Duties tasks={without} action={settle} csrf={signed.csrf} directory={directory} />
      )}
      <section class="card">
        <h2>待处理事项（{findings.length}条）</h2>
        {rest.length > 1 ? (
          <ActForm
            action={settle}
            csrf={signed.csrf}
            hidden={{ what: 'rest' }}
            button={`其余${rest.length}条提示均已核对`}
          >
            <TextField label="说明" name="note" value="已核对" />
          </ActForm>
        ) : null}
        <Table
          rows={findings}
          keyOf={(f) => String(f.index)}
          empty="没有待处理的事项。"
          columns={[
            { head: '任务', cell: (f) => f.task ?? '全文', tight: true },
            {
              head: '须处理',
              cell: (f) => (f.blocking ? <span class="light red">须处理</span> : <span class="light grey">提示</span>),
              tight: true,
            },
            { head: '事项', cell: (f) => f.message },
            {
              head: '处理',
              cell: (f) => (
                <ActForm
                  action={settle}
                  csrf={signed.csrf}
                  hidden={{ what: 'finding', finding: String(f.index) }}
                  button="了结"
                >
                  <TextField label="说明" name="note" value="已核对" />
                </ActForm>
              ),
            },
          ]}
        />
      </section>
      <Settled plan={plan.id} findings={plan.plan.findings} />
      <section class="card">
        <h2>任务（{plan.plan.tasks.length}项）</h2>
        <DraftTasks tasks={plan.plan.tasks} directory={directory} />
      </section>
      <LifeSection life={life} csrf={signed.csrf} tried={tried} />
    </>
  );
}

function Mandate({ plan: { plan } }: { readonly plan: PlanDetail }): VNode {
  const { appointment, approval } = plan;
  return (
    <dl class="facts">
      <dt>督查授权</dt>
      <dd>
        {appointment === undefined
          ? '没有记录（《政府督查工作条例》第五条、第七条），不能启动'
          : `${appointment.by}授权，${appointment.scope}，${inChinese(appointment.from)}至${appointment.until === undefined ? '计划结束' : inChinese(appointment.until)}，${appointment.document}`}
      </dd>
      <dt>立项批准</dt>
      <dd>
        {approval === undefined
          ? '没有记录（第十一条），不能启动'
          : `${approval.by}，${inChinese(approval.on)}，${approval.document}`}
      </dd>
    </dl>
  );
}

function Duties({
  tasks,
  action,
  csrf,
  directory,
}: {
  readonly tasks: readonly PlanTask[];
  readonly action: string;
  readonly csrf: string;
  readonly directory: Directory;
}): VNode {
  const units = directory.units
    .filter((u) => u.kind !== 'office' && u.kind !== 'leadership' && u.ended === undefined)
    .map((u) => ({ value: u.id, word: u.name }));
  return (
    <section class="card">
      <h2>没有责任单位的任务（{tasks.length}项）</h2>
      {tasks.map((task) => (
        <details key={task.number} open={tasks.length <= 3}>
          <summary>
            {task.number}. {task.title}
          </summary>
          {task.duties.length === 0 ? null : <p>文件写作：{task.duties.map((d) => d.raw).join('、')}</p>}
          <ActForm
            action={action}
            csrf={csrf}
            hidden={{ what: 'duties', task: String(task.number) }}
            button="确定责任单位"
          >
            <SelectField label="牵头单位" name="lead" options={units} />
            <SelectField label="配合单位（可多选）" name="support" required={false} multiple options={units} />
            <TextField label="说明" name="note" value="办公室确定责任单位" />
          </ActForm>
        </details>
      ))}
    </section>
  );
}

function DraftTasks({
  tasks,
  directory,
}: {
  readonly tasks: readonly PlanTask[];
  readonly directory: Directory;
}): VNode {
  const names = new Map(directory.units.map((u) => [u.id, u.name]));
  const nameOf = (d: PlanTask['duties'][number]) =>
    d.unit === null ? `${d.raw}（未定）` : (names.get(d.unit) ?? d.unit);
  return (
    <Table
      rows={tasks}
      keyOf={(t) => String(t.number)}
      empty="没有任务。"
      columns={[
        { head: '序号', cell: (t) => t.number, tight: true },
        { head: '任务', cell: (t) => t.title, wide: true },
        {
          head: '责任单位',
          cell: (t) => {
            const supports = t.duties.filter((d) => d.role === 'support');
            return (
              <>
                {t.duties
                  .filter((d) => d.role !== 'support')
                  .map(nameOf)
                  .join('、')}
                {supports.length === 0 ? null : <small>配合：{supports.map(nameOf).join('、')}</small>}
              </>
            );
          },
        },
        { head: '时限', cell: (t) => <Due due={t.due} firstDue={t.due} source={t.dueSource} /> },
      ]}
    />
  );
}
