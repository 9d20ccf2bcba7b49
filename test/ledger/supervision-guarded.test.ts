import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Ledger } from '../../activities/ledger/connect.js';
import { claimLetter, markSent, startSending } from '../../activities/ledger/outbox.js';
import { keepBulletin } from '../../activities/ledger/supervision/bulletins.js';
import { openCycle } from '../../activities/ledger/supervision/cycles.js';
import { burdenOf } from '../../activities/ledger/supervision/figures.js';
import { markSentBack, saveReturn } from '../../activities/ledger/supervision/returns.js';
import { verifyChain } from '../../activities/ledger/verify.js';
import { instantOf } from '../../domain/day.js';
import type { LetterDraft } from '../../domain/schedule/types.js';
import { type CycleState, returnOf } from '../../domain/supervision/cycle.js';
import { testLedger } from '../harness/ledger.js';
import { office, rendered } from './samples.js';
import { approval, at, cycleOf, file, requested, returnBy, rules } from './supervision-samples.js';

let opened: Awaited<ReturnType<typeof testLedger>>;
let ledger: Ledger;
let cycle: CycleState;
beforeEach(async () => {
  opened = await testLedger();
  ledger = opened.ledger;
  cycle = cycleOf('wchu');
  await openCycle(ledger, cycle, rules, requested(cycle));
});
afterEach(() => opened.close());

/** A cycle with two returns, one sent back, evidence and a bulletin. */
async function fill(): Promise<void> {
  await saveReturn(ledger, returnBy(cycle, 'education', '已开工', { files: [file('照片.txt', '现场照片')] }));
  await saveReturn(ledger, returnBy(cycle, 'transport', '通车'));
  const sentBack = { reason: '没有写完成数', at: at.due + 1, by: office.name, due: '2023-10-13' };
  await markSentBack(ledger, returnOf(cycle, 'transport'), 1, sentBack);
  await keepBulletin(ledger, ...approval(cycle.id));
}

describe('what is on record', () => {
  test('is held by the database itself', async () => {
    await fill();
    const education = `where unit = 'education'`;
    const attempts = [
      `update cycle_return set content = '{"tasks":[]}' ${education}`,
      `update cycle_return set by = '别人', sent_back = '{}' ${education}`,
      `update cycle_return set sent_back = '{}' where unit = 'transport'`,
      `update cycle_return set sent_back = null where unit = 'transport'`,
      `delete from cycle_return`,
      'truncate cycle_return',
      `update cycle_bulletin set number = '领办通〔2023〕9号'`,
      'delete from cycle_bulletin',
      'truncate cycle_bulletin',
      `update cycle_evidence set bytes = ''`,
      'delete from cycle_evidence',
      'delete from supervision_cycle',
    ];
    for (const attempt of attempts) await expect(ledger.pool.query(attempt)).rejects.toThrow(/append-only/);
    expect((await verifyChain(ledger)).faults).toEqual([]);
  });

  test.each([
    [
      'the words of a return',
      `update cycle_return set content = jsonb_set(content, '{tasks,0,progress}', '"已完工"') where unit = 'education'`,
      ['return/wchu/education/20230930/1/saved return-altered'],
    ],
    [
      'who entered it',
      `update cycle_return set on_behalf = '{"by":"办公室","why":"电话"}' where unit = 'education'`,
      ['return/wchu/education/20230930/1/saved return-altered'],
    ],
    [
      'why it was sent back',
      `update cycle_return set sent_back = jsonb_set(sent_back, '{due}', '"2023-12-31"') where unit = 'transport'`,
      ['return/wchu/transport/20230930/1/saved return-altered'],
    ],
    [
      'a return that is gone',
      `delete from cycle_return where unit = 'transport'`,
      ['return/wchu/transport/20230930/1/saved entry-without-return'],
    ],
    [
      'a return that never came',
      `insert into cycle_return select id, 2, cycle, unit, content, files, via, at, by from cycle_return where unit = 'education'`,
      ['return/wchu/education/20230930/2 return-without-entry'],
    ],
    [
      'evidence',
      `update cycle_evidence set bytes = 'x'`,
      [`return/wchu/education/20230930/1#${file('', '现场照片').sha256} evidence-altered`],
    ],
    [
      'the words of a bulletin',
      `update cycle_bulletin set body = replace(body, 'transport', 'education')`,
      ['cycle/wchu/2023Q3#approved-1 bulletin-altered'],
    ],
    [
      'a bulletin with its hash',
      `update cycle_bulletin set body = '{}', sha256 = encode(sha256('{}'), 'hex')`,
      ['cycle/wchu/2023Q3#approved-1 bulletin-altered'],
    ],
    [
      'its approver',
      `update cycle_bulletin set approved_by = '别人'`,
      ['cycle/wchu/2023Q3#approved-1 bulletin-altered'],
    ],
    ['a bulletin that is gone', 'delete from cycle_bulletin', ['cycle/wchu/2023Q3#approved-1 bulletin-altered']],
  ])('shows when somebody with the password changes %s', async (_what, statement, faults) => {
    await fill();
    await ledger.pool.query(`set session_replication_role = replica; ${statement}; reset session_replication_role`);
    expect((await verifyChain(ledger)).faults.map((one) => `${one.id} ${one.what}`)).toEqual(faults);
  });
});

test('the burden of units is counted from requests opened and letters sent, day by day', async () => {
  const letter = async (
    key: string,
    unit: string,
    sentAt: number | null,
    tasks: readonly string[],
    kind = 'reminder',
  ) => {
    const notices = tasks.map(
      (task) => ({ task, unit, audience: 'lead', kind: kind as 'reminder' | 'assignment', rungs: [] }) as const,
    );
    const draft: LetterDraft = {
      ...{ key, unit, notices, kind: 'digest', office: 'office', role: 'liaison' },
      ...{ day: '2023-09-21', at: at.request },
    };
    await claimLetter(ledger, draft);
    if (sentAt === null) return;
    await startSending(ledger, key, rendered);
    await markSent(ledger, key, { to: rendered.to, sentAt, response: '250', refused: [], perhapsTwice: false });
  };
  const [education, transport] = [returnOf(cycle, 'education'), returnOf(cycle, 'transport')];
  await letter('1', 'education', at.request, [education, 'wchu/2023/1'], 'assignment');
  await letter('2', 'education', instantOf('2023-10-01') - 1, ['wchu/2023/1']);
  await letter('3', 'education', instantOf('2023-10-01'), [education]);
  await letter('4', 'transport', null, [transport], 'assignment');
  await letter('5', 'finance', at.request, ['wchu/2023/1']);
  expect(await burdenOf(ledger, '2023-09-01', '2023-09-30')).toEqual([
    { unit: 'education', requests: 1, forms: 1, letters: 2 },
    { unit: 'finance', requests: 0, forms: 0, letters: 1 },
    { unit: 'transport', requests: 1, forms: 0, letters: 0 },
  ]);
  expect(await burdenOf(ledger, '2023-10-01', '2023-10-31')).toEqual([
    { unit: 'education', requests: 0, forms: 0, letters: 1 },
  ]);
});
