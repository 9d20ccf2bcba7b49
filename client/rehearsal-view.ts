/** A rehearsal for the command line: the JSON of design section 11 and lines that an official can read. */
import { commentFacts, rungWords } from '../domain/comment/office-letters.js';
import { instantOf } from '../domain/day.js';
import { unitOf } from '../domain/directory.js';
import { letterKindWords } from '../domain/letter-words.js';
import { matterWords, type PlanLetterFacts, toldMatters } from '../domain/life/plan-letters.js';
import type { Directory } from '../domain/org.js';
import type { Rehearsal, RehearsedLetter } from '../domain/schedule/rehearsal.js';
import type { LetterDraft, Notice } from '../domain/schedule/types.js';
import { type CycleOfficeFacts, cycleReasonWords, letterFacts } from '../domain/supervision/cycle-letters.js';
import { isReturn } from '../domain/supervision/return.js';

export const noticeWords: Readonly<Record<Notice['kind'], string>> = {
  assignment: '交办',
  'date-changed': '时限变更',
  'target-changed': '目标变更',
  'report-told': '告知已报办结',
  transferred: '转办告知',
  resumed: '恢复办理',
  cancelled: '取消告知',
  decision: '答复',
  reminder: '到期前提醒',
  chase: '逾期催办',
  'sign-chase': '催签收',
  'unsigned-report': '未签收情况',
  'head-chase': '逾期告知',
  'supervision-letter': '督办',
  'leadership-report': '报领导小组',
  'opinion-report': '未提意见处理建议报办公室',
  'return-report': '未报送情况报告',
};

export interface LetterLine {
  readonly key: string;
  /** ISO with the offset of Asia/Shanghai. */
  readonly at: string;
  readonly unit: string;
  readonly to: string | null;
  readonly kind: string;
  /** Numbers of the tasks it speaks of. */
  readonly tasks: readonly number[];
  readonly why: string;
  readonly needsApproval?: true;
}

/** The instant as ISO text with +08:00. */
export function shanghaiIso(at: number): string {
  return `${new Date(at + 8 * 3_600_000).toISOString().slice(0, 19)}+08:00`;
}

/** One letter as it is listed. */
export function letterLine(letter: RehearsedLetter, directory: Directory): LetterLine {
  const { draft } = letter;
  return {
    key: draft.key,
    at: shanghaiIso(draft.at),
    unit: unitOf(directory, draft.unit)?.name ?? draft.unit,
    to: letter.to,
    kind: draft.kind,
    tasks: [
      ...new Set(draft.notices.flatMap(({ task }) => (isReturn(task) ? [] : [Number(task.split('/').at(-1))]))),
    ].sort((a, b) => a - b),
    why: whyOfLetter(draft),
    ...(letter.needsApproval ? { needsApproval: true as const } : {}),
  };
}

/** The whole rehearsal as JSON. */
export function rehearsalJson(rehearsal: Rehearsal, directory: Directory): unknown {
  const { letters, unreachable, skipped, openAtEnd, findings } = rehearsal;
  return {
    letters: letters.map((letter) => letterLine(letter, directory)),
    unreachable,
    skipped,
    openAtEnd,
    findings: findings.map(({ code, message }) => ({ code, message })),
  };
}

/** The rehearsal as text: days with their letters, then what a person should know. */
export function rehearsalText(rehearsal: Rehearsal, directory: Directory): readonly string[] {
  const lines: string[] = [];
  let day = '';
  for (const letter of rehearsal.letters) {
    const line = letterLine(letter, directory);
    const at = line.at.slice(0, 10);
    if (at !== day) lines.push('', `${at}（${'一二三四五六日'[weekdayOf(at) - 1]}）`);
    day = at;
    const kind = letterKindWords[letter.draft.kind];
    lines.push(
      `  ${line.at.slice(11, 16)}  ${kind}　${line.unit}（${line.to ?? '无人可送'}）：${line.why}${line.needsApproval ? '　【须办公室签发】' : ''}`,
    );
  }
  lines.push('', `共 ${rehearsal.letters.length} 封。`);
  for (const { rung, planned, tasks } of rehearsal.skipped)
    lines.push(`跳过：${planned} 的 ${rung}（启动时已过），任务 ${tasks.join('、')}`);
  for (const one of rehearsal.unreachable) lines.push(`无人可送：${one.day} ${one.unit}`);
  if (rehearsal.openAtEnd.length > 0) lines.push(`期末未办结：任务 ${rehearsal.openAtEnd.join('、')}`);
  for (const { message } of rehearsal.findings) lines.push(`注意：${message}`);
  return lines;
}

/** What a letter is about; letters of cycles say it with their kind. */
function whyOfLetter(draft: LetterDraft): string {
  if (draft.kind === 'comment-office' || draft.kind === 'comment-overdue') return rungWords(commentFacts(draft).rungs);
  if (draft.kind === 'cycle-office') return cycleReasonWords(letterFacts<CycleOfficeFacts>(draft).why);
  if (draft.kind === 'plan-office' || draft.kind === 'plan-overdue')
    return toldMatters(letterFacts<PlanLetterFacts>(draft)).map(matterWords).join('、');
  return draft.notices.length === 0 ? letterKindWords[draft.kind] : whyOf(draft.notices);
}

function weekdayOf(day: string): number {
  return ((Math.floor((instantOf(day) + 8 * 3_600_000) / 86_400_000) + 3) % 7) + 1;
}

function whyOf(notices: readonly Notice[]): string {
  const groups = new Map<string, string[]>();
  for (const notice of notices) {
    const told = isReturn(notice.task) ? `督查报送：${noticeWords[notice.kind]}` : noticeWords[notice.kind];
    const rungs = notice.rungs.length > 0 ? `${told}（${notice.rungs.map(ladderWords).join('、')}）` : told;
    const list = groups.get(rungs) ?? [];
    const number = notice.task.split('/').at(-1) ?? '';
    // A 督办函 to two leads names its task once.
    groups.set(rungs, isReturn(notice.task) || list.includes(number) ? list : [...list, number]);
  }
  return [...groups].map(([why, tasks]) => `${why} ${tasks.join('、')}`.trimEnd()).join('；');
}

function ladderWords(rung: string): string {
  const [phase, offset] = rung.split('-');
  if (phase === 'before') return offset === '0' ? '到期当日' : `到期前${offset}天`;
  return phase === 'after' ? `逾期后第${offset}个工作日` : `交办后第${offset}个工作日`;
}
