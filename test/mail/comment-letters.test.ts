/** Letters about comment periods and errands against files that a person has read. `UPDATE_GOLDEN=1` writes them anew. */
import { readdirSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { takeStock } from '../../activities/ledger/comments/errands.js';
import { giveOpinion } from '../../activities/ledger/comments/opinions.js';
import { announcePeriod } from '../../activities/ledger/comments/periods.js';
import { receiveComment } from '../../activities/ledger/comments/receive.js';
import { composeLetter, type ErrandFacts, type LetterContext } from '../../activities/mail/compose.js';
import { ledgerSources } from '../../activities/mail/sources.js';
import { messageIdOf } from '../../activities/mail/threads.js';
import { type CommentCounts, noComments } from '../../domain/comment/comment.js';
import { errandId } from '../../domain/comment/errand.js';
import { morningLetters } from '../../domain/comment/office-letters.js';
import type { PeriodState } from '../../domain/comment/period.js';
import type { PeriodRung } from '../../domain/comment/turns.js';
import { noWaitingMail, type WaitingMail } from '../../domain/comment/waiting-mail.js';
import { type Day, instantOf } from '../../domain/day.js';
import type { LetterDraft, Notice, NoticeKind } from '../../domain/schedule/types.js';
import { fromRoot } from '../../worker/root.js';
import { testLedger } from '../harness/ledger.js';
import { at, commentOf, opening, periodOf } from '../ledger/comment-samples.js';
import { expectGolden } from './golden-letter.js';
import { draft, notice, context as taskContext } from './sample.js';

const folder = fromRoot('test', 'golden', 'comment-letters');

const errand = (
  unit: string,
  day: Day,
  due: Day,
  change: Partial<ErrandFacts> & { open?: boolean } = {},
): ErrandFacts => {
  const { open = true, ...rest } = change;
  return {
    errand: {
      id: errandId('lvse/1', unit, day),
      period: 'lvse/1',
      unit,
      day,
      due,
      comments: [2, 3, 7],
      open,
      seq: 1,
    },
    title: '绿色发展三年行动计划（征求意见稿）',
    items: [
      { number: 2, title: '新增绿色建筑10万平方米', comments: 2 },
      { number: 5, title: '建成绿色工厂2家', comments: 1 },
    ],
    waiting: [2, 3, 7],
    ...rest,
  };
};

const fresh = errand('fgj', '2023-12-01', '2023-12-08');
const running = errand('fgj', '2023-11-30', '2023-12-07', { waiting: [7] });
const answered = errand('fgj', '2023-11-29', '2023-12-06', { waiting: [], open: false });
const others = errand('jsj', '2023-11-23', '2023-11-30', { waiting: [2, 7] });
const context: LetterContext = {
  ...taskContext,
  errands: new Map([fresh, running, answered, others].map((one) => [one.errand.id, one])),
};
const about = (facts: ErrandFacts, unit: string, kind: NoticeKind, more: Partial<Notice> = {}): Notice => ({
  ...notice(1, unit, kind, more),
  task: facts.errand.id,
});

const state: PeriodState = {
  ...periodOf('lvse'),
  id: 'lvse/1',
  title: '绿色发展三年行动计划（征求意见稿）',
  lastDay: '2027-02-03',
  closeOutDue: '2027-03-10',
};
const counts: CommentCounts = {
  ...noComments,
  received: 12,
  byChannel: { web: 8, email: 3, phone: 0, post: 1 },
  late: 1,
  open: 5,
  questions: 1,
  awaited: 3,
};
/** The letters of a morning as the period's workflow makes them. */
const morning = (
  day: Day,
  rungs: readonly PeriodRung[],
  change: Partial<PeriodState> = {},
  counted: CommentCounts = counts,
  first = false,
  mail: WaitingMail = noWaitingMail,
): readonly LetterDraft[] =>
  morningLetters({ ...state, told: counted.received, ...change }, counted, day, rungs, { hour: 540 }, first, mail);

const twoMails: WaitingMail = { unsorted: 2, since: at.open, unread: false, readAt: null };

const paused: Partial<PeriodState> = {
  stage: 'open',
  suspended: { since: instantOf('2027-01-19', 600), reason: '网页无法访问', by: '办公室' },
};

const letters: Readonly<Record<string, LetterDraft | undefined>> = {
  'digest-errand': draft({ kind: 'digest', notices: [about(fresh, 'fgj', 'assignment')] }),
  'digest-mixed': draft({
    kind: 'digest',
    day: '2023-12-06',
    notices: [
      notice(1, 'fgj', 'assignment'),
      notice(4, 'fgj', 'sign-chase', { audience: 'support', rungs: ['sign-2'] }),
      about(running, 'fgj', 'reminder', { rungs: ['before-1'], lateFrom: '2023-12-05' }),
      about(answered, 'fgj', 'assignment'),
    ],
  }),
  'digest-late': draft({
    kind: 'digest',
    unit: 'jsj',
    day: '2023-12-01',
    notices: [about(others, 'jsj', 'chase', { rungs: ['after-1'] })],
  }),
  'digest-office': draft({
    kind: 'digest',
    unit: 'office',
    day: '2023-12-05',
    notices: [about(others, 'office', 'opinion-report', { audience: 'office', rungs: ['after-3'] })],
  }),
  'head-digest-errand': draft({
    kind: 'head-digest',
    unit: 'jsj',
    role: 'head',
    day: '2023-12-05',
    notices: [about(others, 'jsj', 'head-chase', { audience: 'lead-head', rungs: ['after-2'] })],
  }),
  'undelivered-errand': draft({
    kind: 'undelivered',
    unit: 'office',
    notices: [notice(1, 'fgj', 'reminder', { audience: 'office' }), about(fresh, 'fgj', 'assignment')],
    facts: { letter: 'digest/office/2023-12-01/fgj', unit: 'fgj', refused: '', reached: false },
  }),
  'office-daily': morning('2027-01-13', [], { stage: 'open', told: 9 })[0],
  'office-end-near': morning('2027-01-27', ['end-7'], { stage: 'open', told: 9 })[0],
  'office-last-day-zero': morning('2027-02-03', ['end-0'], { stage: 'open' }, noComments)[0],
  'office-ended': morning('2027-02-04', [], { stage: 'answering', told: 10 }, counts, true)[0],
  'office-ended-zero': morning('2027-02-04', [], { stage: 'answering' }, noComments, true)[0],
  'office-mail': morning('2027-01-14', [], { stage: 'open' }, counts, false, twoMails)[0],
  'office-ended-mail': morning('2027-02-04', [], { stage: 'answering' }, noComments, true, {
    ...twoMails,
    unread: true,
  })[0],
  'office-due': morning('2027-03-03', ['due-5'], { stage: 'answering' })[0],
  'office-due-zero': morning('2027-03-09', ['due-1'], { stage: 'answering' }, noComments)[0],
  'office-overdue': morning('2027-03-11', ['overdue'], { stage: 'answering', told: 11 })[0],
  'leadership-overdue': morning('2027-03-11', ['overdue'], { stage: 'answering' })[1],
  'office-suspended': morning('2027-01-20', ['suspended'], paused, noComments)[0],
  'office-suspended-late': morning('2027-02-08', ['suspended-late'], { ...paused, told: 11 })[0],
  'leadership-suspended-late': morning('2027-02-08', ['suspended-late'], paused)[1],
  'leadership-overdue-zero': morning('2027-03-15', ['overdue'], { stage: 'answering' }, noComments)[1],
};
const drafts = Object.entries(letters).flatMap(([name, one]) => (one === undefined ? [] : [[name, one] as const]));
const write = (name: string, given: LetterContext = context) => {
  const one = letters[name];
  if (one === undefined) throw new Error(`no letter ${name}`);
  return composeLetter(one, given);
};

describe('letters of comment periods read as they were approved', () => {
  test('every sample is a letter that leaves', () => {
    expect(drafts.map(([name]) => name)).toEqual(Object.keys(letters));
  });

  test.each(drafts.map(([name]) => name))('%s', (name) => {
    const letter = write(name);
    expectGolden(folder, `${name}.txt`, `${letter.subject}\n\n${letter.text}`);
    const inText = [...letter.text.matchAll(/https:\S+/g)].map(([link]) => link);
    const inHtml = [...letter.html.matchAll(/href="([^"]+)"/g)].map(([, link]) => link);
    expect(inHtml).toEqual(inText);
  });

  test('a draft whose title has quotation marks gets no second pair, in letter and calendar', () => {
    const title = '关于《绿色发展规划》的说明（征求意见稿）';
    const office = morning('2027-01-13', [], { stage: 'open', told: 9, title })[0];
    const asked = { ...fresh, title };
    const unit = draft({ kind: 'digest', notices: [about(asked, 'fgj', 'assignment')] });
    const given = { ...context, errands: new Map([[asked.errand.id, asked]]) };
    const told = [office, unit].flatMap((one) => (one === undefined ? [] : [composeLetter(one, given)]));
    expect(told).toHaveLength(2);
    for (const { subject, text, ics = '' } of told) {
      const words = `${subject}\n${text}\n${ics.replace(/\r?\n[ \t]/g, '')}`;
      expect(words).toContain(title);
      expect(words).not.toMatch(/《关于|《《|》》/);
    }
  });

  test('no golden file is left over', () => {
    expect(readdirSync(folder).filter((file) => !(file.replace(/\.txt$/, '') in letters))).toEqual([]);
  });
});

describe('what an errand does to the routine letter', () => {
  test('the words about tasks are the same with and without it', () => {
    const tasks = [notice(1, 'fgj', 'assignment'), notice(2, 'fgj', 'assignment')];
    const alone = composeLetter(draft({ kind: 'digest', notices: tasks }), taskContext).text;
    const both = composeLetter(
      draft({ kind: 'digest', notices: [...tasks, about(fresh, 'fgj', 'assignment')] }),
      context,
    );
    expect(both.subject).toContain('交办2项、意见处理1件');
    const group = (text: string) => text.slice(text.indexOf('【新任务（2项）】')).split('\n\n区绿色发展')[0] ?? '';
    expect(group(both.text)).toContain(group(alone));
  });

  test('an overdue errand stands before tasks that are only near', () => {
    const { subject } = composeLetter(
      draft({
        kind: 'digest',
        unit: 'jsj',
        notices: [notice(1, 'jsj', 'reminder'), about(others, 'jsj', 'chase')],
      }),
      context,
    );
    expect(subject).toMatch(/意见处理1件（逾期1件）、临期提醒1项$/);
  });

  test('a letter that speaks of an errand no longer on record leaves all the same, and asks for nothing', () => {
    const bare = write('digest-errand', taskContext);
    expect(bare.text).toContain('本件已不在册，无需办理');
    expect(bare.text).not.toContain('/r/');
    expect(bare.ics).toBeUndefined();
  });

  test('its day stands in the calendar, and it threads with the tasks of the plan', () => {
    const { ics = '', threadRoots } = write('digest-errand');
    expect(ics).toContain('DTSTART;VALUE=DATE:20231208');
    expect(ics).toContain('UID:opinion/lvse/1/fgj/20231201@duban.example.org');
    const thread = (name: string) => messageIdOf(`thread/${name}`, context.publicUrl);
    expect(threadRoots).toEqual([thread('fgj/lvse')]);
    expect(write('digest-mixed').threadRoots).toEqual([thread('fgj/lvse')]);
    expect(write('office-daily').threadRoots).toEqual([thread('office/lvse')]);
  });

  test('titles of the public draft cannot write HTML or begin a line', () => {
    const hostile = errand('fgj', '2023-12-01', '2023-12-08', {
      title: '<script>x</script>\r\nBcc: all@example.org',
      items: [{ number: 2, title: '<img src=x>\n', comments: 3 }],
    });
    const letter = write('digest-errand', { ...context, errands: new Map([[hostile.errand.id, hostile]]) });
    expect(letter.html).not.toMatch(/<script|<img/);
    expect(letter.text).not.toMatch(/^\s*Bcc:/m);
    const [office] = morning('2027-01-13', [], { stage: 'open', told: 9, title: hostile.title });
    const { subject, html } = composeLetter(office ?? draft({ kind: 'comment-office' }), context);
    expect(subject).not.toMatch(/[\r\n]/);
    expect(html).not.toContain('<script');
  });
});

test('rungs that meet on one morning are one letter, the gravest first in the subject', () => {
  const [one] = morning('2027-01-29', ['end-3', 'end-1'], { stage: 'open', told: 9, lastDay: '2027-02-01' });
  const { subject, text } = composeLetter(one ?? draft({ kind: 'comment-office' }), context);
  expect(subject).toContain('剩余3天截止，新收到意见3条');
  expect(text.match(/剩余3天/g)).toHaveLength(2);
});

test('a letter reads its errand from the ledger when it leaves', async () => {
  const { ledger, close } = await testLedger();
  try {
    const [period, event] = opening(periodOf('lvse'));
    await announcePeriod(ledger, period, event);
    for (const [key, item] of [
      ['a', 1],
      ['b', 1],
      ['c', 2],
    ] as const)
      await receiveComment(ledger, commentOf('lvse/1', key, { item, name: '张三', contact: 'zhang@example.org' }));
    await takeStock(ledger, 'lvse/1', '2027-01-05', '2027-01-12', at.open);
    const id = errandId('lvse/1', 'education', '2027-01-05');
    const unit = { name: '教育局', role: 'unit', unit: 'education' } as const;
    await giveOpinion(ledger, id, 1, { kind: 'adopted', words: '' }, unit, at.open);
    const found = await ledgerSources(ledger).errands([id, 'opinion/lvse/1/nobody/20270105']);
    expect([...found.keys()]).toEqual([id]);
    expect(found.get(id)).toEqual({
      errand: {
        id,
        period: 'lvse/1',
        unit: 'education',
        day: '2027-01-05',
        due: '2027-01-12',
        comments: [1, 2],
        open: true,
        seq: 1,
      },
      title: '共同富裕行动计划（征求意见稿）',
      items: [{ number: 1, title: '甲', comments: 2 }],
      waiting: [2],
    });
  } finally {
    await close();
  }
});
