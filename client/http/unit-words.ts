/** A unit as people write it in a filter: by id, by name or by alias. */
import { resolve, unitOf } from '../../domain/directory.js';
import { refuse } from '../../domain/errors.js';
import type { Directory } from '../../domain/org.js';

/**
 * The filter with the unit's id in place of the words; without words there is no filter by unit.
 * @throws `unit-unknown` with the nearest names.
 */
export function withUnitId<T extends { readonly unit?: string | undefined }>(filter: T, directory: Directory): T {
  const words = filter.unit?.trim() ?? '';
  if (words === '') return { ...filter, unit: undefined };
  if (unitOf(directory, words) !== undefined) return { ...filter, unit: words };
  const found = resolve(directory, words);
  if (found.kind === 'unit') return { ...filter, unit: found.unit.id };
  const nearest = found.kind === 'unknown' ? found.nearest.join('、') : '';
  throw refuse('unit-unknown', { words, nearest: nearest || '无' });
}
