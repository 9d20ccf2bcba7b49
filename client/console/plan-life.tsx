/** 计划全周期 on the page of a plan: where it stands, its years and kin, what is due, and the acts on it as a whole. */
import { Fragment, type VNode } from 'preact';
import { inChinese } from '../../domain/day.js';
import { planEvaluationWords } from '../../domain/life/life.js';
import type { KinAnswer, PlanLifeAnswer, TaskCounts, YearAnswer } from '../http/plan-life-answers.js';
import { type Tried, typedIn } from './comments-parts.js';
import { ActForm, AreaField, type Column, SelectField, Table, TextField, When } from './parts.js';

interface LifeProps {
  readonly life: PlanLifeAnswer;
  readonly csrf: string;
  /** A form of the page that was refused. */
  readonly tried: Tried | undefined;
}

const planHref = (plan: string): string => `/plans/${encodeURIComponent(plan)}`;

/** At the head of the page: that the plan rests, and what its office has to do. */
export function LifeNotice({ life: { paused, due } }: Pick<LifeProps, 'life'>): VNode {
  return (
    <>
      {paused === null ? null : (
        <p class="warn">
          计划自
          <When at={paused.since} />
          起暂停：{paused.reason}。暂停期间不提醒、不催办，不开始督查。
        </p>
      )}
      {due.map((one) => (
        <p key={`${one.kind}${one.year}`} class={one.late > 0 ? 'fault' : 'warn'}>
          {one.words}：期限{inChinese(one.due)}
          {one.late > 0 ? `，已逾期${one.late}天` : ''}
        </p>
      ))}
    </>
  );
}

/** The section with everything about the plan's life. */
export function LifeSection(props: LifeProps): VNode {
  const { life } = props;
  return (
    <section class="card" id="life">
      <h2>计划全周期</h2>
      <Facts life={life} />
      {life.years.length === 0 ? null : (
        <Table<YearAnswer>
          rows={life.years}
          keyOf={(one) => String(one.year)}
          empty=""
          columns={[
            { head: '年度', cell: (one) => one.year, tight: true },
            ...countColumns<YearAnswer>(),
            {
              head: '启动',
              tight: true,
              cell: (one) => (one.launchedAt === null ? '' : <When at={one.launchedAt} />),
            },
            {
              head: '批准',
              cell: ({ approval }) =>
                approval === null ? '随计划批准' : `${approval.by}，${inChinese(approval.on)}，${approval.document}`,
            },
          ]}
        />
      )}
      {life.children.length === 0 ? null : (
        <>
          <h3>下级计划（年度清单）</h3>
          <Table<KinAnswer>
            rows={life.children}
            keyOf={(one) => one.id}
            empty=""
            columns={[
              { head: '年度', cell: (one) => one.year, tight: true },
              { head: '计划', wide: true, cell: (one) => <a href={planHref(one.id)}>{one.title}</a> },
              { head: '状态', cell: (one) => one.stageWords, tight: true },
              ...countColumns<KinAnswer>(),
            ]}
          />
          <p>
            连同下级计划，任务共{life.total.tasks}项：未办结{life.total.open}项（逾期{life.total.overdue}项），已销号
            {life.total.accepted}项，已取消{life.total.cancelled}项。
          </p>
        </>
      )}
      <Acts {...props} />
      <details>
        <summary>经过（{life.timeline.length}条）</summary>
        <ul>
          {life.timeline.map((one) => (
            <li key={`${one.at}${one.what}`}>
              <When at={one.at} />　{one.what}（{one.by}）
            </li>
          ))}
        </ul>
      </details>
    </section>
  );
}

function Facts({ life }: Pick<LifeProps, 'life'>): VNode {
  const { from, to, issued, evaluations, amendments, next, parent } = life;
  return (
    <dl class="facts">
      <dt>阶段</dt>
      <dd>{life.stageWords}</dd>
      <dt>计划期</dt>
      <dd>{from === to ? `${from}年` : `${from}年至${to}年`}</dd>
      {issued === null ? null : (
        <>
          <dt>印发</dt>
          <dd>
            {issued.number}，{inChinese(issued.on)}
          </dd>
        </>
      )}
      {parent === null ? null : (
        <>
          <dt>上级计划</dt>
          <dd>
            <a href={planHref(parent.id)}>{parent.title}</a>（{parent.stageWords}）
          </dd>
        </>
      )}
      {evaluations.map((one) => (
        <Fragment key={one.kind}>
          <dt>{one.words}</dt>
          <dd>
            {one.document}，{inChinese(one.on)}登记（{one.by}）：{one.opinion}
          </dd>
        </Fragment>
      ))}
      {amendments === 0 && !life.possible.includes('pause') ? null : (
        <>
          <dt>调整</dt>
          <dd>
            <a href={`${planHref(life.plan)}/amendments`}>{amendments}次</a>
          </dd>
        </>
      )}
      {next === null ? null : (
        <>
          <dt>下一次提示</dt>
          <dd>
            <When at={next.at} />　{next.what}
          </dd>
        </>
      )}
    </dl>
  );
}

function countColumns<T extends TaskCounts>(): readonly Column<T>[] {
  return [
    { head: '任务', cell: (one) => one.tasks, tight: true },
    { head: '未办结', cell: (one) => one.open, tight: true },
    { head: '逾期', cell: (one) => one.overdue, tight: true },
    { head: '已销号', cell: (one) => one.accepted, tight: true },
    { head: '已取消', cell: (one) => one.cancelled, tight: true },
  ];
}

function Acts({ life, csrf, tried }: LifeProps): VNode {
  const { plan, possible, evaluations, from, to } = life;
  const action = `${planHref(plan)}/life`;
  const typed = (form: string): Readonly<Record<string, string>> => typedIn(tried, form);
  const made = (kind: string): number => evaluations.filter((one) => one.kind === kind).length;
  const kinds = (['mid-term', 'final'] as const).toSorted((a, b) => made(a) - made(b));
  const begun = life.stage === null || life.stage === 'executing' || life.stage === 'evaluating';
  const unevaluated = begun && to > from && made('final') === 0;
  return (
    <>
      {possible.includes('evaluate') ? (
        <details open={tried?.form === 'evaluate'}>
          <summary>登记评估</summary>
          <ActForm action={action} csrf={csrf} hidden={{ act: 'evaluate' }} button="登记评估">
            <SelectField
              label="评估"
              name="evaluation"
              options={kinds.map((value) => ({ value, word: planEvaluationWords[value] }))}
            />
            <TextField label="评估文件的文号" name="document" value={typed('evaluate')['document'] ?? ''} />
            <AreaField label="评估结论" name="opinion" value={typed('evaluate')['opinion'] ?? ''} />
            {evaluations.length === 0 ? null : (
              <TextField
                label="更正理由"
                name="correct"
                required={false}
                value={typed('evaluate')['correct'] ?? ''}
                hint="更正登记过的评估时填写"
              />
            )}
          </ActForm>
        </details>
      ) : null}
      {possible.includes('pause') ? (
        <details open={tried?.form === 'pause'}>
          <summary>暂停计划</summary>
          <p>各项任务停止计时，不提醒、不催办，不开始新的督查周期；已经开始的督查周期照常进行。</p>
          <ActForm action={action} csrf={csrf} hidden={{ act: 'pause' }} button="暂停这份计划">
            <AreaField label="暂停的理由" name="reason" value={typed('pause')['reason'] ?? ''} />
          </ActForm>
        </details>
      ) : null}
      {possible.includes('resume') ? (
        <details open>
          <summary>恢复计划</summary>
          <ActForm action={action} csrf={csrf} hidden={{ act: 'resume' }} button="恢复这份计划">
            <SelectField
              label="各项任务的时限"
              name="dates"
              options={[
                { value: 'give-back', word: '按暂停的天数顺延' },
                { value: 'keep', word: '不变' },
              ]}
            />
            <AreaField label="恢复的理由" name="reason" value={typed('resume')['reason'] ?? ''} />
          </ActForm>
        </details>
      ) : null}
      {possible.includes('close') ? (
        <details open={tried?.form === 'close'}>
          <summary>{begun ? '结束计划' : '撤回计划'}</summary>
          {begun ? null : <p>计划没有启动；撤回之后不能再征求意见、印发或启动，记录保留。</p>}
          <ActForm
            action={`${planHref(plan)}/close`}
            csrf={csrf}
            button={begun ? '结束这份计划' : '撤回这份计划'}
            danger
          >
            <AreaField label="原因" name="reason" value={typed('close')['reason'] ?? ''} />
            {begun ? (
              <label>
                <input type="checkbox" name="cancelOpen" value="yes" /> 一并取消未办结的任务
              </label>
            ) : null}
            {unevaluated ? (
              <label>
                <input type="checkbox" name="early" value="yes" /> 没有终期评估，提前结束
              </label>
            ) : null}
          </ActForm>
        </details>
      ) : null}
    </>
  );
}
