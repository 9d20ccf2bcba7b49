/** What the office settled in place of cells that the copy of the document lost. Pure. */
import type { Indicator, IndicatorCell } from '../indicator.js';
import type { Plan } from '../plan.js';

/** The plan's indicators, lost base and target cells with the words by which the office settled them. */
export function settledIndicators({ indicators = [], findings }: Pick<Plan, 'indicators' | 'findings'>): Indicator[] {
  const lost = findings.filter(({ code }) => code === 'indicator-cell-lost');
  return indicators.map((one) => {
    const cell = (cell: IndicatorCell, column: string): IndicatorCell => {
      const answer = lost.find(({ indicator, message }) => indicator === one.number && message.includes(column));
      return cell.kind === 'lost' && answer?.settled !== undefined ? { ...cell, settled: answer.settled } : cell;
    };
    return { ...one, base: cell(one.base, '基期值'), target: cell(one.target, '目标值') };
  });
}
