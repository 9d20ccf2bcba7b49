/** Every act on comment periods and comments: role check, then the ledger or the period's workflow. */

import { draftCloseOut, loadCloseOut } from '../../activities/ledger/comments/close-out.js';
import {
  assignItem,
  disposeComments,
  judgeComment,
  mergeComments,
  setAsideComments,
} from '../../activities/ledger/comments/decide.js';
import { loadErrand } from '../../activities/ledger/comments/errands.js';
import { giveOpinion } from '../../activities/ledger/comments/opinions.js';
import { redactComment } from '../../activities/ledger/comments/redact.js';
import { loadDirectory } from '../../activities/ledger/directory.js';
import { unitOf } from '../../domain/directory.js';
import { DubanError, refuse } from '../../domain/errors.js';
import type { Actor } from '../../domain/task.js';
import type { CommentOffice } from '../acts.js';
import { type Desk, permit, recordRefusal } from '../desk.js';
import { assignMail, dismissMail, withoutMailId } from './mails.js';
import { checkTerms, openPeriod } from './open.js';
import { actOnPeriod, mustPeriod } from './period-act.js';
import { openReception } from './receive.js';

/** The office's desk for comments. */
export function createCommentOffice(desk: Desk): CommentOffice {
  const { ledger } = desk;
  const reception = openReception(desk);
  /** Runs an act on comments; a refusal is on record. */
  const act = async <T>(period: string, actor: Actor, what: string, work: (now: number) => Promise<T>): Promise<T> => {
    const subject = `comment/${period}`;
    await permit(desk, actor, 'comments', subject);
    await mustPeriod(desk, period);
    try {
      return await work(await desk.now());
    } catch (error) {
      if (error instanceof DubanError && !error.retryable)
        await recordRefusal(desk, actor, what, subject, withoutMailId(error));
      throw error;
    }
  };
  return {
    check: (terms) => checkTerms(desk, terms),
    open: (terms, actor) => openPeriod(desk, terms, actor),
    act: (period, kind, actor) => actOnPeriod(desk, period, kind, actor),
    receive: (comment) => reception.receive(comment),
    dispose: (period, nos, input, actor, seen) =>
      act(period, actor, 'dispose', (now) => disposeComments(ledger, period, nos, input, actor, now, seen)),
    merge: (period, nos, into, actor, seen) =>
      act(period, actor, 'merge', (now) => mergeComments(ledger, period, nos, into, actor, now, seen)),
    setAside: (period, nos, reason, actor, seen) =>
      act(period, actor, 'setAside', (now) => setAsideComments(ledger, period, nos, reason, actor, now, seen)),
    judge: (period, no, inTime, reason, actor) =>
      act(period, actor, 'judge', (now) => judgeComment(ledger, period, no, inTime, reason, actor, now)),
    assignItem: (period, nos, item, actor) =>
      act(period, actor, 'assignItem', (now) => assignItem(ledger, period, nos, item, actor, now)),
    redact: (period, no, what, reason, actor) =>
      act(period, actor, 'redact', (now) => redactComment(ledger, period, no, { what, reason }, actor, now)),
    giveOpinion: async (errand, no, kind, words, actor) => {
      const known = await loadErrand(ledger, errand);
      if (!known) throw refuse('not-found', { what: errand });
      if (!mayGive(actor, known.unit)) {
        const name = unitOf(await loadDirectory(ledger), known.unit)?.name ?? known.unit;
        const error = refuse('role-on-behalf', { act: '提出处理建议', unit: name });
        throw await recordRefusal(desk, actor, 'opinion', `comment/${known.period}`, error);
      }
      await giveOpinion(ledger, errand, no, { kind, words }, actor, await desk.now());
    },
    closeOut: async (period) => {
      await mustPeriod(desk, period);
      return (await loadCloseOut(ledger, period))?.closeOut ?? draftCloseOut(ledger, period);
    },
    assignMail: (mail, period, actor) =>
      act(period, actor, 'assignMail', (now) => assignMail(desk, reception, mail, period, actor, now)),
    dismissMail: (mail, reason, actor) => dismissMail(desk, mail, reason, actor),
  };
}

/** The unit itself, or the office on its behalf with the reason. */
function mayGive(actor: Actor, unit: string): boolean {
  if (actor.role === 'unit') return actor.unit === unit;
  return actor.role === 'office' && actor.onBehalfOf === unit && (actor.why ?? '').trim() !== '';
}
