/** Serial numbers (发文字号) of the office's papers: one series an office, year and kind. */
import { sql } from 'drizzle-orm';
import type { Runner } from '../chain.js';
import { type PaperKind, paperSerial } from '../supervision-schema.js';

/** Body codes (发文机关代字) by kind; 督办函 have their own (formal.ts). */
const marks: Readonly<Record<PaperKind, string>> = { bulletin: '领办通', evaluation: '领办评' };

/**
 * The next number of the office's papers of a kind in a year, such as 领办通〔2023〕3号. To be called in the transaction
 * that keeps the paper, so that no number is lost or given twice.
 */
export async function numberPaper(tx: Runner, kind: PaperKind, office: string, year: number): Promise<string> {
  const [serial] = await tx
    .insert(paperSerial)
    .values({ office, year, kind, last: 1 })
    .onConflictDoUpdate({
      target: [paperSerial.office, paperSerial.year, paperSerial.kind],
      set: { last: sql`${paperSerial.last} + 1` },
    })
    .returning({ last: paperSerial.last });
  return `${marks[kind]}〔${year}〕${serial?.last ?? 1}号`;
}
