/** The reading side of reorganisations: all of them, and the units with a past. */
import { asc } from 'drizzle-orm';
import type { Ledger } from '../../activities/ledger/connect.js';
import { loadDirectory } from '../../activities/ledger/directory.js';
import { type KeptReorganisation, listReorganisations } from '../../activities/ledger/reorganisations.js';
import { unit } from '../../activities/ledger/schema.js';
import { endedBy, reorganisationWords } from '../../domain/reorganisation.js';
import { reorganisationStageWords } from '../../domain/reorganisation-event.js';
import { reorganisationLine } from '../../domain/reorganisation-letter.js';
import type { ReorganisationStage } from '../../workflows/messages.js';
import type { ReorganisationAnswer, ReorganisationsAnswer } from '../http/reorganise-answers.js';
import { nameOf } from '../letter-answer.js';
import { namesIn, stepWords } from './words.js';

/** How far a reorganisation is, by its entries in the chain. */
export function stageOf({ steps }: KeptReorganisation): ReorganisationStage {
  const last = steps.at(-1)?.step;
  if (last === 'applied') return 'under-way';
  return last === undefined || last === 'decided' ? 'waiting' : last;
}

/** Reads from the ledger alone; the newest first. */
export async function reorganisationRecords(ledger: Ledger): Promise<ReorganisationsAnswer> {
  const [kept, directory, rows] = await Promise.all([
    listReorganisations(ledger),
    loadDirectory(ledger),
    ledger.db.select().from(unit).orderBy(asc(unit.position)),
  ]);
  const name = nameOf(directory);
  const answerOf = (one: KeptReorganisation): ReorganisationAnswer => {
    const { change, steps } = one;
    const { id, kind, on, document, reason } = change;
    const of = namesIn(directory, change);
    const stage = stageOf(one);
    const done = steps.find(({ step }) => step === 'done')?.data['tasks'] as readonly unknown[] | undefined;
    // Names as they were decided: a unit renamed by it is still told by its old name.
    const decided = steps[0]?.data['names'] as Readonly<Record<string, string>> | undefined;
    return {
      ...{ id, on, document, reason, stage },
      kindWords: reorganisationWords[kind],
      words: reorganisationLine(change, (unitId) => decided?.[unitId] ?? of(unitId).name),
      stageWords: reorganisationStageWords[stage],
      ends: endedBy(change).map(of),
      successors: change.successors.map(of),
      tasks: done?.length ?? null,
      steps: steps.map(({ step, at, actor, data }) => ({
        ...{ step, at, by: actor.name },
        words: `${stepWords[step]}${whyOf(data)}`,
      })),
    };
  };
  return {
    reorganisations: kept.map(answerOf),
    units: rows
      .filter(({ ended, formerNames }) => ended !== null || formerNames.length > 0)
      .map((row) => ({
        ...{ id: row.id, name: row.name, formerNames: row.formerNames },
        ended: row.ended === null ? null : { ...row.ended, successors: row.ended.successors.map(name) },
      })),
  };
}

/** Why it was withdrawn, or what stood against it. */
function whyOf(data: Readonly<Record<string, unknown>>): string {
  const { reason, faults } = data as {
    readonly reason?: string;
    readonly faults?: readonly { readonly message: string }[];
  };
  const why = reason ?? faults?.map(({ message }) => message).join('；');
  return why === undefined ? '' : `：${why}`;
}
