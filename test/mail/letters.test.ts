/** Every letter's words against files that a person has read. `UPDATE_GOLDEN=1` writes them anew. */
import { readdirSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import ical, { type VEvent } from 'node-ical';
import { composeLetter } from '../../activities/mail/compose.js';
import { messageIdOf } from '../../activities/mail/threads.js';
import { fromRoot } from '../../worker/root.js';
import { expectGolden } from './golden-letter.js';
import { context, directory, draft, drafts, notice, task } from './sample.js';

const folder = fromRoot('test', 'golden', 'letters');

describe('letters read as they were approved', () => {
  test.each(Object.keys(drafts))('%s', (name) => {
    const letter = composeLetter(drafts[name] ?? draft({ kind: 'digest' }), context);
    expectGolden(folder, `${name}.txt`, `${letter.subject}\n\n${letter.text}`);
    expectGolden(folder, `${name}.html`, letter.html);
  });

  test('no golden file is left over from a letter that is no longer written', () => {
    const names = readdirSync(folder).map((file) => file.replace(/\.(txt|html)$/, ''));
    expect(names.filter((name) => !(name in drafts))).toEqual([]);
  });

  test('both renderings of a letter give the same links', () => {
    for (const one of Object.values(drafts)) {
      const { text, html } = composeLetter(one, context);
      const inText = [...text.matchAll(/https:\S+/g)].map(([link]) => link);
      const inHtml = [...html.matchAll(/href="([^"]+)"/g)].map(([, link]) => link);
      expect(inHtml).toEqual(inText);
    }
  });

  test('the same draft composed twice is the same letter', () => {
    for (const one of Object.values(drafts)) expect(composeLetter(one, context)).toEqual(composeLetter(one, context));
  });
});

describe('what a unit is told', () => {
  test('lead and support hear different words about one reminder', () => {
    const told = (unit: string) =>
      composeLetter(draft({ kind: 'digest', unit, notices: [notice(1, unit, 'reminder')] }), context).text;
    expect(told('fgj')).toContain('确需延期的，请在到期前提出申请');
    expect(told('jsj')).toContain('请配合区发展改革局抓紧落实');
    expect(told('jsj')).toContain('无需单独报告');
    expect(told('jsj')).not.toContain('申请延期');
  });

  test('a task already reported is not asked for again', () => {
    const { text } = composeLetter(
      draft({ kind: 'digest', day: '2024-01-02', notices: [notice(3, 'fgj', 'chase')] }),
      context,
    );
    expect(text).toContain('已报告，待办公室审核，目前无需再报');
    expect(text).not.toContain('请今日报告');
  });

  test('an extended task keeps its first date, and lateness is counted from both', () => {
    const { text } = composeLetter(
      draft({ kind: 'digest', day: '2024-01-22', notices: [notice(2, 'jsj', 'chase')], unit: 'jsj' }),
      context,
    );
    expect(text).toContain('2024年1月15日（原定2023年12月31日）');
    expect(text).toContain('已逾期7天（按原定时限已逾期22天）');
  });

  test('who receives a letter in place of somebody is told why', () => {
    const climbed = composeLetter(drafts['digest-launch'] ?? draft({ kind: 'digest' }), {
      ...context,
      reached: { role: 'head', standIn: true },
    });
    expect(climbed.text).toContain('改送主要负责人');
    expect(climbed.text).toContain('您作为主要负责人的代理人收到本信');
    const plain = composeLetter(drafts['digest-launch'] ?? draft({ kind: 'digest' }), {
      ...context,
      reached: { role: 'liaison', standIn: false },
    });
    expect(plain.text).toBe(composeLetter(drafts['digest-launch'] ?? draft({ kind: 'digest' }), context).text);
  });
});

describe('hostile words', () => {
  const hostile = '<script>alert(1)</script>"\r\nBcc: all@example.org\r\n\r\n点此签收 \u202Egro.live\u200B&amp;';
  const attacked = { ...context, tasks: new Map([['lvse/2023/1', task(1, hostile)]]) };

  test('a title can neither write HTML nor begin a line nor turn text round', () => {
    const letter = composeLetter(draft({ kind: 'digest', notices: [notice(1, 'fgj', 'assignment')] }), attacked);
    expect(letter.html).not.toContain('<script');
    expect(letter.html).toContain('&lt;script');
    expect(letter.html).toContain('&amp;amp;');
    expect(letter.text).not.toMatch(/^Bcc:/m);
    expect(letter.text + letter.html).not.toMatch(/[\u202E\u200B]/);
  });

  test('a unit name or a document number cannot break a subject; subjects stay short', () => {
    const named = {
      ...directory,
      units: directory.units.map((u) =>
        u.id === 'fgj' ? { ...u, name: `局\r\nBcc: x@example.org${'长'.repeat(300)}` } : u,
      ),
    };
    const one = draft({
      ...(drafts['supervision-letter'] ?? { kind: 'supervision-letter' }),
      formal: { id: 'f', number: 'a\r\nX-Evil: 1', copies: [] },
    });
    const { subject, attachments } = composeLetter(one, { ...context, directory: named });
    expect(subject).not.toMatch(/[\r\n]/);
    expect([...subject].length).toBeLessThanOrEqual(120);
    expect(attachments[0]?.filename).not.toMatch(/[\r\n/\\]/);
  });

  test('a reason somebody typed stays text', () => {
    const one = draft({
      kind: 'returned',
      notices: [notice(1, 'fgj', 'decision')],
      facts: { reason: '<img src=x onerror=1>\r\nhttp' },
    });
    const { html, text } = composeLetter(one, context);
    expect(html).not.toContain('<img');
    expect(text).toContain('退回意见：<img src=x onerror=1> http');
  });
});

describe('calendar entries', () => {
  test('each dated task is one all-day entry on its due day, on a host in any zone', () => {
    const { ics = '' } = composeLetter(drafts['digest-launch'] ?? draft({ kind: 'digest' }), context);
    const events = Object.values(ical.sync.parseICS(ics)).filter((part): part is VEvent => part?.type === 'VEVENT');
    expect(ics).toContain('METHOD:PUBLISH');
    expect(events.map((e) => [e.uid, e.datetype, Number(e.sequence)])).toEqual([
      ['task/lvse/2023/1@duban.example.org', 'date', 0],
      ['task/lvse/2023/2@duban.example.org', 'date', 1],
      ['task/lvse/2023/4@duban.example.org', 'date', 0],
    ]);
    expect(ics).toContain('DTSTART;VALUE=DATE:20231231');
    expect(ics).toContain('DTSTART;VALUE=DATE:20240115');
    expect(ics).toContain('DTSTAMP:20231127T010000Z');
    expect(events[0]?.summary).toBe('督办时限：1. 实施3个以上重点技改项目');
  });

  test('only letters that give or move a date carry them', () => {
    const carrying = Object.entries(drafts).filter(([, one]) => composeLetter(one, context).ics !== undefined);
    expect(carrying.map(([name]) => name)).toEqual([
      'digest-launch',
      'digest-mixed',
      'digest-past',
      'extension-granted',
    ]);
  });

  test('a moved date moves the entry: same UID, next SEQUENCE', () => {
    const granted = composeLetter(drafts['extension-granted'] ?? draft({ kind: 'digest' }), context).ics ?? '';
    expect(granted).toContain('UID:task/lvse/2023/2@duban.example.org');
    expect(granted).toContain('SEQUENCE:1');
  });
});

describe('threads', () => {
  test('digests of a unit and plan share a thread, answers to acts share the task’s', () => {
    const roots = (name: string) => composeLetter(drafts[name] ?? draft({ kind: 'digest' }), context).threadRoots;
    expect(roots('digest-launch')).toEqual(roots('digest-mixed'));
    expect(roots('digest-support')).not.toEqual(roots('digest-mixed'));
    expect(roots('returned')).toEqual([messageIdOf('thread/task/lvse/2023/1', context.publicUrl)]);
    expect(roots('extension-refused')).toEqual(roots('returned'));
  });

  test('the id of a letter follows from its key alone', () => {
    expect(messageIdOf('digest/office/2023-12-01/fgj', 'https://duban.example.org')).toMatch(
      /^<[0-9a-f]{64}@duban\.example\.org>$/,
    );
    expect(messageIdOf('a', 'http://h:8080/')).not.toBe(messageIdOf('b', 'http://h:8080/'));
  });
});
