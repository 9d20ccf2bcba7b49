/**
 * The words of a letter from its draft: subject, text, HTML, calendar entries, attachments. Pure: every word follows
 * from the draft and the context, days are counted from the draft's day and never from the clock, so that a
 * rehearsed letter and the letter that is sent are equal.
 */
import { inChinese } from '../../domain/day.js';
import { contactRoleWords, letterKindWords, oneLine } from '../../domain/letter-words.js';
import type { LetterDraft, LetterKind } from '../../domain/schedule/types.js';
import { isOpen, type TaskState } from '../../domain/task.js';
import { calendarInvite } from './calendar-invite.js';
import type { Attachment, Block, LetterContext, Template, View } from './content.js';
import { datedErrands } from './errands.js';
import { renderHtml } from './layout.js';
import { renderText } from './plain-text.js';
import { replyBlocks, replySubject } from './reply-words.js';
import { datedReturns } from './returns.js';
import { onePerTask, sortedNotices } from './rows.js';
import type { Sheet } from './sheet.js';
import { accepted } from './templates/accepted.js';
import { approvalReminder } from './templates/approval-reminder.js';
import { bulletin } from './templates/bulletin.js';
import { commentOffice } from './templates/comment-office.js';
import { commentOverdue } from './templates/comment-overdue.js';
import { contest } from './templates/contest.js';
import { cycleOffice } from './templates/cycle-office.js';
import { digest } from './templates/digest.js';
import { extensionDecided } from './templates/extension-decided.js';
import { headDigest } from './templates/head-digest.js';
import { indicatorBehind } from './templates/indicator-behind.js';
import { indicatorOffice } from './templates/indicator-office.js';
import { leadershipReport } from './templates/leadership-report.js';
import { planOffice } from './templates/plan-office.js';
import { planOverdue } from './templates/plan-overdue.js';
import { reorganisationBlocked } from './templates/reorganisation-blocked.js';
import { returnSentBack } from './templates/return-sent-back.js';
import { returned } from './templates/returned.js';
import { specialReport } from './templates/special-report.js';
import { supervisionLetter } from './templates/supervision-letter.js';
import { undelivered } from './templates/undelivered.js';
import { unsignedReport } from './templates/unsigned-report.js';
import { mailHost, threadRoots } from './threads.js';
import { viewOf } from './view.js';

export type {
  Attachment,
  ErrandFacts,
  LetterContext,
  LinkRequest,
  PlanFacts,
  ReturnFacts,
  ReturnTask,
  SentBulletin,
  SentEvaluation,
} from './content.js';

export interface Letter {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly ics?: string;
  /** Documents to be rendered and attached when the letter leaves. */
  readonly attachments: readonly Attachment[];
  /** Message ids for In-Reply-To (the first) and References (all). */
  readonly threadRoots: readonly string[];
  /** Template and version, such as `digest@1`; stored with the letter. */
  readonly template: string;
}

/** One template a kind: the only list of them. */
const templates: Readonly<Record<LetterKind, Template>> = {
  digest,
  'head-digest': headDigest,
  'supervision-letter': supervisionLetter,
  'leadership-report': leadershipReport,
  'unsigned-report': unsignedReport,
  'approval-reminder': approvalReminder,
  undelivered,
  accepted,
  returned,
  'extension-decided': extensionDecided,
  'comment-office': commentOffice,
  'comment-overdue': commentOverdue,
  'cycle-office': cycleOffice,
  bulletin,
  'special-report': specialReport,
  'return-sent-back': returnSentBack,
  contest,
  'indicator-behind': indicatorBehind,
  'indicator-office': indicatorOffice,
  'plan-office': planOffice,
  'plan-overdue': planOverdue,
  'reorganisation-blocked': reorganisationBlocked,
};

/** Letters above the unit, whose receivers do nothing by a link. */
const withoutLinks: ReadonlySet<LetterKind> = new Set([
  'leadership-report',
  'comment-overdue',
  'special-report',
  'indicator-behind',
  'indicator-office',
  'plan-overdue',
]);

/** Subjects longer than this are cut by mail programs and some servers. */
const subjectLimit = 120;

/** Composes a letter. @throws Error when the context lacks a task of the draft, a fault of the caller. */
export function composeLetter(draft: LetterDraft, context: LetterContext): Letter {
  const view = viewOf(draft, context);
  const template = templates[draft.kind];
  const content = template.write(view);
  const sheet: Sheet = {
    // The day first and in figures: a mailbox sorted by subject is sorted by day.
    subject: `${oneLine(`【${template.mark}】${draft.day} ${view.unitName}：${content.subject}`, subjectLimit)}${replySubject(view)}`,
    kindWords: `${view.officeName} · ${letterKindWords[draft.kind]}`,
    greeting: `${view.unitName}${draft.role === 'liaison' ? '' : contactRoleWords[draft.role]}：`,
    blocks: [...reachedBlocks(view), ...planOnce(content.blocks), ...replyBlocks(view)],
    signature: view.officeName,
    date: inChinese(draft.day),
    footer: footerOf(view),
  };
  const ics = calendarInvite(
    { tasks: datedTasks(view), errands: datedErrands(view), returns: datedReturns(view) },
    draft.unit,
    draft.at,
    mailHost(context.publicUrl),
  );
  return {
    subject: sheet.subject,
    text: renderText(sheet),
    html: renderHtml(sheet),
    ...(ics === undefined ? {} : { ics }),
    attachments: content.attachments ?? [],
    threadRoots: threadRoots(draft, (task) => context.tasks.get(task)?.plan ?? '', context.publicUrl),
    template: `${draft.kind}@${template.version}`,
  };
}

/** Several tasks of one plan name it once, after the opening paragraph, instead of in every row. */
function planOnce(blocks: readonly Block[]): readonly Block[] {
  const rows = blocks.flatMap((block) => (block.kind === 'tasks' ? block.rows : []));
  const [plan, ...others] = new Set(rows.map((row) => row.plan));
  if (rows.length < 2 || plan === undefined || others.length > 0) return blocks;
  const opening = blocks.findIndex((block) => block.kind === 'paragraph');
  const bare = blocks.map(
    (block): Block =>
      block.kind === 'tasks' ? { ...block, rows: block.rows.map(({ plan: _p, ...row }) => row) } : block,
  );
  return bare.toSpliced(opening + 1, 0, { kind: 'paragraph', text: `所列任务均来自${plan}。` });
}

/** Tasks whose date this letter gives or moves. */
function datedTasks(view: View): readonly TaskState[] {
  const { draft } = view;
  const dated = draft.notices.filter(
    (n) =>
      n.kind === 'assignment' ||
      n.kind === 'date-changed' ||
      n.kind === 'transferred' ||
      (draft.kind === 'extension-decided' && view.facts.approve === true),
  );
  return onePerTask(sortedNotices(view, dated))
    .map(view.task)
    .filter((task) => isOpen(task) && task.duties.some((d) => d.unit === draft.unit));
}

/** A letter that climbed, or went to a stand-in, says why this person has it. */
function reachedBlocks(view: View): readonly Block[] {
  const { reached } = view.context;
  if (reached === undefined) return [];
  const blocks: Block[] = [];
  if (reached.role !== view.draft.role) {
    const text = `本信原送${contactRoleWords[view.draft.role]}，因没有可送达的邮箱，改送${contactRoleWords[reached.role]}。`;
    blocks.push({ kind: 'paragraph', text, tone: 'warn' });
  }
  if (reached.standIn) {
    blocks.push({
      kind: 'paragraph',
      text: `您作为${contactRoleWords[reached.role]}的代理人收到本信，所办事项将记为代办。`,
      tone: 'warn',
    });
  }
  return blocks;
}

function footerOf(view: View): readonly string[] {
  const { draft, officeName, officeAddress } = view;
  const unit = draft.unit === draft.office ? undefined : view.unitName;
  return [
    `本邮件由${officeName}的督办系统自动发出${officeAddress === undefined ? '。' : `，如有疑问请联系 ${officeAddress}。`}`,
    ...(unit === undefined || withoutLinks.has(draft.kind) || (draft.kind === 'bulletin' && draft.role !== 'liaison')
      ? []
      : [`信中链接仅供${unit}使用，请勿转发。`]),
  ];
}
