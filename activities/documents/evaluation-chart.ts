/** An indicator's path and values as a small SVG picture: no script, no style sheet; its description says the same in words. */
import type { EvaluatedIndicator } from '../../domain/indicators/evaluation.js';

const WIDTH = 360;
const HEIGHT = 180;
const LEFT = 52;
const RIGHT = 16;
const TOP = 40;
const BOTTOM = 30;
const INK = '#1f2933';
const FONT = 'Noto Sans CJK SC, Source Han Sans SC, Microsoft YaHei, PingFang SC, sans-serif';

/** True when there is a path of numbers and at least one value to draw. */
export const canDraw = ({ years }: EvaluatedIndicator): boolean =>
  years.some(({ path }) => path !== null) && years.some(({ value }) => value !== null);

/** Dashed: what should be; solid with dots: what is. `id` makes title and description unique on a page. */
export function indicatorChart(row: EvaluatedIndicator, id: string): string {
  const numbers = row.years.flatMap(({ path, value }) => [path, value]).filter((n) => n !== null);
  const low = Math.min(...numbers);
  const high = Math.max(...numbers);
  const room = high === low ? Math.max(1, Math.abs(high) * 0.1) : (high - low) * 0.15;
  const x = (at: number): number =>
    LEFT + (row.years.length === 1 ? 0.5 : at / (row.years.length - 1)) * (WIDTH - LEFT - RIGHT);
  const y = (value: number): number =>
    TOP + (1 - (value - low + room) / (high - low + 2 * room)) * (HEIGHT - TOP - BOTTOM);
  const points = (pick: (one: EvaluatedIndicator['years'][number]) => number | null) =>
    row.years.flatMap((one, at) => {
      const value = pick(one);
      return value === null ? [] : [{ at: x(at), y: y(value), value }];
    });
  const should = points((one) => one.path);
  const is = points((one) => one.value);
  const line = (list: readonly { readonly at: number; readonly y: number }[]): string =>
    list.map((one) => `${round(one.at)},${round(one.y)}`).join(' ');
  const name = escaped(`${row.no}. ${row.name}（${row.measure}）`);
  const said = row.years
    .map(({ year, expected, value }) => `${year}年应达到${expected}，实际${value === null ? '未报' : value}`)
    .join('；');
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}" aria-labelledby="${id}-t ${id}-d" font-family="${FONT}" font-size="12" fill="${INK}">`,
    `<title id="${id}-t">${name}</title><desc id="${id}-d">${escaped(said)}</desc>`,
    `<text x="8" y="18" font-size="13" font-weight="bold">${name}</text>`,
    `<line x1="${LEFT}" y1="${HEIGHT - BOTTOM}" x2="${WIDTH - RIGHT}" y2="${HEIGHT - BOTTOM}" stroke="${INK}" stroke-width="1"/>`,
    ...row.years.map(
      ({ year }, at) => `<text x="${round(x(at))}" y="${HEIGHT - 10}" text-anchor="middle">${year}</text>`,
    ),
    ...[low, ...(high === low ? [] : [high])].map(
      (value) => `<text x="${LEFT - 8}" y="${round(y(value) + 4)}" text-anchor="end">${short(value)}</text>`,
    ),
    `<polyline points="${line(should)}" fill="none" stroke="${INK}" stroke-width="1.5" stroke-dasharray="5 4"/>`,
    `<polyline points="${line(is)}" fill="none" stroke="#1c5a96" stroke-width="2"/>`,
    ...is.map((one) => `<circle cx="${round(one.at)}" cy="${round(one.y)}" r="3.5" fill="#1c5a96"/>`),
    `<text x="${WIDTH - RIGHT}" y="32" text-anchor="end" font-size="11">虚线：应达到　实线：实际</text>`,
    '</svg>',
  ].join('');
}

const round = (n: number): number => Math.round(n * 10) / 10;
const short = (n: number): string => String(Math.round(n * 1000) / 1000);

const escaped = (text: string): string =>
  text
    .replace(/[\p{Cc}\p{Cs}\ufffe\uffff]/gu, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
