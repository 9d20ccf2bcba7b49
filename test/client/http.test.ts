/** The web server as the office, a unit and a stranger meet it. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { loadTask } from '../../activities/ledger/tasks.js';
import { makeLink } from '../../activities/links.js';
import { launchedAt, plan, secret, type TestSite, testSite, token } from './site.js';

const bearer = { authorization: `Bearer ${token}` };
const form = { 'content-type': 'application/x-www-form-urlencoded' };
const DAY_MS = 86_400_000;
let site: TestSite;

beforeAll(async () => {
  site = await testSite();
  await site.web.inject({
    method: 'POST',
    url: '/api/plans',
    headers: bearer,
    payload: { name: 'street-2026.json', text: JSON.stringify(plan) },
  });
  await site.web.inject({ method: 'POST', url: '/api/plans/street-2026/launch', headers: bearer, payload: {} });
});
afterAll(async () => site.close());

const linkOf = (unit: string, task: number) =>
  `/r/${makeLink(secret, { unit, purpose: 'task', tasks: [`street-2026/2026/${task}`], expires: '2026-12-31' })}`;
const post = (url: string, fields: Record<string, string>, headers: Record<string, string> = {}) =>
  site.web.inject({
    method: 'POST',
    url,
    headers: { ...form, ...headers },
    payload: new URLSearchParams(fields).toString(),
  });
const stateOf = (task: number) => loadTask(site.ledger, `street-2026/2026/${task}`);

describe('a stranger', () => {
  test('sees what this is and the way in, and nothing of the plans', async () => {
    const { statusCode, body } = await site.web.inject('/');
    expect(statusCode).toBe(200);
    expect(body).toContain('办公室登录');
    expect(body).not.toContain('2026年重点任务');
  });

  test.each(['/plans/street-2026', '/tasks/street-2026/2026/1', '/letters', '/formal', '/admin', '/mailbox'])(
    'is sent away from %s',
    async (url) => {
      const { statusCode, body } = await site.web.inject(url);
      expect(statusCode).toBe(401);
      expect(body).toContain('请先登录');
    },
  );

  test('gets nothing from the API without the token or with a wrong one', async () => {
    for (const headers of [{}, { authorization: 'Bearer wrong' }, { authorization: token }]) {
      const response = await site.web.inject({ url: '/api/status', headers });
      expect(response.statusCode).toBe(401);
      expect(response.json().faults[0].code).toBe('unauthorized');
    }
  });

  test('cannot make a session by a wrong token or a forged cookie', async () => {
    expect((await post('/login', { token: 'wrong' })).statusCode).toBe(401);
    const { cookie } = await site.login();
    const forged = `${cookie.slice(0, -3)}abc`;
    expect((await site.web.inject({ url: '/letters', headers: { cookie: forged } })).statusCode).toBe(401);
  });

  test('is slowed down after ten tries of the token in a minute', async () => {
    const other = await testSite();
    // Through the front proxy: the address it forwards counts, not its own.
    const guess = async (address: string, token: string) =>
      other.web.inject({ method: 'POST', url: '/login', headers: { 'x-forwarded-for': address }, payload: { token } });
    const tries = [];
    for (let i = 0; i < 12; i++) tries.push((await guess('203.0.113.1', `guess-${i}`)).statusCode);
    const neighbour = await guess('203.0.113.2', 'guess');
    await other.close();
    expect(neighbour.statusCode).toBe(401);
    expect(tries.slice(0, 10)).toEqual(Array(10).fill(401));
    expect(tries.slice(10)).toEqual([429, 429]);
  });
});

describe('every page', () => {
  test('forbids scripts, frames of others and guessing of types, and is not kept by caches', async () => {
    const { headers } = await site.web.inject('/');
    const policy = String(headers['content-security-policy']);
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain('unsafe-inline');
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['referrer-policy']).toBe('no-referrer');
    expect(headers['cache-control']).toBe('no-store');
  });

  test('keeps the session cookie away from scripts and other sites', async () => {
    const response = await post('/login', { token });
    expect(String(response.headers['set-cookie'])).toMatch(/HttpOnly; SameSite=Strict/);
  });

  test('shows a title from a document as text', async () => {
    const { cookie } = await site.login();
    for (const url of ['/plans/street-2026', '/tasks/street-2026/2026/1', linkOf('wch-jjfzj', 1)]) {
      const { body } = await site.web.inject({ url, headers: { cookie } });
      expect(body).toContain('&lt;script>alert(');
      expect(body).not.toContain('<script');
    }
  });

  test('an unknown address and an unknown task are said in Chinese', async () => {
    const { cookie } = await site.login();
    const page = await site.web.inject('/nowhere');
    expect([page.statusCode, page.body.includes('没有这个页面或接口：/nowhere')]).toEqual([404, true]);
    const task = await site.web.inject({ url: '/tasks/street-2026/2026/99', headers: { cookie } });
    expect([task.statusCode, task.body.includes('任务“street-2026/2026/99”不属于计划street-2026')]).toEqual([
      404,
      true,
    ]);
  });
});

describe('the office', () => {
  test('sees each task with light, due day and next step', async () => {
    const { cookie } = await site.login();
    const { body } = await site.web.inject({ url: '/plans/street-2026', headers: { cookie } });
    expect(body).toContain('建设园区道路');
    expect(body).toContain('2026年6月30日');
    expect(body).toContain('催签收');
    expect(body).toContain('2026-03-04 09:00');
    const lettersOf = async (unit: string) =>
      (await site.web.inject({ url: `/letters?unit=${encodeURIComponent(unit)}`, headers: { cookie } })).statusCode;
    expect([await lettersOf('区经济发展局'), await lettersOf('区经济发展居')]).toEqual([200, 422]);
  });

  test('a form without the value of our own page does nothing', async () => {
    const { cookie, csrf } = await site.login();
    const before = site.asked.length;
    for (const value of ['', `${csrf.startsWith('A') ? 'B' : 'A'}${csrf.slice(1)}`]) {
      const response = await post(
        '/tasks/street-2026/2026/2',
        { kind: 'suspend', reason: '等规划', csrf: value },
        { cookie },
      );
      expect(response.statusCode).toBe(403);
    }
    expect(site.asked).toHaveLength(before);
    const done = await post('/tasks/street-2026/2026/2', { kind: 'suspend', reason: '等规划', csrf }, { cookie });
    expect([done.statusCode, done.headers.location]).toEqual([303, '/tasks/street-2026/2026/2?done=acted']);
    expect((await stateOf(2))?.suspended?.reason).toBe('等规划');
    await post('/tasks/street-2026/2026/2', { kind: 'resume', reason: '规划已批', csrf }, { cookie });
  });

  test('signs for a unit only with a reason, which stays on record under the name of the session', async () => {
    const { cookie, csrf } = await site.login('经办人甲');
    const without = await post('/tasks/street-2026/2026/3', { kind: 'sign', unit: 'wch-czj', csrf }, { cookie });
    expect([without.statusCode, without.body.includes('要写明原因')]).toEqual([422, true]);
    await post('/tasks/street-2026/2026/3', { kind: 'sign', unit: 'wch-czj', why: '电话签收', csrf }, { cookie });
    const { body } = await site.web.inject({ url: '/tasks/street-2026/2026/3', headers: { cookie } });
    expect(body).toContain('经办人甲（代区财政局，电话签收）');
  });

  test('reads one fault for every wrong field of a request', async () => {
    const response = await site.web.inject({
      method: 'POST',
      url: '/api/tasks/street-2026/2026/1/acts',
      headers: bearer,
      payload: { act: { kind: 'requestExtension', unit: '', to: '2026-02-30', reason: '' } },
    });
    expect(response.statusCode).toBe(400);
    expect(response.json().faults.map((f: { values: { field: string } }) => f.values.field)).toEqual([
      '单位（act.unit）',
      '至（act.to）',
      '理由（act.reason）',
    ]);
  });

  test('is told what is wrong with a plan file, each fault with its line', async () => {
    const text =
      'id: x\ntitle: 标题\nissuer: 局\nissued: 2026-02-30\nyear: 2026\ntasks:\n  - number: 0\n    title: 一\n';
    const response = await site.web.inject({
      method: 'POST',
      url: '/api/plans',
      headers: bearer,
      payload: { name: 'a.yaml', text },
    });
    expect(response.statusCode).toBe(422);
    expect(response.json().faults.map((f: { line: number }) => f.line)).toEqual(expect.arrayContaining([1, 4, 7]));
  });

  test('settles a draft by names from the directory, and a name nobody bears is refused with the nearest', async () => {
    await site.web.inject({
      method: 'POST',
      url: '/api/plans',
      headers: bearer,
      payload: { name: 'draft.json', text: JSON.stringify({ ...plan, id: 'draft-2026' }) },
    });
    const settle = (unit: string) =>
      site.web.inject({
        method: 'POST',
        url: '/api/plans/draft-2026/settle',
        headers: bearer,
        payload: { decisions: [{ task: 3, duties: [{ unit, role: 'lead' }], note: '会议确定' }] },
      });
    expect((await settle('区经济发展局')).statusCode).toBe(200);
    expect(site.asked.at(-1)).toEqual([
      'settle',
      'draft-2026',
      [{ task: 3, duties: [{ unit: 'wch-jjfzj', role: 'lead' }], note: '会议确定' }],
      { name: '办公室', role: 'office' },
    ]);
    const wrong = await settle('区经济发屏局');
    expect([wrong.statusCode, wrong.json().faults[0].message.includes('区经济发展局')]).toEqual([422, true]);
  });

  test('imports a sample as it was printed or moved to this year, with one button', async () => {
    const { cookie, csrf } = await site.login();
    const as = (year: string) => post('/plans/import-sample', { sample: 'wenchanghu-2023', year, csrf }, { cookie });
    expect((await as('2023')).headers.location).toBe('/plans/wenchanghu-2023?done=imported');
    expect((await as('2026')).headers.location).toBe('/plans/wenchanghu-2026?done=imported');
    const { body } = await site.web.inject({ url: '/plans/wenchanghu-2026', headers: { cookie } });
    expect(body).toContain('（移至2026年试用）');
    expect(body).toContain('任务（57项）');
    expect(body).toContain('2026年12月31日');
  });

  test('sees the year rehearsed before it launches, and launches only with the box ticked', async () => {
    const { cookie, csrf } = await site.login();
    const { body } = await site.web.inject({ url: '/plans/draft-2026/launch', headers: { cookie } });
    expect(body).toMatch(/会发出<!-- -->\d+<!-- -->封信|会发出\d+封信/);
    expect(body).toContain('督办函');
    const before = site.asked.length;
    expect((await post('/plans/draft-2026/launch', { csrf }, { cookie })).statusCode).toBe(400);
    expect(site.asked).toHaveLength(before);
  });
});

describe('a unit with the link from its mail', () => {
  test('looks without changing anything', async () => {
    const before = await stateOf(1);
    const response = await site.web.inject(linkOf('wch-jjfzj', 1));
    expect(response.statusCode).toBe(200);
    expect(response.body).toContain('签收这项任务');
    expect(response.headers['set-cookie']).toBeUndefined();
    expect(await stateOf(1)).toEqual(before);
  });

  test('signs once however often the button is pressed', async () => {
    const link = linkOf('wch-jjfzj', 1);
    for (let i = 0; i < 2; i++) {
      const response = await post(link, { act: 'sign', by: '经办人乙' });
      expect([response.statusCode, response.headers.location]).toEqual([303, `${link}?did=sign`]);
    }
    const state = await stateOf(1);
    expect(state?.signed['wch-jjfzj']?.by).toBe('区经济发展局 经办人乙');
    expect(site.asked.filter(([what, id]) => what === 'act' && id === 'street-2026/2026/1')).toHaveLength(1);
    expect((await site.web.inject(`${link}?did=sign`)).body).toContain('已签收，感谢配合');
  });

  test('reports, and a report sent twice stays one report', async () => {
    const link = linkOf('wch-jjfzj', 1);
    await post(link, { act: 'report', text: '已建成并验收' });
    const again = await post(link, { act: 'report', text: '已建成并验收' });
    expect(again.statusCode).toBe(303);
    expect((await stateOf(1))?.report).toMatchObject({ no: 1, text: '已建成并验收', unit: 'wch-jjfzj' });
    const other = await post(link, { act: 'report', text: '另一份报告' });
    expect([other.statusCode, other.body.includes('正在等待办公室审核')]).toEqual([409, true]);
  });

  test('as a supporting unit is not asked for a report and cannot give one', async () => {
    const link = linkOf('wch-czj', 1);
    expect((await site.web.inject(link)).body).not.toContain('提交办结报告');
    expect((await post(link, { act: 'report', text: '越权' })).statusCode).toBe(409);
  });

  test('signs for all tasks of a digest at once', async () => {
    const link = `/r/${makeLink(secret, { unit: 'wch-jjfzj', purpose: 'sign-all', tasks: ['street-2026/2026/1', 'street-2026/2026/2'], expires: '2026-12-31' })}`;
    expect((await site.web.inject(link)).body).toContain('全部签收（1项）');
    expect((await post(link, { act: 'sign' })).statusCode).toBe(303);
    expect((await stateOf(2))?.signed).toHaveProperty('wch-jjfzj');
    expect((await site.web.inject(link)).body).toContain('任务均已签收');
    expect((await post(link, { act: 'report', text: '不行' })).statusCode).toBe(400);
  });

  test('signs for the rest when one task of the digest was closed meanwhile, and reads which was left', async () => {
    const act = { kind: 'cancel', reason: '合并到其他任务' } as const;
    await site.web.inject({
      method: 'POST',
      url: '/api/tasks/street-2026/2026/1/acts',
      headers: bearer,
      payload: { act },
    });
    const link = `/r/${makeLink(secret, { unit: 'wch-czj', purpose: 'sign-all', tasks: ['street-2026/2026/1', 'street-2026/2026/3'], expires: '2026-12-31' })}`;
    const response = await post(link, { act: 'sign' });
    expect([response.statusCode, (await stateOf(3))?.signed['wch-czj'] !== undefined]).toEqual([303, true]);
    const { body } = await site.web.inject(String(response.headers.location));
    expect(body).toContain('其中1项没有签收：任务1（已取消）');
  });

  test('does not use up the limit of another unit behind the same address', async () => {
    const [mine, other] = [linkOf('wch-czj', 1), linkOf('wch-jjfzj', 1)];
    const statuses: number[] = [];
    for (let i = 0; i < 31; i++) statuses.push((await post(mine, { act: 'nothing' })).statusCode);
    expect([statuses[0], statuses.at(-1)]).toEqual([400, 429]);
    expect((await post(other, { act: 'nothing' })).statusCode).toBe(400);
  });

  test('with one character changed, or too late, reads a kind page and changes nothing', async () => {
    const link = linkOf('wch-czj', 3);
    const before = site.asked.length;
    const changed = `${link.slice(0, -1)}${link.endsWith('A') ? 'B' : 'A'}`;
    const tampered = await post(changed, { act: 'progress', text: '改动' });
    expect([tampered.statusCode, tampered.body.includes('被改动过')]).toEqual([403, true]);
    site.clock.now = launchedAt + 400 * DAY_MS;
    const expired = await post(link, { act: 'progress', text: '太晚' });
    site.clock.now = launchedAt;
    expect([expired.statusCode, expired.body.includes('已过有效期')]).toEqual([410, true]);
    expect(site.asked).toHaveLength(before);
  });
});

describe('what goes wrong inside', () => {
  test('is shown as a number for the log, never as the cause', async () => {
    const broken = await testSite({ broken: true });
    const response = await broken.web.inject({ url: '/api/status', headers: bearer });
    await broken.close();
    expect(response.statusCode).toBe(500);
    expect(response.json().faults[0].message).toMatch(/编号 [0-9a-f]{8}/);
    expect(response.body).not.toContain('hunter2');
  });

  test('too large a body and one that is no JSON are refused', async () => {
    const large = await site.web.inject({
      method: 'POST',
      url: '/api/plans',
      headers: bearer,
      payload: { name: 'a.txt', text: 'x'.repeat(2_100_000) },
    });
    expect([large.statusCode, large.json().faults[0].code]).toEqual([413, 'body-too-large']);
    const broken = await site.web.inject({
      method: 'POST',
      url: '/api/plans',
      headers: { ...bearer, 'content-type': 'application/json' },
      payload: '{',
    });
    expect([broken.statusCode, broken.json().faults[0].code]).toEqual([400, 'bad-request']);
  });
});

describe('a filter by unit', () => {
  test('takes the name as well as the id, and says what is near a wrong one', async () => {
    const tasksOf = async (unit: string) =>
      (await site.web.inject({ url: `/api/tasks?unit=${encodeURIComponent(unit)}`, headers: bearer })).json();
    expect((await tasksOf('区经济发展局')).tasks).toHaveLength(2);
    expect(await tasksOf('区经济发展局')).toEqual(await tasksOf('wch-jjfzj'));
    const unit = encodeURIComponent('区经济发展居');
    const wrong = await site.web.inject({ url: `/api/letters?unit=${unit}`, headers: bearer });
    expect([wrong.statusCode, wrong.json().faults[0].code]).toEqual([422, 'unit-unknown']);
    expect(wrong.json().faults[0].message).toContain('最接近的是：区经济发展局');
  });
});

describe('operations', () => {
  test('health, figures and the stylesheet need no login', async () => {
    expect((await site.web.inject('/health')).json()).toEqual({
      live: true,
      ready: true,
      temporal: 'ok',
      ledger: 'ok',
    });
    const metrics = await site.web.inject('/metrics');
    expect(metrics.body).toMatch(/duban_tasks\{stage="\w+"\} \d/);
    const css = await site.web.inject('/static/duban.css');
    expect(css.headers['content-type']).toContain('text/css');
    expect(
      (await site.web.inject({ url: '/static/duban.css', headers: { 'if-none-match': String(css.headers['etag']) } }))
        .statusCode,
    ).toBe(304);
  });

  test('the export of a plan and the check of the chain answer over the API', async () => {
    const exported = (await site.web.inject({ url: '/api/plans/street-2026/export', headers: bearer })).json();
    expect(exported.tasks).toHaveLength(3);
    expect(exported.events.some((e: { kind: string }) => e.kind === 'task.sign')).toBe(true);
    expect((await site.web.inject({ url: '/api/verify', headers: bearer })).json()).toMatchObject({ ok: true });
  });
});
