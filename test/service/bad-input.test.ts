/** Bad input through the real command against a running service: one clear Chinese sentence, exit code 1, nothing half done. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { LetterAnswer, LetterDetail, StatusAnswer, TaskDetail } from '../../client/http/answers.js';
import { addDays, dayOf } from '../../domain/day.js';
import { fromRoot } from '../../worker/root.js';
import { makePlace, type Place, planFile, type Running, secondsLadder, until } from '../harness/service.js';

let place: Place;
let running: Running;
const today = dayOf(Date.now());
const year = today.slice(0, 4);
/** Deadlines 50 minutes away: nothing but the assignment is sent while the test runs. */
const quiet = secondsLadder({ slot: 150 });
const task = (number: number): string => `street/${year}/${number}`;

beforeAll(async () => {
  place = await makePlace();
  running = await place.up();
  const plan = planFile('street', today, [
    ['建设园区道路', 'lead:wch-jjfzj support:wch-czj'],
    ['整治河道', 'lead:wch-msz'],
    ['新建幼儿园', 'lead:wch-dfsyj'],
  ]);
  await place.answer('import', place.file('street.json', plan));
  await place.answer('launch', 'street', '--ladder', place.file('ladder.yaml', quiet));
}, 90_000);
afterAll(async () => {
  await running.interrupt();
  await place.close();
});

/** Exit code 1, nothing on stdout, and on stderr exactly these sentences and no trace of a program. */
const refused = (args: readonly string[], ...sentences: readonly RegExp[]): Promise<void> =>
  refusedWith({}, args, ...sentences);

async function refusedWith(
  env: Record<string, string>,
  args: readonly string[],
  ...sentences: readonly RegExp[]
): Promise<void> {
  const said = await place.dubanWith(env, ...args);
  expect({ code: said.code, out: said.out, lines: said.err.trim().split('\n') }).toEqual({
    code: 1,
    out: '',
    lines: sentences.map((sentence) => expect.stringMatching(sentence)),
  });
}

const status = () => place.answer<StatusAnswer>('status');

describe('files', () => {
  const gb = Uint8Array.from(
    Buffer.from(
      'MjAyNsTq1ti148jOzvENCg0KMS69qMno1LDH+LXAwreho8TqtdfHsL2os8mho6Oox6PNt7Wlzrujusf4vq28w7ei1bm+1qOpDQoNCjIu1fvWzrrTtcChoznUwrXXx7DN6rPJoaOjqMejzbe1pc67o7rH+LLG1f6+1qOpDQo=',
      'base64',
    ),
  );

  test.each([
    ['absent', () => '/no/such/plan.txt', /^没有文件“\/no\/such\/plan\.txt”，请核对路径$/],
    ['a folder', () => place.dataDir, /^文件“.*”不能读取：这是一个目录$/],
    ['empty', () => place.file('empty.txt', ''), /empty\.txt：文件是空的，没有可读的文字，请换一份有内容的文件$/],
    [
      'binary',
      () =>
        place.file(
          'photo.txt',
          Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 0x49, 0x48]),
        ),
      /photo\.txt：这是PNG/,
    ],
    ['without tasks', () => place.file('poem.txt', '床前明月光，\n疑是地上霜。\n'), /^在\d+段文字中没有读到任务/],
    ['broken YAML', () => place.file('broken.yaml', 'id: [a\n'), /^第\d+行：计划文件“broken\.yaml”读不懂：/],
  ])('%s: import says what is wrong and takes nothing in', async (_name, file, sentence) => {
    const before = await status();
    await refused(['import', file()], sentence);
    expect(await status()).toEqual(before);
  });

  test('all faults of a plan file are told at once, each with its line', async () => {
    const file = place.file(
      'faults.yaml',
      ['id: Bad Id', 'title: 计划', 'issuer: 办公室', 'issued: 2026-02-30', 'year: 26', 'tasks: []', ''].join('\n'),
    );
    await refused(
      ['import', file],
      /^第1行：计划文件的“id”不对/,
      /^第4行：.*“issued”不对：应为 YYYY-MM-DD/,
      /^第5行：.*“year”不对/,
      /^第6行：.*“tasks”不对/,
    );
  });

  test('GB18030 is read, not refused', async () => {
    const text = new TextDecoder('gb18030').decode(gb);
    expect(text).toContain('区经济发展局');
    const read = await place.answer<{ readonly tasks: number }>('import', place.file('gb-plan.txt', gb));
    expect(read.tasks).toBe(2);
  });

  test('a directory and a ladder with faults change nothing', async () => {
    const units = await place.answer('units', 'list');
    const csv = place.file(
      'units.csv',
      'id,name,kind,aliases,members,liaison,head,leader\nA1,甲局,department,,,nobody,,\na-2,乙局,firm,,,b@example.org,,\n',
    );
    await refused(
      ['units', 'import', csv],
      /^第2行：单位编号“A1”不对/,
      /^第2行：“nobody”不是电子邮件地址/,
      /^第3行：单位类别“firm”不对，可用的类别/,
    );
    expect(await place.answer('units', 'list')).toEqual(units);
    await refused(
      ['ladder', 'apply', 'street', place.file('bad-ladder.yaml', quiet.replace('slotSeconds: 150', 'slotSeconds: 0'))],
      /^第\d+行：“slotSeconds”的值“0”不对，应为1 至 3600 的整数/,
    );
  });
});

describe('acts', () => {
  test('a plan launched twice, imported again, or unknown', async () => {
    await refused(['launch', 'street'], new RegExp(`^计划“street”已于${today} \\d\\d:\\d\\d启动，不能再次启动$`));
    const before = await place.answer('status', 'street');
    await place.duban('import', place.file('street.json', planFile('street', today, [['别的', 'lead:wch-msz']])));
    expect(await place.answer('status', 'street')).toEqual(before);
    await refused(['launch', 'avenue'], /^没有计划“avenue”/);
  });

  test('a plan that may not be launched names everything that stands against it, and stays a draft', async () => {
    const plan = JSON.parse(
      planFile('early', today, [
        ['整治河道', 'lead:wch-nobody'],
        ['清理河岸', 'support:wch-msz'],
      ]),
    ) as Record<string, unknown>;
    delete plan['approval'];
    plan['appointment'] = { by: '区委', scope: '督办', from: addDays(today, 7), document: '授权文件' };
    await place.answer('import', place.file('early.json', JSON.stringify(plan)));
    await refused(
      ['launch', 'early'],
      /^督查授权的期限为.*不包括今天/,
      /^计划“early”没有立项批准记录/,
      /^任务1的责任单位“wch-nobody”不在单位名录中/,
      /^任务2没有牵头或责任单位$/,
    );
    expect((await status()).plans.find((p) => p.id === 'early')?.status).toBe('draft');
  });

  test('a task of another plan, of no plan, and dates in the past', async () => {
    await refused(['task', 'accept', `early/${year}/1`, '--no', '1'], new RegExp(`^没有任务“early/${year}/1”`));
    await refused(
      ['task', 'accept', `street/${year}/9`, '--no', '1'],
      new RegExp(`^任务“street/${year}/9”不属于计划street；该计划的任务编号为${task(1)} 至 ${task(3)}$`),
    );
    await refused(['task', 'cancel', 'street-5', '--reason', '重复'], /任务编号/);
    const extend = ['task', 'extend', task(2), '--unit', 'wch-msz', '--why', '来函', '--reason', '汛期'];
    await refused(
      [...extend, '--to', addDays(today, -3)],
      new RegExp(`^日期“${addDays(today, -3)}”不可用：应为晚于现时限${year}-12-31`),
    );
    expect((await place.duban(...extend, '--to', '2026-02-30')).code).toBe(2);
    const { state } = await place.answer<TaskDetail>('task', 'show', task(2));
    expect([state.extension, state.stage]).toEqual([undefined, 'assigned']);
  });

  test('a supporting unit, a foreign unit, a reason left out, a report that is not there', async () => {
    const on = (unit: string) => ['task', 'report', task(1), '--unit', unit, '--text', '已办结', '--why', '电话'];
    await refused(on('wch-czj'), /^区财政局是任务\S+的配合单位，只需签收；报告办结由牵头单位区经济发展局办理$/);
    await refused(
      on('wch-msz'),
      /^萌水镇不是任务\S+的牵头或配合单位，不能报告办结；可办理的单位：区经济发展局、区财政局$/,
    );
    await refused(
      ['task', 'sign', task(1), '--unit', 'wch-jjfzj', '--why', ' '],
      /^代单位“(wch-jjfzj|区经济发展局)”签收要写明原因$/,
    );
    await refused(['task', 'accept', task(1), '--no', '3'], /没有编号为3的待审核报告$/);
    await refused(['letter', 'resend', 'digest/none'], /^没有找到“digest\/none”$/);
  });

  test('a wrong token, a wrong port', async () => {
    const said = await fetch(`${place.url}/api/status`, { headers: { authorization: 'Bearer wrong' } });
    expect([said.status, await said.json()]).toEqual([
      401,
      { faults: [expect.objectContaining({ code: 'unauthorized' })] },
    ]);
    await refusedWith(
      { DUBAN_TOKEN: 'wrong-token-of-sixteen' },
      ['status'],
      /^口令缺失或不对；请用数据目录 token 文件中的口令（或 DUBAN_TOKEN）$/,
    );
    await refusedWith(
      { PORT: '1' },
      ['status'],
      /^督办服务没有在 http:\/\/127\.0\.0\.1:1 运行；请先用 npm start（或 duban up）启动，或用 DUBAN_URL 指明地址$/,
    );
    await refusedWith({ PORT: '80800' }, ['status'], /^环境变量 PORT 的值“80800”不对：应为 0 到 65535 的整数/);
  });
});

test('a link of a real letter with one character changed is refused, with another unit in it too', async () => {
  const { letters } = await place.answer<{ readonly letters: readonly LetterAnswer[] }>('letters', '--unit', 'wch-msz');
  const { text } = await until(async () => {
    const detail = await place.answer<LetterDetail>('letter', 'show', letters[0]?.key ?? '');
    return detail.status === 'sent' && detail;
  }, 'the letter of assignment');
  const [link = ''] = new RegExp(`${place.url}/r/[\\w.-]+`).exec(text ?? '') ?? [];
  expect((await fetch(link)).status).toBe(200);
  for (const at of [place.url.length + 5, link.indexOf('.', place.url.length) - 1, link.length - 1]) {
    const bent = `${link.slice(0, at)}${link[at] === 'x' ? 'y' : 'x'}${link.slice(at + 1)}`;
    const answer = await fetch(bent, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: 'act=sign&by=丁',
    });
    expect([answer.status, (await answer.text()).includes('链接')]).toEqual([403, true]);
  }
  const { state } = await place.answer<TaskDetail>('task', 'show', task(2));
  expect(state.signed).toEqual({});
});

test('Temporal gone while running: an act is answered in one sentence or done, never lost; the server comes back by itself', async () => {
  const { temporal = 0 } = place.servers();
  // Stopped dead: it holds its port and answers nothing.
  process.kill(temporal, 'SIGSTOP');
  await refused(
    ['task', 'sign', task(3), '--unit', 'wch-dfsyj', '--why', '电话'],
    /^流程服务（Temporal）暂时没有应答，操作可能稍后才生效；请稍后用 duban status 核对，再决定是否重做$/,
  );
  // Reading goes on: it needs the ledger only.
  expect((await status()).plans.length).toBeGreaterThan(0);
  process.kill(temporal, 'SIGKILL');
  await until(() => {
    const now = place.servers().temporal;
    return now !== undefined && now !== temporal;
  }, 'a new Temporal server');
  const done = await until(
    async () => {
      const said = await place.duban('task', 'sign', task(3), '--unit', 'wch-dfsyj', '--why', '电话');
      if (said.code !== 0)
        expect(said.err.trim().split('\n')).toEqual([expect.stringMatching(/^(流程服务|区地方事业局已于.*签收|数据)/)]);
      return (said.code === 0 || said.err.includes('无需再次签收')) && said;
    },
    'the act',
    60_000,
  );
  expect(done.code === 0 || done.code === 1).toBe(true);
  const { state, history } = await place.answer<TaskDetail>('task', 'show', task(3));
  expect([state.stage, history.filter((e) => e.kind === 'task.sign').length]).toEqual(['signed', 1]);
  expect((await place.answer<{ readonly ok: boolean }>('verify')).ok).toBe(true);
  expect(running.said()).toContain('Temporal 服务器意外退出，正在重新启动…');
}, 120_000);

test('the sample plan of the repository is taken in by the same service', async () => {
  const read = await place.answer<{ readonly plan: string; readonly tasks: number }>(
    'import',
    fromRoot('seeds', 'plans', 'wenchanghu-2023.yaml'),
  );
  expect([read.plan, read.tasks]).toEqual(['wenchanghu-2023', 57]);
});
