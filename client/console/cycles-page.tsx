/** All supervision cycles: what runs, what comes, what is over, and what is to be done next. */
import type { VNode } from 'preact';
import { type Day, inChinese } from '../../domain/day.js';
import type { ComingCycle, CycleAnswer } from '../http/cycle-answers.js';
import { Faults, type Tried, typedIn } from './comments-parts.js';
import { CycleStageMark, cycleHref, isRunning, nextCycleAct } from './cycles-parts.js';
import { Layout, type Signed } from './layout.js';
import { ActForm, type Column, Done, Table, TextField } from './parts.js';

interface CyclesProps {
  readonly signed: Signed;
  readonly cycles: readonly CycleAnswer[];
  readonly coming: readonly ComingCycle[];
  /** Contests without an answer, by cycle. */
  readonly waiting: ReadonlyMap<string, number>;
  readonly today: Day;
  readonly done: string | undefined;
  readonly tried: Tried | undefined;
}

export function cyclesPage(props: CyclesProps): VNode {
  const { signed, cycles, waiting, today, done, tried } = props;
  const contested = (cycle: CycleAnswer): number => waiting.get(cycle.id) ?? 0;
  const running = cycles.filter((one) => isRunning(one) || contested(one) > 0);
  const over = cycles.filter((one) => !running.includes(one));
  return (
    <Layout title="定期督查" area="/cycles" signed={signed}>
      <Done words={done} />
      <h1>定期督查</h1>
      <Faults faults={tried?.faults} />
      {props.coming
        .filter((one) => one.held !== null)
        .map((one) => (
          <p key={`${one.plan}/${one.key}`} class="warn">
            {one.periodWords}的督查通知没有发出：单位收到的件数将超过上限，要写明由谁批准和理由才能开始。
            <a href={newHref(one)}>去办理</a>
          </p>
        ))}
      <p class="toolbar">
        <a class="button" href="/cycles/new">
          开始一次督查
        </a>
        <a href="/cycles/burden">各单位填报负担</a>
      </p>
      <h2>进行中（{running.length}次）</h2>
      <Table
        rows={running}
        keyOf={(cycle) => cycle.id}
        empty="没有正在进行的督查。"
        columns={[
          title,
          { head: '状态', cell: (one) => <CycleStageMark cycle={one} />, tight: true },
          {
            head: '报送期限',
            cell: (one) => (
              <>
                {inChinese(one.due)}
                <small>{inChinese(one.compile)}起草通报</small>
              </>
            ),
            tight: true,
          },
          { head: '报送', cell: (one) => <Answered cycle={one} />, tight: true },
          { head: '下一步', cell: (one) => <Next cycle={one} today={today} waiting={contested(one)} /> },
        ]}
      />
      <Coming {...props} />
      <h2>已结束</h2>
      <Table
        rows={over}
        keyOf={(cycle) => cycle.id}
        empty="还没有。"
        columns={[
          title,
          { head: '状态', cell: (one) => <CycleStageMark cycle={one} />, tight: true },
          { head: '报送', cell: (one) => <Answered cycle={one} />, tight: true },
          {
            head: '通报',
            cell: (one) =>
              one.bulletinNumber === null ? '没有' : <a href={`${cycleHref(one.id)}/bulletin`}>{one.bulletinNumber}</a>,
          },
          { head: '提出异议', cell: (one) => (one.contestBy === null ? '' : `${inChinese(one.contestBy)}截止`) },
        ]}
      />
    </Layout>
  );
}

const title: Column<CycleAnswer> = {
  head: '督查',
  wide: true,
  cell: (one) => (
    <>
      <a href={cycleHref(one.id)}>{one.periodWords}</a>
      <small>{one.planTitle}</small>
    </>
  ),
};

function Answered({ cycle }: { readonly cycle: CycleAnswer }): VNode {
  return (
    <>
      {cycle.answered}/{cycle.units}个单位
      {cycle.sentBack === 0 ? null : <small>退回{cycle.sentBack}个</small>}
    </>
  );
}

function Next(props: { readonly cycle: CycleAnswer; readonly today: Day; readonly waiting: number }): VNode | null {
  const next = nextCycleAct(props.cycle, props.today, props.waiting);
  return next === null ? null : <a href={next.href}>{next.words}</a>;
}

function Coming({ coming, signed, tried }: CyclesProps): VNode {
  return (
    <>
      <h2>将要开始</h2>
      <Table
        rows={coming}
        keyOf={(one) => `${one.plan}/${one.key}`}
        empty="没有。启动计划时选定了定期督查，到日子自动开始；也可以随时手动开始一次。"
        columns={[
          {
            head: '督查',
            wide: true,
            cell: (one) => (
              <>
                <a href={newHref(one)}>{one.periodWords}</a>
                <small>{one.planTitle}</small>
              </>
            ),
          },
          { head: '发出通知', cell: (one) => <Begins coming={one} />, tight: true },
          {
            head: '调整',
            cell: (one) => <PutOff coming={one} signed={signed} tried={tried} />,
          },
        ]}
      />
    </>
  );
}

/** Where a cycle is started by hand. */
const newHref = ({ plan, key }: ComingCycle): string => `/cycles/new?${new URLSearchParams({ plan, key }).toString()}`;

function Begins({ coming: { request, putOff, held, waitsFor } }: { readonly coming: ComingCycle }): VNode {
  if (waitsFor !== null)
    return (
      <>
        <span class="light yellow">等待上一期</span>
        <small>
          原定{inChinese(putOff?.until ?? request)}；<a href={cycleHref(waitsFor)}>上一期</a>印发通报或者取消后开始
        </small>
      </>
    );
  if (held !== null)
    return (
      <>
        <span class="light red">待批准</span>
        <small>
          原定{inChinese(request)}；{held.units.map((one) => `${one.name}本月已收${one.count}件`).join('、')}，超过
          {held.ceiling}件的上限
        </small>
      </>
    );
  if (putOff === null) return <>{inChinese(request)}</>;
  return (
    <>
      {putOff.until === null ? '不督查' : inChinese(putOff.until)}
      <small>原定{inChinese(request)}</small>
      <small>{putOff.reason}</small>
    </>
  );
}

function PutOff({
  coming: { plan, key, putOff },
  signed,
  tried,
}: {
  readonly coming: ComingCycle;
  readonly signed: Signed;
  readonly tried: Tried | undefined;
}): VNode {
  const form = `putOff ${plan} ${key}`;
  const typed = typedIn(tried, form);
  return (
    <details class="adjust" open={tried?.form === form}>
      <summary>推迟或取消</summary>
      <ActForm action="/cycles/put-off" csrf={signed.csrf} hidden={{ plan, key }} button="确定">
        <TextField
          label="推迟至（不填为本期不督查）"
          name="until"
          kind="date"
          required={false}
          value={typed['until'] ?? putOff?.until ?? ''}
        />
        <TextField label="理由" name="reason" value={typed['reason'] ?? ''} />
      </ActForm>
    </details>
  );
}
