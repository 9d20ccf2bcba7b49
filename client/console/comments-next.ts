/** What the office has to do next with a comment period, in words and with the page where it is done. */
import { isLive } from '../../domain/comment/period.js';
import { type Day, inChinese } from '../../domain/day.js';
import type { PeriodAnswer } from '../http/comment-answers.js';
import { periodHref } from './comments-parts.js';

interface NextAct {
  readonly words: string;
  readonly href: string;
}

/** True when the close-out should have been published before `today`. */
export const isOverdue = (period: PeriodAnswer, today: Day): boolean =>
  isLive(period) && period.stage !== 'announced' && period.stage !== 'open' && today > period.closeOutDue;

/** The next act; null where nothing is left to do. */
export function nextAct(period: PeriodAnswer): NextAct | null {
  const here = periodHref(period.id);
  const { counts, stage } = period;
  if (!isLive(period)) return null;
  const judge = counts.questions > 0 ? `判定${counts.questions}条意见是否在期限内` : '';
  const decide = counts.open > 0 ? `处理${counts.open}条意见` : '';
  const todo = [judge, decide].filter((words) => words !== '').join('，');
  if (period.suspended) return { words: '决定何时恢复征求意见', href: here };
  if (stage === 'announced') return { words: `等待${inChinese(period.start)}开始`, href: here };
  if (stage === 'open')
    return { words: todo === '' ? '等待意见和截止' : `可以先${todo}`, href: todo === '' ? here : `${here}#comments` };
  // A letter that was decided on already stands in no list of open ones; the close-out names it.
  if (todo !== '') return { words: todo, href: counts.open > 0 ? `${here}#comments` : `${here}/close-out` };
  return { words: `核对并公布采纳情况，不迟于${inChinese(period.closeOutDue)}`, href: `${here}/close-out` };
}
