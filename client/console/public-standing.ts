/** How a comment period stands at an instant, in the public's words. */
import { periodStageWords } from '../../domain/comment/period.js';
import { dayOf, daysBetween, inChinese } from '../../domain/day.js';
import type { PeriodAnswer } from '../http/comment-answers.js';

export interface Standing {
  /** Stage in a word or two. */
  readonly stage: string;
  /** One sentence on what that means for whoever wants to comment. */
  readonly words: string;
  /** `late`: taken, and marked as late. */
  readonly form: 'open' | 'late' | 'none';
  /** `draft`: draft and form are withheld while notice and the other ways to comment stand; `all`: the notice too. */
  readonly down: 'none' | 'draft' | 'all';
}

type Facts = Pick<PeriodAnswer, 'stage' | 'suspended' | 'opensAt' | 'endsAt' | 'start' | 'lastDay'>;

/**
 * The standing at `now` (epoch ms). The instants decide where the record lags behind them: what is open is told by the
 * clock, to the second.
 */
export function standingOf(period: Facts, now: number): Standing {
  const { stage } = period;
  if (stage === 'withdrawn')
    return {
      stage: periodStageWords.withdrawn,
      words: '本次征求意见已经撤回，不再接收意见。',
      form: 'none',
      down: 'all',
    };
  if (stage === 'published')
    return {
      stage: periodStageWords.published,
      words: '本次征求意见已经结束，意见采纳情况已经公布。',
      form: 'none',
      down: 'none',
    };
  if (period.suspended)
    return {
      stage: '已暂停',
      words: '本次征求意见暂停，网页暂不接收意见，恢复后再接收，暂停占用的时间将予补足。',
      form: 'none',
      down: 'draft',
    };
  if (now < period.opensAt)
    return {
      stage: periodStageWords.announced,
      words: `${inChinese(period.start)}开始接收意见。`,
      form: 'none',
      down: 'none',
    };
  if (now >= period.endsAt)
    return {
      stage: stage === 'answering' ? periodStageWords.answering : periodStageWords.closed,
      words: `征求意见已于${inChinese(period.lastDay)}24:00截止，采纳情况将在本页公布。现在提交的意见仍会收下，记为逾期意见。`,
      form: 'late',
      down: 'none',
    };
  const left = daysBetween(dayOf(now), period.lastDay);
  return {
    stage: periodStageWords.open,
    words:
      left === 0
        ? `今天（${inChinese(period.lastDay)}）24:00截止。`
        : `距截止还有${left}天，最后一天是${inChinese(period.lastDay)}，到当天24:00为止。`,
    form: 'open',
    down: 'none',
  };
}
