/** Whether a comment is let in and in time, by the state of its period and its channel. Pure. */
import type { Comment, IncomingComment } from '../../../domain/comment/comment.js';
import { isLive, type PeriodState, periodStageWords } from '../../../domain/comment/period.js';
import { dayOf } from '../../../domain/day.js';
import { type Fault, fault } from '../../../domain/errors.js';

export type Admission = { readonly fault: Fault } | Pick<Comment, 'late' | 'question'>;

/**
 * The web page is closed before the window, while it is suspended, and once the close-out is out; what comes by mail,
 * telephone or post is always kept. What arrives at 24:00 of the last day (`endsAt`) or later is late; during a
 * suspension the window has no end yet. A letter posted in time is late and a question until a person decides.
 */
export function admit(
  state: PeriodState,
  comment: Pick<IncomingComment, 'channel' | 'arrivedAt' | 'postmark'>,
): Admission {
  const { channel, arrivedAt, postmark } = comment;
  const paused = isLive(state) ? state.suspended : undefined;
  if (channel === 'web') {
    const at = { period: state.id, stage: periodStageWords[state.stage] };
    if (!isLive(state)) return { fault: fault('period-over', { ...at, act: '提交意见' }) };
    // What came in before the pause counts, although it is written down after it.
    if (paused !== undefined && arrivedAt >= paused.since) return { fault: fault('period-suspended', at) };
    if (arrivedAt < state.opensAt) return { fault: fault('period-not-open', { ...at, start: dayOf(state.opensAt) }) };
  }
  const late = paused === undefined && arrivedAt >= state.endsAt;
  const posted = late && channel === 'post' && postmark !== undefined && postmark <= state.lastDay;
  return { late, question: posted ? 'posted-in-window' : null };
}
