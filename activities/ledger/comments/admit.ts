/** Whether a comment is let in and in time, by the state of its period and its channel. Pure. */
import type { Comment, IncomingComment } from '../../../domain/comment/comment.js';
import { isLive, type PeriodState, periodStageWords } from '../../../domain/comment/period.js';
import { clockOf, dayOf } from '../../../domain/day.js';
import { type Fault, fault } from '../../../domain/errors.js';

export type Admission = { readonly fault: Fault } | Pick<Comment, 'late' | 'question' | 'afterClose'>;

/** A time that the office enters has no seconds, so the announcement is taken by the minute. */
const MINUTE_MS = 60_000;

/**
 * The web page is closed before the window, while it is suspended, and once the close-out is out or the period
 * withdrawn; what comes by mail, telephone or post is always kept, then apart from the period (`afterClose`). What
 * arrives at 24:00 of the last day (`endsAt`) or later is late; during a suspension the window has no end yet. Two things
 * only a person can tell: whether a late letter was posted within the window, and whether what the office enters after
 * the end for a time within it really came then.
 * @param announcedAt epoch ms at which the period was announced: nobody can have been heard on it before.
 * @param now epoch ms by the server's clock.
 */
export function admit(
  state: PeriodState,
  comment: Pick<IncomingComment, 'channel' | 'arrivedAt' | 'postmark' | 'enteredBy'>,
  announcedAt: number,
  now: number,
): Admission {
  const { channel, arrivedAt, enteredBy } = comment;
  const live = isLive(state);
  const paused = live ? state.suspended : undefined;
  const entered = enteredBy !== undefined;
  if (entered && isBefore(comment, announcedAt)) {
    const [came, announced] = [arrivedAt, announcedAt].map(channel === 'post' ? dayOf : clockOf);
    return { fault: fault('comment-before-announced', { at: came ?? '', announced: announced ?? '' }) };
  }
  if (channel === 'web') {
    const at = { period: state.id, stage: periodStageWords[state.stage] };
    if (!live) return { fault: fault('period-over', { ...at, act: '提交意见' }) };
    // What came in before the pause counts, although it is written down after it.
    if (paused !== undefined && arrivedAt >= paused.since) return { fault: fault('period-suspended', at) };
    if (arrivedAt < state.opensAt) return { fault: fault('period-not-open', { ...at, start: dayOf(state.opensAt) }) };
  }
  const late = paused === undefined && arrivedAt >= state.endsAt;
  if (!live) return { late, question: null, afterClose: true };
  if (late) return { late, question: mayBePosted(state, comment) ? 'posted-in-window' : null, afterClose: false };
  const claimed = entered && paused === undefined && now >= state.endsAt;
  return { late, question: claimed ? 'entered-late' : null, afterClose: false };
}

function isBefore({ channel, arrivedAt }: Pick<IncomingComment, 'channel' | 'arrivedAt'>, announcedAt: number) {
  // A letter is known by its day only.
  if (channel === 'post') return dayOf(arrivedAt) < dayOf(announcedAt);
  return arrivedAt < announcedAt - (announcedAt % MINUTE_MS);
}

/** A postmark within the window, or none that can be read: then envelope and letter have to tell. */
function mayBePosted(state: PeriodState, { channel, postmark }: Pick<IncomingComment, 'channel' | 'postmark'>) {
  if (channel !== 'post') return false;
  return postmark === undefined || (postmark >= state.start && postmark <= state.lastDay);
}
