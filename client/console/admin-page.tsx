/** What an admin watches: what runs, what failed, who cannot be reached, how punctual the letters are. */
import type { VNode } from 'preact';
import type { MailboxRow } from '../../activities/ledger/comments/mailbox.js';
import type { Health, RunningCase } from '../http/site.js';
import { mailboxFailureWords } from '../mailbox-words.js';
import type { AdminFigures } from '../records.js';
import { Layout, type Signed } from './layout.js';
import { Letters } from './letters-page.js';
import { ActForm, Done, Table, When } from './parts.js';

interface AdminProps {
  readonly signed: Signed;
  readonly figures: AdminFigures;
  readonly health: Health;
  /** Undefined while Temporal does not answer. */
  readonly running: readonly RunningCase[] | undefined;
  readonly done: string | undefined;
}

const seconds = (ms: number) => (ms < 1000 ? `${Math.round(ms)} 毫秒` : `${(ms / 1000).toFixed(1)} 秒`);

export function adminPage({ signed, figures, health, running, done }: AdminProps): VNode {
  const { onTime, counts } = figures;
  return (
    <Layout title="管理" area="/admin" signed={signed}>
      <Done words={done} />
      <h1>管理</h1>
      <div class="grid">
        <section class="card">
          <h2>运行</h2>
          <dl class="facts">
            <dt>Temporal</dt>
            <dd>{health.temporal === 'ok' ? '正常' : health.temporal}</dd>
            <dt>台账</dt>
            <dd>
              {health.ledger === 'ok' ? '正常' : health.ledger}，{counts.events}条记录
            </dd>
            {figures.mailbox === undefined ? null : <Mailbox mailbox={figures.mailbox} />}
            <dt>单位</dt>
            <dd>
              <a href="/units/reorganise">机构变更</a>
            </dd>
            <dt>核验</dt>
            <dd>
              <code>duban verify</code>
            </dd>
          </dl>
        </section>
        <section class="card">
          <h2>准时</h2>
          <dl class="facts">
            <dt>已发出</dt>
            <dd>{onTime.sent}封</dd>
            <dt>晚于应发</dt>
            <dd>
              一半在{seconds(onTime.p50)}以内，95%在{seconds(onTime.p95)}以内，最晚{seconds(onTime.max)}
            </dd>
          </dl>
        </section>
      </div>
      <section class="card">
        <h2>没有送达的信件（{counts.undeliverable}封）</h2>
        <Letters letters={figures.undeliverable} />
        {figures.undeliverable.map((l) => (
          <ActForm
            key={l.key}
            action="/letters/resend"
            csrf={signed.csrf}
            hidden={{ key: l.key }}
            button={`重发给${l.unit.name}（${l.day}）`}
          />
        ))}
        {figures.failing.length === 0 ? null : <h3>等待重试</h3>}
        {figures.failing.length === 0 ? null : <Letters letters={figures.failing} />}
      </section>
      <section class="card">
        <h2>被退回的地址</h2>
        <Table
          rows={figures.refused}
          keyOf={(r) => r.address}
          empty="没有。"
          columns={[
            { head: '地址', cell: (r) => r.address },
            { head: '对方服务器的说明', cell: (r) => r.reason },
            { head: '时间', cell: (r) => <When at={r.at} />, tight: true },
          ]}
        />
        <p>
          <small>
            更正地址：<code>duban units contact 单位 角色 地址</code>
          </small>
        </p>
      </section>
      <section class="card">
        <h2>正在运行的流程</h2>
        {running === undefined ? (
          <p class="warn">现在问不到 Temporal，请稍后再看。</p>
        ) : (
          <Table
            rows={running}
            keyOf={(r) => r.id}
            empty="没有。"
            columns={[
              { head: '编号', cell: (r) => <code>{r.id}</code> },
              { head: '种类', cell: (r) => r.kind },
              { head: '状态', cell: (r) => r.state },
              { head: '开始', cell: (r) => <When at={r.since} />, tight: true },
            ]}
          />
        )}
      </section>
    </Layout>
  );
}

/** The mailbox of comments: when it was read, or why it is not. */
function Mailbox({ mailbox }: { readonly mailbox: MailboxRow }): VNode {
  const { shown, readAt, failure, failedAt } = mailbox;
  return (
    <>
      <dt>收信邮箱</dt>
      <dd class={failure === null ? '' : 'warn'}>
        <code>{shown}</code>，{readAt === null ? '还没有读成' : <>最近一次读成：{<When at={readAt} />}</>}
        {failure === null ? null : (
          <>
            。{failedAt === null ? '' : <When at={failedAt} />}起读不成：{mailboxFailureWords[failure]}
          </>
        )}
      </dd>
    </>
  );
}
