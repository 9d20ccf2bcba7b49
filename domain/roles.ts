/**
 * Which act which role may do (design section 1). Pure and workflow-safe. Whether the act fits the task's stage and
 * duties is the task's own matter (task-acts); here it is only asked who may do it.
 */
import { type Fault, fault } from './errors.js';
import type { Act, ActKind, Actor } from './task.js';
import { actNames } from './task-acts.js';

/** Acts that a unit does for itself; the office may do them only on behalf of a unit, with a reason. */
export const unitActs = ['sign', 'progress', 'report', 'requestExtension'] as const satisfies readonly ActKind[];

/** Acts of the office beside those on a task. Those from `importUnits` on are repairs that an admin may do as well. */
export const officeActs = [
  'importPlan',
  'settle',
  'issuePlan',
  'launch',
  'approveFormal',
  'changeRules',
  'closePlan',
  'amendPlan',
  'pausePlan',
  'evaluatePlan',
  'commentPeriod',
  'comments',
  'supervision',
  'replies',
  'reorganise',
  'importUnits',
  'renameUnit',
  'setContact',
  'addStandIn',
  'pauseUnit',
  'loadCalendarYear',
  'resend',
] as const;
export type OfficeAct = (typeof officeActs)[number];

const repairs: readonly OfficeAct[] = officeActs.slice(officeActs.indexOf('importUnits'));

export const roleNames: Readonly<Record<Actor['role'], string>> = {
  office: '办公室',
  unit: '责任单位',
  admin: '系统管理员',
  system: '系统',
};

export const officeActNames: Readonly<Record<OfficeAct, string>> = {
  importPlan: '导入计划',
  settle: '处理待定事项',
  issuePlan: '登记印发',
  launch: '启动计划',
  approveFormal: '签发督办函',
  changeRules: '调整催办规则',
  closePlan: '结束计划',
  amendPlan: '调整计划',
  pausePlan: '暂停或恢复计划',
  evaluatePlan: '登记评估',
  commentPeriod: '开展公开征求意见',
  comments: '办理公众意见',
  supervision: '开展定期督查',
  replies: '办理回信',
  reorganise: '登记机构变更',
  importUnits: '导入单位名录',
  renameUnit: '更改单位名称',
  setContact: '更改联系地址',
  addStandIn: '登记代理',
  pauseUnit: '暂停或恢复发信',
  loadCalendarYear: '载入放假安排',
  resend: '重发信件',
};

const allowedTo: Readonly<Record<Actor['role'], string>> = {
  office: '全部事项',
  unit: unitActs.map((act) => actNames[act]).join('、'),
  admin: repairs.map((act) => officeActNames[act]).join('、'),
  system: '全部事项',
};

/** Faults that stand against `actor` doing an office act that is not about one task; empty when it may. */
export function officeActFaults(actor: Actor, act: OfficeAct): Fault[] {
  if (actor.role === 'office' || actor.role === 'system') return [];
  if (actor.role === 'admin' && repairs.includes(act)) return [];
  return [denied(actor, officeActNames[act])];
}

/**
 * Faults that stand against `actor` doing `act` on a task; empty when it may. A unit acts in its own name only. The
 * office decides, and acts for a unit only with `onBehalfOf` and `why`, which stay on record. Admins repair, they do
 * not decide.
 */
export function taskActFaults(actor: Actor, act: Act): Fault[] {
  const name = actNames[act.kind];
  if (actor.role === 'system') return [];
  if (actor.role === 'admin') return [denied(actor, name)];
  if (!('unit' in act)) return actor.role === 'office' ? [] : [denied(actor, name)];
  if (actor.role === 'unit') {
    return actor.unit === act.unit
      ? []
      : [fault('role-other-unit', { own: actor.unit ?? '', unit: act.unit, act: name })];
  }
  const faults: Fault[] = [];
  if (actor.onBehalfOf !== act.unit) faults.push(fault('role-on-behalf', { act: name, unit: act.unit }));
  if ((actor.why ?? '').trim() === '') faults.push(fault('role-why-missing', { unit: act.unit, act: name }));
  return faults;
}

function denied(actor: Actor, act: string): Fault {
  return fault('role-denied', { role: roleNames[actor.role], act, allowed: allowedTo[actor.role] });
}
