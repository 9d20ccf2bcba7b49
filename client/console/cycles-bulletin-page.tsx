/** The bulletin of a cycle at the office's desk: the draft and who may approve it, then publication, then correction. */
import type { VNode } from 'preact';
import { clockOf, type Day, inChinese } from '../../domain/day.js';
import { contestDays } from '../../domain/supervision/bulletin.js';
import { isCollecting, waitedFor } from '../../domain/supervision/cycle.js';
import type { BulletinAnswer, CycleDetail } from '../http/cycle-answers.js';
import { BulletinView, bulletinPageTitle } from './bulletin-page.js';
import { Faults, type Tried, typedIn } from './comments-parts.js';
import { cycleHref, lettersHref, taskHref } from './cycles-parts.js';
import { Layout, type Signed } from './layout.js';
import { ActForm, AreaField, Done } from './parts.js';

interface BulletinDeskProps {
  readonly signed: Signed;
  readonly cycle: CycleDetail;
  readonly answer: BulletinAnswer;
  /** An earlier bulletin of the cycle is on show: nothing can be done with it. */
  readonly old: boolean;
  readonly officeName: string;
  readonly today: Day;
  readonly done: string | undefined;
  readonly tried: Tried | undefined;
}

export function bulletinDesk(props: BulletinDeskProps): VNode {
  const { signed, cycle, answer, old, officeName, done, tried } = props;
  const here = cycleHref(cycle.id);
  return (
    <Layout title={bulletinPageTitle(answer)} area="/cycles" signed={signed}>
      <Done words={done} />
      <p class="crumb">
        <a href="/cycles">定期督查</a> / <a href={here}>{cycle.periodWords}</a> / 通报
      </p>
      <Faults faults={tried?.faults} />
      {old ? (
        <p class="warn">
          这份通报已由后来的通报更正：<a href={`${here}/bulletin`}>看现在的通报</a>
        </p>
      ) : (
        <Desk {...props} />
      )}
      <div class="card sheet">
        <BulletinView
          answer={answer}
          officeName={officeName}
          taskHref={taskHref}
          lettersHref={lettersHref}
          {...(old ? {} : { chartUrl: `${here}/chart.svg`, docxUrl: `${here}/bulletin.docx` })}
        />
      </div>
    </Layout>
  );
}

function Desk(props: BulletinDeskProps): VNode | null {
  const { cycle, answer } = props;
  switch (cycle.stage) {
    case 'compiling':
      return <Approve {...props} />;
    case 'approved':
      return <Publish {...props} />;
    case 'published':
      return <Published {...props} />;
    case 'skipped':
      return <p class="warn">本期督查已经取消，不出通报。以下是按现有报送算出的情况。</p>;
    default:
      return answer.draft ? (
        <p class="warn">
          还在报送中（{cycle.answered}/{cycle.units}个单位已报）。以下按现有报送算出；
          <a href={cycleHref(cycle.id)}>起草通报</a>之后才能审签。
        </p>
      ) : null;
  }
}

function Approve(props: BulletinDeskProps): VNode {
  const { cycle, signed, answer, tried, today } = props;
  const { author = '', approveBy = 0, corrects } = cycle.state.bulletin ?? {};
  const own = author === signed.name;
  const open = cycle.silent + cycle.sentBack;
  const early = isCollecting(cycle.state) && waitedFor(cycle.state, today).length > 0;
  return (
    <section class="card">
      <h2>审签{corrects === undefined ? '' : '更正'}通报</h2>
      <dl class="facts">
        <dt>起草</dt>
        <dd>{author === 'duban' ? '到期自动起草' : author}</dd>
        <dt>应于</dt>
        <dd>{clockOf(approveBy)}前审签</dd>
        {corrects === undefined ? null : (
          <>
            <dt>更正</dt>
            <dd>
              {corrects.number}：{corrects.reason}
            </dd>
          </>
        )}
        <Earlier cycle={cycle} answer={answer} />
      </dl>
      {open === 0 ? null : <p class="warn">还有{open}个单位没有报送，现在审签的，通报中列名。</p>}
      {early ? (
        <p class="warn">还有单位的报送期限没有到，期限过后，或者全部报齐，才能审签。</p>
      ) : own ? (
        <p class="warn">您（{signed.name}）起草了这份通报，不能自己审签，请另一人以自己的姓名登录后审签。</p>
      ) : (
        <>
          <p>您以{signed.name}的名义审签，审签的人不能是起草的人。审签之后编号，内容不再变动，不再接收报送。</p>
          <ActForm
            action={`${cycleHref(cycle.id)}/bulletin`}
            csrf={signed.csrf}
            hidden={{ kind: 'approve' }}
            button="审签"
          >
            <label>
              <input
                type="checkbox"
                name="sure"
                value="yes"
                required
                checked={typedIn(tried, 'approve')['sure'] === 'yes'}
              />{' '}
              我已核对各项数字和列名的单位
            </label>
          </ActForm>
        </>
      )}
      {corrects === undefined ? null : <Withdraw {...props} />}
    </section>
  );
}

/** A correction that turned out to be none; the published bulletin stands. */
function Withdraw({ cycle, signed, tried }: BulletinDeskProps): VNode {
  return (
    <details open={tried?.form === 'withdrawCorrection'}>
      <summary>撤回更正通报</summary>
      <p>审签之前可以撤回。撤回后原通报照旧有效，提出异议的期限不变；其间补报、改报的内容保留在案。</p>
      <ActForm
        action={`${cycleHref(cycle.id)}/bulletin`}
        csrf={signed.csrf}
        hidden={{ kind: 'withdrawCorrection' }}
        button="撤回更正通报"
      >
        <AreaField label="理由" name="reason" value={typedIn(tried, 'withdrawCorrection')['reason'] ?? ''} />
      </ActForm>
    </details>
  );
}

function Publish({ cycle, signed, answer }: BulletinDeskProps): VNode {
  const { publishBy } = cycle.state.bulletin ?? {};
  return (
    <section class="card">
      <h2>印发通报</h2>
      <dl class="facts">
        <Signatures cycle={cycle} answer={answer} />
        {publishBy === undefined ? null : (
          <>
            <dt>应于</dt>
            <dd>{clockOf(publishBy)}前印发</dd>
          </>
        )}
      </dl>
      <p>
        印发给{cycle.units}个单位和领导小组。单位自收到之日起{contestDays(answer.bulletin).within}日内可以提出异议。
      </p>
      <ActForm
        action={`${cycleHref(cycle.id)}/bulletin`}
        csrf={signed.csrf}
        hidden={{ kind: 'publish' }}
        button="印发"
      />
    </section>
  );
}

function Published({ cycle, signed, answer, tried }: BulletinDeskProps): VNode {
  const { publishedAt } = cycle.state.bulletin ?? {};
  return (
    <section class="card">
      <h2>已印发</h2>
      <dl class="facts">
        <dt>印发</dt>
        <dd>{publishedAt === undefined ? '' : clockOf(publishedAt)}</dd>
        <Signatures cycle={cycle} answer={answer} />
        {cycle.contestBy === null ? null : (
          <>
            <dt>提出异议</dt>
            <dd>
              {inChinese(cycle.contestBy)}截止
              {cycle.contests.length === 0 ? '' : '，'}
              {cycle.contests.length === 0 ? null : (
                <a href={`${cycleHref(cycle.id)}#contests`}>已有{cycle.contests.length}件</a>
              )}
            </dd>
          </>
        )}
      </dl>
      <details id="correct" open={tried?.form === 'correct'}>
        <summary>更正通报</summary>
        <p>
          另出一份通报，写明更正哪一份和理由；原通报保留在案。起草后到审签前，单位可以补报、改报，收入更正通报。更正通报同样要由另一人审签。
        </p>
        <ActForm
          action={`${cycleHref(cycle.id)}/bulletin`}
          csrf={signed.csrf}
          hidden={{ kind: 'correct' }}
          button="起草更正通报"
        >
          <AreaField label="理由" name="reason" value={typedIn(tried, 'correct')['reason'] ?? ''} />
        </ActForm>
      </details>
    </section>
  );
}

function Signatures({ cycle, answer }: Pick<BulletinDeskProps, 'cycle' | 'answer'>): VNode | null {
  if (answer.draft) return null;
  return (
    <>
      <dt>编号</dt>
      <dd>{answer.number}</dd>
      <dt>起草、审签</dt>
      <dd>
        {answer.author === 'duban' ? '到期自动起草' : `${answer.author}起草`}，{answer.approvedBy}于{clockOf(answer.at)}
        审签
      </dd>
      <dt>校验值</dt>
      <dd>
        <code>{answer.sha256}</code>
      </dd>
      <Earlier cycle={cycle} answer={answer} />
    </>
  );
}

/** The bulletins that this one follows, each as it was approved. */
function Earlier({ cycle, answer }: Pick<BulletinDeskProps, 'cycle' | 'answer'>): VNode | null {
  if (answer.earlier.length === 0) return null;
  return (
    <>
      <dt>此前的通报</dt>
      <dd class="numbers">
        {answer.earlier.map((number, at) => (
          <a key={number} href={`${cycleHref(cycle.id)}/bulletin?no=${at + 1}`}>
            {number}
          </a>
        ))}
      </dd>
    </>
  );
}
