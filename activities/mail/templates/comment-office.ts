/** To the office: how a comment period stands, and what is due: before its end, after it, and until the close-out is out. */
import { type CommentFacts, commentFacts } from '../../../domain/comment/office-letters.js';
import type { PeriodRung } from '../../../domain/comment/turns.js';
import { type Day, inChinese } from '../../../domain/day.js';
import type { Block, Template, Tone } from '../content.js';
import { isOver, lateBy, periodTitle, standingRows, waitingWords } from '../period-words.js';

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
    const waiting = isOver(facts) && facts.received > 0 ? waitingWords(facts) : '';
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
    ...(reasons.some((r) => r.startsWith('end-')) ? [ending(facts)] : []),
    ...(reasons.includes('daily') ? [daily(facts, isOver(facts) && !reasons.includes('ended'))] : []),
  ];
}

function overdue(facts: CommentFacts, day: Day): Matter {
  const late = lateBy(facts, day);
  return {
    subject: `采纳情况逾期${late}天未公布`,
    tone: 'late',
    text: `${periodTitle(facts)}公开征求意见已于${inChinese(facts.lastDay)}截止，采纳情况应不迟于${inChinese(facts.closeOutDue)}公布，现已逾期${late}天。请尽快办完并公布${facts.received === 0 ? '，没有收到意见也须公布' : ''}。本情况已同时报领导小组，公布之前每周报告一次。`,
  };
}

function dueSoon(facts: CommentFacts, workdays: number): Matter {
  return {
    subject: `采纳情况公布期限还有${workdays}个工作日`,
    tone: 'warn',
    text: `${periodTitle(facts)}公开征求意见已于${inChinese(facts.lastDay)}截止，采纳情况应不迟于${inChinese(facts.closeOutDue)}公布，还有${workdays}个工作日${facts.received === 0 ? '。没有收到意见也须公布' : ''}。`,
  };
}

function ended(facts: CommentFacts): Matter {
  const end = `${periodTitle(facts)}公开征求意见已于${inChinese(facts.lastDay)}24时截止`;
  const last = `不迟于${inChinese(facts.closeOutDue)}公布`;
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
  const count = facts.received === 0 ? '目前没有收到意见' : `目前共收到意见${facts.received}条`;
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

/** `after`: the end was told of before, so what is new was entered since. */
function daily(facts: CommentFacts, after: boolean): Matter {
  const what = `${after ? '截止后新登记' : '新收到'}意见${facts.fresh}条`;
  return { subject: what, text: `上次告知以来，${what}，累计${facts.received}条。` };
}
