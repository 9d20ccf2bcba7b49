/** What the wiring of verbs and their modules share: how an action runs, and the options many verbs have. */
import type { Command } from 'commander';
import type { Io } from './io.js';

/** What a verb's action gives back: an exit code, or nothing for 0. */
export type Action = (io: Io) => Promise<number> | Promise<void>;

/** Declares how a verb's action runs; kept apart from commander so that each verb is one line. */
export type Perform = (command: Command, action: Action) => Promise<void>;

export interface ByOption {
  readonly by?: string;
}

/** The common options: who does it, and for a unit's own acts which unit and why. */
export interface TaskOptions {
  readonly by?: string;
  readonly unit?: string;
  readonly why?: string;
}

export interface RehearseOptions {
  readonly units?: string;
  readonly ladder?: string;
  readonly year?: number;
  readonly from?: string;
  readonly until?: string;
  /** `none`, `reference` or a story file. */
  readonly story?: string;
  readonly with?: readonly number[];
  readonly decisions?: string;
}

export interface ImportOptions extends ByOption {
  /** File for the amendment that carries a revised document out. */
  readonly out?: string;
  readonly mandate?: string;
  readonly year?: number;
  readonly decisions?: string;
  readonly with?: readonly number[];
  readonly plan?: string;
  /** Id of the plan of several years whose yearly list it is. */
  readonly parent?: string;
}

export interface CloseOptions extends ByOption {
  readonly reason: string;
  readonly cancelOpen?: boolean;
  readonly early?: boolean;
  /** File for the archive that is written after the end. */
  readonly archive?: string;
}

export interface LaunchOptions extends ByOption {
  readonly ladder?: string;
  readonly year?: number;
  readonly with?: readonly number[];
  /** quarterly, monthly, half-yearly, or a file with rules. */
  readonly supervise?: string;
  /** Of a further year's list: who approved it, when, by what document. */
  readonly approvedBy?: string;
  readonly approvedOn?: string;
  readonly document?: string;
  readonly skipYears?: boolean;
}

export interface ExportOptions {
  readonly out?: string;
  readonly archive?: boolean;
  readonly contacts?: boolean;
}

export interface DrillOptions {
  readonly units?: string;
  readonly ladder?: string;
  readonly year?: number;
  readonly years?: number;
  readonly story?: string;
  readonly with?: readonly number[];
  readonly decisions?: string;
}
