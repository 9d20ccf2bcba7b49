/** What a unit does about its return by the signed link in its letter. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import ExcelJS from 'exceljs';
import { columnsOf, HEADER_ROW, valueColumn } from '../../activities/documents/return-sheet-form.js';
import { loadReturn, versionsOf } from '../../activities/ledger/supervision/returns.js';
import { makeLink } from '../../activities/links.js';
import { instantOf } from '../../domain/day.js';
import { returnId } from '../../domain/supervision/return.js';
import type { Actor } from '../../domain/task.js';
import { cycle, id, linkOf, office, other, own, planId, type ReturnSite, returnSite, target } from './return-site.js';
import { secret } from './site.js';

const leader: Actor = { name: '分管领导', role: 'office' };
const link = linkOf(own);

let site: ReturnSite;
beforeAll(async () => {
  site = await returnSite();
}, 60_000);
afterAll(() => site.close());

const get = (url: string) => site.web.inject({ url });
type Fields = Readonly<Record<string, string | readonly string[]>>;
interface Part {
  readonly field: string;
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** Posts as a browser does with `enctype="multipart/form-data"`. */
function post(url: string, fields: Fields, files: readonly Part[] = []) {
  const edge = '----duban-test';
  const parts = [
    ...Object.entries(fields).flatMap(([name, values]) =>
      [values]
        .flat()
        .map((value) => Buffer.from(`--${edge}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`)),
    ),
    ...files.flatMap(({ field, name, bytes }) => [
      Buffer.from(
        `--${edge}\r\nContent-Disposition: form-data; name="${field}"; filename="${name}"\r\nContent-Type: application/octet-stream\r\n\r\n`,
      ),
      Buffer.from(bytes),
      Buffer.from('\r\n'),
    ]),
    Buffer.from(`--${edge}--\r\n`),
  ];
  return site.web.inject({
    method: 'POST',
    url: `${url}/return`,
    payload: Buffer.concat(parts),
    headers: { 'content-type': `multipart/form-data; boundary=${edge}` },
  });
}
const filled: Fields = {
  act: 'return',
  't2026-1.state': 'on-schedule',
  't2026-1.progress': '已投资120万元',
  't2026-1.v0': '1，20',
  't2026-2.state': 'behind',
  't2026-2.progress': '路基已完成',
  't2026-2.problems': '征地未完成',
  by: '王',
};
const pdf = { field: 'files', name: '证明.pdf', bytes: Buffer.from('%PDF-1.4 sample') };
const versions = async () => (await versionsOf(site.ledger, id)).map((one) => one.version);

describe('the page of a return', () => {
  test('asks about the tasks the unit reports on, filled in with what is on file, and about no other', async () => {
    const { statusCode, body } = await get(link);
    expect(statusCode).toBe(200);
    expect(body).toContain('2026年第一季度督查报送');
    expect(body).toContain('2026年4月8日');
    expect(body.match(/type="radio"/g)).toHaveLength(10);
    expect(body).toContain('>路基已完成</textarea>');
    expect(body).toContain('2026年3月16日进展预填');
    expect(body).toContain('目标不低于500万元');
    expect(body).not.toMatch(/整治河道|<script/);
  });

  test('opens for its own unit only, and does nothing else', async () => {
    expect((await get(linkOf(other))).statusCode).toBe(404);
    expect((await post(linkOf(other), filled)).statusCode).toBe(404);
    expect((await get(linkOf(own, returnId(planId, own, '2026-06-30')))).statusCode).toBe(404);
    const sign = await site.web.inject({ method: 'POST', url: link, payload: { act: 'sign' } });
    expect(sign.statusCode).toBe(400);
    const task = `/r/${makeLink(secret, { unit: own, purpose: 'task', tasks: [`${planId}/2026/1`], expires: '2026-06-07' })}`;
    expect((await post(task, filled)).statusCode).toBe(400);
    for (const tasks of [[`${planId}/2026/1`], [id, returnId(planId, own, '2026-06-30')]])
      expect(
        (await get(`/r/${makeLink(secret, { unit: own, purpose: 'return', tasks, expires: '2026-06-07' })}`)).body,
      ).toContain('不完整或被改动过');
    expect(await versions()).toEqual([]);
  });

  test('says kindly that it is over', async () => {
    const before = site.clock.now;
    site.clock.now = instantOf('2026-06-08');
    const { statusCode, body } = await get(link);
    site.clock.now = before;
    expect([statusCode, body.includes('定期督查报送（street-2026')]).toEqual([410, true]);
  });
});

describe('a return', () => {
  test('with faults comes back with all of them and everything typed; nothing is kept', async () => {
    const { statusCode, body } = await post(
      link,
      {
        ...filled,
        't2026-1.state': '',
        't2026-1.progress': '甲<b>',
        't2026-1.v0': '一百',
        't2026-2.problems': '',
      },
      [
        { field: 'files', name: 'a.exe', bytes: Buffer.from('MZ program') },
        {
          field: 'files',
          name: 'big.pdf',
          bytes: Buffer.concat([Buffer.from('%PDF-1.4'), Buffer.alloc(10 * 1024 * 1024)]),
        },
      ],
    );
    expect(statusCode).toBe(422);
    for (const said of [
      '有5处要处理',
      '第1项的进度状态',
      '“一百”不是数字',
      '第2项进度滞后，要在“存在问题”中写明原因',
      'a.exe',
      '超过10MB',
      '甲&lt;b>',
      'value="一百"',
    ])
      expect(body).toContain(said);
    expect(await versions()).toEqual([]);
  });

  test('with a value that looks like a slip is asked back, and taken when it is confirmed', async () => {
    const slip = { ...filled, 't2026-1.v0': '50000' };
    const asked = await post(link, slip);
    expect(asked.statusCode).toBe(200);
    expect(asked.body).toContain('比目标高100倍，是否为单位错误？');
    expect(asked.body).toContain('name="confirmed"');
    expect(asked.body).toContain('value="50000"');
    expect(asked.body).toContain('征地未完成</textarea>');
    expect(await versions()).toEqual([]);
    expect((await post(link, { ...slip, confirmed: '1' })).headers.location).toBe(`${link}?did=return`);
    expect((await loadReturn(site.ledger, id))?.content.tasks[0]?.values).toEqual([{ target: 0, value: 50000 }]);
  });

  test('is given again with its evidence; pressed twice it is one', async () => {
    for (const _ of [1, 2]) {
      const { statusCode, headers } = await post(link, filled, [pdf]);
      expect([statusCode, headers.location]).toEqual([303, `${link}?did=return`]);
      site.clock.now += 60_000;
    }
    const kept = await loadReturn(site.ledger, id);
    expect(kept).toMatchObject({ version: 2, via: 'link', by: '区经济发展局 王', files: [{ name: '证明.pdf' }] });
    expect(kept?.content.tasks).toEqual([
      {
        task: `${planId}/2026/1`,
        state: 'on-schedule',
        progress: '已投资120万元',
        values: [{ target: 0, value: 120 }],
        problems: '',
        help: '',
      },
      expect.objectContaining({ state: 'behind', problems: '征地未完成' }),
    ]);
    const { body } = await get(`${link}?did=return`);
    expect(body).toContain('第2次报送已收到（2026-04-02 10:00）');
    expect(body).toContain('以最后一次为准');
    expect(body).toContain('value="120"');
  });

  test('keeps the evidence that stays chosen, and gives it to its own unit', async () => {
    const { body } = await get(link);
    const [, sha256 = ''] = /name="keep" value="([0-9a-f]{64})"/.exec(body) ?? [];
    const changed = { ...filled, 't2026-2.help': '请协调征地' };
    await post(link, { ...changed, keep: sha256 }, [{ ...pdf, name: '二.pdf', bytes: Buffer.from('%PDF-1.4 two') }]);
    expect((await loadReturn(site.ledger, id))?.files.map((file) => file.name)).toEqual(['证明.pdf', '二.pdf']);
    const saved = await get(`${link}/evidence/3/${sha256}`);
    expect(saved.rawPayload.equals(pdf.bytes)).toBe(true);
    expect(saved.headers['content-disposition']).toMatch(/^attachment;/);
    expect((await get(`${linkOf(other)}/evidence/3/${sha256}`)).statusCode).toBe(404);
    await post(link, changed);
    expect((await loadReturn(site.ledger, id))?.files).toEqual([]);
    const many = await post(
      link,
      filled,
      Array.from({ length: 6 }, (_, n) => ({ ...pdf, name: `${n}.pdf` })),
    );
    expect(many.body).toContain('附件有6个，最多5个');
  });

  test('by the Excel sheet counts the same, and its doubts are asked in the form', async () => {
    const sheet = await get(`${link}/sheet`);
    expect(sheet.headers['content-disposition']).toMatch(/^attachment; .*xlsx/);
    const other = await post(link, { act: 'sheet' }, [{ ...pdf, field: 'sheet' }]);
    expect([other.statusCode, other.body.includes('没有提交成功')]).toEqual([415, true]);
    const book = new ExcelJS.Workbook();
    await book.xlsx.load(sheet.rawPayload as unknown as ExcelJS.Buffer);
    const [table] = book.worksheets;
    // What the unit returned last stands in the sheet, to be corrected and not typed anew.
    const given = table?.getRow(HEADER_ROW + 1).getCell(columnsOf([]).indexOf('进展情况') + 1).value;
    expect(given).toBe('已投资120万元');
    const fill = async (value: number): Promise<Buffer> => {
      const columns = [...columnsOf([{ targets: [target] }])];
      table?.eachRow((row, at) => {
        const number = Number(row.getCell(1).value);
        if (at <= HEADER_ROW || (number !== 1 && number !== 2)) return;
        const put = (head: string, what: ExcelJS.CellValue): void => {
          row.getCell(columns.indexOf(head) + 1).value = what;
        };
        put('进度状态', '达到序时进度');
        put('进展情况', `表中填报${number}`);
        if (number === 1) put(valueColumn(0), value);
      });
      return Buffer.from(await book.xlsx.writeBuffer());
    };
    const doubtful = await post(link, { act: 'sheet' }, [
      { field: 'sheet', name: '表.xlsx', bytes: await fill(60_000) },
    ]);
    expect(doubtful.body).toContain('比目标高120倍');
    expect(doubtful.body).toContain('>表中填报2</textarea>');
    expect(doubtful.body).toContain('name="via" value="excel"');
    const before = await versions();
    const taken = await post(link, { act: 'sheet' }, [{ field: 'sheet', name: '表.xlsx', bytes: await fill(60) }]);
    expect([taken.statusCode, taken.headers.location]).toEqual([303, `${link}?did=return`]);
    expect(await loadReturn(site.ledger, id)).toMatchObject({
      version: before.length + 1,
      via: 'excel',
      content: { tasks: [{ progress: '表中填报1', values: [{ target: 0, value: 60 }] }, { progress: '表中填报2' }] },
    });
  });

  test('that was sent back shows why, and its words to be changed', async () => {
    const version = (await versions()).length;
    await site.desk.act(cycle, { kind: 'sendBack', unit: own, version, reason: '缺少数据' }, office);
    const { body } = await get(link);
    expect(body).toContain('退回意见：缺少数据');
    expect(body).toContain('>表中填报1</textarea>');
    await post(link, filled);
    expect((await get(link)).body).not.toContain('退回意见');
  });
});

describe('beside its return a unit', () => {
  test('reports a major problem at once, and only of its own tasks; pressed twice it is one', async () => {
    const problem = { act: 'problem', task: `${planId}/2026/2`, problem: '堤坝出现险情', by: '王' };
    const foreign = await post(link, { ...problem, task: `${planId}/2026/3` });
    expect([foreign.statusCode, foreign.body.includes('堤坝出现险情</textarea>')]).toEqual([422, true]);
    for (const _ of [1, 2]) expect((await post(link, problem)).headers.location).toBe(`${link}?did=problem`);
    const { history } = (
      await site.web.inject({
        url: `/api/tasks/${planId}/2026/2`,
        headers: { authorization: 'Bearer token-of-the-test-office' },
      })
    ).json<{ history: { kind: string }[] }>();
    expect(history.filter((event) => event.kind === 'cycle.problem')).toHaveLength(1);
  });

  test('sees the bulletin and contests it in time; its words are kept when it comes too late', async () => {
    expect((await get(link)).body).not.toContain('id="contest"');
    expect((await get(`${link}/bulletin`)).statusCode).toBe(404);
    site.clock.now = instantOf('2026-04-15', 600);
    await site.desk.act(cycle, { kind: 'compile' }, office);
    await site.desk.act(cycle, { kind: 'approve' }, leader);
    const late = await post(link, { ...filled, 't2026-1.progress': '迟到的话' });
    expect([late.statusCode, late.body.includes('没有提交成功')]).toEqual([409, true]);
    await site.desk.act(cycle, { kind: 'publish' }, office);
    const { body } = await get(link);
    expect(body).toContain('提出异议');
    expect(body).not.toContain('name="t2026-1.state"');
    expect((await get(`${link}/bulletin`)).headers['content-disposition']).toMatch(/docx/);
    expect((await post(link, { act: 'contest', contest: ' ' })).body).toContain('异议内容不能为空');
    for (const _ of [1, 2])
      expect((await post(link, { act: 'contest', contest: '第2项已开工', by: '王' })).headers.location).toBe(
        `${link}?did=contest`,
      );
    const open = await get(link);
    expect(open.body).toMatch(/第1号异议.*第2项已开工.*答复之前不能再提/s);
    site.clock.now = instantOf('2026-05-20', 600);
    await site.desk.act(
      cycle,
      { kind: 'answerContest', no: 1, upheld: false, text: '经核实未开工' },
      { name: '复核员', role: 'office' },
    );
    // While a correction is drafted the unit goes on seeing what is published, and that its answer is here.
    await site.desk.correct(cycle, '另有差错', office);
    const meanwhile = await get(`${link}/bulletin`);
    expect(decodeURIComponent(String(meanwhile.headers['content-disposition']))).not.toContain('草稿');
    await site.desk.act(cycle, { kind: 'withdrawCorrection', reason: '没有差错' }, office);
    const tooLate = await post(link, { act: 'contest', contest: '再议' });
    expect([tooLate.statusCode, tooLate.body.includes('经核实未开工')]).toEqual([409, true]);
    expect(tooLate.body).toContain('已经超过');
  });
});
