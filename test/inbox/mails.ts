/** Mails as programs write them, built byte by byte: no mail library corrects what is wrong about them on purpose. */

/** 征求意见 and a few more characters in GBK. */
export const gbk = {
  /** 对征求意见稿的建议 */
  subject: Buffer.from('b6d4d5f7c7f3d2e2bcfbb8e5b5c4bda8d2e9', 'hex'),
  /** 建议加快 */
  body: Buffer.from('bda8d2e9bcd3bfec', 'hex'),
  /** 附件 */
  file: Buffer.from('b8bdbcfe', 'hex'),
} as const;

export type Piece = string | Buffer;

/** Pieces put together; strings are UTF-8, line ends become CRLF. */
export function bytes(...pieces: readonly Piece[]): Buffer {
  return Buffer.concat(
    pieces.map((piece) => (typeof piece === 'string' ? Buffer.from(piece.replace(/\r?\n/g, '\r\n'), 'utf8') : piece)),
  );
}

export interface MailParts {
  readonly id?: string;
  readonly from?: string;
  readonly to?: string;
  readonly subject?: string;
  readonly headers?: string;
  readonly body?: Piece;
}

/** A plain mail in UTF-8. `id` without brackets; empty: without Message-ID. */
export function mail(parts: MailParts = {}): Buffer {
  const { id = 'one@mail.example.org', from = '张三 <zhang@example.org>', to = 'comments@example.org' } = parts;
  return bytes(
    id === '' ? '' : `Message-ID: <${id}>\n`,
    `From: ${from}\nTo: ${to}\nSubject: ${parts.subject ?? '意见'}\nDate: Mon, 04 Jan 2027 10:00:00 +0800\n`,
    'MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n',
    parts.headers ?? '',
    '\n',
    parts.body ?? '建议加快办理。\n',
  );
}

/** A PDF of so many bytes. */
export function pdf(size = 200): Buffer {
  const file = Buffer.alloc(size, 'A');
  file.write('%PDF-1.4\n');
  return file;
}

export interface PartOfMail {
  readonly type: string;
  readonly headers?: Piece;
  readonly body: Piece;
}

/** A multipart mail; what is not text is to come as base64 already. */
export function multipart(parts: readonly PartOfMail[], head: MailParts & { readonly type?: string } = {}): Buffer {
  const { id = 'many@mail.example.org', from = 'zhang@example.org', to = 'comments@example.org' } = head;
  return bytes(
    `Message-ID: <${id}>\nFrom: ${from}\nTo: ${to}\nSubject: ${head.subject ?? '意见'}\n`,
    `MIME-Version: 1.0\nContent-Type: ${head.type ?? 'multipart/mixed'}; boundary="=_part"\n${head.headers ?? ''}\n`,
    ...parts.flatMap((part) => [
      '--=_part\n',
      `Content-Type: ${part.type}\n`,
      part.headers ?? '',
      '\n',
      part.body,
      '\n',
    ]),
    '--=_part--\n',
  );
}

/** A file as a part. */
export function file(name: Piece, content: Buffer, type = 'application/octet-stream'): PartOfMail {
  const lines = content.toString('base64').replace(/.{76}/g, '$&\n');
  return {
    type,
    headers: bytes('Content-Transfer-Encoding: base64\nContent-Disposition: attachment; filename="', name, '"\n'),
    body: lines,
  };
}

/** What a mail server sends when `address` refused the mail with the id. */
export function bounce(id: string, address: string, own = 'bounce@mx.example.org'): Buffer {
  return multipart(
    [
      { type: 'text/plain; charset=us-ascii', body: 'Your message could not be delivered.' },
      {
        type: 'message/delivery-status',
        body: `Reporting-MTA: dns; mx.example.org\n\nFinal-Recipient: rfc822; ${address}\nAction: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1\n <${address}>: user unknown\n`,
      },
      { type: 'message/rfc822', body: `Message-ID: ${id}\nFrom: comments@example.org\nSubject: x\n\nx` },
    ],
    {
      id: own,
      from: 'MAILER-DAEMON@mx.example.org',
      subject: 'Undelivered Mail Returned to Sender',
      type: 'multipart/report; report-type=delivery-status',
      headers: 'Auto-Submitted: auto-replied\n',
    },
  );
}
