/** What the office does with a plan's indicators: who answers for each, the start, a person's judgement, the evaluation. */
import type { ComponentChildren, VNode } from 'preact';
import { clockOf } from '../../domain/day.js';
import { evaluationWords } from '../../domain/indicators/watch.js';
import type { UnitName } from '../http/answers.js';
import type { IndicatorAnswer, IndicatorsAnswer } from '../http/indicator-answers.js';
import { type Tried, typedIn } from './comments-parts.js';
import type { Signed } from './layout.js';
import { ActForm, AreaField, SelectField } from './parts.js';

export interface IndicatorForms {
  readonly signed: Signed;
  readonly indicators: IndicatorsAnswer;
  readonly units: readonly UnitName[];
  /** The last year whose indicators can be judged. */
  readonly lastYear: number;
  readonly tried: Tried | undefined;
}

/** All forms that fit how far the indicators are followed. */
export function IndicatorActs(props: IndicatorForms): VNode {
  const { started, indicators, evaluations } = props.indicators;
  const unsettled = indicators.filter((one) => one.unit === null).length;
  return (
    <section class="card">
      <h2>办理</h2>
      <Assign {...props} open={started === null && unsettled > 0} />
      {started === null ? <Start {...props} unsettled={unsettled} /> : <Judge {...props} from={started.from} />}
      {evaluations
        .filter((one) => one.approvedBy === undefined)
        .map((one) => (
          <Evaluate key={one.kind} {...props} evaluation={one} />
        ))}
    </section>
  );
}

function Form({
  kind,
  hidden = {},
  button,
  signed,
  indicators,
  children,
}: Pick<IndicatorForms, 'signed' | 'indicators'> & {
  readonly kind: string;
  readonly hidden?: Readonly<Record<string, string>>;
  readonly button: string;
  readonly children?: ComponentChildren;
}): VNode {
  const action = `/indicators/${encodeURIComponent(indicators.plan)}/acts`;
  return (
    <ActForm action={action} csrf={signed.csrf} hidden={{ kind, ...hidden }} button={button}>
      {children}
    </ActForm>
  );
}

const indicatorWord = ({ no, name }: IndicatorAnswer): string => `${no}. ${name}`;

function Assign({ open, ...props }: IndicatorForms & { readonly open: boolean }): VNode {
  const { indicators, units, tried } = props;
  const typed = typedIn(tried, 'assign');
  const chosen = typed['indicators']?.split(',');
  return (
    <details open={open || tried?.form === 'assign'}>
      <summary>明确责任单位</summary>
      <Form {...props} kind="assign" button="明确责任单位">
        <SelectField
          label="责任单位"
          name="unit"
          options={units.map(({ id, name }) => ({ value: id, word: name }))}
          value={typed['unit'] ?? ''}
          hint="下一次要数值时向这个单位要"
        />
        <fieldset class="choices">
          <legend>指标</legend>
          {indicators.indicators.map((one) => (
            <label key={one.no}>
              <input
                type="checkbox"
                name="indicators"
                value={String(one.no)}
                checked={chosen?.includes(String(one.no)) === true}
              />{' '}
              {indicatorWord(one)}（{one.unitName ?? '未明确'}）
            </label>
          ))}
        </fieldset>
      </Form>
    </details>
  );
}

function Start({ unsettled, ...props }: IndicatorForms & { readonly unsettled: number }): VNode {
  if (unsettled > 0) return <p class="warn">还有{unsettled}项指标没有责任单位，全部明确后才能开始跟踪。</p>;
  return (
    <>
      <p>开始后，每年一季度向责任单位要上一年的数值；约束性指标落后的，立即报领导小组。</p>
      <Form {...props} kind="start" button="开始跟踪" />
    </>
  );
}

function Judge({ from, ...props }: IndicatorForms & { readonly from: number }): VNode | null {
  const { indicators, lastYear, tried } = props;
  const rows = indicators.indicators.filter((one) => one.way === 'person');
  if (rows.length === 0 || lastYear < from) return null;
  const typed = typedIn(tried, 'judge');
  const years = Array.from({ length: lastYear - from + 1 }, (_, at) => String(lastYear - at));
  return (
    <details open={tried?.form === 'judge'}>
      <summary>判断不能由数值计算的指标（{rows.length}项）</summary>
      <Form {...props} kind="judge" button="记入判断">
        <SelectField
          label="指标"
          name="no"
          options={rows.map((one) => ({ value: String(one.no), word: indicatorWord(one) }))}
          value={typed['no'] ?? ''}
        />
        <SelectField
          label="年份"
          name="year"
          options={years.map((year) => ({ value: year, word: `${year}年` }))}
          value={typed['year'] ?? years[0] ?? ''}
        />
        <fieldset class="choices row">
          <legend>判断</legend>
          {(
            [
              ['ahead', '超前'],
              ['on', '达到进度'],
              ['behind', '落后'],
            ] as const
          ).map(([value, word]) => (
            <label key={value}>
              <input type="radio" name="verdict" value={value} required checked={typed['verdict'] === value} /> {word}
            </label>
          ))}
        </fieldset>
        <AreaField
          label="依据"
          name="basis"
          value={typed['basis'] ?? ''}
          hint="如上级下达的数字、文件；约束性指标判断为落后的，立即报领导小组"
        />
      </Form>
    </details>
  );
}

/** The evaluation that waits: whoever writes on it is its author, and another person approves it. */
function Evaluate({
  evaluation,
  ...props
}: IndicatorForms & { readonly evaluation: IndicatorsAnswer['evaluations'][number] }): VNode {
  const { signed, tried } = props;
  const { kind, year, author, approveBy, opinion, missing } = evaluation;
  const typed = typedIn(tried, `approve ${kind}`);
  const what = evaluationWords[kind];
  return (
    <>
      <h3>{what}待审签</h3>
      <p>
        {author === 'duban' ? '到期自动起草' : `${author}起草`}，应于{clockOf(approveBy)}前审签。
      </p>
      <details open={tried?.form === `write ${kind}`}>
        <summary>写评估意见</summary>
        <Form {...props} kind="write" hidden={{ evaluation: kind }} button={`以${signed.name}的名义起草`}>
          <AreaField
            label="评估意见"
            name="opinion"
            rows={6}
            value={typedIn(tried, `write ${kind}`)['opinion'] ?? opinion}
            hint="写意见的人是起草人，不能审签"
          />
        </Form>
      </details>
      {author === signed.name ? (
        <p class="warn">您（{signed.name}）起草了这份评估，不能自己审签，请另一人以自己的姓名登录后审签。</p>
      ) : (
        <Form {...props} kind="approve" hidden={{ evaluation: kind }} button={`审签${what}`}>
          {missing.length === 0 ? null : (
            <>
              <p class="warn">
                {year}年还缺{missing.length}项指标的数值（第{missing.join('、')}项）。审签后跟踪即结束，请先收齐。
              </p>
              <AreaField
                label="数值没有收齐也要审签的理由"
                name="incomplete"
                rows={2}
                value={typed['incomplete'] ?? ''}
                hint="记入台账"
              />
            </>
          )}
          <label>
            <input type="checkbox" name="sure" value="yes" required /> 我已核对各项指标的数值和判断
          </label>
        </Form>
      )}
    </>
  );
}
