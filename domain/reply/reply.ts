/** A letter answered by mail: what it asks for, who sent it, why it waits for the office. Plain JSON, no clock. */
import type { Day } from '../day.js';
import { unitOf } from '../directory.js';
import { type ContactRole, contactRoles, type Directory } from '../org.js';
import { holderOf, lineOf } from '../successor.js';
import type { TaskState } from '../task.js';
import type { UnitAct } from '../unit-acts.js';

/** One act on one task that a mail asks for. */
export interface Proposal {
  /** Id of the task. */
  readonly task: string;
  readonly act: UnitAct;
}

/** A proposal with what became of it; neither yet while nobody has carried it out. */
export interface ReplyAct extends Proposal {
  /** Epoch ms; `again`: it was on record before. */
  readonly done?: { readonly at: number; readonly again?: true };
  /** Why it was refused, in words for people. */
  readonly refused?: string;
}

/** Whom the directory knows an address as. */
export interface ReplySender {
  readonly unit: string;
  readonly role: ContactRole;
  readonly standIn: boolean;
}

/** Why a mail waits for a person, in words for people. */
export const waitWords = {
  'no-letter': '看不出是对哪一封信的回复',
  'several-letters': '引用了几封不同的信，看不出是对哪一封的回复',
  'no-tasks': '所回复的信中没有可以用邮件办理的任务',
  foreign: '发件地址不是该单位名录中的联系地址或当日有效的代理',
  unauthenticated: '收信服务器没有证实发件人（DMARC 未通过）',
  unclear: '有看不懂的话',
  'number-missing': '信中有几项任务，回复没有写明是第几项',
  'number-unknown': '回复写的项不在这封信里',
  'number-twice': '信中有几份计划的同号任务，分不清是哪一项',
  'text-missing': '没有写明办结或进展情况',
  'date-unclear': '延期的日期看不懂',
  'reason-missing': '申请延期没有写明理由',
  'said-twice': '对同一项任务提出了几个不同的请求',
  refused: '办理时未被受理',
  stuck: '办理时系统出错，没有办完',
  'bounce-again': '改送之后又被退回',
  'bounce-unclear': '退信没有说明地址永久失效，或不是信件送达的地址',
  'bounce-stuck': '被退回，未能改送',
} as const;
export type WaitCode = keyof typeof waitWords;

/** Waits that are about a letter that came back, not about an answer to one. */
export const isBounce = (why: WaitCode | null): boolean => why?.startsWith('bounce-') === true;

/** The proposal in the name of whoever has the task now: after a reorganisation the unit's successor among its duties. */
export function ofHolder(
  { task, act }: Proposal,
  state: Pick<TaskState, 'duties'> | undefined,
  directory: Directory,
  day: Day,
): Proposal {
  const duties = state?.duties.map((duty) => duty.unit) ?? [];
  return { task, act: { ...act, unit: holderOf(directory, act.unit, duties, day) ?? act.unit } };
}

/**
 * Whom a unit's directory entry knows an address as on a day: contacts, and stand-ins valid on that day. Case is ignored, as
 * mail servers do. A unit that a reorganisation ended is spoken for by its successors as well.
 */
export function senderIn(directory: Directory, unit: string, address: string, day: Day): ReplySender | undefined {
  const same = (one: { readonly address: string }): boolean => one.address.toLowerCase() === address.toLowerCase();
  for (const id of lineOf(directory, unit, day)) {
    const held = unitOf(directory, id);
    if (held === undefined) continue;
    for (const role of contactRoles) {
      if (held.contacts.some((one) => one.role === role && same(one))) return { unit: id, role, standIn: false };
      if (held.standIns.some((one) => one.role === role && same(one) && one.from <= day && day <= one.until))
        return { unit: id, role, standIn: true };
    }
  }
  return undefined;
}
