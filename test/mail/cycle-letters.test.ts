/** Letters of supervision cycles against files that a person has read. `UPDATE_GOLDEN=1` writes them anew. */
import { readdirSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import ExcelJS from 'exceljs';
import { savePlan } from '../../activities/ledger/plans.js';
import { keepBulletin } from '../../activities/ledger/supervision/bulletins.js';
import { openCycle, recordCycle } from '../../activities/ledger/supervision/cycles.js';
import { recordTask } from '../../activities/ledger/tasks.js';
import { makeLink, readLink, returnExpiry } from '../../activities/links.js';
import { attachedFile } from '../../activities/mail/attached-file.js';
import { composeLetter, type LetterContext, type ReturnFacts } from '../../activities/mail/compose.js';
import { ledgerSources } from '../../activities/mail/sources.js';
import { messageIdOf } from '../../activities/mail/threads.js';
import { instantOf } from '../../domain/day.js';
import { cycleReasonWords } from '../../domain/supervision/cycle-letters.js';
import { returnId } from '../../domain/supervision/return.js';
import { fromRoot } from '../../worker/root.js';
import { testLedger } from '../harness/ledger.js';
import { approval, cycleOf, requested, rules } from '../ledger/supervision-samples.js';
import { about, bulletins, context, fact, letters, own, specials, withBulletin } from './cycle-samples.js';
import { expectGolden } from './golden-letter.js';
import { draft, notice, task, context as taskContext } from './sample.js';

const folder = fromRoot('test', 'golden', 'cycle-letters');

const drafts = Object.entries(letters).flatMap(([name, one]) => (one === undefined ? [] : [[name, one] as const]));
const write = (name: string, given: LetterContext = withBulletin) => {
  const one = letters[name];
  if (one === undefined) throw new Error(`no letter ${name}`);
  return composeLetter(one, given);
};

describe('letters of supervision cycles read as they were approved', () => {
  test('every sample is a letter that leaves, each under a key of its own', () => {
    expect(drafts.map(([name]) => name)).toEqual(Object.keys(letters));
    const keys = [
      ...bulletins,
      ...specials,
      ...drafts.map(([, one]) => one).filter((one) => one.kind === 'contest' || one.kind === 'cycle-office'),
    ].map((one) => one.key);
    expect(new Set(keys).size).toBe(keys.length - 1);
    expect(keys.every((key) => /^[a-z-]+\/[a-z]+\//.test(key))).toBe(true);
  });

  test.each(drafts.map(([name]) => name))('%s', (name) => {
    const letter = write(name);
    expectGolden(folder, `${name}.txt`, `${letter.subject}\n\n${letter.text}`);
    const inText = [...letter.text.matchAll(/https:\S+/g)].map(([link]) => link);
    const inHtml = [...letter.html.matchAll(/href="([^"]+)"/g)].map(([, link]) => link);
    expect(inHtml).toEqual(inText);
  });

  test('no golden file is left over', () => {
    expect(readdirSync(folder).filter((file) => !(file.replace(/\.txt$/, '') in letters))).toEqual([]);
  });
});

describe('a request for a return', () => {
  test('carries the sheet, a day for the calendar and the thread of its plan; a reminder carries no sheet', () => {
    const { ics = '', attachments, threadRoots } = write('digest-request');
    expect(attachments).toMatchObject([
      { kind: 'return-sheet', filename: '绿色发展2023年重点任务2023年第四季度督查报送表.xlsx', facts: { id: own } },
    ]);
    expect(ics).toContain('DTSTART;VALUE=DATE:20240108');
    expect(ics).toContain('UID:return/lvse/fgj/20231231@duban.example.org');
    expect(threadRoots).toEqual([messageIdOf('thread/fgj/lvse', context.publicUrl)]);
    expect(write('digest-mixed').attachments).toEqual([]);
    // Sent back, the sheet comes again with what the unit had returned.
    const back = returnId('lvse', 'hbj', '2023-12-31');
    const returns = new Map([[back, fact('hbj', { id: back, state: 'sent-back', version: 1 })]]);
    expect(write('sent-back', { ...context, returns }).attachments).toMatchObject([
      { kind: 'return-sheet', facts: { id: back, version: 1 } },
    ]);
    expect(write('digest-mixed').threadRoots).toHaveLength(1);
    expect(write('contest-upheld').threadRoots).toEqual([messageIdOf('thread/jsj/lvse', context.publicUrl)]);
  });

  test('that was answered, or is over, asks for nothing', () => {
    const change = (facts: Partial<ReturnFacts>) =>
      write('digest-request', { ...context, returns: new Map([[own, fact('fgj', { open: false, ...facts })]]) });
    for (const letter of [
      change({ state: 'returned', version: 1 }),
      change({}),
      write('digest-request', taskContext),
    ]) {
      expect(letter.text).toMatch(/无需再办|无需再报|无需办理/);
      expect(letter.text).not.toContain('/r/');
      expect([letter.ics, letter.attachments]).toEqual([undefined, []]);
    }
  });

  test('leaves the words about tasks as they are', () => {
    const reminders = [notice(1, 'fgj', 'assignment'), notice(2, 'fgj', 'assignment')];
    const alone = composeLetter(draft({ kind: 'digest', notices: reminders }), taskContext).text;
    const both = composeLetter(
      draft({ kind: 'digest', notices: [...reminders, about({ id: own }, 'fgj', 'assignment')] }),
      context,
    );
    expect(both.subject).toContain('交办2项、季度报送1件');
    const group = (text: string) => text.slice(text.indexOf('【新任务（2项）】')).split('\n\n区绿色发展')[0] ?? '';
    expect(group(both.text)).toContain(group(alone));
  });

  test('cannot be made to write HTML or begin a line by what people typed', () => {
    const [one] = fact('fgj').leads;
    if (one === undefined) throw new Error('no task');
    const hostile = {
      ...one,
      title: '<script>x</script>',
      last: { what: 'progress' as const, text: '好\r\nBcc: all@example.org', day: '2023-11-20' },
    };
    const letter = write('digest-request', {
      ...context,
      returns: new Map([[own, fact('fgj', { leads: [hostile] })]]),
    });
    expect(letter.html).not.toContain('<script');
    expect(letter.text).not.toMatch(/^\s*Bcc:/m);
    expect(write('special-report').text).not.toMatch(/^三个项目/m);
  });
});

test('a link to a return holds exactly one, and lives 60 days past its due day', () => {
  const secret = 'secret-of-the-cycle-letters';
  const claims = {
    unit: 'fgj',
    purpose: 'return',
    tasks: [own],
    expires: returnExpiry('2024-01-08', '2023-12-22'),
  } as const;
  expect(claims.expires).toBe('2024-03-08');
  expect(returnExpiry('2024-01-08', '2024-01-17')).toBe('2024-03-17');
  const now = instantOf('2024-03-08', 1439);
  expect(readLink(secret, makeLink(secret, claims), now)).toEqual({ ok: true, claims });
  for (const wrong of [
    { ...claims, tasks: ['lvse/2023/1'] },
    { ...claims, tasks: [own, returnId('lvse', 'fgj', '2023-09-30')] },
    { ...claims, purpose: 'task' as const },
    { ...claims, purpose: 'sign-all' as const },
  ])
    expect(readLink(secret, makeLink(secret, wrong), now)).toEqual({ ok: false, reason: 'malformed' });
});

test('lists name why the office hears of a cycle', () => {
  expect(cycleReasonWords('compile,approval')).toBe('到起草通报日、通报待审签');
  expect(cycleReasonWords('contest-2-7,contest-3-overdue')).toBe('第2号异议答复期限前7天、第3号异议逾期未答复');
});

test('a letter reads its return and its bulletin from the ledger when it leaves, and carries both as files', async () => {
  const { ledger, close } = await testLedger();
  try {
    const state = cycleOf('sample');
    const id = returnId('sample', 'education', '2023-09-30');
    const target = { metric: '学位', op: '>=', value: 500, unit: '个', raw: '500个' } as const;
    await savePlan(
      ledger,
      {
        id: 'sample',
        title: '2023年重点任务',
        number: '',
        issuer: '区教育局',
        issued: '2023-01-01',
        year: 2023,
        tasks: [
          {
            number: 1,
            title: '新增学位',
            chapter: '',
            duties: [{ role: 'lead', unit: 'education', raw: '区教育局' }],
            due: '2023-12-31',
            dueSource: 'default',
            targets: [target],
          },
        ],
        findings: [],
      },
      0,
    );
    const said = { unit: 'education', text: '已新增200个', at: instantOf('2023-09-01', 600), by: '联络员' };
    await recordTask(ledger, { ...task(1, '新增学位'), id: 'sample/2023/1', plan: 'sample', progress: said }, []);
    await openCycle(ledger, state, rules, requested(state));
    const sources = ledgerSources(ledger);
    const found = await sources.returns([
      id,
      returnId('sample', 'nobody', '2023-09-30'),
      returnId('sample', 'education', '2023-09-29'),
    ]);
    expect([...found.keys()]).toEqual([id]);
    const facts = found.get(id);
    expect(facts).toMatchObject({
      cycle: 'sample/2023Q3',
      planTitle: '2023年重点任务',
      period: '2023年第三季度',
      due: '2023-10-11',
      open: true,
      leads: [{ number: 1, targets: [target], last: { what: 'progress', text: '已新增200个', day: '2023-09-01' } }],
      supports: [],
    });
    if (facts === undefined) throw new Error('no return');
    const { directory } = context;
    const sheet = await attachedFile({ kind: 'return-sheet', filename: '表.xlsx', facts }, directory);
    const book = new ExcelJS.Workbook();
    await book.xlsx.load(sheet.content as unknown as ExcelJS.Buffer);
    expect(JSON.stringify(book.worksheets[0]?.getSheetValues())).toContain('新增学位');

    await recordCycle(ledger, { ...state, stage: 'compiling', seq: 2 }, []);
    const { number } = await keepBulletin(ledger, ...approval(state.id));
    expect(await sources.bulletin(state.id, '')).toMatchObject({ number, units: ['education', 'transport'] });
    expect(await sources.bulletin('sample/2023Q2', number)).toBeUndefined();
    const sent = await sources.bulletin(state.id, number);
    if (sent === undefined) throw new Error('no bulletin');
    const paper = await attachedFile({ kind: 'bulletin', filename: '通报.docx', bulletin: sent }, directory);
    expect(Buffer.from(paper.content).subarray(0, 2).toString()).toBe('PK');
  } finally {
    await close();
  }
});
