/** A plan's life as the entries of the chain tell it: what pages, the archive and the check of a record hold the life against. Pure. */
import { dayOf } from '../day.js';
import type { LedgerEvent } from '../task.js';
import { type PlanLife, withEvaluation } from './life.js';

/** Kinds of entries that a life is made of. */
export const lifeKinds = [
  'plan.issue',
  'plan.startYear',
  'plan.amend',
  'plan.pause',
  'plan.resume',
  'plan.evaluate',
] as const;

type Entry = Pick<LedgerEvent, 'at' | 'actor' | 'kind' | 'data'>;

export interface RecordedLife {
  readonly issued: PlanLife['issued'] | null;
  /** Years after the first, which is launched with the plan. */
  readonly years: readonly Pick<PlanLife['years'][number], 'year' | 'approval'>[];
  /** What was changed, for what reason, approved by whom; the acts on single tasks stand with the tasks. */
  readonly amendments: readonly (LedgerEvent['data'] & { readonly at: number; readonly by: string })[];
  readonly evaluations: PlanLife['evaluations'];
  readonly pauses: readonly {
    readonly since: number;
    readonly reason: string;
    readonly by: string;
    readonly resumed?: {
      readonly at: number;
      readonly reason: string;
      readonly by: string;
      readonly giveBack: boolean;
    };
  }[];
}

/** @param entries about one plan, in the order of the chain; those of other kinds are left out. */
export function recordedLife(entries: readonly Entry[]): RecordedLife {
  const of = (kind: (typeof lifeKinds)[number]): readonly Entry[] => entries.filter((entry) => entry.kind === kind);
  const issued = of('plan.issue').at(-1)?.data as PlanLife['issued'] | undefined;
  return {
    issued: issued === undefined ? null : { number: issued.number, on: issued.on },
    years: of('plan.startYear').map(({ data }) => {
      const { year, approval } = data as unknown as RecordedLife['years'][number];
      return { year, ...(approval === undefined ? {} : { approval }) };
    }),
    amendments: of('plan.amend').map(({ at, actor, data }) => ({ ...data, at, by: actor.name })),
    // What was corrected stays on the chain; what counts is the newest of each kind.
    evaluations: of('plan.evaluate').reduce<PlanLife['evaluations']>((made, { at, actor, data }) => {
      const { evaluation, document = '', opinion = '' } = data as Readonly<Record<string, string>>;
      const kind = evaluation === 'final' ? 'final' : 'mid-term';
      return withEvaluation(made, { kind, document, opinion, on: dayOf(at), by: actor.name });
    }, []),
    pauses: pausesOf(entries),
  };
}

function pausesOf(entries: readonly Entry[]): RecordedLife['pauses'] {
  const pauses: RecordedLife['pauses'][number][] = [];
  for (const { at, actor, kind, data } of entries) {
    const reason = String(data['reason']);
    if (kind === 'plan.pause') pauses.push({ since: at, reason, by: actor.name });
    const last = pauses.at(-1);
    if (kind === 'plan.resume' && last !== undefined)
      pauses[pauses.length - 1] = {
        ...last,
        resumed: { at, reason, by: actor.name, giveBack: data['giveBack'] === true },
      };
  }
  return pauses;
}

/** True when a life on record says nothing else than its entries. */
export function isAsRecorded(
  life: Pick<PlanLife, 'issued' | 'years' | 'amendments' | 'evaluations' | 'paused'>,
  recorded: RecordedLife,
): boolean {
  const said = {
    issued: life.issued === undefined ? null : [life.issued.number, life.issued.on],
    years: life.years.slice(1).map(yearFacts),
    amendments: life.amendments,
    evaluations: life.evaluations.map(evaluationFacts),
    paused: pauseFacts(life.paused),
  };
  const last = recorded.pauses.at(-1);
  const kept: typeof said = {
    issued: recorded.issued ? [recorded.issued.number, recorded.issued.on] : null,
    years: recorded.years.map(yearFacts),
    amendments: recorded.amendments.length,
    evaluations: recorded.evaluations.map(evaluationFacts),
    paused: pauseFacts(last?.resumed === undefined ? last : undefined),
  };
  return JSON.stringify(said) === JSON.stringify(kept);
}

// Facts in a fixed order: a database gives the fields of an object in an order of its own.
const yearFacts = ({ year, approval }: RecordedLife['years'][number]) => [
  year,
  approval === undefined ? null : [approval.by, approval.on, approval.document],
];
const evaluationFacts = ({ kind, document, opinion, on, by }: PlanLife['evaluations'][number]) => [
  ...[kind, document, opinion, on, by],
];
const pauseFacts = (pause: PlanLife['paused']) => (pause === undefined ? null : [pause.since, pause.reason, pause.by]);
