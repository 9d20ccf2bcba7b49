/**
 * Comments of the public through the web server into the ledger (fsync on), as `duban up` runs them: a steady stream
 * without limits, held against `GET /health/live` at the same rate and against `receiveComment` alone; then one address
 * that floods while others write, with the limits on.
 */
import { countsOf, listComments } from '../activities/ledger/comments/read.js';
import { receiveComment } from '../activities/ledger/comments/receive.js';
import { connectLedger, type Ledger } from '../activities/ledger/connect.js';
import { saveDirectory } from '../activities/ledger/directory.js';
import { verifyChain } from '../activities/ledger/verify.js';
import { PUBLIC_LIMITS } from '../client/http/public-guard.js';
import { createOffice } from '../client/office.js';
import type { CommentTerms } from '../domain/comment/terms.js';
import { dayOf } from '../domain/day.js';
import type { Actor } from '../domain/task.js';
import { askLive, type Load, postComments, type Target, visitors } from './comment-load.js';
import { crowdOf } from './crowd.js';
import { withGround } from './ground.js';
import { answerOf, endChild, forkSource } from './mail-process.js';
import { type Figure, note, percentile, printFigures } from './print.js';

const SECONDS = Number(process.argv[2] ?? 30);
const RATE = 200;
const AT_ONCE = 20;
const ALONE = 2000;
const P95_LIMIT_MS = 100;
/** Visitors beside the flood; each writes as often as one address may in a minute. */
const VISITORS = 20;
const PAUSE_MS = 4000;
const FLOOD_RATE = 500;

const office: Actor = { name: '办公室', role: 'office' };
const secret = 'bench'.repeat(8);

const terms = (plan: string): CommentTerms => ({
  plan,
  title: '绿色低碳高质量发展三年行动计划（征求意见稿）',
  kind: 'normative',
  issuer: '区发展改革局',
  start: dayOf(Date.now()),
  workdays: 10,
  draft: Array.from(
    { length: 60 },
    (_, n) => `${n + 1}.实施第${n + 1}批技术改造项目。（牵头单位：区第${n + 1}局）`,
  ).join('\n'),
  interpretation: {
    background: '需要。',
    basis: '工作部署。',
    process: '调研、起草。',
    goals: '完成任务。',
    content: '六十项任务。',
    contact: '综合科',
  },
  channels: { web: true },
});

/** `receiveComment` by itself: one after the other, then many at once. */
async function alone(
  ledger: Ledger,
  period: string,
): Promise<{ readonly latency: readonly number[]; readonly rate: number }> {
  const receive = async (n: number): Promise<number> => {
    const began = performance.now();
    await receiveComment(ledger, {
      ...{ period, channel: 'web', arrivedAt: Date.now(), item: null, text: `第${n}条意见`, name: null, contact: null },
      ...{ files: [], idempotencyKey: `alone/${n}` },
    });
    return performance.now() - began;
  };
  const latency: number[] = [];
  for (let n = 0; n < ALONE; n++) latency.push(await receive(n));
  const rest = Array.from({ length: ALONE }, (_, n) => ALONE + n).values();
  const lane = async (): Promise<void> => {
    for (const n of rest) await receive(n);
  };
  const began = performance.now();
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
  return { latency, rate: (ALONE * 1000) / (performance.now() - began) };
}

const ok = ({ statuses }: Pick<Load, 'statuses'>): number => statuses[200] ?? 0;
const ms = (value: number): string => `${value.toFixed(1)} 毫秒`;

await withGround(async (ground) => {
  const base = await ground.ledger();
  const link = await ground.temporal();
  const bundle = await ground.bundle();
  const ledgerUrl = await base.fresh('comments');
  const ledger = connectLedger(ledgerUrl);
  ground.onClose(() => ledger.close());
  await saveDirectory(ledger, crowdOf(60).directory, office, Date.now());
  const desk = createOffice({ ledger, client: link.client, now: async () => Date.now(), testUnits: false }).comments;
  const serve = async (limits: 'limits' | 'no-limits') => {
    const child = forkSource('comment-server.ts', [], [ledgerUrl, link.address, bundle, secret, limits]);
    ground.onClose(() => endChild(child));
    const { url } = await answerOf<{ readonly url: string }>(child);
    return { url, stop: () => endChild(child) };
  };
  const opened = async (plan: string): Promise<string> => (await desk.open(terms(plan), office)).period;

  const bare = await alone(ledger, await opened('alone'));
  note(`receiveComment alone: ${Math.round(bare.rate)}/s`);
  const open = await serve('no-limits');
  const steady: Target = { url: open.url, secret, period: await opened('steady') };
  // Compiled code and connections settle on another period.
  const warm = { ...steady, period: await opened('warm') };
  await postComments(warm, '热身', '127.0.0.1', { rate: RATE, seconds: 5 });
  const asked = { rate: RATE, seconds: SECONDS };
  const posts = await postComments(steady, '来访者', '127.0.0.1', asked);
  note(`posts answered: ${JSON.stringify(posts.statuses)}, ${posts.rate.toFixed(0)}/s`);
  const live = await askLive(open.url, asked);
  await open.stop();
  const comments = await listComments(ledger, steady.period);
  const unique = new Set(posts.receipts).size;
  const known = new Set(comments.map(({ receipt }) => receipt));

  const limited = await serve('limits');
  const flooded: Target = { url: limited.url, secret, period: await opened('flooded') };
  const each = PUBLIC_LIMITS.comment;
  const seconds = (each * PAUSE_MS) / 1000;
  const flooding = forkSource(
    'comment-flood.ts',
    [],
    [limited.url, secret, flooded.period, `${FLOOD_RATE}`, `${seconds}`],
  );
  ground.onClose(() => endChild(flooding));
  const [flood, others] = await Promise.all([answerOf<Load>(flooding), visitors(flooded, VISITORS, each, PAUSE_MS)]);
  await limited.stop();
  const kept = (await countsOf(ledger, flooded.period)).received;
  const chain = await verifyChain(ledger);

  const row = (what: string, share: number, limit?: number): Figure => {
    const [ours, theirs] = [percentile(posts.latency, share), percentile(live.latency, share)];
    return {
      what,
      value: ms(ours),
      against: `GET /health/live ${ms(theirs)}，单写台账 ${ms(percentile(bare.latency, share))}`,
      ...(limit === undefined ? {} : { limit: `≤ ${limit} 毫秒`, met: ours <= limit }),
    };
  };
  const asMany = ok(posts);
  printFigures(`网页意见：${RATE} 条/秒，${SECONDS} 秒，不限流`, [
    {
      what: '每秒收下',
      value: `${posts.rate.toFixed(0)} 条`,
      against: `GET /health/live ${live.rate.toFixed(0)} 次，单写台账 ${bare.rate.toFixed(0)} 条`,
      ratio: posts.rate / bare.rate,
      limit: `${RATE} 条（差不过 1%），全部 200`,
      met: asMany === RATE * SECONDS && posts.rate >= RATE * 0.99,
    },
    {
      what: '台账里的意见',
      value: String(comments.length),
      against: `答复 200 的 ${asMany}`,
      limit: '相等，不丢不重',
      met: comments.length === asMany && new Set(comments.map(({ text }) => text)).size === asMany,
    },
    {
      what: '答复的回执号',
      value: `${unique} 个不同`,
      against: `答复 200 的 ${asMany}`,
      limit: '各不相同，台账里都有',
      met: unique === asMany && posts.receipts.every((receipt) => known.has(receipt)),
    },
    row('用时，中位数', 0.5),
    row('用时，95%', 0.95, P95_LIMIT_MS),
    row('用时，99%', 0.99),
  ]);
  const refused = flood.statuses[429] ?? 0;
  printFigures(
    `网页意见：一个地址每秒刷 ${FLOOD_RATE} 条，另有 ${VISITORS} 个地址每 ${PAUSE_MS / 1000} 秒提一条，限流`,
    [
      {
        what: '刷屏者被请稍候（429）',
        value: `${refused}（每秒 ${flood.rate.toFixed(0)}）`,
        against: `带 Retry-After ${flood.retryAfter}`,
        limit: `只收下 ${each} 条，其余 429`,
        met: ok(flood) === each && refused > 0 && flood.retryAfter === refused,
      },
      {
        what: '其他人提交成功',
        value: String(ok(others)),
        against: `提交 ${VISITORS * each}`,
        limit: '全部',
        met: ok(others) === VISITORS * each && kept === ok(others) + ok(flood),
      },
      {
        what: '其他人用时，95%',
        value: ms(percentile(others.latency, 0.95)),
        against: `不刷屏时 ${ms(percentile(posts.latency, 0.95))}`,
        ratio: percentile(others.latency, 0.95) / percentile(posts.latency, 0.95),
        limit: `≤ ${P95_LIMIT_MS} 毫秒`,
        met: percentile(others.latency, 0.95) <= P95_LIMIT_MS,
      },
      { what: '台账链条', value: `${chain.entries} 条`, limit: '完整', met: chain.ok },
    ],
  );
});
