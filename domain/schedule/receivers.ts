/** Who is told at a step of a task, and by which channel. Pure and workflow-safe. */
import type { Channel } from './notices.js';
import type { RoundsState, RoundsTask } from './table.js';
import type { Audience, Step } from './types.js';

export interface Receiver {
  readonly unit: string;
  readonly audience: Audience;
  readonly channel: Channel | 'formal' | 'leadership';
}

/** The receivers of a step; a rung about signing has none once everybody has signed. */
export function receivers(state: RoundsState, task: RoundsTask, step: Step): readonly Receiver[] {
  if (step.kind === 'supervision-letter')
    return task.leads.map((unit) => ({ unit, audience: 'lead', channel: 'formal' }));
  return step.to.flatMap((to): readonly Receiver[] => {
    switch (to) {
      case 'lead':
        return task.leads.map((unit) => ({ unit, audience: to, channel: 'digest' }));
      case 'support':
        return task.supports.map((unit) => ({ unit, audience: to, channel: 'digest' }));
      case 'unsigned':
        return task.unsigned.map((unit) => ({
          unit,
          audience: task.leads.includes(unit) ? 'lead' : 'support',
          channel: 'digest',
        }));
      case 'lead-head':
        return task.leads.map((unit) => ({ unit, audience: to, channel: 'head-digest' }));
      case 'support-head':
        return task.supports.map((unit) => ({ unit, audience: to, channel: 'head-digest' }));
      case 'office':
        if (step.kind === 'opinion-report' || step.kind === 'return-report')
          return [{ unit: state.office, audience: to, channel: 'digest' }];
        return step.kind === 'unsigned-report' && task.unsigned.length === 0
          ? []
          : [{ unit: state.office, audience: to, channel: 'unsigned-report' }];
      case 'leadership':
        return [{ unit: state.leadership, audience: to, channel: 'leadership' }];
      default:
        return [];
    }
  });
}
