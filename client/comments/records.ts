/** The reading side of comment periods for pages and API: always from the ledger, personal data only when asked for. */
import { draftCloseOut, loadCloseOut } from '../../activities/ledger/comments/close-out.js';
import { decidedDigest } from '../../activities/ledger/comments/digest.js';
import { errandsOf } from '../../activities/ledger/comments/errands.js';
import { MAIL_PAGE, openMailCounts, openMails, takeMail } from '../../activities/ledger/comments/mails.js';
import {
  latestRound,
  listPeriods,
  loadPeriod,
  type PeriodLine,
  type PeriodRow,
} from '../../activities/ledger/comments/periods.js';
import {
  afterCloseOf,
  commentByReceipt,
  countsOf,
  fileBytesOf,
  fileOf,
  listComments,
  loadComment,
} from '../../activities/ledger/comments/read.js';
import type { Ledger } from '../../activities/ledger/connect.js';
import { loadDirectory } from '../../activities/ledger/directory.js';
import { eventsOf } from '../../activities/ledger/figures.js';
import { lettersOf } from '../../activities/ledger/letters.js';
import { officeCalendar } from '../../activities/schedules.js';
import { type Comment, dispositionWords } from '../../domain/comment/comment.js';
import { maskNumbers } from '../../domain/comment/mask.js';
import { type PeriodStage, periodStageWords } from '../../domain/comment/period.js';
import { readWindow } from '../../domain/comment/window.js';
import { dayOf, daysBetween } from '../../domain/day.js';
import { unitOf } from '../../domain/directory.js';
import { DubanError, refuse } from '../../domain/errors.js';
import type { Directory } from '../../domain/org.js';
import type {
  CommentAnswer,
  CommentRecords,
  ErrandAnswer,
  PeriodAnswer,
  PeriodDetail,
  PublicAnswer,
  ReceiptAnswer,
} from '../http/comment-answers.js';
import { readMail } from '../inbox/read-mail.js';
import { letterAnswer } from '../letter-answer.js';
import { readWaitingMail } from './waiting-mail.js';

const HISTORY = 500;

/** @param publicUrl base of the public pages. @param now epoch ms, for days left. */
export function readCommentRecords(ledger: Ledger, publicUrl: string, now: () => number): CommentRecords {
  const base = publicUrl.replace(/\/+$/, '');

  const lineOf = ({ state }: Pick<PeriodLine, 'state'>): PublicAnswer => {
    const url = `${base}/public/${state.id}`;
    return {
      id: state.id,
      plan: state.plan,
      round: state.round,
      title: state.title,
      kind: state.kind,
      stage: state.stage,
      stageWords: state.suspended === undefined ? periodStageWords[state.stage] : '暂停征求意见',
      suspended: state.suspended !== undefined,
      start: state.start,
      firstLastDay: state.firstLastDay,
      lastDay: state.lastDay,
      opensAt: state.opensAt,
      endsAt: state.endsAt,
      daysLeft: daysBetween(dayOf(now()), state.lastDay),
      closeOutDue: state.closeOutDue,
      publishedAt: state.published?.at ?? null,
      url,
      closeOutUrl: state.published === undefined ? null : `${url}/close-out`,
    };
  };
  const answerOf = async (row: Pick<PeriodLine, 'state'>): Promise<PeriodAnswer> => ({
    ...lineOf(row),
    counts: await countsOf(ledger, row.state.id),
  });
  const loadRow = async (id: string): Promise<PeriodRow | undefined> =>
    loadPeriod(ledger, id.includes('/') ? id : `${id}/${await latestRound(ledger, id)}`);

  const mustPeriod = async (id: string): Promise<PeriodRow> => {
    const row = await loadRow(id);
    if (row) return row;
    const known = (await listPeriods(ledger)).map((line) => line.id);
    throw refuse('period-unknown', { period: id, allowed: known.slice(0, 20).join('、') || '无' });
  };

  return {
    periods: async () => Promise.all((await listPeriods(ledger)).map(answerOf)),
    async period(id): Promise<PeriodDetail> {
      const row = await mustPeriod(id);
      const { state, terms, items, paragraphs } = row;
      const [answer, afterClose, calendar, directory, errands, history, lines] = await Promise.all([
        answerOf(row),
        afterCloseOf(ledger, state.id),
        officeCalendar(ledger),
        loadDirectory(ledger),
        errandsOf(ledger, { period: state.id }),
        eventsOf(ledger, { subject: `comment/${state.id}`, limit: HISTORY }),
        lettersOf(ledger, { period: state.id, limit: HISTORY }),
      ]);
      return {
        ...answer,
        state,
        moved: state.moved,
        terms,
        items,
        paragraphs,
        window: readWindow(terms, calendar, row.rules),
        afterClose,
        errands: errands.map((errand) => withName(errand, directory)),
        history,
        letters: lines.map((line) => letterAnswer(line, directory, [])),
      };
    },
    publicPeriods: async () => (await listPeriods(ledger)).map(lineOf),
    async publicPeriod(id) {
      const row = await loadRow(id);
      if (!row) return undefined;
      const { state, terms, items, paragraphs } = row;
      const pauses = (kind: string) => eventsOf(ledger, { subject: `comment/${state.id}`, kind, limit: HISTORY });
      const [answer, suspended, resumed] = await Promise.all([
        answerOf(row),
        pauses('comment.suspend'),
        pauses('comment.resume'),
      ]);
      return { ...answer, state, terms, items, paragraphs, history: [...suspended, ...resumed] };
    },
    fileBytes: (period) => fileBytesOf(ledger, period),
    async comments(period, filter) {
      const row = await mustPeriod(period);
      const { contacts, masked, ...wanted } = filter;
      const [list, directory] = await Promise.all([listComments(ledger, row.state.id, wanted), loadDirectory(ledger)]);
      const shown = list.map((one) => (masked === true ? hidden(one) : one));
      return shown.map((one) => commentAnswer(contacts === true ? one : bare(one), row, directory));
    },
    async comment(period, no, contacts) {
      const row = await mustPeriod(period);
      const [one, directory] = await Promise.all([loadComment(ledger, row.state.id, no), loadDirectory(ledger)]);
      if (!one) throw refuse('comment-unknown', { period: row.state.id, no, allowed: row.lastNo });
      return commentAnswer(contacts ? one : bare(one), row, directory);
    },
    history: (period, no) => eventsOf(ledger, { subject: `comment/${period}/${no}`, limit: HISTORY }),
    async byReceipt(receipt): Promise<ReceiptAnswer | undefined> {
      const found = await commentByReceipt(ledger, receipt);
      if (!found) return undefined;
      const period = await answerOf(await mustPeriod(found.period));
      return {
        period,
        receipt: found.receipt,
        arrivedAt: found.arrivedAt,
        late: found.late,
        afterClose: found.afterClose,
        item: found.item,
        result: period.publishedAt === null ? null : await resultOf(ledger, found),
      };
    },
    published: (period) => loadCloseOut(ledger, period),
    draft: async (period) => draftCloseOut(ledger, (await mustPeriod(period)).state.id),
    file: (period, no, sha256) => fileOf(ledger, period, no, sha256),
    async errand(id) {
      const [errand] = await errandsOf(ledger, { ids: [id] });
      if (!errand) throw refuse('not-found', { what: id });
      const row = await mustPeriod(errand.period);
      const [directory, comments] = await Promise.all([
        loadDirectory(ledger),
        listComments(ledger, errand.period, { nos: errand.comments, limit: errand.comments.length }),
      ]);
      return {
        errand: withName(errand, directory),
        period: await answerOf(row),
        // The unit's own words come back to it as it wrote them.
        comments: comments.map((one) => commentAnswer({ ...bare(hidden(one)), opinion: one.opinion }, row, directory)),
      };
    },
    async mails({ after, limit = MAIL_PAGE } = {}) {
      const [found, counts] = await Promise.all([
        // One more than asked tells whether there are more.
        openMails(ledger, { ...(after === undefined ? {} : { after }), limit: limit + 1 }),
        openMailCounts(ledger),
      ]);
      const mails = found.slice(0, limit);
      return { mails, counts, next: found.length > limit ? (mails.at(-1)?.id ?? null) : null };
    },
    mail: async (id) => (await openMails(ledger, { id }))[0],
    waitingMail: async (id) => readWaitingMail(ledger, (await mustPeriod(id)).state.id, now()),
    async mailText(id) {
      const row = await takeMail(ledger, id);
      if (row === undefined || row.class !== 'unsorted' || row.raw === null) return undefined;
      try {
        return (await readMail(row.raw)).text;
      } catch (error) {
        if (error instanceof DubanError) return undefined;
        throw error;
      }
    },
  };
}

/** Without what tells who it was. */
function bare(comment: Comment): Comment {
  return { ...comment, name: null, contact: null };
}

/** With telephone numbers and the like, and its author's name, hidden where they stand in words and names of files. */
function hidden(comment: Comment): Comment {
  const { name, contact, text, files, opinion } = comment;
  const hide = (words: string) => maskNumbers(words, [name, contact]);
  return {
    ...comment,
    text: hide(text),
    files: files.map((file) => ({ ...file, name: hide(file.name) })),
    opinion: opinion && { ...opinion, words: hide(opinion.words) },
  };
}

function withName<T extends { readonly unit: string }>(
  errand: T,
  directory: Directory,
): T & Pick<ErrandAnswer, 'unitName'> {
  return { ...errand, unitName: unitOf(directory, errand.unit)?.name ?? errand.unit };
}

function commentAnswer(
  comment: Comment,
  { items, stage }: Pick<PeriodRow, 'items' | 'stage'>,
  directory: Directory,
): CommentAnswer {
  const item = items.find((one) => one.number === comment.item);
  const lead = item?.lead ?? null;
  return {
    ...comment,
    itemTitle: item?.title ?? null,
    lead: lead === null ? null : { id: lead, name: unitOf(directory, lead)?.name ?? lead },
    stateWords: stateWords(comment, stage),
    decided: decidedDigest(comment),
  };
}

/** Where a comment stands, for the office. */
function stateWords(comment: Comment, stage: PeriodStage): string {
  if (comment.afterClose) return stage === 'withdrawn' ? '撤回后登记，留存参考' : '公布后登记，留存参考';
  if (comment.mergedInto !== null) return `并入第${comment.mergedInto}条`;
  if (comment.setAside !== null) return '不作为有效意见';
  if (comment.disposition !== null) return dispositionWords[comment.disposition.kind];
  if (stage === 'withdrawn') return '撤回时未处理';
  if (comment.question !== null) return '待判定是否在期限内';
  if (comment.opinion !== null) return '单位已提建议，待办公室处理';
  return comment.errand === null ? '待处理' : '已转单位，待建议';
}

async function resultOf(ledger: Ledger, comment: Comment): Promise<ReceiptAnswer['result']> {
  const main = comment.mergedInto === null ? comment : await loadComment(ledger, comment.period, comment.mergedInto);
  if (!main) return null;
  if (main.setAside !== null) return { kind: 'set-aside', words: main.setAside.reason };
  const { disposition } = main;
  if (disposition === null) return null;
  const { change, reason, forwardedTo } = disposition;
  const words = [
    ...(change === undefined ? [] : [`修改处：${change.where}。原文：${change.before}。改为：${change.after}。`]),
    ...(reason === undefined ? [] : [`说明：${reason}`]),
    ...(forwardedTo === undefined ? [] : [`已转：${forwardedTo}`]),
  ];
  return { kind: disposition.kind, words: words.join('') };
}
