/** What a unit sees behind the link of a return: what is asked, the form with what is on file, what it may do after. */
import type { ComponentChildren, VNode } from 'preact';
import { clockOf, dayOf, inChinese } from '../../domain/day.js';
import type { Fault } from '../../domain/errors.js';
import { publishedBulletin, takesReturns } from '../../domain/supervision/cycle.js';
import type { AskedReturn } from '../http/asked-return.js';
import type { ReturnAnswer } from '../http/cycle-answers.js';
import type { Said } from '../http/take-return.js';
import { Layout } from './layout.js';
import { Done } from './parts.js';
import { ContestPart, ProblemPart } from './return-after.js';
import { ReturnForm, SheetForm } from './return-form.js';

export interface ReturnProps {
  readonly asked: AskedReturn;
  readonly said: Said;
  /** Address of this very page; its forms post to `/return` below it. */
  readonly path: string;
  /** What has just been done: `return`, `contest`, `problem`. */
  readonly did: string | undefined;
  /** Epoch ms. */
  readonly now: number;
  /** What the office's form holds besides: its csrf value and why it answers for the unit; a unit's own form has nothing. */
  readonly before?: ComponentChildren;
}

export function returnPage(props: ReturnProps): VNode {
  const { asked, said, path } = props;
  const { cycle, unit, tasks, supports } = asked;
  const open = takesReturns(cycle.state);
  return (
    <Layout title="定期督查报送">
      <p class="crumb">{unit.name}</p>
      <h1>
        《{cycle.planTitle}》{cycle.periodWords}督查报送
      </h1>
      <Done words={doneWords(props)} />
      <Faults faults={said.faults} asked={asked} />
      <Standing {...props} />
      {open ? <SheetForm path={path} /> : null}
      {open ? <ReturnForm {...props} /> : <Sent asked={asked} />}
      {supports.length === 0 ? null : (
        <section class="card">
          <h2>配合（含共同牵头）的任务（{supports.length}项）</h2>
          <p>由负责的单位统一报送，本单位无需填报。</p>
          <ul class="plainlist">
            {supports.map((task) => (
              <li key={task.id}>
                第{task.number}项　{task.title}（{task.leads.map((lead) => lead.name).join('、')}牵头，时限
                {inChinese(task.due)}）
              </li>
            ))}
          </ul>
        </section>
      )}
      <ContestPart {...props} />
      {tasks.length === 0 ? null : <ProblemPart {...props} />}
    </Layout>
  );
}

function doneWords({ asked, did }: ReturnProps): string | undefined {
  const { unit, last, cycle } = asked;
  if (did === 'return' && last !== undefined)
    return `第${last.version}次报送已收到（${clockOf(last.at)}）。${takesReturns(cycle.state) && unit.state === 'returned' ? '通报审签之前可以修改后再报，以最后一次为准。' : ''}`;
  if (did === 'contest') return '异议已提出，办公室将由未参与本期通报的人员核实答复，答复会发到本单位邮箱。';
  return did === 'problem' ? '重大问题已报告领导小组，同时告知办公室。' : undefined;
}

/** What is asked by when, and where it stands. */
function Standing({ asked, path, now }: ReturnProps): VNode {
  const { cycle, unit, tasks, last } = asked;
  const { corrects } = cycle.state.bulletin ?? {};
  const published = publishedBulletin(cycle.state);
  const open = takesReturns(cycle.state);
  const late = open && unit.state !== 'returned' && dayOf(now) > unit.due;
  const back = unit.state === 'sent-back' ? last?.sentBack : undefined;
  return (
    <section class="card">
      <dl class="facts">
        <dt>报送任务</dt>
        <dd>{tasks.length}项</dd>
        <dt>时限</dt>
        <dd>{inChinese(unit.due)}</dd>
        <dt>进度</dt>
        <dd>
          {last === undefined ? '尚未报送' : `已报送${last.version}次，最近${clockOf(last.at)}（${last.by}）`}
          {unit.state === 'sent-back' ? '，已退回，待重新报送' : ''}
        </dd>
        <dt>本期督查</dt>
        <dd>{cycle.stageWords}</dd>
        {published === undefined ? null : (
          <>
            <dt>通报</dt>
            <dd>
              <a href={`${path}/bulletin`}>{published.number}（Word）</a>
            </dd>
          </>
        )}
      </dl>
      {back == null ? null : <p class="warn">退回意见：{back.reason}</p>}
      {late ? <p class="warn">已超过报送时限，请今日报送；起草通报时仍未报送的，在通报中列名。</p> : null}
      {open && corrects !== undefined ? (
        <p>正在起草更正通报（更正{corrects.number}），审签之前补报、改报的收入更正通报。</p>
      ) : null}
      {open ? (
        <p>
          请逐项填写截至{inChinese(cycle.dates.to)}
          的情况。在案内容已预先填好，只需核对修改；通报审签之前可以再报，以最后一次为准。
        </p>
      ) : (
        <p class="warn">{cycle.stageWords}，不再接收报送。</p>
      )}
    </section>
  );
}

/** Everything that is wrong, each leading to its task. */
function Faults({ faults, asked }: { readonly faults: readonly Fault[]; readonly asked: AskedReturn }): VNode | null {
  if (faults.length === 0) return null;
  return (
    <div class="fault" role="alert" id="faults">
      <h2>没有提交成功，有{faults.length}处要处理</h2>
      <ul>
        {faults.map((one) => {
          const task = asked.tasks.find(({ number }) => number === one.values['number']);
          return (
            <li key={one.message}>{task === undefined ? one.message : <a href={`#${task.field}`}>{one.message}</a>}</li>
          );
        })}
      </ul>
      <p>填写的文字都还在；新选的附件需要重新选择。</p>
    </div>
  );
}

/** The last version, once nothing can be changed any more. */
function Sent({ asked: { last } }: Pick<ReturnProps, 'asked'>): VNode | null {
  if (last === undefined) return null;
  return (
    <section class="card">
      <h2>第{last.version}次报送的内容</h2>
      <ReturnTasks tasks={last.tasks} />
    </section>
  );
}

/** What a version of a return says of each task. */
export function ReturnTasks({ tasks }: Pick<ReturnAnswer, 'tasks'>): VNode {
  return (
    <>
      {tasks.map((task) => (
        <div key={task.task}>
          <h3>
            第{task.number}项　{task.title}
          </h3>
          <p>
            <b>{task.stateWords}</b>
            {task.targets
              .filter((target) => target.value !== null)
              .map((target) => `；${target.name}${target.value}${target.measure}`)
              .join('')}
          </p>
          <div class="said">{task.progress}</div>
          {task.problems === '' ? null : <p>存在的问题：{task.problems}</p>}
          {task.help === '' ? null : <p>需协调的事项：{task.help}</p>}
        </div>
      ))}
    </>
  );
}
