/** The indicators of a plan for the office: who answers for each, its path and values, and the evaluation as it stands. */
import type { VNode } from 'preact';
import { canDraw, indicatorChart } from '../../activities/documents/evaluation-chart.js';
import { cells, openingWords } from '../../activities/documents/evaluation-words.js';
import { clockOf } from '../../domain/day.js';
import { scoreWords } from '../../domain/indicators/evaluation.js';
import { evaluationWords } from '../../domain/indicators/watch.js';
import type { EvaluationAnswer, IndicatorsAnswer } from '../http/indicator-answers.js';
import { Faults } from './comments-parts.js';
import { IndicatorActs, type IndicatorForms } from './indicators-forms.js';
import { Layout } from './layout.js';
import { Done } from './parts.js';

interface IndicatorsProps extends IndicatorForms {
  /** Null before the indicators are followed. */
  readonly answer: EvaluationAnswer | null;
  readonly done: string | undefined;
}

export function indicatorsPage(props: IndicatorsProps): VNode {
  const { signed, indicators, answer, done, tried } = props;
  const { plan, title, started, over, asked, evaluations } = indicators;
  const href = `/indicators/${encodeURIComponent(plan)}`;
  return (
    <Layout title={`${title} 指标`} area="/" signed={signed}>
      <p class="crumb">
        <a href={`/plans/${encodeURIComponent(plan)}`}>{title}</a>
      </p>
      <Done words={done} />
      <h1>主要指标</h1>
      <Faults faults={tried?.faults} />
      <section class="card">
        <dl class="facts">
          <dt>跟踪</dt>
          <dd>
            {started === null
              ? '尚未开始'
              : `${clockOf(started.at)}由${started.by}开始，${started.from}年至${started.to}年${over ? '；终期评估已经审签，跟踪已结束' : ''}`}
          </dd>
          {asked === null || over ? null : (
            <>
              <dt>{asked.year}年数值</dt>
              <dd>
                期限{asked.due}，
                {asked.units.every((one) => one.owed.length === 0)
                  ? '已报齐'
                  : `未报齐：${asked.units
                      .filter((one) => one.owed.length > 0)
                      .map((one) => `${one.name}（${one.owed.length}项）`)
                      .join('、')}`}
              </dd>
            </>
          )}
          {evaluations.map((one) => (
            <>
              <dt>{evaluationWords[one.kind]}</dt>
              <dd>
                <a href={`${href}?kind=${one.kind}`}>
                  {one.approvedBy === undefined ? '待审签' : `${one.number ?? ''} ${one.approvedBy}已审签`}
                </a>
                {one.incomplete === undefined ? '' : `；数值没有收齐，理由：${one.incomplete}`}
              </dd>
            </>
          ))}
        </dl>
      </section>
      {over ? null : <IndicatorActs {...props} />}
      {answer === null ? <Settled indicators={indicators} /> : <Evaluated answer={answer} href={href} />}
    </Layout>
  );
}

/** Before the start: how each row would be followed, and who answers for it. */
function Settled({ indicators: { indicators } }: { readonly indicators: IndicatorsAnswer }): VNode {
  return (
    <div class="scroll">
      <table>
        <thead>
          <tr>
            {['序号', '指标', '性质', '基期', '目标', '路径', '责任单位'].map((head) => (
              <th key={head} scope="col">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {indicators.map((one) => (
            <tr key={one.no}>
              <td>{one.no}</td>
              <td>
                {one.name}（{one.measure}）
              </td>
              <td>{one.natureWords}</td>
              <td>{one.base}</td>
              <td>{one.target}</td>
              <td>{one.why === '' ? one.wayWords : one.why}</td>
              <td>{one.unitName ?? '未明确'}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Evaluated({ answer, href }: { readonly answer: EvaluationAnswer; readonly href: string }): VNode {
  const { evaluation, draft, approvedBy, names } = answer;
  const query = `kind=${evaluation.kind}${evaluation.kind === 'year' ? `&year=${evaluation.year}` : ''}`;
  return (
    <>
      <h2>
        {evaluation.kind === 'year' ? `${evaluation.year}年` : ''}
        {evaluationWords[evaluation.kind]}
      </h2>
      <p>{draft ? '草稿，随数值变化。' : `${evaluation.number ?? ''}已由${approvedBy}审签，不再变化。`}</p>
      <p>{openingWords(evaluation)}</p>
      <p>
        <a href={`${href}/evaluation.docx?${query}`}>下载 Word 文件</a>
      </p>
      {(['binding', 'expected'] as const).map((nature) => (
        <section key={nature} class="card">
          <h3>{nature === 'binding' ? '约束性指标' : '预期性指标'}</h3>
          <p>{scoreWords(nature, evaluation[nature].score)}</p>
          <div class="scroll">
            <table>
              <thead>
                <tr>
                  {['序号', '指标', '责任单位', '基期', '目标', '应达到', '实际', '判断', '依据'].map((head) => (
                    <th key={head} scope="col">
                      {head}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {evaluation[nature].rows.map((row) => (
                  <tr key={row.no}>
                    {[...cells(row, (unit) => names[unit] ?? unit), row.why].map((cell, at) => (
                      <td key={String(at)}>{cell}</td>
                    ))}
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
          {evaluation[nature].rows.filter(canDraw).map((row) => (
            <figure key={row.no} dangerouslySetInnerHTML={{ __html: indicatorChart(row, `i${row.no}`) }} />
          ))}
        </section>
      ))}
      {evaluation.opinion === '' ? null : (
        <section class="card">
          <h3>评估意见</h3>
          <div class="said">{evaluation.opinion}</div>
        </section>
      )}
    </>
  );
}
