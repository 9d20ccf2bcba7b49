/** The formats at the doors they come in by: the command line and the text that other programs send. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { readTextFile, sampleUnits } from '../../client/cli/files.js';
import { run } from '../../client/cli/program.js';
import { intake } from '../../client/intake.js';
import { readDirectory } from '../../domain/directory.js';
import { asDocx, asHtml, asText } from './invented-plan.js';

const folder = mkdtempSync(join(tmpdir(), 'duban-formats-'));
function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

async function duban(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const out: string[] = [];
  const err: string[] = [];
  const code = await run(args, { out: (text) => out.push(text), err: (text) => err.push(text) });
  return { code, out: out.join(''), err: err.join('') };
}

describe('files at the command line', () => {
  test('duban parse and duban rehearse answer the same for txt, docx and html', async () => {
    const files = [
      file('plan.txt', asText()),
      file('plan.docx', await asDocx()),
      file('plan.html', asHtml('utf-8')),
      // Named after something it is not.
      file('docx-named.html', await asDocx()),
    ];
    const parsed: unknown[] = [];
    const letters: unknown[] = [];
    for (const path of files) {
      const read = await duban('parse', path, '--json');
      expect([read.code, read.err]).toEqual([0, '']);
      const { items } = JSON.parse(read.out) as {
        items: { number: number; title: string; deadlines: { due: string }[] }[];
      };
      parsed.push(items.map(({ number, title, deadlines }) => [number, title, deadlines.map(({ due }) => due)]));
      const rehearsed = await duban('rehearse', path, '--from', '2026-03-02', '--json');
      letters.push([
        rehearsed.code,
        rehearsed.err === '' ? JSON.parse(rehearsed.out).letters.length : rehearsed.err.replace(path, ''),
      ]);
    }
    expect(parsed[0]).toHaveLength(5);
    expect(new Set(parsed.map((one) => JSON.stringify(one))).size).toBe(1);
    expect(new Set(letters.map((one) => JSON.stringify(one))).size).toBe(1);
  });

  test.each([
    ['parse', 'plan.pdf', '%PDF-1.7\n', '请提供文字版'],
    ['rehearse', 'plan.pdf', '%PDF-1.7\n', '请提供文字版'],
    ['drill', 'units.csv', 'id,name\n', 'duban units import'],
    ['import', 'units.csv', 'id,name\n', 'duban units import'],
    ['parse', 'page.html', '<html><body><p>今天天气很好。</p></body></html>', '没有读到任务'],
  ])('duban %s refuses %s in one sentence that names the file', async (verb, name, content, words) => {
    const { code, out, err } = await duban(verb, file(name, content));
    expect([code, out]).toEqual([1, '']);
    expect(err).toContain(words);
    if (words !== '没有读到任务') expect(err).toContain(name);
    expect(err.trim().split('\n')).toHaveLength(1);
  });

  test('markup pasted into the console or sent to the API becomes the same draft as the text', () => {
    const directory = readDirectory(readTextFile(sampleUnits));
    const draft = (text: string): unknown => {
      const { tasks } = intake('plan-2026.txt', text, directory, '2026-03-02');
      return tasks.map(({ number, title, due }) => [number, title, due]);
    };
    expect(draft(asHtml('gb2312'))).toEqual(draft(asText()));
  });
});
