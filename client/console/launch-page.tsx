/** The last look before a plan starts: every letter of the year, counted and listed, and one button. */
import type { VNode } from 'preact';
import { clockOf, type Day, inChinese } from '../../domain/day.js';
import type { Fault } from '../../domain/errors.js';
import { letterKindWords } from '../../domain/letter-words.js';
import type { Directory } from '../../domain/org.js';
import type { Rehearsal } from '../../domain/schedule/rehearsal.js';
import type { LetterKind } from '../../domain/schedule/types.js';
import type { CycleState } from '../../domain/supervision/cycle.js';
import { cycleWords, type Rhythm, readCycleKey, rhythmWords } from '../../domain/supervision/rhythm.js';
import type { PlanDetail } from '../http/answers.js';
import { Layout, type Signed } from './layout.js';
import { ActForm, Table } from './parts.js';

interface LaunchProps {
  readonly signed: Signed;
  readonly plan: PlanDetail;
  readonly directory: Directory;
  readonly today: Day;
  /** What would be sent if nobody answered; or the faults that keep the plan from being rehearsed. */
  readonly rehearsal: Rehearsal | { readonly faults: readonly Fault[] };
  /** Rhythm of the supervision cycles rehearsed, or none. */
  readonly supervise: Rhythm | undefined;
}

/** Letters shown in the list; the command prints all. */
const SHOWN = 200;

export function launchPage({ signed, plan, directory, today, rehearsal, supervise }: LaunchProps): VNode {
  const action = `/plans/${encodeURIComponent(plan.id)}/launch`;
  const units = new Set(plan.plan.tasks.flatMap((t) => t.duties.map((d) => d.unit)).filter((u) => u !== null));
  return (
    <Layout title="推演并启动" area="/" signed={signed}>
      <p class="crumb">
        <a href="/">计划</a> / <a href={`/plans/${encodeURIComponent(plan.id)}`}>{plan.id}</a>
      </p>
      <h1>推演并启动：{plan.title}</h1>
      <Supervision action={action} supervise={supervise} />
      {'faults' in rehearsal ? (
        <div class="fault">
          {rehearsal.faults.map((f) => (
            <div key={f.message}>{f.message}</div>
          ))}
        </div>
      ) : (
        <Summary rehearsal={rehearsal} directory={directory} today={today} supervise={supervise} />
      )}
      <section class="card">
        <h2>启动</h2>
        {plan.openFindings > 0 ? <p class="warn">还有{plan.openFindings}条须处理的事项，处理完才能启动。</p> : null}
        <p>
          启动后，{plan.tasks}项任务交办{units.size}个单位，信件开始按上述日子发出。启动不能撤回。
        </p>
        <p>
          {supervise === undefined
            ? '不定期督查；以后可以随时手动开始一次。'
            : `${rhythmWords[supervise]}督查一次，到日子自动发通知，可以推迟或取消。`}
        </p>
        <ActForm
          action={action}
          csrf={signed.csrf}
          {...(supervise === undefined ? {} : { hidden: { supervise } })}
          button="确认启动"
        >
          <label>
            <input type="checkbox" name="sure" value="yes" required /> 我已看过推演，确认启动
          </label>
        </ActForm>
      </section>
    </Layout>
  );
}

/** The choice of supervision cycles: shown in the rehearsal before it is part of the launch. */
function Supervision({
  action,
  supervise,
}: {
  readonly action: string;
  readonly supervise: Rhythm | undefined;
}): VNode {
  return (
    <form method="get" action={action} class="filter">
      <label>
        定期督查{' '}
        <select name="supervise" value={supervise ?? 'none'}>
          <option value="none">不督查</option>
          {(['quarterly', 'monthly', 'half-yearly'] as const).map((rhythm) => (
            <option key={rhythm} value={rhythm}>
              {rhythmWords[rhythm]}
            </option>
          ))}
        </select>
      </label>
      <button type="submit" class="narrow second">
        按此推演
      </button>
    </form>
  );
}

/** The cycles of the rehearsed year with their days. */
function Requests({ rehearsal }: { readonly rehearsal: Rehearsal }): VNode {
  const held = new Map<string, CycleState>();
  for (const { cycles } of rehearsal.letters) for (const [id, cycle] of cycles ?? []) held.set(id, cycle);
  return (
    <Table
      rows={[...held.values()].toSorted((a, b) => a.dates.request.localeCompare(b.dates.request))}
      keyOf={(cycle) => cycle.id}
      empty="计划的期限内没有督查。"
      columns={[
        { head: '督查', cell: (cycle) => periodWords(cycle.key) },
        { head: '发通知', cell: (cycle) => inChinese(cycle.dates.request), tight: true },
        { head: '报送期限', cell: (cycle) => inChinese(cycle.dates.due), tight: true },
        { head: '起草通报', cell: (cycle) => inChinese(cycle.dates.compile), tight: true },
        { head: '单位', cell: (cycle) => `${cycle.units.length}个` },
      ]}
    />
  );
}

function periodWords(key: string): string {
  const period = readCycleKey(key);
  return period === undefined ? key : cycleWords(period);
}

/** What would be sent if nobody answered. */
export function Summary({
  rehearsal,
  directory,
  today,
  supervise,
}: {
  readonly supervise?: Rhythm | undefined;
  readonly rehearsal: Rehearsal;
  readonly directory: Directory;
  readonly today: Day;
}): VNode {
  const { letters, unreachable, skipped, findings } = rehearsal;
  const names = new Map(directory.units.map((u) => [u.id, u.name]));
  const kinds = [...new Set(letters.map((l) => l.draft.kind))].map((kind): readonly [LetterKind, number] => [
    kind,
    letters.filter((l) => l.draft.kind === kind).length,
  ]);
  return (
    <section class="card">
      <h2>
        若{inChinese(today)}启动、全年无人答复，会发出{letters.length}封信
      </h2>
      <ul class="counts">
        {kinds.map(([kind, count]) => (
          <li key={kind}>
            <b>{count}</b>
            {letterKindWords[kind]}
          </li>
        ))}
      </ul>
      {supervise === undefined ? null : <Requests rehearsal={rehearsal} />}
      {findings.map((f) => (
        <p key={f.message} class="warn">
          {f.message}
        </p>
      ))}
      {unreachable.length === 0 ? null : (
        <p class="fault">
          有{new Set(unreachable.map((u) => u.unit)).size}个单位没有可用的联系地址：
          {[...new Set(unreachable.map((u) => u.unit))].join('、')}
        </p>
      )}
      {skipped.length === 0 ? null : (
        <p>已经过去、不再补发的提醒：{skipped.map((s) => `${s.planned}（${s.tasks.length}项任务）`).join('、')}</p>
      )}
      <details>
        <summary>逐封查看{letters.length > SHOWN ? `（前${SHOWN}封，全部请用 duban rehearse）` : ''}</summary>
        <Table
          rows={letters.slice(0, SHOWN)}
          keyOf={(l) => l.draft.key}
          empty="没有信件。"
          columns={[
            { head: '时间', cell: (l) => clockOf(l.draft.at), tight: true },
            { head: '种类', cell: (l) => `${letterKindWords[l.draft.kind]}${l.needsApproval ? '（须签发）' : ''}` },
            { head: '单位', cell: (l) => names.get(l.draft.unit) ?? l.draft.unit },
            { head: '收信人', cell: (l) => l.to ?? '无' },
            {
              head: '任务',
              cell: (l) => [...new Set(l.draft.notices.map((n) => n.task.split('/').at(-1)))].join('、'),
            },
          ]}
        />
      </details>
    </section>
  );
}
