/** One supervision cycle for the office: its days, what to do next, the units, contests, history, letters. */
import type { VNode } from 'preact';
import { clockOf, type Day, inChinese } from '../../domain/day.js';
import type { Directory } from '../../domain/org.js';
import { isCollecting, takesReturns, waitedFor } from '../../domain/supervision/cycle.js';
import type { CycleDetail, CycleUnitAnswer } from '../http/cycle-answers.js';
import { Faults, type Tried } from './comments-parts.js';
import { Contests } from './cycles-contests.js';
import { CycleStageMark, cycleHref, nextCycleAct, returnHref, taskNumbers } from './cycles-parts.js';
import { History } from './history.js';
import { Layout, type Signed } from './layout.js';
import { Letters } from './letters-page.js';
import { ActForm, AreaField, Done, Table } from './parts.js';

export interface CycleProps {
  readonly signed: Signed;
  readonly cycle: CycleDetail;
  readonly directory: Directory;
  readonly today: Day;
  readonly done: string | undefined;
  readonly tried: Tried | undefined;
}

export function cyclePage(props: CycleProps): VNode {
  const { signed, cycle, directory, done, tried } = props;
  const names = new Map(directory.units.map((unit) => [unit.id, unit.name]));
  const name = (id: string): string => names.get(id) ?? id;
  return (
    <Layout title={`${cycle.periodWords}督查`} area="/cycles" signed={signed}>
      <Done words={done} />
      <p class="crumb">
        <a href="/cycles">定期督查</a> / <a href={`/plans/${encodeURIComponent(cycle.plan)}`}>{cycle.planTitle}</a>
      </p>
      <h1>{cycle.periodWords}督查</h1>
      <Faults faults={tried?.faults} />
      <Next {...props} />
      <div class="grid two">
        <Days cycle={cycle} />
        <Acts {...props} />
      </div>
      <Contests {...props} />
      <h2>
        各单位报送（{cycle.answered}/{cycle.units}）
      </h2>
      <Units cycle={cycle} />
      <section class="card">
        <h2>信件</h2>
        <Letters letters={cycle.letters} />
      </section>
      <History entries={cycle.history} name={name} />
    </Layout>
  );
}

function Next({ cycle, today }: CycleProps): VNode | null {
  const waiting = cycle.contests.filter((one) => one.answer === undefined).length;
  const next = nextCycleAct(cycle, today, waiting);
  return next === null ? null : (
    <p class="warn">下一步：{next.href === cycleHref(cycle.id) ? next.words : <a href={next.href}>{next.words}</a>}</p>
  );
}

function Days({ cycle }: { readonly cycle: CycleDetail }): VNode {
  const { state, dates } = cycle;
  const { bulletin, skipped } = state;
  return (
    <section class="card">
      <h2>状态和日期</h2>
      <dl class="facts">
        <dt>状态</dt>
        <dd>
          <CycleStageMark cycle={cycle} />
          {skipped === undefined ? null : (
            <small>
              {' '}
              {skipped.reason}（{skipped.by}，{clockOf(skipped.at)}）
            </small>
          )}
        </dd>
        <dt>督查的时段</dt>
        <dd>
          {inChinese(dates.from)}至{inChinese(dates.to)}
        </dd>
        <dt>通知</dt>
        <dd>
          {clockOf(state.requestedAt)}，{state.requestedBy === 'duban' ? '到期自动发出' : state.requestedBy}
        </dd>
        <dt>报送期限</dt>
        <dd>{inChinese(cycle.due)}</dd>
        <dt>起草通报</dt>
        <dd>
          {bulletin === undefined
            ? inChinese(cycle.compile)
            : `${clockOf(bulletin.draftedAt)}，${bulletin.author === 'duban' ? '到期自动起草' : bulletin.author}`}
        </dd>
        {bulletin === undefined ? null : (
          <>
            <dt>审签</dt>
            <dd>
              {bulletin.approvedAt === undefined
                ? `${clockOf(bulletin.approveBy)}前`
                : `${clockOf(bulletin.approvedAt)}，${bulletin.approvedBy}`}
            </dd>
          </>
        )}
        {cycle.bulletinNumber === null ? null : (
          <>
            <dt>通报</dt>
            <dd>
              <a href={`${cycleHref(cycle.id)}/bulletin`}>{cycle.bulletinNumber}</a>
            </dd>
          </>
        )}
        {cycle.contestBy === null ? null : (
          <>
            <dt>提出异议</dt>
            <dd>{inChinese(cycle.contestBy)}截止</dd>
          </>
        )}
      </dl>
    </section>
  );
}

function Acts({ cycle, signed, tried, today }: CycleProps): VNode {
  const here = cycleHref(cycle.id);
  const open = isCollecting(cycle.state);
  const silent = cycle.silent + cycle.sentBack;
  const waited = waitedFor(cycle.state, today);
  return (
    <section class="card">
      <h2>办理</h2>
      <p>
        <a href={`${here}/bulletin`}>
          {cycle.bulletinNumber === null || cycle.stage === 'compiling' ? '看通报草稿' : '看通报'}
        </a>
        {cycle.bulletinNumber === null && cycle.stage !== 'compiling' ? '，内容随报送变化' : ''}
      </p>
      {open && cycle.stage !== 'compiling' ? (
        <>
          <p>
            {silent === 0
              ? '各单位均已报送，可以起草通报。'
              : waited.length > 0
                ? `还有${silent}个单位没有报送。报送期限过后，或者全部报齐，才能起草通报；到${inChinese(cycle.compile)}自动起草。`
                : `还有${silent}个单位没有报送。现在起草的，仍可报送到审签为止；届时未报送的在通报中列名。`}
            起草的人不能审签。
          </p>
          {waited.length > 0 ? null : (
            <ActForm action={`${here}/acts`} csrf={signed.csrf} hidden={{ kind: 'compile' }} button="现在起草通报" />
          )}
        </>
      ) : null}
      {open ? (
        <details open={tried?.form === 'skip'}>
          <summary>取消本期督查</summary>
          <ActForm action={`${here}/acts`} csrf={signed.csrf} hidden={{ kind: 'skip' }} button="取消本期督查" danger>
            <AreaField
              label="理由"
              name="reason"
              value={tried?.form === 'skip' ? (tried.values['reason'] ?? '') : ''}
              hint="取消后不能恢复；已报送的内容保留在案"
            />
          </ActForm>
        </details>
      ) : null}
    </section>
  );
}

function Units({ cycle }: { readonly cycle: CycleDetail }): VNode {
  const colour = (one: CycleUnitAnswer): string =>
    one.stateWords.includes('逾期') ? 'red' : one.state === 'returned' ? 'done' : 'yellow';
  return (
    <Table
      rows={cycle.asked}
      keyOf={(one) => one.unit}
      empty="没有单位。"
      columns={[
        { head: '单位', cell: (one) => <a href={returnHref(cycle.id, one.unit)}>{one.name}</a> },
        { head: '状态', cell: (one) => <span class={`light ${colour(one)}`}>{one.stateWords}</span>, tight: true },
        {
          head: '任务',
          cell: (one) => (
            <>
              {one.leads.length === 0 ? '没有' : `第${taskNumbers(one.leads)}项`}
              {one.supports.length === 0 ? null : <small>配合第{taskNumbers(one.supports)}项</small>}
            </>
          ),
        },
        { head: '期限', cell: (one) => inChinese(one.due), tight: true },
        {
          head: '报送',
          cell: (one) =>
            one.version === 0 ? null : (
              <>
                第{one.version}次，{one.at === undefined ? '' : clockOf(one.at)}
                <small>{one.by}</small>
              </>
            ),
        },
        {
          head: '办理',
          cell: (one) => (
            <span class="numbers">
              <a href={returnHref(cycle.id, one.unit)}>
                {one.version === 0 && takesReturns(cycle.state) ? '代为报送' : '查看'}
              </a>
              <a href={`${returnHref(cycle.id, one.unit)}/sheet`}>报送表</a>
            </span>
          ),
        },
      ]}
    />
  );
}
