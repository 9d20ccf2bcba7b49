/** Acts that a unit does for itself, by link or by mail: whether there is anything left to do. Pure. */
import { type Act, isOpen, type TaskState } from './task.js';

/** Signing, progress, report, request for another date. */
export type UnitAct = Extract<Act, { readonly kind: 'sign' | 'progress' | 'report' | 'requestExtension' }>;

/** True when exactly this act is on record already: a form or a mail that comes twice is one act. */
export function doneBefore(state: TaskState, act: Act): boolean {
  switch (act.kind) {
    case 'sign':
      return act.unit in state.signed;
    case 'progress':
      return state.progress?.unit === act.unit && state.progress.text === act.text;
    case 'report':
      return state.report?.unit === act.unit && state.report.text === act.text;
    case 'requestExtension':
      return (
        state.extension?.unit === act.unit && state.extension.to === act.to && state.extension.reason === act.reason
      );
    default:
      return false;
  }
}

/** True while the unit still has to sign for the task. */
export function mustSign(state: TaskState, unit: string): boolean {
  return (
    isOpen(state) &&
    state.suspended === undefined &&
    state.duties.some((d) => d.unit === unit) &&
    !(unit in state.signed)
  );
}
