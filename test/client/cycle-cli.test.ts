/** A supervision cycle from its request to the answer on what was contested, as the office types it and as programs ask for it. */
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { savePlan, setPlanSupervision } from '../../activities/ledger/plans.js';
import { readReturnFile } from '../../client/cli/cycle-return-file.js';
import { run } from '../../client/cli/program.js';
import { supervisionRules } from '../../client/supervision/rules.js';
import { instantOf } from '../../domain/day.js';
import { DubanError } from '../../domain/errors.js';
import { plan, type TestSite, testSite, token } from './site.js';

async function duban(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const out: string[] = [];
  const err: string[] = [];
  const code = await run(args, { out: (text) => out.push(text), err: (text) => err.push(text) });
  return { code, out: out.join(''), err: err.join('') };
}

const folder = mkdtempSync(join(tmpdir(), 'duban-cycle-'));
const file = (name: string, content: string | Uint8Array): string => {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
};

describe('without a service', () => {
  test.each([
    [['return', 'p/2026Q1', '--unit', 'x', '--why', '电话'], '--file 和 --sheet'],
    [['return', 'p/2026Q1', '--unit', 'x', '--why', '电话', '--file', 'a', '--sheet', 'b'], '--file 和 --sheet'],
    [['start', 'p', '2026Q1', '--override-by', '局长'], '--override-by 和 --override-why'],
    [['put-off', 'p/2026Q1', '--reason', '防汛'], '--until 和 --never'],
    [['put-off', 'p/2026Q1', '--reason', '防汛', '--until', '2026-02-30'], '“2026-02-30”不能作日期'],
    [['answer', 'p/2026Q1', '--no', '1', '--text', 'x', '--by', '甲'], '--upheld 和 --rejected'],
    [['answer', 'p/2026Q1', '--no', '零', '--upheld', '--text', 'x', '--by', '甲'], '“零”不能作异议编号'],
    [['approve', 'p/2026Q1'], '--by'],
    [['send-back', 'p/2026Q1', '--unit', 'x'], '--reason'],
    [['burden', '--from', '2026-01-01'], '--to'],
    [['frobnicate'], '没有“frobnicate”这个命令'],
  ])('duban cycle %j is wrong usage: exit 2', async (args, words) => {
    const { code, err } = await duban('cycle', ...args);
    expect([code, err]).toEqual([2, expect.stringContaining(words)]);
  });

  test('a cycle that cannot be is refused before anybody is asked', async () => {
    for (const cycle of ['2026Q1', 'p/2026Q5', 'p/2026Q1/x', '/2026Q1']) {
      const { code, out } = await duban('cycle', 'show', cycle, '--json');
      expect([code, JSON.parse(out).faults[0].code]).toEqual([1, 'cycle-key']);
    }
  });

  test('every verb explains itself in Chinese', async () => {
    const { out } = await duban('cycle', '--help');
    const verbs = [...out.matchAll(/^ {2}([a-z-]+) /gm)].map((match) => match[1] ?? '').filter((verb) => verb !== '-h');
    expect(verbs).toEqual(expect.arrayContaining(['start', 'return', 'send-back', 'compile', 'approve', 'publish']));
    for (const verb of verbs) {
      const help = await duban('cycle', verb, '--help');
      expect([help.code, help.out]).toEqual([0, expect.not.stringMatching(/Usage|Options|Arguments|\[options\]/)]);
    }
  });

  test('a return file: states in both tongues, tasks by number, values by place; every fault with its line', () => {
    const id = (number: number) => `p/2026/${number}`;
    const text =
      'tasks:\n  - task: 2\n    state: 滞后\n    values: [null, 3]\n  - { task: p/2026/7, state: done, help: 无 }\n';
    expect(readReturnFile(text, id).tasks).toEqual([
      { task: 'p/2026/2', state: 'behind', progress: '', values: [{ target: 1, value: 3 }], problems: '', help: '' },
      { task: 'p/2026/7', state: 'done', progress: '', values: [], problems: '', help: '无' },
    ]);
    const bad = 'tasks:\n  - task: 2\n    state: 快了\n    values: [三]\n    进展: 好\n  - state: done\nunit: x\n';
    let faults: readonly string[] = [];
    try {
      readReturnFile(bad, id);
    } catch (error) {
      if (!(error instanceof DubanError)) throw error;
      faults = error.faults.map((one) => `${one.line} ${one.code} ${one.message}`);
    }
    expect(faults).toEqual([
      expect.stringMatching(/^3 return-file-value .*快了.*已完成（done）/),
      expect.stringMatching(/^4 return-file-value .*三/),
      expect.stringMatching(/^5 return-file-key .*进展/),
      expect.stringMatching(/^6 return-file-missing .*tasks\.1\.task/),
      expect.stringMatching(/^7 return-file-key .*unit/),
    ]);
  });
});

describe('with a service', () => {
  let site: TestSite;
  const saved = { ...process.env };
  const cycle = 'street-2026/2026Q1';
  const api = async (path: string) =>
    site.web.inject({ url: `/api${path}`, headers: { authorization: `Bearer ${token}` } });
  const json = async (...args: string[]) => {
    const { code, out, err } = await duban('cycle', ...args, '--json');
    return { code, err, value: JSON.parse(out) };
  };
  const codes = (value: { readonly faults: readonly { readonly code: string }[] }) => value.faults.map((f) => f.code);
  const own = (number: number, value: string): string =>
    file(
      'own.yaml',
      [
        'tasks:',
        '  - { task: 1, state: 达到序时进度, progress: 正在办理 }',
        `  - { task: ${number}, state: 滞后, progress: 已开工, values: [${value}], problems: 资金未到位, help: 请拨款 }`,
        '',
      ].join('\n'),
    );

  beforeAll(async () => {
    site = await testSite();
    const [first, second, third] = plan.tasks;
    if (first === undefined || second === undefined || third === undefined) throw new Error('sample changed');
    const targets = [{ metric: '里程', op: '>=' as const, value: 10, unit: '公里', raw: '10公里以上' }];
    await savePlan(
      site.ledger,
      { ...plan, tasks: [first, { ...second, targets }, third], findings: [] },
      site.clock.now,
    );
    process.env['DUBAN_URL'] = await site.web.listen({ host: '127.0.0.1', port: 0 });
    process.env['DUBAN_TOKEN'] = token;
    expect((await duban('launch', 'street-2026')).code).toBe(0);
  });
  afterAll(async () => {
    process.env = saved;
    await site.close();
  });

  test('the office sees what would be asked, and starts the cycle once', async () => {
    const planned = await json('backfill', 'street-2026', '2026q1');
    expect(planned.value).toMatchObject({
      id: cycle,
      periodWords: '2026年第一季度',
      units: [{ unit: 'wch-jjfzj', leads: ['street-2026/2026/1', 'street-2026/2026/2'] }, { unit: 'wch-czj' }],
    });
    expect((await json('list')).value).toEqual({ cycles: [], coming: [] });
    expect(codes((await json('show', cycle)).value)).toEqual(['cycle-unknown']);
    expect(codes((await json('start', 'nowhere', '2026X4')).value)).toEqual(['plan-unknown', 'cycle-key']);
    expect((await duban('cycle', 'list')).out).toBe('还没有开始过的督查周期。\n');
    site.clock.now = instantOf('2026-03-20', 600);
    const started = await json('start', 'street-2026', '2026Q1', '--by', '经办人甲');
    expect([started.code, started.err, started.value.stage]).toEqual([0, '', 'requested']);
    expect(codes((await json('start', 'street-2026', '2026Q1')).value)).toContain('cycle-exists');
    expect(codes((await json('start', 'street-2026', '2026Q2')).value)).toContain('cycle-overlap');
    expect((await json('list', '--plan', 'street-2026')).value.cycles).toMatchObject([
      { id: cycle, stageWords: '已发通知', units: 2, answered: 0, silent: 2, bulletinNumber: null },
    ]);
    // Started by hand before its day, it says when the request went out.
    expect((await duban('cycle', 'show', cycle)).out).toMatch(/通知 2026-03-20　[\s\S]*区经济发展局.*待报送/);
    expect((await duban('cycle', 'list')).out).toMatch(/2026Q1.*已发通知.*2026-03-20/);
  });

  test('a return entered for a unit: other tasks refused, slips asked back, then kept with its evidence', async () => {
    const enter = async (path: string, ...more: string[]) =>
      json('return', cycle, '--unit', '区经济发展局', '--file', path, '--why', '电话报送', '--by', '经办人甲', ...more);
    expect(codes((await enter(own(3, '1'))).value)).toEqual(
      expect.arrayContaining(['return-other-task', 'return-task-missing']),
    );
    const program = file('a.exe', Buffer.from('4d5a9000', 'hex'));
    expect(codes((await enter(own(2, '6'), '--evidence', program)).value)).toEqual(['attachment-refused']);
    expect(codes((await enter(join(folder, 'none.yaml'))).value)).toEqual(['file-missing']);
    const doubted = await enter(own(2, '1000'));
    expect([doubted.code, doubted.value]).toEqual([
      1,
      { kept: false, version: null, doubts: [expect.stringContaining('单位错误')] },
    ]);
    expect((await json('returns', cycle)).value).toEqual({ returns: [] });
    const nothing = await duban('cycle', 'returns', cycle, '--unit', 'wch-jjfzj');
    expect([nothing.code, nothing.err]).toEqual([
      1,
      expect.stringContaining('“区经济发展局报送（street-2026/2026Q1）”'),
    ]);
    const kept = await enter(own(2, '1000'), '--confirm', '--evidence', file('说明.txt', '完成情况说明'));
    expect([kept.code, kept.value]).toMatchObject([0, { kept: true, version: 1 }]);
    const { value } = await json('returns', cycle, '--unit', 'wch-jjfzj');
    expect(value).toMatchObject({
      version: 1,
      viaWords: '办公室录入',
      onBehalf: { by: '经办人甲', why: '电话报送' },
      tasks: [{ number: 1 }, { number: 2, state: 'behind', targets: [{ name: '里程', aim: 10, value: 1000 }] }],
      files: [{ name: '说明.txt', mediaType: 'text/plain' }],
    });
    const [evidence] = value.files;
    const answer = await api(`/cycles/${cycle}/returns/wch-jjfzj/1/files/${evidence.sha256}`);
    expect([answer.body, answer.headers['x-content-type-options']]).toEqual(['完成情况说明', 'nosniff']);
    expect((await api(`/cycles/${cycle}/returns/wch-jjfzj/1/files/${'0'.repeat(64)}`)).statusCode).toBe(404);
  });

  test('a unit gets an Excel sheet of its own tasks; one that is not filled in, or is no sheet, is refused whole', async () => {
    const out = join(folder, 'sheet.xlsx');
    expect((await json('sheet', cycle, '--unit', '区财政局', '--out', out)).value).toMatchObject({ file: out });
    expect(readFileSync(out).subarray(0, 2).toString('latin1')).toBe('PK');
    const enter = async (path: string) =>
      json('return', cycle, '--unit', '区财政局', '--sheet', path, '--why', '交来表格');
    const blank = await enter(out);
    expect([blank.code, blank.value.faults.length]).toEqual([1, expect.any(Number)]);
    expect((await enter(file('x.xlsx', 'no sheet'))).code).toBe(1);
    expect((await json('show', cycle)).value).toMatchObject({ answered: 1, silent: 1 });
    const other = await duban('cycle', 'sheet', cycle, '--unit', '区教育和体育局', '--out', join(folder, 'none.xlsx'));
    expect([other.code, other.err]).toEqual([
      1,
      expect.stringContaining('没有要求区教育和体育局报送，要求报送的单位：区经济发展局、区财政局'),
    ]);
    const foreign = await duban('cycle', 'return', cycle, '--unit', 'wch-jjfzj', '--sheet', out, '--why', '交来表格');
    expect(foreign.err).toContain('另一单位的（区财政局），应为区经济发展局');
  });

  test('what is unclear goes back and comes again as a new version; both stay', async () => {
    const back = async (unit: string) => json('send-back', cycle, '--unit', unit, '--reason', '数字过大，请核对');
    expect(codes((await back('wch-czj')).value)).toEqual(['return-none']);
    expect(codes((await back('没有的局')).value)).toEqual(['unit-unknown']);
    expect((await back('区经济发展局')).value.units[0]).toMatchObject({ state: 'sent-back', version: 1 });
    expect((await duban('cycle', 'show', cycle)).out).toMatch(/区经济发展局.*退回重报/);
    const again = await duban('cycle', 'return', cycle, '--unit', 'wch-jjfzj', '--file', own(2, '6'), '--why', '来函');
    expect([again.code, again.out]).toEqual([0, expect.stringContaining('第 2 次报送已登记')]);
    const first = await json('returns', cycle, '--unit', 'wch-jjfzj', '--nth', '1');
    expect(first.value).toMatchObject({ version: 1, versions: [1, 2], sentBack: { reason: '数字过大，请核对' } });
  });

  test('the bulletin is a draft until another person approves it; then it has a number and goes out', async () => {
    const early = await duban('cycle', 'compile', cycle, '--by', '经办人甲');
    expect([early.code, early.err]).toEqual([
      1,
      expect.stringMatching(/报送期限到2026-04-08为止，.*还没有报送，不能起草/),
    ]);
    site.clock.now = instantOf('2026-04-09', 600);
    expect((await json('compile', cycle, '--by', '经办人甲')).value.stage).toBe('compiling');
    const draft = await json('bulletin', cycle);
    expect(draft.value).toMatchObject({ draft: true, number: null, bulletin: { total: 3, silent: ['wch-czj'] } });
    expect(codes((await json('publish', cycle)).value)).toEqual(['cycle-stage']);
    expect(codes((await json('approve', cycle, '--by', '经办人甲')).value)).toEqual(['bulletin-own']);
    const approved = await duban('cycle', 'approve', cycle, '--by', '负责人乙');
    expect(approved.out).toMatch(/编号 .*〔2026〕1号/);
    const docx = join(folder, 'bulletin.docx');
    expect((await json('bulletin', cycle, '--docx', docx)).value).toMatchObject({ file: docx, draft: false });
    expect(readFileSync(docx).subarray(0, 2).toString('latin1')).toBe('PK');
    const shown = await duban('cycle', 'bulletin', cycle);
    expect(shown.out).toMatch(/〔2026〕1号.*审签[\s\S]*未报送：\n {2}区财政局/);
    const chart = await api(`/cycles/${cycle}/chart.svg`);
    expect([chart.statusCode, chart.headers['content-type']]).toEqual([200, 'image/svg+xml; charset=utf-8']);
    expect(chart.body).not.toContain('<script');
    expect((await json('publish', cycle)).value).toMatchObject({ stage: 'published' });
    expect(codes((await json('skip', cycle, '--reason', 'x')).value)).toEqual(['cycle-stage']);
  });

  test('a unit contests; those who made the bulletin step aside; a correction is a new bulletin', async () => {
    const contest = async () =>
      duban(
        'cycle',
        'contest',
        cycle,
        '--unit',
        '区财政局',
        '--text',
        '已按期报送',
        '--why',
        '来函',
        '--by',
        '经办人甲',
      );
    expect((await contest()).out).toContain('异议编号 1');
    expect((await contest()).err).toContain('答复之前不能再提');
    const answer = async (by: string) =>
      json('answer', cycle, '--no', '1', '--upheld', '--text', '经核实，邮件在期限内到达', '--by', by);
    expect(codes((await answer('负责人乙')).value)).toEqual(['contest-own']);
    expect((await answer('复核人丙')).value.contests[0].answer).toMatchObject({ upheld: true, by: '复核人丙' });
    const correct = async () => json('correct', cycle, '--reason', '区财政局已按期报送', '--by', '经办人丁');
    expect((await correct()).code).toBe(0);
    // A correction takes nobody's thirty days away, and one that was none is withdrawn.
    expect((await json('show', cycle)).value).toMatchObject({ stage: 'compiling', contestBy: '2026-05-09' });
    expect((await contest()).out).toContain('异议编号 2');
    const withdraw = async () => json('withdraw-correction', cycle, '--reason', '原通报无误', '--by', '经办人丁');
    const back = (await withdraw()).value;
    expect(back).toMatchObject({ stage: 'published', bulletin: { no: 1, contestBy: '2026-05-09' } });
    expect(back.corrected).toBeUndefined();
    expect(codes((await withdraw()).value)).toEqual(['cycle-stage']);
    expect((await correct()).code).toBe(0);
    site.clock.now += 60_000;
    expect((await json('approve', cycle, '--by', '负责人戊')).code).toBe(0);
    // Approved, it has its number: it is published or corrected in its turn.
    expect(codes((await withdraw()).value)).toEqual(['cycle-stage']);
    // Who took part in the first bulletin did so in the cycle, whoever made the second.
    for (const by of ['经办人甲', '负责人乙', '经办人丁', '负责人戊'])
      expect(
        codes((await json('answer', cycle, '--no', '2', '--rejected', '--text', '不变', '--by', by)).value),
      ).toEqual(['contest-own']);
    const { value } = await json('bulletin', cycle);
    expect(value).toMatchObject({
      draft: false,
      number: expect.stringContaining('〔2026〕2号'),
      earlier: [expect.stringContaining('〔2026〕1号')],
      bulletin: { corrects: { number: expect.stringContaining('1号'), reason: '区财政局已按期报送' } },
    });
    expect((await duban('cycle', 'bulletin', cycle)).out).toContain('更正通报');
  });

  test('a major problem, a cycle put off, the burden, and what does not exist', async () => {
    const raised = await json('problem', 'street-2026/2026/3', '--text', '河堤塌方，需要立即抢修');
    expect([raised.code, raised.value.task]).toEqual([0, 'street-2026/2026/3']);
    expect(codes((await json('problem', 'street-2026/2026/9', '--text', 'x')).value)).toEqual(['task-other-plan']);
    const off = await json('put-off', 'street-2026/2026Q2', '--until', '2026-07-10', '--reason', '防汛');
    expect(off.value).toEqual({ plan: 'street-2026', key: '2026Q2', until: '2026-07-10', putOff: true });
    await setPlanSupervision(site.ledger, 'street-2026', await supervisionRules(), []);
    const now = site.clock.now;
    const list = async () => (await duban('cycle', 'list', '--plan', 'street-2026')).out;
    expect(await list()).toMatch(
      /将要开始：\n {2}street-2026\/2026Q2（2026年第二季度）：推迟到 2026-07-10 发通知（原定 2026-06-\d\d）：防汛\n {2}.*2026Q3（.*）：2026-09-\d\d 发通知/,
    );
    site.clock.now = instantOf('2026-07-10', 600);
    expect(await list()).toContain(`：等待上一期（原定 2026-07-10），${cycle} 印发通报或取消后开始`);
    site.clock.now = now;
    expect(codes((await json('put-off', cycle, '--never', '--reason', '防汛')).value)).toEqual(['cycle-begun']);
    const bad = await json('put-off', 'street-2026/2029Q1', '--until', '2026-01-05', '--reason', ' ');
    expect(codes(bad.value)).toEqual(['cycle-outside', 'text-missing', 'date-past']);
    const burden = await json('burden', '--from', '2026-03-01', '--to', '2026-03-31');
    expect(burden.value).toMatchObject({ from: '2026-03-01', ceiling: 12, units: expect.any(Array) });
    expect(codes((await json('burden', '--from', '2026-04-01', '--to', '2026-03-31')).value)).toEqual([
      'field-invalid',
    ]);
    expect((await site.web.inject({ url: `/api/cycles/${cycle}` })).statusCode).toBe(401);
  });
});
