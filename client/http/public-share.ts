/** The share of one visitor's address in the room for files, by day; kept in memory only, under a number that names nobody. */
import { type Day, dayOf } from '../../domain/day.js';

/** Visitors kept apart at a time; the one who came first is forgotten first. */
const KEPT = 50_000;

export interface DailyShare {
  /** Takes so many bytes of a visitor's share; false when they are more than is left, and nothing is taken. */
  take(visitor: string, bytes: number): boolean;
  /** Gives back what was not stored after all. */
  giveBack(visitor: string, bytes: number): void;
}

/** @param limit bytes a visitor and day (Asia/Shanghai). @param now epoch ms. */
export function dailyShare(limit: number, now: () => number): DailyShare {
  const taken = new Map<string, number>();
  let day: Day = dayOf(now());
  return {
    take(visitor, bytes) {
      const today = dayOf(now());
      if (today !== day) taken.clear();
      day = today;
      const sum = (taken.get(visitor) ?? 0) + bytes;
      if (sum > limit) return false;
      const [first] = taken.keys();
      if (first !== undefined && taken.size >= KEPT && !taken.has(visitor)) taken.delete(first);
      taken.set(visitor, sum);
      return true;
    },
    giveBack(visitor, bytes) {
      taken.set(visitor, Math.max(0, (taken.get(visitor) ?? 0) - bytes));
    },
  };
}
