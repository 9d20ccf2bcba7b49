/** One task for the office: where it stands, what can be decided, what happened, what was written. */
import type { VNode } from 'preact';
import { clockOf, inChinese } from '../../domain/day.js';
import { contactRoleWords, originWords } from '../../domain/letter-words.js';
import type { Directory } from '../../domain/org.js';
import { isOpen, leadsOf, type TaskState } from '../../domain/task.js';
import type { TaskDetail } from '../http/answers.js';
import { Faults, type Tried, typedIn } from './comments-parts.js';
import { taskHref } from './cycles-parts.js';
import { History } from './history.js';
import { Layout, type Signed } from './layout.js';
import { Letters } from './letters-page.js';
import { ActForm, AreaField, Done, Due, LightState, SelectField, TextField, When } from './parts.js';

interface TaskProps {
  readonly signed: Signed;
  readonly task: TaskDetail;
  readonly directory: Directory;
  readonly done: string | undefined;
  /** A major problem whose form was refused. */
  readonly tried?: Tried | undefined;
}

export function taskPage({ signed, task, directory, done, tried }: TaskProps): VNode {
  const names = new Map(directory.units.map((u) => [u.id, u.name]));
  const name = (id: string) => names.get(id) ?? id;
  return (
    <Layout title={`${task.number}. ${task.title}`} area="/" signed={signed}>
      <Done words={done} />
      <p class="crumb">
        <a href="/">计划</a> / <a href={`/plans/${encodeURIComponent(task.plan)}`}>{task.plan}</a> / 任务{task.number}
      </p>
      <h1>
        {task.number}. {task.title}
      </h1>
      <Faults faults={tried?.faults} />
      <div class="grid">
        <Facts task={task} name={name} />
        <Signing task={task} directory={directory} />
      </div>
      {isOpen(task.state) ? <Decisions task={task} signed={signed} directory={directory} name={name} /> : null}
      {isOpen(task.state) ? <Problem task={task} signed={signed} tried={tried} /> : null}
      <History entries={task.history} name={name} />
      <section class="card">
        <h2>信件</h2>
        <Letters letters={task.letters} />
      </section>
    </Layout>
  );
}

/** A major problem goes to the leadership group at once. */
function Problem({ task, signed, tried }: Pick<TaskProps, 'task' | 'signed' | 'tried'>): VNode {
  return (
    <details class="card" open={tried !== undefined}>
      <summary>报告重大问题</summary>
      <p>立即作为专报报送领导小组，抄送办公室；不等报送，也不等催办的日子。</p>
      <ActForm action={`${taskHref(task.id)}/problem`} csrf={signed.csrf} button="报送领导小组" danger>
        <AreaField
          label="问题"
          name="text"
          rows={5}
          value={typedIn(tried, 'problem')['text'] ?? ''}
          hint="写明发生了什么、影响多大、需要领导小组决定什么"
        />
      </ActForm>
    </details>
  );
}

function Facts({ task, name }: { readonly task: TaskDetail; readonly name: (id: string) => string }): VNode {
  return (
    <section class="card">
      <dl class="facts">
        <dt>状态</dt>
        <dd>
          <LightState task={task} />
        </dd>
        <dt>时限</dt>
        <dd>
          <Due due={task.due} firstDue={task.firstDue} source={task.dueSource} />
          {task.state.recurring === undefined ? null : `（${task.state.recurring}）`}
        </dd>
        <dt>牵头</dt>
        <dd>{task.leads.map((u) => u.name).join('、')}</dd>
        <dt>配合</dt>
        <dd>{task.supports.map((u) => u.name).join('、') || '无'}</dd>
        <dt>统一报告</dt>
        <dd>{name(task.state.reporter)}</dd>
        <dt>章节</dt>
        <dd>{task.chapter}</dd>
        {task.state.origin === undefined ? null : (
          <>
            <dt>来由</dt>
            <dd>
              {originWords(task.state.origin)}
              {task.state.origin.reason === undefined ? '' : `：${task.state.origin.reason}`}
            </dd>
          </>
        )}
        <dt>下一步</dt>
        <dd>
          {task.next === null ? (
            '无'
          ) : (
            <>
              {task.next.what}，<When at={task.next.at} />
            </>
          )}
        </dd>
      </dl>
    </section>
  );
}

function Signing({ task, directory }: { readonly task: TaskDetail; readonly directory: Directory }): VNode {
  const rows = [
    ...task.leads.map((u) => ({ ...u, role: '牵头' })),
    ...task.supports.map((u) => ({ ...u, role: '配合' })),
  ];
  return (
    <section class="card">
      <h2>签收</h2>
      <ul class="plainlist">
        {rows.map((u) => {
          const signed = task.state.signed[u.id];
          const contacts = directory.units.find((one) => one.id === u.id)?.contacts ?? [];
          return (
            <li key={u.id}>
              {u.name}（{u.role}）：{signed === undefined ? '未签收' : `${signed.by}，${clockOf(signed.at)}`}
              <small>{contacts.map((c) => `${contactRoleWords[c.role]} ${c.address}`).join('；')}</small>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

interface DecisionProps {
  readonly task: TaskDetail;
  readonly signed: Signed;
  readonly directory: Directory;
  readonly name: (id: string) => string;
}

function Decisions({ task, signed, directory, name }: DecisionProps): VNode {
  const { state } = task;
  const form = { action: taskHref(task.id), csrf: signed.csrf };
  return (
    <section class="card">
      <h2>办理</h2>
      {state.report === undefined ? null : <ReportDecision report={state.report} form={form} name={name} />}
      {state.extension === undefined ? null : <ExtensionDecision extension={state.extension} form={form} name={name} />}
      <OnBehalf task={task} form={form} />
      <Changes task={task} form={form} directory={directory} name={name} />
    </section>
  );
}

interface FormTarget {
  readonly action: string;
  readonly csrf: string;
}

function ReportDecision({
  report,
  form,
  name,
}: {
  readonly report: NonNullable<TaskState['report']>;
  readonly form: FormTarget;
  readonly name: (id: string) => string;
}): VNode {
  const no = String(report.no);
  return (
    <>
      <h3>
        第{report.no}次办结报告：{name(report.unit)}（{report.by}），{clockOf(report.at)}
      </h3>
      <div class="said">{report.text}</div>
      <div class="grid">
        <ActForm {...form} hidden={{ kind: 'accept', no }} button="同意办结，销号">
          <TextField label="附言（可不填）" name="note" required={false} />
        </ActForm>
        <ActForm {...form} hidden={{ kind: 'return', no }} button="退回" danger>
          <TextField label="退回的理由" name="reason" />
        </ActForm>
      </div>
    </>
  );
}

function ExtensionDecision({
  extension,
  form,
  name,
}: {
  readonly extension: NonNullable<TaskState['extension']>;
  readonly form: FormTarget;
  readonly name: (id: string) => string;
}): VNode {
  const no = String(extension.no);
  return (
    <>
      <h3>
        第{extension.no}次延期申请：{name(extension.unit)}（{extension.by}）申请延至{inChinese(extension.to)}
      </h3>
      <div class="said">{extension.reason}</div>
      <div class="grid">
        <ActForm {...form} hidden={{ kind: 'decideExtension', no, approve: 'yes' }} button="同意延期">
          <TextField label="延至" name="due" kind="date" value={extension.to} />
          <TextField label="批复意见" name="reason" value="同意" />
        </ActForm>
        <ActForm {...form} hidden={{ kind: 'decideExtension', no, approve: 'no' }} button="不同意" danger>
          <TextField label="批复意见" name="reason" />
        </ActForm>
      </div>
    </>
  );
}

function OnBehalf({ task, form }: { readonly task: TaskDetail; readonly form: FormTarget }): VNode {
  const all = [...task.leads, ...task.supports].map((u) => ({ value: u.id, word: u.name }));
  const leads = task.leads.map((u) => ({ value: u.id, word: u.name }));
  const why = <TextField label="为什么代办" name="why" hint="如“电话报告，已核实”；会记入台账" />;
  return (
    <>
      {task.unsigned.length === 0 ? null : (
        <details>
          <summary>代为签收</summary>
          <ActForm {...form} hidden={{ kind: 'sign' }} button="代为签收">
            <SelectField
              label="代哪个单位"
              name="unit"
              options={task.unsigned.map((u) => ({ value: u.id, word: u.name }))}
            />
            {why}
          </ActForm>
        </details>
      )}
      <details>
        <summary>代报进展</summary>
        <ActForm {...form} hidden={{ kind: 'progress' }} button="代报进展">
          <SelectField label="代哪个单位" name="unit" options={all} />
          <AreaField label="进展情况" name="text" />
          {why}
        </ActForm>
      </details>
      {task.state.report !== undefined ? null : (
        <details>
          <summary>代报办结</summary>
          <ActForm {...form} hidden={{ kind: 'report' }} button="代报办结">
            <SelectField label="代哪个单位" name="unit" options={leads} />
            <AreaField label="办结情况" name="text" />
            {why}
          </ActForm>
        </details>
      )}
      {task.state.extension !== undefined ? null : (
        <details>
          <summary>代为申请延期</summary>
          <ActForm {...form} hidden={{ kind: 'requestExtension' }} button="代为申请">
            <SelectField label="代哪个单位" name="unit" options={leads} />
            <TextField label="申请延至" name="to" kind="date" />
            <AreaField label="理由" name="reason" />
            {why}
          </ActForm>
        </details>
      )}
    </>
  );
}

function Changes({
  task,
  form,
  directory,
  name,
}: {
  readonly task: TaskDetail;
  readonly form: FormTarget;
  readonly directory: Directory;
  readonly name: (id: string) => string;
}): VNode {
  const held = [...new Set(task.state.duties.map((d) => d.unit))];
  const others = directory.units.filter(
    (u) => u.kind !== 'office' && u.kind !== 'leadership' && u.ended === undefined && !held.includes(u.id),
  );
  const reason = <TextField label="理由" name="reason" />;
  return (
    <>
      <details>
        <summary>转办给另一个单位</summary>
        <ActForm {...form} hidden={{ kind: 'transfer' }} button="转办">
          <SelectField label="移出单位" name="from" options={held.map((id) => ({ value: id, word: name(id) }))} />
          <SelectField label="移入单位" name="to" options={others.map((u) => ({ value: u.id, word: u.name }))} />
          {reason}
        </ActForm>
      </details>
      <details>
        <summary>修改题目、时限或报告单位</summary>
        <ActForm {...form} hidden={{ kind: 'amend' }} button="修改">
          <TextField label="题目" name="title" required={false} hint="不填不改" />
          <TextField label="时限" name="due" kind="date" required={false} hint="不填不改；原定时限会一直保留" />
          <SelectField
            label="统一报告的牵头单位"
            name="reporter"
            required={false}
            options={leadsOf(task.state).map((id) => ({ value: id, word: name(id) }))}
          />
          {reason}
        </ActForm>
      </details>
      {task.state.suspended === undefined ? (
        <details>
          <summary>暂停任务</summary>
          <ActForm {...form} hidden={{ kind: 'suspend' }} button="暂停">
            {reason}
          </ActForm>
        </details>
      ) : (
        <details>
          <summary>恢复任务</summary>
          <ActForm {...form} hidden={{ kind: 'resume' }} button="恢复">
            {reason}
          </ActForm>
        </details>
      )}
      <details>
        <summary>取消任务</summary>
        <ActForm {...form} hidden={{ kind: 'cancel' }} button="取消这项任务" danger>
          {reason}
        </ActForm>
      </details>
    </>
  );
}
