/** The local mailbox: what would have been mailed while no mail server is set. */
import type { VNode } from 'preact';
import type { MailboxEntry, MailboxLetter } from '../../activities/mail/mailbox.js';
import { clockOf } from '../../domain/day.js';
import { Layout, type Signed } from './layout.js';
import { Table } from './parts.js';

const dateOf = (date: string) => (date === '' ? '' : clockOf(Date.parse(date)));

interface MailboxProps {
  readonly signed: Signed;
  readonly letters: readonly MailboxEntry[];
  readonly total: number;
  readonly offset: number;
}

export function mailboxPage({ signed, letters, total, offset }: MailboxProps): VNode {
  return (
    <Layout title="信箱" area="/mailbox" signed={signed}>
      <h1>本地信箱（{total}封）</h1>
      <p class="lead">没有设置发信服务器（SMTP_URL），信件没有寄出，都留在这里，供试用和核对。</p>
      <Table
        rows={letters}
        keyOf={(l) => l.id}
        empty="还没有信件。"
        columns={[
          { head: '时间', cell: (l) => dateOf(l.date), tight: true },
          { head: '主题', cell: (l) => <a href={`/mailbox/view?id=${encodeURIComponent(l.id)}`}>{l.subject}</a> },
          { head: '收信人', cell: (l) => l.to },
        ]}
      />
      {offset + letters.length < total ? (
        <p>
          <a href={`/mailbox?offset=${offset + letters.length}`}>更早的信件</a>
        </p>
      ) : null}
    </Layout>
  );
}

export function mailPage({ signed, mail }: { readonly signed: Signed; readonly mail: MailboxLetter }): VNode {
  return (
    <Layout title={mail.subject} area="/mailbox" signed={signed}>
      <p class="crumb">
        <a href="/mailbox">信箱</a>
      </p>
      <h1>{mail.subject}</h1>
      <p>
        收信人：{mail.to}，{dateOf(mail.date)}
      </p>
      {mail.attachments.length === 0 ? null : (
        <p>
          附件：
          {mail.attachments.map((a, index) => (
            <>
              <a href={`/mailbox/attachment?id=${encodeURIComponent(mail.id)}&index=${index}`}>
                {a.filename || `附件${index + 1}`}
              </a>
              {`（${Math.ceil(a.bytes / 1024)} KB） `}
            </>
          ))}
        </p>
      )}
      <iframe
        title="信件（网页）"
        src={`/mailbox/html?id=${encodeURIComponent(mail.id)}`}
        sandbox="allow-popups allow-popups-to-escape-sandbox"
      />
      <h2>文字版</h2>
      <pre class="letter">{mail.text}</pre>
    </Layout>
  );
}
