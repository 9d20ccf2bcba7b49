/** What a unit sees behind the signed link in its mail: the task, and what it can do about it. */
import type { VNode } from 'preact';
import { clockOf, type Day, inChinese } from '../../domain/day.js';
import { remainingWords, roleWord } from '../../domain/letter-words.js';
import { isOpen, leadsOf } from '../../domain/task.js';
import type { TaskDetail, UnitName } from '../http/answers.js';
import { actorWords, eventWords } from '../words.js';
import { Layout } from './layout.js';
import { ActForm, AreaField, Done, Due, LightState, Table, TextField } from './parts.js';

const didWords: Readonly<Record<string, string>> = {
  sign: '已签收，感谢配合。',
  progress: '进展已报送，办公室可以看到。',
  report: '办结报告已提交，等待办公室审核；结果会发邮件告知。',
  requestExtension: '延期申请已提交，等待办公室批复；结果会发邮件告知。',
};

interface ReceiptProps {
  readonly task: TaskDetail;
  readonly unit: UnitName;
  /** Address of this very page; its forms post here. */
  readonly path: string;
  readonly did: string | undefined;
  readonly today: Day;
  readonly name: (unit: string) => string;
}

export function receiptPage({ task, unit, path, did, today, name }: ReceiptProps): VNode {
  const { state } = task;
  return (
    <Layout title={`任务${task.number}`}>
      <Done words={did === undefined ? undefined : didWords[did]} />
      <p class="crumb">
        {unit.name}（{roleWord(state, unit.id)}）
      </p>
      <h1>
        {task.number}. {task.title}
      </h1>
      <section class="card">
        <dl class="facts">
          <dt>状态</dt>
          <dd>
            <LightState task={task} />
          </dd>
          <dt>时限</dt>
          <dd>
            <Due due={task.due} firstDue={task.firstDue} source={task.dueSource} />
            {isOpen(state) ? `（${remainingWords(state, today)}）` : null}
          </dd>
          <dt>牵头单位</dt>
          <dd>{task.leads.map((u) => u.name).join('、')}</dd>
          {task.supports.length === 0 ? null : <dt>配合单位</dt>}
          {task.supports.length === 0 ? null : <dd>{task.supports.map((u) => u.name).join('、')}</dd>}
          {state.report === undefined ? null : <dt>办结报告</dt>}
          {state.report === undefined ? null : (
            <dd>
              第{state.report.no}次，{name(state.report.unit)}，{clockOf(state.report.at)}
              <div class="said">{state.report.text}</div>
            </dd>
          )}
          {state.extension === undefined ? null : <dt>延期申请</dt>}
          {state.extension === undefined ? null : (
            <dd>
              延至{inChinese(state.extension.to)}，等待办公室批复
              <div class="said">{state.extension.reason}</div>
            </dd>
          )}
        </dl>
      </section>
      <Acts task={task} unit={unit} path={path} name={name} />
      <section class="card">
        <h2>经过</h2>
        <ul class="plainlist">
          {task.history.map((e) => (
            <li key={e.id}>
              <small>
                {clockOf(e.at)}　{actorWords(e.actor, name)}
              </small>
              {eventWords(e, name)}
            </li>
          ))}
        </ul>
      </section>
    </Layout>
  );
}

function Acts({ task, unit, path, name }: Omit<ReceiptProps, 'did' | 'today'>): VNode {
  const { state } = task;
  const leads = leadsOf(state);
  if (!isOpen(state)) return <p class="did">这项任务{task.stateWords}，不需要再办理。</p>;
  if (!state.duties.some((d) => d.unit === unit.id)) {
    return <p class="warn">这项任务已转由{leads.map(name).join('、')}办理，本单位不需要再办理。</p>;
  }
  if (state.suspended !== undefined)
    return <p class="warn">这项任务暂停督办（{state.suspended.reason}），恢复时另行通知，目前不需要办理。</p>;
  const signed = state.signed[unit.id];
  const who = <TextField label="经办人（可不填）" name="by" required={false} />;
  return (
    <>
      <section class="card">
        <h2>签收</h2>
        {signed === undefined ? (
          <ActForm action={path} hidden={{ act: 'sign' }} button="签收这项任务">
            {who}
          </ActForm>
        ) : (
          <p>
            已于{clockOf(signed.at)}由{signed.by}签收。
          </p>
        )}
      </section>
      <section class="card">
        <h2>报告</h2>
        {leads.includes(unit.id) ? (
          <LeadActs task={task} unit={unit} path={path} name={name} />
        ) : (
          <p>办理结果由{name(state.reporter)}统一报告，本单位无需单独报告。</p>
        )}
        <details>
          <summary>报送进展</summary>
          <ActForm action={path} hidden={{ act: 'progress' }} button="报送进展">
            <AreaField label="进展情况" name="text" />
            {who}
          </ActForm>
        </details>
      </section>
    </>
  );
}

function LeadActs({ task, unit, path, name }: Omit<ReceiptProps, 'did' | 'today'>): VNode {
  const { state } = task;
  const who = <TextField label="经办人（可不填）" name="by" required={false} />;
  return (
    <>
      {state.report !== undefined ? (
        <p>办结报告已提交，等待办公室审核，目前无需再报。</p>
      ) : (
        <details open={state.reporter === unit.id}>
          <summary>报告办结</summary>
          {state.reporter === unit.id ? null : <p>本任务由{name(state.reporter)}统一报告；由本单位报告也会被记录。</p>}
          <ActForm action={path} hidden={{ act: 'report' }} button="提交办结报告">
            <AreaField label="办结情况" name="text" rows={5} hint="做了什么、结果如何、有什么依据" />
            {who}
          </ActForm>
        </details>
      )}
      {state.extension !== undefined ? null : (
        <details>
          <summary>申请延期</summary>
          <ActForm action={path} hidden={{ act: 'requestExtension' }} button="提交延期申请">
            <TextField
              label="申请延至"
              name="to"
              kind="date"
              hint={`应晚于现时限${inChinese(state.due)}；原定时限会一直保留在表中`}
            />
            <AreaField label="理由" name="reason" />
            {who}
          </ActForm>
        </details>
      )}
    </>
  );
}

/** Why a task of the digest was left without a signature. */
function unsignedReason({ state, stateWords }: TaskDetail, unit: string): string {
  if (!state.duties.some((duty) => duty.unit === unit)) return '已不由本单位承办';
  if (!isOpen(state)) return stateWords;
  return state.suspended === undefined ? '请重试' : '已暂停';
}

/** All tasks of a digest that are to be signed for, with one button. */
export function signAllPage({
  rows,
  unit,
  path,
  did,
}: {
  /** `unit`: the id of the one that acts on the task, which after a reorganisation need not be the same for all. */
  readonly rows: readonly { readonly task: TaskDetail; readonly path: string; readonly unit: string }[];
  readonly unit: UnitName;
  readonly path: string;
  readonly did: string | undefined;
}): VNode {
  const waiting = rows.filter(
    ({ task, unit: own }) =>
      isOpen(task.state) && task.state.suspended === undefined && task.unsigned.some((u) => u.id === own),
  );
  const left = did === 'sign' ? rows.filter(({ task, unit: own }) => !(own in task.state.signed)) : [];
  return (
    <Layout title="签收任务">
      <Done words={did === undefined ? undefined : didWords[did]} />
      {left.length === 0 ? null : (
        <p class="fault" role="status">
          其中{left.length}项没有签收：
          {left.map(({ task, unit: own }) => `任务${task.number}（${unsignedReason(task, own)}）`).join('，')}。
        </p>
      )}
      <p class="crumb">{unit.name}</p>
      <h1>{waiting.length === 0 ? '任务均已签收' : `待签收任务${waiting.length}项`}</h1>
      {waiting.length === 0 ? (
        <p>以下任务不需要再签收。点开任务可以报送进展、报告办结或申请延期。</p>
      ) : (
        <section class="card">
          <ActForm action={path} hidden={{ act: 'sign' }} button={`全部签收（${waiting.length}项）`}>
            <TextField label="经办人（可不填）" name="by" required={false} />
          </ActForm>
        </section>
      )}
      <Table
        rows={rows}
        keyOf={({ task }) => task.id}
        empty="没有任务。"
        columns={[
          { head: '任务', cell: ({ task, path: own }) => <a href={own}>{`${task.number}. ${task.title}`}</a> },
          { head: '角色', cell: ({ task, unit: own }) => roleWord(task.state, own), tight: true },
          { head: '时限', cell: ({ task }) => <Due due={task.due} firstDue={task.firstDue} /> },
          {
            head: '状态',
            cell: ({ task, unit: own }) => (task.unsigned.some((u) => u.id === own) ? '待签收' : task.stateWords),
            tight: true,
          },
        ]}
      />
    </Layout>
  );
}
