/** What one unit returned in a cycle, version by version; sending it back, and answering for the unit. */
import type { VNode } from 'preact';
import { clockOf, inChinese } from '../../domain/day.js';
import { isCollecting, takesReturns } from '../../domain/supervision/cycle.js';
import type { AskedReturn } from '../http/asked-return.js';
import type { ReturnAnswer } from '../http/cycle-answers.js';
import type { Said } from '../http/take-return.js';
import { Faults } from './comments-parts.js';
import { cycleHref, returnHref } from './cycles-parts.js';
import { Layout, type Signed } from './layout.js';
import { ActForm, AreaField, Done, TextField } from './parts.js';
import { ReturnForm, SheetForm } from './return-form.js';
import { ReturnTasks } from './return-page.js';

interface UnitReturnProps {
  readonly signed: Signed;
  readonly asked: AskedReturn;
  /** The version on show; undefined before the first. */
  readonly shown: ReturnAnswer | undefined;
  readonly said: Said;
  /** Why the office answers for the unit, as typed. */
  readonly why: string;
  /** The reason for sending back, as typed; undefined: that form was not sent. */
  readonly reason: string | undefined;
  /** Which form was refused, so that it stands open. */
  readonly tried: 'return' | 'sheet' | undefined;
  readonly done: string | undefined;
}

export function unitReturnPage(props: UnitReturnProps): VNode {
  const { signed, asked, said, done, shown } = props;
  const { cycle, unit } = asked;
  const path = returnHref(cycle.id, unit.unit);
  const open = takesReturns(cycle.state);
  return (
    <Layout title={`${unit.name}的报送`} area="/cycles" signed={signed}>
      <Done words={done} />
      <p class="crumb">
        <a href="/cycles">定期督查</a> / <a href={cycleHref(cycle.id)}>{cycle.periodWords}</a> / {cycle.planTitle}
      </p>
      <h1>{unit.name}的报送</h1>
      <Faults faults={said.faults} />
      <section class="card">
        <dl class="facts">
          <dt>状态</dt>
          <dd>{unit.stateWords}</dd>
          <dt>期限</dt>
          <dd>{inChinese(unit.due)}</dd>
          <dt>报送任务</dt>
          <dd>{unit.leads.length}项</dd>
          <dt>报送表</dt>
          <dd>
            <a href={`${path}/sheet`}>下载Excel表</a>
          </dd>
        </dl>
      </section>
      {shown === undefined ? <p class="empty">还没有报送。</p> : <Shown {...props} shown={shown} path={path} />}
      {open ? <OnBehalf {...props} path={path} /> : <p class="warn">{cycle.stageWords}，不再接收报送。</p>}
    </Layout>
  );
}

function Shown({
  asked,
  shown,
  signed,
  reason,
  path,
}: UnitReturnProps & { readonly shown: ReturnAnswer; readonly path: string }): VNode {
  const { cycle, unit } = asked;
  const newest = shown.version === unit.version;
  return (
    <section class="card">
      <h2>第{shown.version}次报送</h2>
      {shown.versions.length < 2 ? null : (
        <p class="numbers">
          {shown.versions.map((no) =>
            no === shown.version ? (
              <b key={no}>第{no}次</b>
            ) : (
              <a key={no} href={`${path}?version=${no}`}>
                第{no}次
              </a>
            ),
          )}
        </p>
      )}
      <p>
        {clockOf(shown.at)}，{shown.by}，{shown.viaWords}
        {shown.onBehalf === null ? '' : `；办公室代报：${shown.onBehalf.why}`}
      </p>
      {shown.sentBack === null ? null : (
        <p class="warn">
          {clockOf(shown.sentBack.at)}退回（{shown.sentBack.by}）：{shown.sentBack.reason}。重报期限
          {inChinese(shown.sentBack.due)}。
        </p>
      )}
      <ReturnTasks tasks={shown.tasks} />
      {shown.files.length === 0 ? null : (
        <>
          <h3>佐证材料</h3>
          <ul class="plainlist">
            {shown.files.map((file) => (
              <li key={file.sha256}>
                <a href={`${path}/evidence/${shown.version}/${file.sha256}`}>{file.name}</a>
                <small> {Math.ceil(file.size / 1024)}KB</small>
              </li>
            ))}
          </ul>
        </>
      )}
      {newest && unit.state === 'returned' && isCollecting(cycle.state) ? (
        <details open={reason !== undefined}>
          <summary>退回重报</summary>
          <ActForm
            action={`${path}/send-back`}
            csrf={signed.csrf}
            hidden={{ version: String(shown.version) }}
            button="退回重报"
            danger
          >
            <AreaField label="理由" name="reason" value={reason ?? ''} hint="单位会收到理由和重报期限" />
          </ActForm>
        </details>
      ) : null}
    </section>
  );
}

function OnBehalf({ asked, said, why, tried, signed, path }: UnitReturnProps & { readonly path: string }): VNode {
  const before = (
    <>
      <input type="hidden" name="csrf" value={signed.csrf} />
      <TextField label="为什么代报" name="why" value={why} hint="如“来电报送，已复述核对”；会记入台账" />
    </>
  );
  return (
    <>
      <SheetForm path={path} before={before} />
      <details class="card" open={tried === 'return' || said.doubts.length > 0}>
        <summary>代单位填报</summary>
        <ReturnForm asked={asked} said={said} path={path} before={before} />
      </details>
    </>
  );
}
