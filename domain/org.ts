/**
 * Units, their aliases, group words and contacts. Units are known everywhere by `id`, which never changes;
 * names may (a renamed department keeps its id, its old name becomes an alias).
 */
import type { Day } from './day.js';

/** liaison 联络员, head 主要负责人, leader 分管领导: the order is the way a letter climbs when nobody can be reached. */
export const contactRoles = ['liaison', 'head', 'leader'] as const;
export type ContactRole = (typeof contactRoles)[number];

export const unitKinds = ['department', 'township', 'company', 'office', 'leadership'] as const;
/** `office` is the leadership-group office itself, `leadership` the leadership group; one of each in a directory. */
export type UnitKind = (typeof unitKinds)[number];

export interface Contact {
  readonly role: ContactRole;
  readonly address: string;
}

/** Somebody who receives letters for a contact of the unit from `from` to `until`, both days included. */
export interface StandIn {
  readonly role: ContactRole;
  readonly address: string;
  readonly from: Day;
  readonly until: Day;
}

/** A unit that a reorganisation ended: without it from `on`, its duties lie with the successors. */
export interface UnitEnd {
  readonly on: Day;
  /** Ids; the first takes what nobody said otherwise about. */
  readonly successors: readonly string[];
  /** The document that decided it. */
  readonly document: string;
}

export interface Unit {
  readonly id: string;
  readonly name: string;
  readonly kind: UnitKind;
  readonly aliases: readonly string[];
  readonly contacts: readonly Contact[];
  readonly standIns: readonly StandIn[];
  readonly ended?: UnitEnd;
}

/** A group word such as 各镇街, with the ids of the units it stands for. */
export interface Group {
  readonly word: string;
  readonly aliases: readonly string[];
  readonly members: readonly string[];
}

export interface Directory {
  readonly units: readonly Unit[];
  readonly groups: readonly Group[];
}

export type Resolution =
  | { readonly kind: 'unit'; readonly unit: Unit; readonly by: 'name' | 'alias' }
  | { readonly kind: 'group'; readonly group: Group }
  | { readonly kind: 'unknown'; readonly nearest: readonly string[] };
