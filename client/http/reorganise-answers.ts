/** What the API answers about reorganisations of units; see answers.ts. */
import type { FormerName } from '../../activities/ledger/schema.js';
import type { Day } from '../../domain/day.js';
import type { UnitEnd } from '../../domain/org.js';
import type { Reorganisation } from '../../domain/reorganisation.js';
import type { ReorganisationStep } from '../../domain/reorganisation-event.js';
import type { ReorganisationStage } from '../../workflows/messages.js';
import type { UnitName } from './answers.js';

/** A duty and who takes it over. */
export interface TakenDuty {
  readonly plan: string;
  readonly planTitle: string;
  readonly number: number;
  readonly title: string;
  /** The running task; null for one that is still to come, in a draft or a later year. */
  readonly task: string | null;
  readonly roleWords: string;
  readonly from: UnitName;
  readonly to: UnitName;
  /** The successor has a duty in the task already, or gets one from another of the former units: one is left. */
  readonly joins: boolean;
  /** Nobody said who takes it: it goes to the first successor. */
  readonly byDefault: boolean;
}

/** What comes of a reorganisation, seen before it is decided. */
export interface ReorganisationPreview {
  readonly change: Reorganisation;
  readonly words: string;
  readonly ends: readonly UnitName[];
  readonly successors: readonly UnitName[];
  readonly duties: readonly TakenDuty[];
  /** What the former units are still asked; it stays theirs on record and reaches the first successor. */
  readonly asked: {
    /** Letters that wait to be sent or sent again. */
    readonly letters: number;
    readonly returns: number;
    readonly errands: number;
    readonly indicators: number;
  };
  /** What a person should look at before deciding; nothing of it stands against it. */
  readonly warnings: readonly string[];
}

export interface ReorganisationAnswer {
  readonly id: string;
  readonly kindWords: string;
  readonly words: string;
  readonly on: Day;
  readonly document: string;
  readonly reason: string;
  readonly stage: ReorganisationStage;
  readonly stageWords: string;
  readonly ends: readonly UnitName[];
  readonly successors: readonly UnitName[];
  /** Running tasks that were handed over, once they are. */
  readonly tasks: number | null;
  readonly steps: readonly {
    readonly step: ReorganisationStep;
    readonly words: string;
    readonly at: number;
    readonly by: string;
  }[];
}

/** A unit that has borne other names or is there no longer. */
export interface UnitPast extends UnitName {
  readonly formerNames: readonly FormerName[];
  readonly ended: (Omit<UnitEnd, 'successors'> & { readonly successors: readonly UnitName[] }) | null;
}

export interface ReorganisationsAnswer {
  readonly reorganisations: readonly ReorganisationAnswer[];
  readonly units: readonly UnitPast[];
}
