/** Earlier mail quoted under an answer, and the sender's signature, cut off: only what the sender wrote is his comment. */

/** Lines after which everything is an earlier mail, as the usual programs write them. */
const separators: readonly RegExp[] = [
  /^\s*-{2,}\s*(?:原始邮件|原邮件|回复的?原邮件|回复邮件|Original(?: Message)?)\s*-{2,}/i,
];

/** Lines that announce quoted lines: `在 2026年3月1日，某某 写道：`. */
const announcements: readonly RegExp[] = [
  /^.{0,120}\d{4}\s*[-/年.].{0,120}(?:写道|写到)\s*[：:]\s*$/,
  /^\s*(?:On|At)\s.{5,160}\bwrote\s*:\s*$/i,
];

/** Heads that Outlook and Foxmail put above an earlier mail without a line of dashes. */
const from = /^\s*(?:发件人|From)\s*[：:]/i;
const others = /^\s*(?:发送时间|发送日期|日期|时间|收件人|主题|抄送|Sent|Date|To|Subject|Cc)\s*[：:]/i;

const isQuoted = (line: string): boolean => /^\s*>/.test(line);
const isBlank = (line: string): boolean => line.trim() === '';

/** Lines and characters of a line that a signature has at most. */
const SIGNATURE = { lines: 12, characters: 60 } as const;

/**
 * The text without the quoted mail and the signature at its end. Who writes between or under the quoted lines keeps all
 * of it; a mail that is nothing but a quotation, and one that passes another on, is kept whole.
 */
export function withoutQuoted(text: string, passedOn: boolean): string {
  const whole = text.trim();
  if (passedOn) return whole;
  const lines = whole.split('\n');
  const own = beforeSignature(beforeQuoted(lines)).join('\n').trim();
  return own === '' ? whole : own;
}

function beforeQuoted(lines: readonly string[]): readonly string[] {
  const at = lines.findIndex((line, i) => begins(line, lines.slice(i + 1)));
  const rest = at < 0 ? lines : lines.slice(0, at);
  let end = rest.length;
  while (end > 0 && (isQuoted(rest[end - 1] ?? '') || isBlank(rest[end - 1] ?? ''))) end--;
  return rest.slice(0, end);
}

/**
 * The lines above `-- `, the sign of a signature (RFC 3676, 4.3), where what follows looks like one: few short lines.
 * Programs lose the blank at its end; then sentences after it are taken for a part of the comment.
 */
function beforeSignature(lines: readonly string[]): readonly string[] {
  const at = lines.findLastIndex((line) => /^--\s*$/.test(line));
  const block = lines.slice(at + 1).filter((line) => !isBlank(line));
  const bare = lines[at] === '--';
  const signs = block.every(
    (line) => [...line].length <= SIGNATURE.characters && !(bare && /[。！？!?；;]\s*$/.test(line)),
  );
  return at >= 0 && block.length <= SIGNATURE.lines && signs ? lines.slice(0, at) : lines;
}

/** True when an earlier mail begins with this line and nothing of the sender's own comes after it. */
function begins(line: string, after: readonly string[]): boolean {
  if (separators.some((separator) => separator.test(line))) return true;
  if (from.test(line)) return after.slice(0, 4).filter((next) => others.test(next)).length >= 2;
  if (!announcements.some((announcement) => announcement.test(line))) return false;
  // Without marks nobody can say where the quotation ends; with marks, lines without one are the sender's own.
  const marked = after.some(isQuoted);
  return !marked || after.every((next) => isQuoted(next) || isBlank(next));
}
