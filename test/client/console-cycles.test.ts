/** A supervision cycle on the office's pages: from the choice at launch to the corrected bulletin, without script. */
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import ExcelJS from 'exceljs';
import { HEADER_ROW } from '../../activities/documents/return-sheet-form.js';
import { appendEvents } from '../../activities/ledger/chain.js';
import { savePlan } from '../../activities/ledger/plans.js';
import { eventWords } from '../../client/words.js';
import { instantOf } from '../../domain/day.js';
import { plan, type TestSite, testSite } from './site.js';

const here = '/cycles/street-2026/2026Q1';
const lead = 'wch-jjfzj';
const unitPage = `${here}/units/${lead}`;
const evidence = Buffer.from('%PDF-1.4 sample');
const sha256 = createHash('sha256').update(evidence).digest('hex');
type Session = Awaited<ReturnType<TestSite['login']>>;

let site: TestSite;
let drafter: Session;
let approver: Session;
let arbiter: Session;

async function loginAll() {
  drafter = await site.login('李明');
  approver = await site.login('王芳');
  arbiter = await site.login('赵强');
}

beforeAll(async () => {
  site = await testSite();
  const [first, second, third] = plan.tasks;
  if (first === undefined || second === undefined || third === undefined) throw new Error('sample changed');
  const targets = [{ metric: '里程', op: '>=' as const, value: 10, unit: '公里', raw: '10公里以上' }];
  const tasks = [first, { ...second, targets }, third];
  await savePlan(site.ledger, { ...plan, tasks, findings: [] }, site.clock.now);
  await loginAll();
});
afterAll(() => site.close());

const get = async (url: string, as = drafter) => site.web.inject({ url, headers: { cookie: as.cookie } });
const text = async (url: string, as = drafter) => (await get(url, as)).body;
const post = (url: string, fields: Readonly<Record<string, string>>, as = drafter) =>
  site.web.inject({
    method: 'POST',
    url,
    headers: { cookie: as.cookie, 'content-type': 'application/x-www-form-urlencoded' },
    payload: new URLSearchParams({ ...fields, csrf: as.csrf }).toString(),
  });
const gone = async (answer: ReturnType<typeof post>) => (await answer).headers.location;
const multipart = (
  url: string,
  fields: Readonly<Record<string, string>>,
  file?: { readonly field: string; readonly name: string; readonly bytes: Uint8Array },
) => {
  const end = 'boundary-of-the-test';
  const parts = Object.entries(fields).map(([name, value]) =>
    Buffer.from(`--${end}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`),
  );
  if (file !== undefined) {
    const head = `--${end}\r\ncontent-disposition: form-data; name="${file.field}"; filename="${file.name}"\r\n\r\n`;
    parts.push(Buffer.from(head), Buffer.from(file.bytes), Buffer.from('\r\n'));
  }
  return site.web.inject({
    method: 'POST',
    url,
    headers: { cookie: drafter.cookie, 'content-type': `multipart/form-data; boundary=${end}` },
    payload: Buffer.concat([...parts, Buffer.from(`--${end}--\r\n`)]),
  });
};
const words = {
  act: 'return',
  why: '来电报送，已复述核对',
  't2026-1.state': 'on-schedule',
  't2026-1.progress': '正在办理',
  't2026-2.state': 'behind',
  't2026-2.progress': '已开工',
  't2026-2.v0': '3',
  't2026-2.problems': '资金<b>未到位',
  't2026-2.help': '请拨款',
} as const;

/** The sheet with both tasks of the unit on schedule. */
async function filled(bytes: Buffer): Promise<Buffer> {
  const book = new ExcelJS.Workbook();
  await book.xlsx.load(bytes as unknown as ExcelJS.Buffer);
  const [table] = book.worksheets;
  if (table === undefined) throw new Error('no sheet');
  const columns = (table.getRow(HEADER_ROW).values as readonly ExcelJS.CellValue[]).slice(1);
  table.eachRow((row, at) => {
    const number = Number(row.getCell(1).value);
    if (at <= HEADER_ROW || (number !== 1 && number !== 2)) return;
    row.getCell(columns.indexOf('进度状态') + 1).value = '达到序时进度';
    row.getCell(columns.indexOf('进展情况') + 1).value = '按计划进行';
  });
  return Buffer.from(await book.xlsx.writeBuffer());
}

describe('before it begins', () => {
  test('the launch page rehearses the rhythm that was chosen, then launches with it', async () => {
    expect(await text('/plans/street-2026/launch')).not.toContain('2026年第二季度');
    const { body } = await get('/plans/street-2026/launch?supervise=quarterly');
    expect(body).toMatch(/2026年第一季度[\s\S]*2026年第二季度[\s\S]*每季度督查一次/);
    expect(body).toContain('<input type="hidden" name="supervise" value="quarterly"/>');
    expect((await get('/plans/street-2026/launch?supervise=daily')).statusCode).toBe(200);
    await post('/plans/street-2026/launch', { sure: 'yes', supervise: 'quarterly' });
    expect(await text('/cycles')).toMatch(/2026年第一季度[\s\S]*2026年3月24日[\s\S]*2026年第二季度/);
  });

  test('a coming one is put off with a reason, or dropped', async () => {
    const form = { plan: 'street-2026', key: '2026Q2', until: '2026-06-30' };
    const refused = await post('/cycles/put-off', form);
    expect([refused.statusCode, refused.body]).toEqual([
      422,
      expect.stringMatching(/理由不能为空[\s\S]*value="2026-06-30"/),
    ]);
    const twice = await post('/cycles/put-off', { ...form, until: '2025-06-30' });
    expect(twice.body).toMatch(/理由不能为空[\s\S]*“2025-06-30”不可用/);
    expect(await gone(post('/cycles/put-off', { ...form, reason: '防汛期间' }))).toBe('/cycles?done=putOff');
    expect(await text('/cycles')).toMatch(/2026年6月30日[\s\S]*防汛期间/);
    await post('/cycles/put-off', { plan: 'street-2026', key: '2026Q2', reason: '机构改革' });
    expect(await text('/cycles')).toMatch(/不督查[\s\S]*机构改革/);
  });

  test('one that the ceiling holds back is put before the office on its pages', async () => {
    const over = [{ unit: lead, count: 12 }];
    await appendEvents(site.ledger, [
      {
        id: 'cycle.held/street-2026/2026Q1',
        at: site.clock.now,
        actor: { name: 'duban', role: 'system' },
        kind: 'cycle.held',
        subject: 'cycle/street-2026/2026Q1',
        data: { request: '2026-03-24', ceiling: 12, over },
      },
    ]);
    expect(await text('/')).toContain('有1次督查超过填报上限');
    expect(await text('/cycles')).toMatch(
      /2026年第一季度的督查通知没有发出[\s\S]*待批准[\s\S]*区经济发展局本月已收12件，超过12件的上限/,
    );
  });

  test('days and units are shown before anything starts', async () => {
    const { body } = await get('/cycles/new?plan=street-2026&key=2026q1');
    expect(body).toMatch(/2026年第一季度[\s\S]*2026年4月[\s\S]*区经济发展局[\s\S]*第1、2项[\s\S]*区财政局/);
    expect(await text('/cycles/new?plan=street-2026&key=2026Q9')).toContain('2026Q9”不是督查周期');
    expect((await get(here)).statusCode).toBe(404);
    for (const url of ['/cycles', '/cycles/new', '/cycles/burden', here, unitPage, `${here}/bulletin`])
      expect((await site.web.inject(url)).statusCode).toBe(401);
    const foreign = await site.web.inject({
      method: 'POST',
      url: '/cycles/new',
      headers: { cookie: drafter.cookie, 'content-type': 'application/x-www-form-urlencoded' },
      payload: 'plan=street-2026&key=2026Q1',
    });
    expect(foreign.statusCode).toBe(403);
  });

  test('it is started once', async () => {
    const form = { plan: 'street-2026', key: '2026Q1' };
    const half = await post('/cycles/new', { ...form, overrideBy: '局长' });
    expect([half.statusCode, half.body]).toEqual([400, expect.stringContaining('两项都要填写')]);
    expect(await gone(post('/cycles/new', form))).toBe(`${here}?done=cycleStarted`);
    const again = await post('/cycles/new', form);
    expect([again.statusCode, again.body]).toEqual([409, expect.stringContaining('不能再次开始')]);
    expect(await text('/cycles')).toMatch(/已发通知[\s\S]*0\/2个单位[\s\S]*等待2个单位报送/);
  });
});

describe('while units answer', () => {
  test('the office enters a return for a unit: every fault at once, nothing typed is lost', async () => {
    const wrong = { ...words, why: '', 't2026-2.v0': '三', 't2026-2.problems': '', csrf: drafter.csrf };
    const { statusCode, body } = await multipart(`${unitPage}/return`, wrong);
    expect(statusCode).toBe(422);
    const faults = /<div class="fault"[\s\S]*?<\/div>/.exec(body)?.[0] ?? '';
    expect(faults).toMatch(/为什么代报[\s\S]*“三”不是数字/);
    expect(faults).toContain('存在问题');
    expect(body).toMatch(/<details class="card" open>\s*<summary>代单位填报/);
    expect(body).toContain('请拨款');
    expect(await text(unitPage)).toContain('还没有报送');
  });

  test('a doubtful value is asked back; evidence is saved, never shown', async () => {
    const file = { field: 'files', name: '验收.pdf', bytes: evidence };
    const typed = { ...words, 't2026-2.v0': '300', csrf: drafter.csrf };
    const doubted = await multipart(`${unitPage}/return`, typed, file);
    expect([doubted.statusCode, doubted.body]).toEqual([200, expect.stringContaining('是否为单位错误')]);
    const sent = await multipart(`${unitPage}/return`, { ...words, csrf: drafter.csrf }, file);
    expect(sent.headers.location).toBe(`${unitPage}?done=returnEntered`);
    const { body } = await get(unitPage);
    expect(body).toMatch(/第1次报送[\s\S]*办公室代报：来电报送，已复述核对[\s\S]*资金&lt;b>未到位/);
    const saved = await get(`${unitPage}/evidence/1/${sha256}`);
    expect(saved.headers['content-disposition']).toMatch(/^attachment/);
    const stranger = await multipart(`${unitPage}/return`, words);
    expect(stranger.statusCode).toBe(403);
  });

  test('it is sent back with a reason, and comes again as its Excel sheet', async () => {
    const silent = await post(`${unitPage}/send-back`, { version: '1', reason: '' });
    expect([silent.statusCode, silent.body]).toEqual([422, expect.stringContaining('理由')]);
    expect(await gone(post(`${unitPage}/send-back`, { version: '1', reason: '缺少凭证' }))).toBe(
      `${unitPage}?done=returnSentBack`,
    );
    expect(await text(unitPage)).toMatch(/退回（李明）：缺少凭证/);
    const sheet = await get(`${unitPage}/sheet`);
    expect(sheet.headers['content-type']).toContain('spreadsheetml');
    const file = { field: 'sheet', name: '表.xlsx', bytes: await filled(sheet.rawPayload) };
    const form = { act: 'sheet', why: '工作人员送来的表', csrf: drafter.csrf };
    const uploaded = await multipart(`${unitPage}/return`, form, file);
    expect(uploaded.headers.location).toBe(`${unitPage}?done=returnEntered`);
    const body = await text(unitPage);
    expect(body).toMatch(/第2次报送[\s\S]*Excel 表格/);
    expect(await text(`${unitPage}?version=1`)).toContain('缺少凭证');
  });

  test('the page of the cycle says what is next and tells everything in words', async () => {
    const body = await text(here);
    expect(body).toMatch(/等待1个单位报送[\s\S]*各单位报送（1\/2）[\s\S]*已报送[\s\S]*第2次/);
    expect(body).toMatch(/退回重报：区经济发展局，第1次，缺少凭证/);
    expect(body).toContain('收到报送：区经济发展局，第1次');
  });
});

describe('the bulletin', () => {
  test('a draft opens the records behind its numbers, and its author cannot approve it', async () => {
    expect(await text(here)).toMatch(/报送期限过后，或者全部报齐，才能起草通报/);
    expect(await text(here)).not.toContain('现在起草通报');
    expect((await post(`${here}/acts`, { kind: 'compile' })).statusCode).toBe(409);
    site.clock.now = instantOf('2026-04-20', 600);
    await loginAll();
    expect(await text('/cycles')).toContain('催报1个单位');
    expect(await gone(post(`${here}/acts`, { kind: 'compile' }))).toBe(`${here}/bulletin?done=compiled`);
    const own = await text(`${here}/bulletin`);
    expect(own).toContain('您（李明）起草了这份通报，不能自己审签');
    expect(own).not.toContain('name="sure"');
    const { body } = await get(`${here}/bulletin`, approver);
    expect(body).toContain('您以王芳的名义审签');
    const anchors = [...body.matchAll(/href="#([^"]+)"/g)].map(([, id]) => id);
    expect(anchors.length).toBeGreaterThan(5);
    expect(anchors.filter((id) => !body.includes(`id="${id}"`))).toEqual([]);
    expect(body).toContain('href="/tasks/street-2026/2026/2"');
    expect((await get(`${here}/chart.svg`)).headers['content-type']).toContain('image/svg+xml');
    expect((await get(`${here}/bulletin.docx`)).headers['content-disposition']).toMatch(/^attachment/);
  });

  test('another person approves it, after a look; then it goes out', async () => {
    const forced = await post(`${here}/bulletin`, { kind: 'approve', sure: 'yes' });
    expect(forced.statusCode).toBe(403);
    const unsure = await post(`${here}/bulletin`, { kind: 'approve' }, approver);
    expect([unsure.statusCode, unsure.body]).toEqual([400, expect.stringContaining('我已核对')]);
    const approved = await post(`${here}/bulletin`, { kind: 'approve', sure: 'yes' }, approver);
    expect(approved.headers.location).toBe(`${here}/bulletin?done=bulletinApproved`);
    expect(await gone(post(`${here}/bulletin`, { kind: 'publish' }))).toBe(`${here}/bulletin?done=bulletinPublished`);
    expect(await text(`${here}/bulletin`)).toMatch(/已印发[\s\S]*李明起草，王芳于[\s\S]*审签/);
    expect(await text('/cycles')).toMatch(/已结束[\s\S]*〔2026〕1号/);
  });

  test('a contest is answered by somebody who took no part', async () => {
    // It came by letter: the office enters it for the unit, and says so.
    const said = { kind: 'contest', unit: 'wch-czj', text: '我局已<i>报送' };
    const unsaid = await post(`${here}/acts`, said);
    expect([unsaid.statusCode, unsaid.body]).toEqual([400, expect.stringContaining('我局已&lt;i>报送</textarea>')]);
    expect(await gone(post(`${here}/acts`, { ...said, why: '来函' }))).toBe(`${here}?done=contestEntered`);
    expect(await text('/cycles')).toMatch(/进行中（1次）[\s\S]*答复1件异议/);
    for (const [as, part] of [
      [drafter, '您（李明）起草了'],
      [approver, '您（王芳）审签了'],
    ] as const) {
      const body = await text(here, as);
      expect(body).toContain(part);
      expect(body).toContain('我局已&lt;i>报送');
      expect(body).not.toContain('name="upheld"');
    }
    const answer = { kind: 'answerContest', no: '1', text: '经核实，报送已于期限内送达' };
    const half = await post(`${here}/acts`, answer, arbiter);
    expect([half.statusCode, half.body]).toEqual([400, expect.stringMatching(/异议是否成立[\s\S]*经核实/)]);
    const done = await post(`${here}/acts`, { ...answer, upheld: 'yes' }, arbiter);
    expect(done.headers.location).toBe(`${here}?done=contestAnswered`);
    expect(await text(here)).toMatch(/异议成立（赵强/);
  });

  test('the correction says which one it corrects; the first stays as it was', async () => {
    expect(await gone(post(`${here}/bulletin`, { kind: 'correct', reason: '财政局已报送' }))).toBe(
      `${here}/bulletin?done=correcting`,
    );
    // Units go on seeing and contesting what is published; a mistaken correction is withdrawn.
    expect(await text(here)).toMatch(/提出异议[\s\S]*代单位登记异议/);
    expect(await text(`${here}/bulletin`)).toContain('撤回更正通报');
    expect(await gone(post(`${here}/bulletin`, { kind: 'withdrawCorrection', reason: '原通报无误' }))).toBe(
      `${here}/bulletin?done=correctionWithdrawn`,
    );
    expect(await text(`${here}/bulletin`)).toMatch(/已印发[\s\S]*〔2026〕1号/);
    await post(`${here}/bulletin`, { kind: 'correct', reason: '财政局已报送' });
    site.clock.now += 60_000;
    await post(`${here}/bulletin`, { kind: 'approve', sure: 'yes' }, approver);
    const { body } = await get(`${here}/bulletin`);
    expect(body).toMatch(/〔2026〕2号[\s\S]*本通报更正/);
    expect(body).toContain(`${here}/bulletin?no=1`);
    const first = await text(`${here}/bulletin?no=1`);
    expect(first).toMatch(/这份通报已由后来的通报更正[\s\S]*〔2026〕1号/);
    expect((await get(`${here}/bulletin?no=7`)).statusCode).toBe(404);
  });
});

describe('beside the cycles', () => {
  test('what each unit was asked, month by month', async () => {
    const body = await text('/cycles/burden?month=2026-03');
    expect(body).toMatch(/2026年3月[\s\S]*区经济发展局/);
    expect(body).toContain('每月的上限是12');
    expect((await get('/cycles/burden?month=no')).statusCode).toBe(200);
  });

  test('a major problem goes to the leadership group once, however often the button is pressed', async () => {
    const url = '/tasks/street-2026/2026/2';
    const empty = await post(`${url}/problem`, { text: ' ' });
    expect([empty.statusCode, empty.body]).toEqual([400, expect.stringContaining('没有办成')]);
    for (let i = 0; i < 2; i++)
      expect(await gone(post(`${url}/problem`, { text: '桥墩开裂' }))).toBe(`${url}?done=raised`);
    expect((await text(url)).match(/报告重大问题：桥墩开裂/g)).toHaveLength(1);
  });

  test('the words of the record', () => {
    const said = (kind: string, data: Record<string, unknown>) => eventWords({ kind, data });
    expect(said('cycle.putOff', { until: null, reason: '防汛' })).toBe('取消本期督查：防汛');
    expect(said('cycle.requested', { units: 3, override: { by: '局长', why: '急件' } })).toBe(
      '发出督查通知：3个单位，超过填报上限，由局长批准：急件',
    );
    expect(said('plan.supervised', { rules: { rhythm: 'monthly' } })).toBe('定期督查：每月一次');
  });
});
