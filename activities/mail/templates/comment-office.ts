/** To the office: how a comment period stands, and what is due: before its end, in a pause, after it, until the close-out is out. */
import { type CommentFacts, commentFacts } from '../../../domain/comment/office-letters.js';
import type { PeriodRung } from '../../../domain/comment/turns.js';
import { type Day, daysBetween, inChinese } from '../../../domain/day.js';
import { oneLine } from '../../../domain/letter-words.js';
import type { Block, Template, Tone } from '../content.js';
import { isOver, lateBy, mailWaits, periodTitle, standingRows, waitingWords } from '../period-words.js';

type Reason = PeriodRung | 'daily' | 'ended';

interface Matter {
  readonly subject: string;
  readonly text: string;
  readonly tone?: Tone;
}

export const commentOffice: Template = {
  version: 1,
  mark: '征求意见',
  write({ draft, context }) {
    const facts = commentFacts(draft);
    const matters = mattersOf(facts, draft.day);
    const [gravest, ...others] = matters;
    const waiting = isOver(facts) && facts.received + facts.unsorted > 0 ? waitingWords(facts) : '';
    return {
      subject: `${periodTitle(facts)}${[gravest, ...others.slice(0, 1)]
        .map((matter) => matter?.subject ?? '')
        .filter(Boolean)
        .join('，')}`,
      blocks: [
        ...matters.map(
          ({ text, tone }): Block => ({ kind: 'paragraph', text, ...(tone === undefined ? {} : { tone }) }),
        ),
        { kind: 'facts', rows: standingRows(facts, draft.day) },
        ...(waiting === '' ? [] : [{ kind: 'paragraph', text: `公布采纳情况之前：${waiting}。` } as const]),
        {
          kind: 'action',
          label: isOver(facts) ? '打开督办台办理采纳情况' : '打开督办台查看意见',
          href: context.link({ kind: 'console' }),
        },
      ],
    };
  },
};

/** What there is to tell, the gravest first; rungs of one kind that meet on a day are told once. */
function mattersOf(facts: CommentFacts, day: Day): readonly Matter[] {
  const reasons = facts.rungs.split(',') as Reason[];
  const due = Math.min(...reasons.filter((r) => r.startsWith('due-')).map((r) => Number(r.slice('due-'.length))));
  return [
    ...(reasons.includes('overdue') ? [overdue(facts, day)] : []),
    ...(Number.isFinite(due) ? [dueSoon(facts, due)] : []),
    ...(reasons.includes('ended') ? [ended(facts)] : []),
    ...(reasons.some((r) => r.startsWith('suspended')) ? [suspended(facts, day)] : []),
    ...(mailWaits(facts) ? [mailWaiting(facts)] : []),
    ...(reasons.some((r) => r.startsWith('end-')) ? [ending(facts)] : []),
    ...(reasons.includes('daily') ? [daily(facts, isOver(facts) && !reasons.includes('ended'))] : []),
  ];
}

/** Nothing came in, and nothing can still be among the mail. */
const isEmpty = (facts: CommentFacts): boolean => facts.received === 0 && !mailWaits(facts);

function overdue(facts: CommentFacts, day: Day): Matter {
  const late = lateBy(facts, day);
  return {
    subject: `采纳情况逾期${late}天未公布`,
    tone: 'late',
    text: `${periodTitle(facts)}公开征求意见已于${inChinese(facts.lastDay)}截止，采纳情况应不迟于${inChinese(facts.closeOutDue)}公布，现已逾期${late}天。请尽快办完并公布${isEmpty(facts) ? '，没有收到意见也须公布' : ''}。本情况已同时报领导小组，公布之前每周报告一次。`,
  };
}

function dueSoon(facts: CommentFacts, workdays: number): Matter {
  return {
    subject: `采纳情况公布期限还有${workdays}个工作日`,
    tone: 'warn',
    text: `${periodTitle(facts)}公开征求意见已于${inChinese(facts.lastDay)}截止，采纳情况应不迟于${inChinese(facts.closeOutDue)}公布，还有${workdays}个工作日${isEmpty(facts) ? '。没有收到意见也须公布' : ''}。`,
  };
}

function ended(facts: CommentFacts): Matter {
  const end = `${periodTitle(facts)}公开征求意见已于${inChinese(facts.lastDay)}24时截止`;
  const last = `不迟于${inChinese(facts.closeOutDue)}公布`;
  if (facts.received === 0 && mailWaits(facts))
    return {
      subject: '已截止，没有登记到意见',
      text: `${end}，没有登记到意见，但邮件还没有收齐或归类完毕。请核对后${last}。`,
    };
  return facts.received === 0
    ? {
        subject: '已截止，没有收到意见',
        text: `${end}，没有收到意见。没有收到意见也须公布：公告初稿已备好，请在督办台核对后${last}。`,
      }
    : {
        subject: `已截止，共收到意见${facts.received}条`,
        text: `${end}，共收到意见${facts.received}条。采纳情况反馈初稿已备好，请在督办台逐条办理后${last}。`,
      };
}

function ending(facts: CommentFacts): Matter {
  const left = facts.daysLeft;
  const none = isEmpty(facts) ? '目前没有收到意见' : '目前没有登记到意见';
  const count = facts.received === 0 ? none : `目前共收到意见${facts.received}条`;
  return left <= 0
    ? {
        subject: '今日截止',
        tone: 'warn',
        text: `${periodTitle(facts)}公开征求意见今日24时截止，${count}。此后到达的意见仍予登记，并标明截止后到达；今日接听的电话和送达的信函请今日录入。如需延长，须在截止前办理并公布理由。`,
      }
    : {
        subject: `剩余${left}天截止`,
        text: `${periodTitle(facts)}公开征求意见将于${inChinese(facts.lastDay)}截止，剩余${left}天，${count}。如需延长，须在截止前办理并公布理由。`,
      };
}

function suspended(facts: CommentFacts, day: Day): Matter {
  const since = facts.suspendedOn ?? day;
  const paused = daysBetween(since, day);
  const late = day > facts.lastDay;
  return {
    subject: `已暂停${paused}天${late ? '，原截止日已过' : ''}`,
    tone: late ? 'late' : 'warn',
    text: `${periodTitle(facts)}公开征求意见自${inChinese(since)}起暂停（${oneLine(facts.suspendedReason ?? '', 200)}），已${paused}天，至今没有恢复，${late ? `原截止日${inChinese(facts.lastDay)}已过` : `截止日为${inChinese(facts.lastDay)}`}。请恢复或撤回：恢复时耽误的天数整天补回，撤回须写明理由。恢复或撤回之前每周提醒一次${late ? '，并同时报领导小组' : ''}。`,
  };
}

/** `after`: the end was told of before, so what is new was entered since. */
function daily(facts: CommentFacts, after: boolean): Matter {
  const what = `${after ? '截止后新登记' : '新收到'}意见${facts.fresh}条`;
  return { subject: what, text: `上次告知以来，${what}，累计${facts.received}条。` };
}

/** Told with every letter while it lasts: without it a period looks emptier than it is. */
function mailWaiting({ unsorted, mailboxUnread }: CommentFacts): Matter {
  const mails = `有${unsorted}封来信看不出属于哪一次征求意见，其中可能有对本次征求意见的意见。请在督办台“来信归类和退信”中逐封归入或判定无关。`;
  const box =
    '收信邮箱没有读成，以电子邮件提出的意见可能还没有收下。请系统管理员按“管理”页所写的原因恢复收信，或到邮箱核对。';
  return {
    subject: [
      ...(unsorted > 0 ? [`${unsorted}封来信待归类`] : []),
      ...(mailboxUnread ? ['收信邮箱没有读成'] : []),
    ].join('，'),
    tone: 'warn',
    text: `${unsorted > 0 ? mails : ''}${mailboxUnread ? box : ''}办妥之前不宜认定意见已经收齐，也不能公布采纳情况。`,
  };
}
