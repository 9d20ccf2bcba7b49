/** The bulletin of a cycle as an answer, a Word document and a chart; pages and API send the same. */
import { type Day, dayOf } from '../../domain/day.js';
import { refuse } from '../../domain/errors.js';
import { publishedBulletin } from '../../domain/supervision/cycle.js';
import type { BulletinAnswer, CycleDetail, CycleRecords, EvidenceFile } from './cycle-answers.js';

const DOCX = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';

/** The newest approved bulletin, or before the first approval what it would say now. @throws `cycle-unknown`. */
export async function bulletinAnswer(
  cycles: CycleRecords,
  id: string,
): Promise<{ readonly cycle: CycleDetail; readonly answer: BulletinAnswer }> {
  const cycle = await cycles.cycle(id);
  if (cycle.bulletin !== null) return { cycle, answer: cycle.bulletin };
  const [bulletin, units] = await Promise.all([cycles.draft(id), cycles.unitNames()]);
  const names = Object.fromEntries(units.map((unit) => [unit.id, unit.name]));
  return { cycle, answer: { draft: true, number: null, bulletin, cycle: id, earlier: [], names } };
}

/** The day under a bulletin: that of its approval; null for a draft. */
export const bulletinDay = (answer: BulletinAnswer): Day | null => (answer.draft ? null : dayOf(answer.at));

/** The bulletin that units may see: the published one, also while a correction of it is made. @throws `not-found` before the first. */
export async function publishedFile(cycles: CycleRecords, id: string): Promise<EvidenceFile> {
  const { cycle, answer } = await bulletinAnswer(cycles, id);
  const kept = await cycles.published(id);
  const at = kept.findIndex(({ number }) => number === publishedBulletin(cycle.state)?.number);
  const one = kept[at];
  if (one === undefined) throw refuse('not-found', { what: '通报' });
  const earlier = kept.slice(0, at).map(({ number }) => number);
  return fileOf(cycles, cycle, { draft: false, ...one, cycle: id, earlier, names: answer.names });
}

/** The bulletin as a Word document. */
export async function bulletinFile(cycles: CycleRecords, id: string): Promise<EvidenceFile> {
  const { cycle, answer } = await bulletinAnswer(cycles, id);
  return fileOf(cycles, cycle, answer);
}

async function fileOf(cycles: CycleRecords, cycle: CycleDetail, answer: BulletinAnswer): Promise<EvidenceFile> {
  const units = await cycles.unitNames();
  const name = (unit: string): string => answer.names[unit] ?? units.find((one) => one.id === unit)?.name ?? unit;
  // The library that writes documents is loaded by the first who asks for one.
  const { bulletinDocument, bulletinTitle } = await import('../../activities/documents/bulletin.js');
  const { office, leadership } = cycle.state;
  return {
    name: `${bulletinTitle(answer.bulletin)}${answer.draft ? '（草稿）' : ''}.docx`,
    mediaType: DOCX,
    bytes: await bulletinDocument(answer.bulletin, {
      number: answer.number,
      officeName: name(office),
      name,
      day: bulletinDay(answer),
      to: cycle.state.units.map(({ unit }) => unit),
      copies: leadership === '' ? [] : [leadership],
    }),
  };
}

/** The chart of a bulletin's units as an SVG picture. */
export async function bulletinChart(cycles: CycleRecords, id: string): Promise<string> {
  const { answer } = await bulletinAnswer(cycles, id);
  const { stateChart } = await import('../../activities/documents/charts.js');
  return stateChart(answer.bulletin, (unit) => answer.names[unit] ?? unit);
}
