/**
 * The real documents, damaged in every way a copy can be: each is read or refused with a sentence, quickly. 2,000 by
 * default, as many as DUBAN_MUTATIONS says otherwise (10,000 before a release).
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { textOf } from '../../client/formats/text-of.js';
import { DubanError } from '../../domain/errors.js';
import { readPlan } from '../../domain/parse/read-plan.js';
import { sampleResolve } from '../domain/parse/documents.js';
import { para, rawDocx, run } from './docx-files.js';
import { BOM, joined, utf16 } from './encode.js';

const folder = fileURLToPath(new URL('../../../shared/documents/', import.meta.url));
const documents = existsSync(folder)
  ? readdirSync(folder)
      .filter((name) => name.endsWith('.txt'))
      .map((name) => readFileSync(`${folder}${name}`, 'utf8'))
  : [];
const runs = Number(process.env.DUBAN_MUTATIONS ?? 800);

/** A small generator of our own: the same damage in every run. */
function dice(seed: number): (sides: number) => number {
  let state = seed;
  return (sides) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % sides;
  };
}

const odd = [
  '（',
  '）',
  '(',
  ')',
  '、',
  '\n',
  '\r\n',
  '\t',
  ' ',
  '　',
  '|',
  '1. ',
  '一、',
  '(一)',
  '负责',
  '牵头，',
  '配合',
  '等',
  '《',
  '“',
  '\u0000',
  '\ufffd',
  '\ud83d',
  '牵头单位：',
  '2025年',
  '月底前',
  '95%',
  '***',
  '**亿元',
  '列第一位的为牵头单位，下同',
  '预期性',
  '约束性 |',
  '---|---',
  '<b>',
  '</td>',
  '&amp;',
  '第一章 ',
  '［5］',
  '（'.repeat(500),
  '1.'.repeat(500),
  '、'.repeat(2000),
  '年'.repeat(2000),
  ' '.repeat(5000),
  '\n'.repeat(3000),
  '9'.repeat(3000),
  '区'.repeat(3000),
];

function damaged(text: string, roll: (sides: number) => number): string {
  let now = text;
  // Most runs look at a piece of the document: damage to a piece is found ten times as fast.
  if (roll(4) > 0) {
    const from = roll(now.length);
    now = now.slice(from, from + 500 + roll(6000));
  }
  for (let edits = roll(12); edits >= 0; edits--) {
    const at = roll(now.length + 1);
    const cut = [0, 0, 1, 2, 7, 60, 900][roll(7)] ?? 0;
    const put = roll(3) === 0 ? now.slice(roll(now.length + 1)).slice(0, roll(3000)) : (odd[roll(odd.length)] ?? '');
    now = now.slice(0, at) + put + now.slice(at + cut);
  }
  return now;
}

function escaped(text: string): string {
  return text.replace(/[&<>]/g, (char) => `&#${char.charCodeAt(0)};`).replaceAll('\u0000', '');
}

function filed(text: string, roll: (sides: number) => number): Uint8Array {
  const utf8 = new TextEncoder().encode(text);
  const form = roll(8);
  if (form === 0) return joined(BOM['utf-16le'], utf16(text, 'le'));
  if (form === 1) return utf16(text, 'be');
  if (form === 2) return new TextEncoder().encode(`<html><body>${text.replaceAll('\n', '<p>')}`);
  if (form === 3)
    return new TextEncoder().encode(`<table><tr><td>${text.replaceAll('\n', '<tr><td>').replaceAll('。', '<td>')}`);
  if (form === 4)
    return rawDocx({
      body: text
        .split('\n')
        .map((line) => para(run(escaped(line))))
        .join(''),
    });
  if (form === 5) {
    for (let broken = roll(3); broken >= 0 && utf8.length > 0; broken--) utf8[roll(utf8.length)] = roll(256);
  }
  return utf8;
}

/**
 * Processor time in ms. What takes long is measured again: collecting the garbage of the runs before counts in the
 * first time.
 */
function costOf(act: () => void): number {
  const once = (): number => {
    const from = process.cpuUsage();
    act();
    return process.cpuUsage(from).user / 1000;
  };
  const first = once();
  return first > 1000 ? Math.min(first, once(), once()) : first;
}

/** CPU ms: the bar of one second is held by the long run; the short one only sees what runs away. */
const limit = runs >= 10_000 ? 1000 : 5000;

describe('damaged documents', () => {
  const title = `${runs} of them: no crash, none over ${limit} ms of CPU, memory bounded`;
  const go = (): void => {
    const roll = dice(20_260_301);
    let read = 0;
    // What the process held before is of the test files that ran in it.
    const before = process.memoryUsage().rss;
    for (let i = 0; i < runs; i++) {
      const bytes = filed(damaged(documents[i % documents.length] ?? '', roll), roll);
      const refusals: string[] = [];
      const cost = costOf(() => {
        try {
          readPlan(textOf(bytes, 'a.txt').text, { resolve: sampleResolve });
          read++;
        } catch (error) {
          if (!(error instanceof DubanError)) throw new Error(`mutation ${i} crashed the reader`, { cause: error });
          refusals.push(...error.faults.map(({ message }) => message));
        }
      });
      if (refusals.length > 0) expect(refusals.filter((message) => !/^[^\n{}]+$/.test(message))).toEqual([]);
      if (cost > limit) throw new Error(`mutation ${i} took ${Math.round(cost)} ms`);
    }
    // The damage is such that most can still be read: a test that only sees refusals would prove nothing.
    expect(read).toBeGreaterThan(runs / 3);
    expect(process.memoryUsage().rss - before).toBeLessThan(1024 * 1024 * 1024);
  };
  if (documents.length > 0) test(title, go, 20 * 60_000);
  // biome-ignore lint/suspicious/noSkippedTests: the real documents lie beside the checkout and may be absent
  else test.skip(`${title} (skipped: ../shared/documents is absent)`, () => undefined);
});
