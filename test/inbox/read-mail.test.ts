/** What is read out of a mail: every word and file that a person sent, whatever his program made of it. */
import { describe, expect, test } from '@jest/globals';
import { zipSync } from 'fflate';
import { readMail } from '../../client/inbox/read-mail.js';
import { bytes, file, gbk, mail, multipart, pdf } from './mails.js';

describe('words', () => {
  test.each([
    ['stated as gb2312', 'Content-Type: text/plain; charset="gb2312"\n'],
    ['stated as us-ascii', 'Content-Type: text/plain; charset=us-ascii\n'],
    ['with a type but no character set', 'Content-Type: text/plain;\n format=flowed\n'],
    ['not stated at all', ''],
  ])('of a GBK mail, %s, with a raw GBK subject and name', async (_, type) => {
    const read = await readMail(
      bytes(
        'Message-ID: <g@example.org>\nFrom: "',
        gbk.file,
        '" <li@example.org>\nTo: a@example.org\nSubject: ',
        gbk.subject,
        `\n${type}\n`,
        gbk.body,
        '\n',
      ),
    );
    expect(read).toMatchObject({
      subject: '对征求意见稿的建议',
      text: '建议加快',
      fromName: '附件',
      from: 'li@example.org',
    });
  });

  test('of encoded words, quoted-printable and base64 in GB18030', async () => {
    const coded = (buffer: Buffer) => `=?GB18030?B?${buffer.toString('base64')}?=`;
    const head = `Message-ID: <e@example.org>\nFrom: ${coded(gbk.file)} <li@example.org>\nSubject: ${coded(gbk.subject)}\n`;
    const quoted = [...gbk.body].map((byte) => `=${byte.toString(16).toUpperCase()}`).join('');
    for (const body of [
      `Content-Type: text/plain; charset=GB18030\nContent-Transfer-Encoding: quoted-printable\n\n${quoted}\n`,
      `Content-Type: text/plain\nContent-Transfer-Encoding: base64\n\n${gbk.body.toString('base64')}\n`,
    ])
      expect(await readMail(bytes(head, body))).toMatchObject({
        subject: '对征求意见稿的建议',
        text: '建议加快',
        fromName: '附件',
      });
  });

  test('of a mail in HTML only are those that a reader sees', async () => {
    const html = '<style>p{color:red}</style><p>第一条意见</p><p>第二条&nbsp;意见<script>alert(1)</script></p>';
    const read = await readMail(multipart([{ type: 'text/html; charset=utf-8', body: html }]));
    expect(read.text.replace(/\s+/g, ' ')).toBe('第一条意见 第二条 意见');
  });

  test.each([
    ['marked lines', '同意。\n\n在 2027年1月5日，办公室 <a@example.org> 写道：\n> 请提意见\n> 谢谢', '同意。'],
    [
      'a line of dashes',
      '同意。\n\n------------------ 原始邮件 ------------------\n发件人: 办公室\n请提意见',
      '同意。',
    ],
    [
      'the head of the earlier mail',
      '同意。\n\n发件人：办公室\n发送时间：2027年1月5日\n收件人：张三\n主题：征求意见\n\n请提意见',
      '同意。',
    ],
  ])('end where an earlier mail begins: %s', async (_, body, own) => {
    expect((await readMail(mail({ subject: 'Re: 征求意见', body }))).text).toBe(own);
  });

  test.each([
    ['its sign', '建议修路。\n\n-- \n张三\n示范路1号，13800000000\n', '建议修路。'],
    [
      'its sign without the blank, above an earlier mail',
      '建议修路。\n--\n张三\n\n在 2027年1月5日，办公室 写道：\n> 请提',
      '建议修路。',
    ],
    ['a line of dashes with sentences after it', '建议修路。\n--\n还要种树。', '建议修路。\n--\n还要种树。'],
    ['nothing but a signature', '-- \n张三', '-- \n张三'],
  ])('end where a signature begins: %s', async (_, body, own) => {
    expect((await readMail(mail({ body }))).text).toBe(own);
  });

  test('under and between quoted lines are kept, and so is a mail that only passes another one on', async () => {
    const under = 'On Mon, 4 Jan 2027 someone wrote:\n> 第1项\n我的意见在下面';
    expect((await readMail(mail({ body: `您好\n${under}` }))).text).toBe(`您好\n${under}`);
    expect((await readMail(mail({ body: '> 只有引文' }))).text).toBe('> 只有引文');
    const passed = '请看：\n发件人：王五\n日期：今天\n主题：意见\n\n不要修路';
    expect((await readMail(mail({ subject: '转发: 意见', body: passed }))).text).toBe(passed);
  });

  test('beyond 5,000 characters come as a file too', async () => {
    const body = '意'.repeat(6000);
    const read = await readMail(mail({ body }));
    expect([...read.text].length).toBeLessThanOrEqual(5000);
    expect(read.text).toMatch(/^意{4900}[\s\S]*全文较长，见附件mail\.txt/);
    expect(read.files.map((one) => [one.name, one.mediaType, Buffer.from(one.bytes).toString('utf8')])).toEqual([
      ['mail.txt', 'text/plain', body],
    ]);
  });
});

describe('files', () => {
  test('are taken by what they are, and each that is not is named with the reason', async () => {
    const docx = Buffer.from(
      zipSync({ '[Content_Types].xml': Buffer.from('<x/>'), 'word/document.xml': Buffer.from('<x/>') }),
    );
    const read = await readMail(
      multipart([
        { type: 'text/plain; charset=utf-8', body: '见附件' },
        file('意见.docx', docx),
        file('../../etc/发票.exe', pdf()),
        file('病毒.pdf', Buffer.from('MZ\x90\0\x03\0\0\0 program')),
        file('CON.txt', Buffer.from('意见'), 'text/plain'),
        file('大.pdf', pdf(5 * 1024 * 1024 + 1)),
        file('页.txt', Buffer.from('<script>alert(1)</script>'), 'text/plain'),
      ]),
    );
    expect(read.files.map((one) => one.name)).toEqual(['意见.docx', '发票.exe.pdf', '_CON.txt']);
    expect(read.text).toBe(
      [
        '见附件\n',
        '附件未收：病毒.pdf（不是可以接收的文件类型，只收pdf、docx、doc、xlsx、txt、jpg、png）',
        '附件未收：大.pdf（超过5MB）',
        '附件未收：页.txt（不是可以接收的文件类型，只收pdf、docx、doc、xlsx、txt、jpg、png）',
      ].join('\n'),
    );
  });

  test('with raw GBK names keep them, and a sixth is named', async () => {
    const files = Array.from({ length: 6 }, (_, i) => file(bytes(gbk.file, `${i}.pdf`), pdf(300 + i)));
    const read = await readMail(multipart([{ type: 'text/plain', body: gbk.body }, ...files]));
    expect(read.files.map((one) => one.name)).toEqual([
      '附件0.pdf',
      '附件1.pdf',
      '附件2.pdf',
      '附件3.pdf',
      '附件4.pdf',
    ]);
    expect(read.text).toBe('建议加快\n\n附件未收：附件5.pdf（超过5个）');
  });

  test('of three megabytes arrive byte by byte', async () => {
    const large = pdf(3 * 1024 * 1024);
    const read = await readMail(
      multipart([{ type: 'text/plain; charset=utf-8', body: '附图' }, file('图.pdf', large)]),
    );
    expect(read.files.map((one) => Buffer.from(one.bytes).equals(large))).toEqual([true]);
  });
});

describe('who and what', () => {
  test('a mail without Message-ID has the same made-up one every time', async () => {
    const [one, two] = [await readMail(mail({ id: '' })), await readMail(mail({ id: '' }))];
    expect(one.id).toMatch(/^<[0-9a-f]{64}@no-message-id>$/);
    expect(two.id).toBe(one.id);
    expect((await readMail(mail({ id: '', body: '别的' }))).id).not.toBe(one.id);
  });

  test('nothing in name or subject starts a new line or turns the writing round', async () => {
    const coded = (text: string) => `=?utf-8?B?${Buffer.from(text).toString('base64')}?=`;
    const read = await readMail(
      mail({
        from: `${coded('张三\r\nBcc: x@example.org\u202e')} <zhang@example.org>`,
        subject: coded('意见\r\nX-Evil: 1'),
      }),
    );
    expect(read).toMatchObject({
      fromName: '张三 Bcc: x@example.org',
      subject: '意见 X-Evil: 1',
      from: 'zhang@example.org',
    });
  });

  test.each([['"<x>"'], ['nobody'], [''], ['<two words@example.org>']])(
    'a sender %j is no address to write to',
    async (from) => {
      expect((await readMail(mail({ from }))).from).toBeNull();
    },
  );

  test('what is broken is read as far as it goes, what is too large is refused', async () => {
    const broken = bytes(
      'Subject: 半封\nContent-Type: multipart/mixed; boundary=x\n\n--x\nContent-Type: text/plain\n\n只有一半',
    );
    expect(await readMail(broken)).toMatchObject({ subject: '半封', text: '只有一半', from: null });
    expect(await readMail(Buffer.from([0, 255, 254, 13, 10, 13, 10, 0]))).toMatchObject({ text: '', from: null });
    expect((await readMail(Buffer.alloc(0))).text).toBe('');
    await expect(readMail(Buffer.alloc(20 * 1024 * 1024 + 1))).rejects.toMatchObject({ code: 'mail-too-large' });
  });
});
