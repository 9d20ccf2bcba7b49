/** The key-task list of a year: what is taken on, what goes on, what stays out, what is asked, and the launch of the year. */
import type { VNode } from 'preact';
import { targetWords } from '../../activities/documents/return-sheet-form.js';
import { clockOf, type Day, inChinese } from '../../domain/day.js';
import type { Fault } from '../../domain/errors.js';
import type { Directory } from '../../domain/org.js';
import type { Plan } from '../../domain/plan.js';
import type { Rehearsal } from '../../domain/schedule/rehearsal.js';
import type { TaskAnswer } from '../http/answers.js';
import type { ListedTask, QuestionAnswer, YearListAnswer } from '../http/plan-year-answers.js';
import { Faults, type Tried, typedIn } from './comments-parts.js';
import { Summary } from './launch-page.js';
import { Layout, type Signed } from './layout.js';
import { ActForm, Done, Due, SelectField, Table, TextField } from './parts.js';
import { YearLinks, yearHref } from './plan-years.js';

interface YearProps {
  readonly signed: Signed;
  readonly list: YearListAnswer;
  readonly plan: Pick<Plan, 'id' | 'period'>;
  /** Tasks on record, of all years. */
  readonly tasks: readonly Pick<TaskAnswer, 'year' | 'stage'>[];
  readonly directory: Directory;
  readonly today: Day;
  /** What would be sent; null for a year that has begun or that cannot begin from here. */
  readonly rehearsal: Rehearsal | { readonly faults: readonly Fault[] } | null;
  readonly done: string | undefined;
  readonly tried: Tried | undefined;
}

export function planYearPage(props: YearProps): VNode {
  const { signed, list, plan, tasks, done, tried } = props;
  const { year, title, started } = list;
  return (
    <Layout title={`${year}年任务清单`} area="/" signed={signed}>
      <Done words={done} />
      <p class="crumb">
        <a href="/">计划</a> / <a href={`/plans/${encodeURIComponent(list.plan)}`}>{title}</a>
      </p>
      <h1>{year}年任务清单</h1>
      <YearLinks plan={plan} list={tasks} shown={year} />
      <Faults faults={tried?.faults} />
      {started === null ? null : (
        <p class="lead">
          {clockOf(started.at)}启动
          {started.approval === null
            ? '，随计划批准'
            : `，${started.approval.by}${inChinese(started.approval.on)}批准，${started.approval.document}`}
          。<a href={`/plans/${encodeURIComponent(list.plan)}?year=${year}`}>查看任务</a>
        </p>
      )}
      <Taken list={list} />
      {started === null ? <Questions {...props} /> : null}
      {started === null ? <Start {...props} /> : null}
    </Layout>
  );
}

function Taken({ list: { tasks, carried, left } }: Pick<YearProps, 'list'>): VNode {
  return (
    <>
      <section class="card">
        <h2>列入清单（{tasks.length}项）</h2>
        <Table<ListedTask>
          rows={tasks}
          keyOf={(one) => String(one.number)}
          empty="没有当年到期的、经常性的或另选的任务。"
          columns={[
            { head: '序号', cell: (one) => one.number, tight: true },
            { head: '任务', cell: (one) => one.title, wide: true },
            {
              head: '责任单位',
              cell: (one) => (
                <>
                  {one.leads.map((unit) => unit.name).join('、')}
                  {one.supports.length === 0 ? null : (
                    <small>配合：{one.supports.map((unit) => unit.name).join('、')}</small>
                  )}
                </>
              ),
            },
            {
              head: '时限',
              cell: (one) => <Due due={one.due} firstDue={one.due} source={one.dueSource} />,
              tight: true,
            },
            { head: '本年目标', cell: (one) => one.targets.map(targetWords).join('；') || '没有' },
          ]}
        />
      </section>
      {carried.length === 0 ? null : (
        <section class="card">
          <h2>上年未办结，继续办理（{carried.length}项）</h2>
          <p>这些任务按原来的编号和时限继续办，不重新交办。要按新的一年重新交办的，先办结销号再启动。</p>
          <Table
            rows={carried}
            keyOf={(one) => one.task}
            empty=""
            columns={[
              { head: '序号', cell: (one) => one.number, tight: true },
              {
                head: '任务',
                wide: true,
                cell: (one) => (
                  <a href={`/tasks/${one.task.split('/').map(encodeURIComponent).join('/')}`}>{one.title}</a>
                ),
              },
              { head: '年度', cell: (one) => one.year, tight: true },
              { head: '时限', cell: (one) => inChinese(one.due), tight: true },
            ]}
          />
        </section>
      )}
      <details class="card" open={left.length > 0 && left.length <= 12}>
        <summary>不列入（{left.length}项）</summary>
        <Table
          rows={left}
          keyOf={(one) => String(one.number)}
          empty="全部任务都已列入。"
          columns={[
            { head: '序号', cell: (one) => one.number, tight: true },
            { head: '任务', cell: (one) => one.title, wide: true },
            { head: '理由', cell: (one) => one.words },
          ]}
        />
      </details>
    </>
  );
}

const isClosed = ({ faults }: YearProps['list']): boolean => faults.some(({ code }) => code === 'plan-closed');

/** The field that answers a question. */
const questionField = (one: QuestionAnswer, at: number): string =>
  one.target === null ? `u-${one.task}-${at}` : `v-${one.task}-${one.target.place}`;

function Questions({ list, signed, tried }: YearProps): VNode {
  const asked = [...list.questions, ...list.answered];
  const typed = typedIn(tried, 'answers');
  return (
    <section class="card">
      <h2>待定事项（{list.questions.length}项没有答复）</h2>
      <p>文件没有把目标分到这一年的，由办公室确定；不分解的填“不分解”。填一部分也可以保存。</p>
      {list.further || isClosed(list) ? null : <p>首年的待定事项不影响启动，可以在启动后按调整办理。</p>}
      <ActForm action={`${yearHref(list.plan, list.year)}/answers`} csrf={signed.csrf} button="保存答复">
        {asked.map((one, at) => (
          <Question key={questionField(one, at)} one={one} name={questionField(one, at)} typed={typed} />
        ))}
        <TextField
          label="另选的没有时限的任务"
          name="pick"
          required={false}
          value={typed['pick'] ?? list.picked.map((one) => one.task).join(',')}
          hint="任务编号，如 3,7"
        />
      </ActForm>
    </section>
  );
}

function Question({
  one,
  name,
  typed,
}: {
  readonly one: QuestionAnswer;
  readonly name: string;
  readonly typed: Readonly<Record<string, string>>;
}): VNode {
  const label = `任务${one.task}“${one.title}”：${one.words}`;
  if (one.unit !== null) {
    const { id, successors } = one.unit;
    const options = successors.map((unit) => ({ value: `${id}>${unit.id}`, word: unit.name }));
    const value = typed[name] ?? (one.answer === null ? '' : `${id}>${one.answer}`);
    return <SelectField label={label} name={name} required={false} options={options} value={value} />;
  }
  const given = one.answer === null ? '' : one.answer === 'none' ? '不分解' : String(one.answer);
  const hint = `数值，单位为${one.target?.measure ?? ''}；或填“不分解”`;
  return <TextField label={label} name={name} required={false} value={typed[name] ?? given} hint={hint} />;
}

function Start(props: YearProps): VNode {
  const { list, signed, tried, rehearsal, directory, today } = props;
  const typed = typedIn(tried, 'launch');
  if (isClosed(list))
    return (
      <section class="card">
        <h2>启动</h2>
        <Faults faults={list.faults} head="不能启动" />
      </section>
    );
  if (!list.further)
    return (
      <section class="card">
        <h2>启动</h2>
        <p>
          首年随计划启动：<a href={`/plans/${encodeURIComponent(list.plan)}/launch`}>推演并启动</a>。
        </p>
      </section>
    );
  return (
    <>
      {rehearsal === null ? null : 'faults' in rehearsal ? (
        <Faults faults={rehearsal.faults} head="还不能推演" />
      ) : (
        <Summary rehearsal={rehearsal} directory={directory} today={today} />
      )}
      <section class="card">
        <h2>启动{list.year}年</h2>
        <Faults faults={list.faults} head="现在还不能启动" />
        {list.questions.length === 0 ? null : (
          <p class="warn">还有{list.questions.length}项待定事项没有答复，答复完才能启动。</p>
        )}
        <p>清单经批准后启动：{list.tasks.length}项任务交办责任单位，信件开始按上述日子发出。启动不能撤回。</p>
        <ActForm action={`${yearHref(list.plan, list.year)}/launch`} csrf={signed.csrf} button="确认启动">
          <TextField label="清单批准人" name="by" value={typed['by'] ?? ''} hint="如 局务会" />
          <TextField label="批准日期" name="on" kind="date" value={typed['on'] ?? ''} />
          <TextField label="批准文号" name="document" value={typed['document'] ?? ''} />
          {list.faults.some(({ code }) => code === 'life-year-skipped' || code === 'life-year-early') ? (
            <label>
              <input type="checkbox" name="skip" value="yes" /> 确要跳过还没有启动的年度，或者提前启动
            </label>
          ) : null}
          <label>
            <input type="checkbox" name="sure" value="yes" required /> 我已看过清单和推演，确认启动
          </label>
        </ActForm>
      </section>
    </>
  );
}
