/** How a supervision cycle is named in letters. */
import { oneLine } from '../../domain/letter-words.js';
import type { View } from './content.js';

/** Longest title of a plan in a letter's subject and text. */
const titleLimit = 60;

/** `《…》2023年第三季度督查` */
export function cycleTitle({ title, periodWords }: { readonly title: string; readonly periodWords: string }): string {
  return `《${oneLine(title, titleLimit)}》${periodWords}督查`;
}

/** Printed names of unit ids joined by commas; empty for none. */
export function namesOf(view: View, units: string): readonly string[] {
  return units
    .split(',')
    .filter(Boolean)
    .map((unit) => view.name(unit));
}
