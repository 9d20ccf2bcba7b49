/** A cycle started by hand: plan and period chosen, its days and units looked at, then begun. */
import type { VNode } from 'preact';
import { inChinese } from '../../domain/day.js';
import type { Fault } from '../../domain/errors.js';
import { returnRungWords } from '../cycle-words.js';
import type { PlanAnswer } from '../http/answers.js';
import type { BurdenAnswer, CyclePlanAnswer } from '../http/cycle-answers.js';
import { Faults } from './comments-parts.js';
import { taskNumbers } from './cycles-parts.js';
import { Layout, type Signed } from './layout.js';
import { ActForm, SelectField, Table, TextField } from './parts.js';

interface NewCycleProps {
  readonly signed: Signed;
  readonly plans: readonly PlanAnswer[];
  /** Periods at hand, with their words. */
  readonly periods: readonly { readonly key: string; readonly words: string }[];
  readonly values: Readonly<Record<string, string>>;
  readonly faults: readonly Fault[];
  /** What would be asked of whom; undefined before a plan and a period were chosen. */
  readonly planned: CyclePlanAnswer | undefined;
  /** What the units got this month. */
  readonly burden: BurdenAnswer;
}

export function newCyclePage(props: NewCycleProps): VNode {
  const { signed, plans, periods, values, faults, planned } = props;
  return (
    <Layout title="开始一次督查" area="/cycles" signed={signed}>
      <p class="crumb">
        <a href="/cycles">定期督查</a> / 开始一次督查
      </p>
      <h1>开始一次督查</h1>
      <Faults faults={faults} />
      {plans.length === 0 ? (
        <p class="warn">没有执行中的计划，启动计划之后才能督查。</p>
      ) : (
        <section class="card">
          <h2>督查什么</h2>
          <form method="get" action="/cycles/new" class="act">
            <SelectField
              label="计划"
              name="plan"
              options={plans.map((plan) => ({ value: plan.id, word: plan.title }))}
              {...(values['plan'] === undefined ? {} : { value: values['plan'] })}
            />
            <label class="field">
              <span>周期</span>
              <input
                type="text"
                name="key"
                required
                maxLength={20}
                list="periods"
                autocomplete="off"
                value={values['key'] ?? periods[0]?.key ?? ''}
              />
              <small>季度写作2026Q1，月写作2026M03，半年写作2026H1</small>
            </label>
            <datalist id="periods">
              {periods.map((one) => (
                <option key={one.key} value={one.key}>
                  {one.words}
                </option>
              ))}
            </datalist>
            <button type="submit" class={planned === undefined ? undefined : 'second'}>
              看日期和单位
            </button>
          </form>
        </section>
      )}
      {planned === undefined ? null : <Preview {...props} planned={planned} />}
    </Layout>
  );
}

function Preview({
  signed,
  values,
  faults,
  planned,
  burden,
}: NewCycleProps & { readonly planned: CyclePlanAnswer }): VNode {
  const { dates, units } = planned;
  const got = new Map(burden.units.map((one) => [one.unit, one.total]));
  const over = units.filter(({ unit }) => (got.get(unit) ?? 0) + 1 > burden.ceiling);
  const ask = over.length > 0 || faults.some((one) => one.code === 'cycle-burden');
  return (
    <>
      <section class="card">
        <h2>{planned.periodWords}</h2>
        <dl class="facts">
          <dt>督查的时段</dt>
          <dd>
            {inChinese(dates.from)}至{inChinese(dates.to)}
          </dd>
          <dt>按规则发通知</dt>
          <dd>{inChinese(dates.request)}；现在开始的，通知随即发出</dd>
          <dt>报送期限</dt>
          <dd>{inChinese(dates.due)}</dd>
          {dates.rungs.map((rung) => (
            <RungDay key={`${rung.kind} ${rung.day}`} kind={rung.kind} day={rung.day} />
          ))}
          <dt>起草通报</dt>
          <dd>{inChinese(dates.compile)}</dd>
        </dl>
        {dates.unknownYears.map((year) => (
          <p key={year} class="warn">
            还没有{year}年的放假安排，该年的日子按周一至周五推算。
          </p>
        ))}
      </section>
      <h2>要求报送的单位（{units.length}个）</h2>
      <Table
        rows={units}
        keyOf={(one) => one.unit}
        empty="这个时段没有在办任务，不用督查。"
        columns={[
          { head: '单位', cell: (one) => one.name },
          {
            head: '报送任务',
            cell: (one) => (one.leads.length === 0 ? '没有' : `${one.leads.length}项：第${taskNumbers(one.leads)}项`),
          },
          {
            head: '配合任务',
            cell: (one) =>
              one.supports.length === 0 ? '没有' : `${one.supports.length}项：第${taskNumbers(one.supports)}项`,
          },
          {
            head: '本月已收',
            cell: (one) => {
              const count = got.get(one.unit) ?? 0;
              return (
                <>
                  {count}件{count + 1 > burden.ceiling ? <span class="light red">超过上限</span> : null}
                </>
              );
            },
            tight: true,
          },
        ]}
      />
      {units.length === 0 ? null : (
        <section class="card">
          <h2>开始</h2>
          {over.length === 0 ? null : (
            <p class="warn">
              {over.map((one) => one.name).join('、')}本月收到的通知、表格和函件再加一件就超过{burden.ceiling}
              件的上限（《政府督查工作条例》第十五条），要写明由谁批准、为什么。
            </p>
          )}
          <p>开始后，上列单位收到通知和报送表。开始之后可以写明理由取消，但通知收不回来。</p>
          <ActForm
            action="/cycles/new"
            csrf={signed.csrf}
            hidden={{ plan: values['plan'] ?? '', key: values['key'] ?? '' }}
            button="确认开始"
          >
            {ask ? (
              <>
                <TextField label="批准人" name="overrideBy" value={values['overrideBy'] ?? ''} />
                <TextField label="超过上限的理由" name="overrideWhy" value={values['overrideWhy'] ?? ''} />
              </>
            ) : null}
          </ActForm>
        </section>
      )}
    </>
  );
}

function RungDay({ kind, day }: { readonly kind: string; readonly day: string }): VNode {
  return (
    <>
      <dt>{returnRungWords(kind)}</dt>
      <dd>{inChinese(day)}起，对未报送的单位</dd>
    </>
  );
}
