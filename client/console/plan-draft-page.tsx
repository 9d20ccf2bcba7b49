/** A plan on its way to the issue: comment periods, the adopted changes carried into the draft, the issue; one button each. */
import type { VNode } from 'preact';
import { type Day, inChinese } from '../../domain/day.js';
import type { RevisedAnswer } from '../http/plan-draft-answers.js';
import type { DraftStanding } from '../life/drafts.js';
import { nextWords, roundWords } from '../plan-draft-words.js';
import { Faults, periodHref, type Tried, typedIn } from './comments-parts.js';
import { Layout, type Signed } from './layout.js';
import { ActForm, Done, Table, TextField } from './parts.js';

interface DraftProps {
  readonly signed: Signed;
  readonly standing: DraftStanding;
  /** What the newest close-out changes in the draft; null where there is none to carry out. */
  readonly revision: RevisedAnswer | null;
  readonly today: Day;
  readonly done: string | undefined;
  readonly tried: Tried | undefined;
}

export function planDraftPage(props: DraftProps): VNode {
  const { signed, standing, done, tried } = props;
  return (
    <Layout title={`${standing.title}：起草到印发`} area="/" signed={signed}>
      <Done words={done} />
      <p class="crumb">
        <a href="/">计划</a> / <a href={planHref(standing.plan)}>{standing.plan}</a> / 起草到印发
      </p>
      <h1>{standing.title}</h1>
      <p class="lead">{standing.stageWords}</p>
      <Faults faults={tried?.faults} />
      <p class="warn">
        {standing.next === 'launch' ? <a href={planHref(standing.plan)}>下一步：启动</a> : nextWords(standing, 'page')}
      </p>
      <Rounds standing={standing} />
      <Changes {...props} />
      <Issue {...props} />
    </Layout>
  );
}

const planHref = (plan: string): string => `/plans/${encodeURIComponent(plan)}`;

function Rounds({ standing: { plan, stage, rounds, next } }: { readonly standing: DraftStanding }): VNode {
  const free = (stage === 'drafting' || stage === 'revising') && next !== 'close-out';
  return (
    <section class="card">
      <h2>公开征求意见</h2>
      {rounds.length === 0 ? (
        <p class="empty">还没有征求过意见。</p>
      ) : (
        <ul>
          {rounds.toReversed().map((round) => (
            <li key={round.id}>
              <a href={periodHref(round.id)}>{roundWords(round)}</a>
            </li>
          ))}
        </ul>
      )}
      {free ? (
        <p>
          <a class="button" href={`/comments/new?plan=${encodeURIComponent(plan)}`}>
            {rounds.length === 0 ? '开始征求意见' : '再征求一轮意见'}
          </a>
        </p>
      ) : null}
    </section>
  );
}

function Changes({ signed, standing, revision }: DraftProps): VNode | null {
  if (revision === null) return null;
  const { period, changes, faults } = revision;
  const here = `${planHref(standing.plan)}/draft`;
  const carried = standing.rounds.some((round) => round.id === period && round.revised);
  return (
    <section class="card">
      <h2>修改草案</h2>
      <p>
        按{period}公布的采纳情况改动草案{changes.length}处。
        {carried ? '已改进草案。' : ''}
        <a href={`${here}/revised.docx`}>下载改后的草案</a>
      </p>
      <Faults faults={faults} head="下列改动对不上，请下载后手工改好，再到计划页导入" />
      <Table
        rows={changes}
        keyOf={({ where, before, after }) => `${where} ${before} ${after}`}
        empty="采纳情况没有改动草案文字。"
        columns={[
          {
            head: '修改之处',
            cell: ({ where, item }) => (
              <>
                {where}
                {item === null ? null : <small>草案第{item}项</small>}
              </>
            ),
          },
          { head: '原文', cell: ({ before }) => before, wide: true },
          { head: '改为', cell: ({ after }) => after, wide: true },
          { head: '意见', cell: ({ nos }) => nos.join('、'), tight: true },
        ]}
      />
      {carried || changes.length === 0 || faults.length > 0 ? null : (
        <ActForm action={`${here}/revise`} csrf={signed.csrf} hidden={{ period }} button="改进草案并导入" />
      )}
    </section>
  );
}

function Issue({ signed, standing, today, tried }: DraftProps): VNode | null {
  const { plan, stage, issued, next } = standing;
  const typed = typedIn(tried, 'issue');
  const form = (button: string): VNode => (
    <ActForm action={`${planHref(plan)}/draft/issue`} csrf={signed.csrf} button={button}>
      <TextField label="文号" name="number" value={typed['number'] ?? ''} hint="如 聊政字〔2027〕5号" />
      <TextField label="印发日期" name="on" kind="date" value={typed['on'] ?? today} />
    </ActForm>
  );
  if (issued !== null)
    return (
      <section class="card">
        <h2>印发</h2>
        <dl class="facts">
          <dt>文号</dt>
          <dd>{issued.number}</dd>
          <dt>印发日期</dt>
          <dd>{inChinese(issued.on)}</dd>
        </dl>
        {stage === 'issued' ? (
          <details open={tried?.form === 'issue'}>
            <summary>更正印发</summary>
            <p>文号、日期登记有误的，启动之前可以重新登记；原来的记录保留。</p>
            {form('更正印发')}
          </details>
        ) : null}
      </section>
    );
  if ((stage !== 'drafting' && stage !== 'revising') || next === 'close-out') return null;
  return (
    <section class="card">
      <h2>登记印发</h2>
      <p>印发之后才能启动。文号和日期照正式文件填写。</p>
      {form('登记印发')}
    </section>
  );
}
