/** The reader's speed in characters a second, against one pass of a regular expression over the same text, and whether
 * its time grows in step with the length. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readDirectory, resolve } from '../domain/directory.js';
import { DubanError } from '../domain/errors.js';
import { readPlan } from '../domain/parse/read-plan.js';
import { fromRoot } from '../worker/root.js';
import { median, note, printFigures, secondsOf } from './print.js';

const TIMES = 9;
/** Tasks of the generated list that is made 2, 4 and 8 times as long. */
const SINGLE = 250;
/** Time of 8 times the text over 8 times the time of the text: 1 is linear; the rest is for caches and the collector. */
const LIMIT_GROWTH = 1.5;

const directory = readDirectory(readFileSync(fromRoot('seeds', 'units.csv'), 'utf8'));
const read = (words: string) => readPlan(words, { resolve: (unit) => resolve(directory, unit) });

/** A list of so many tasks, of the make of the public documents. */
function generated(tasks: number): string {
  const items = Array.from(
    { length: tasks },
    (_, at) =>
      `${at + 1}.推进第${at + 1}批绿色改造。2023年年底前，完成投资${at + 10}亿元以上，单位能耗下降3%。（牵头单位：区发展改革局，配合单位：区城乡建设局、区生态环境分局）`,
  );
  return ['某区2023年绿色低碳高质量发展重点任务清单', '一、产业', ...items].join('\n');
}

/** The longest of the public documents that holds tasks, where they are at hand. */
function sampleText(): { readonly name: string; readonly text: string } {
  const folder = fromRoot('..', 'shared', 'documents');
  const files = existsSync(folder) ? readdirSync(folder).filter((file) => file.endsWith('.txt')) : [];
  const texts = files.map((name) => ({ name, text: readFileSync(join(folder, name), 'utf8') }));
  const found = texts.toSorted((a, b) => b.text.length - a.text.length).find(({ text }) => hasTasks(text));
  if (found) return found;
  note('没有 ../shared/documents，改用生成的文本');
  return { name: '生成的文本', text: generated(400) };
}

function hasTasks(text: string): boolean {
  try {
    return read(text).items.length > 0;
  } catch (error) {
    if (error instanceof DubanError) return false;
    throw error;
  }
}

/** Median seconds of several runs. */
async function timed(work: () => unknown, times = TIMES): Promise<number> {
  const all: number[] = [];
  for (let time = 0; time < times; time++) all.push(await secondsOf(work));
  return median(all);
}

const { name, text } = sampleText();
/** Counts runs of Chinese characters: the least that reading can cost. */
const pass = (words: string): number => [...words.matchAll(/[\u4e00-\u9fff]+|\d+|[^\s]/g)].length;

for (let warm = 0; warm < 3; warm++) {
  read(text);
  pass(text);
}
const [ours, theirs] = [await timed(() => read(text)), await timed(() => pass(text))];
const items = read(text).items.length;
const perSecond = (seconds: number): string => `${(text.length / seconds / 1e6).toFixed(2)} 百万字/秒`;

const growth: { readonly times: number; readonly seconds: number }[] = [];
for (const times of [1, 2, 4, 8]) {
  const longer = generated(SINGLE * times);
  growth.push({ times, seconds: await timed(() => read(longer), 5) });
}
const single = growth[0]?.seconds ?? Number.NaN;
printFigures(`阅读器：${name}，${text.length} 字，读出 ${items} 项`, [
  {
    what: '读完全文',
    value: `${(ours * 1000).toFixed(0)} 毫秒，${perSecond(ours)}`,
    against: `matchAll 扫一遍 ${(theirs * 1000).toFixed(1)} 毫秒`,
    ratio: ours / theirs,
  },
  ...growth.slice(1).map(({ times, seconds }) => ({
    what: `${times} 倍长的清单（${SINGLE * times} 项）`,
    value: `${(seconds * 1000).toFixed(0)} 毫秒`,
    against: `${times} × ${(single * 1000).toFixed(0)} 毫秒`,
    ratio: seconds / single / times,
    limit: `≤ ${LIMIT_GROWTH}`,
    met: seconds / single / times <= LIMIT_GROWTH,
  })),
]);
