/** Charts as SVG pictures: no script, no style sheet, words in them; a reader of the page hears title and description. */
import { BarChart } from 'echarts/charts';
import { AriaComponent, GridComponent, LegendComponent } from 'echarts/components';
import { init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import type { Bulletin, Share } from '../../domain/supervision/bulletin.js';
import { shareStates } from '../../domain/supervision/percentages.js';
import { chartTitle, chartWords, shareStateWords } from './bulletin-words.js';

use([BarChart, GridComponent, LegendComponent, AriaComponent, SVGRenderer]);

/** Every state has a colour, and its count written in the bar; the picture's description says the same in words: none is told by colour alone. */
const looks: Readonly<Record<Share['state'], { readonly colour: string; readonly ink: string }>> = {
  done: { colour: '#1c5a96', ink: '#ffffff' },
  ahead: { colour: '#1d7a46', ink: '#ffffff' },
  'on-schedule': { colour: '#a9d3b5', ink: '#1f2933' },
  behind: { colour: '#b3261e', ink: '#ffffff' },
  other: { colour: '#c9cfd6', ink: '#1f2933' },
  'no-return': { colour: '#ffffff', ink: '#1f2933' },
};

const WIDTH = 760;
const ROW = 34;
const FRAME = 96;
/** Without quotation marks: the renderer writes them into attributes as they are. */
const FONT = 'Noto Sans CJK SC, Source Han Sans SC, Microsoft YaHei, PingFang SC, sans-serif';

/** Stacked bars, one a unit in the order of the bulletin: how many of its tasks are in which state. */
export function stateChart(bulletin: Bulletin, name: (unit: string) => string): string {
  const { units, shares } = bulletin;
  const states = shareStates.filter((state) => (shares.find((one) => one.state === state)?.count ?? 0) > 0);
  const chart = init(null, null, {
    renderer: 'svg',
    ssr: true,
    locale: 'ZH',
    width: WIDTH,
    height: FRAME + ROW * Math.max(1, units.length),
  });
  try {
    chart.setOption({
      animation: false,
      textStyle: { fontFamily: FONT },
      legend: { top: 8, itemWidth: 18, itemHeight: 12, textStyle: { fontSize: 14, color: '#1f2933' } },
      grid: { top: 48, bottom: 36, left: 8, right: 40, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
      xAxis: {
        type: 'value',
        minInterval: 1,
        name: '项',
        axisLabel: { fontSize: 13, color: '#1f2933' },
      },
      yAxis: {
        type: 'category',
        inverse: true,
        data: units.map((unit) => name(unit.name)),
        axisLabel: { fontSize: 14, color: '#1f2933', width: 190, overflow: 'truncate' },
        axisTick: { show: false },
      },
      series: states.map((state) => ({
        type: 'bar' as const,
        stack: 'state',
        name: shareStateWords[state],
        barWidth: 22,
        itemStyle: { color: looks[state].colour, borderColor: '#1f2933', borderWidth: 1 },
        label: { show: true, color: looks[state].ink, fontSize: 13, fontWeight: 'bold' as const },
        // A count of nothing draws no bar and no label.
        data: units.map((unit) => unit.shares.find((one) => one.state === state)?.count || null),
      })),
    });
    return readable(chart.renderToSVGString(), chartTitle(bulletin), chartWords(bulletin, name));
  } finally {
    // Without it the process would not end.
    chart.dispose();
  }
}

/**
 * The picture with role, title and description, and without what the pages' rules forbid: style attributes become
 * attributes of their own, style sheets are dropped.
 */
function readable(svg: string, title: string, description: string): string {
  const plain = svg
    .replace(/<style[\s\S]*?<\/style>/g, '')
    .replace(/ class="[^"]*"/g, '')
    .replace(/ style="([^"]*)"/g, (_all, css: string) => attributes(css));
  const opened = plain.replace(/^<svg /, '<svg role="img" aria-labelledby="chart-title chart-desc" ');
  const words = `<title id="chart-title">${escaped(title)}</title><desc id="chart-desc">${escaped(description)}</desc>`;
  return opened.replace(/>/, `>${words}`);
}

/** Presentation attributes of SVG that stand for the same words of CSS; the rest (pointer-events …) means nothing here. */
const presentation = new Set([
  'font-size',
  'font-family',
  'font-weight',
  'fill',
  'stroke',
  'stroke-width',
  'dominant-baseline',
  'text-anchor',
]);

function attributes(css: string): string {
  const kept = new Map<string, string>();
  for (const part of css.split(';')) {
    const colon = part.indexOf(':');
    const property = part.slice(0, colon).trim();
    const value = part.slice(colon + 1).trim();
    if (property === 'font') {
      const [, weight, size, family] = /^(?:(bold|normal|\d+)\s+)?(\d+(?:\.\d+)?px)\s+(.+)$/.exec(value) ?? [];
      if (weight !== undefined) kept.set('font-weight', weight);
      if (size !== undefined) kept.set('font-size', size);
      if (family !== undefined) kept.set('font-family', family);
    } else if (presentation.has(property)) kept.set(property, value);
  }
  return [...kept].map(([property, value]) => ` ${property}="${value}"`).join('');
}

const escaped = (text: string): string =>
  text
    .replace(/[\p{Cc}\p{Cs}\ufffe\uffff]/gu, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
