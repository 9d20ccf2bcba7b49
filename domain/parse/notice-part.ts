/** Where in a document the comment notice stands: never in the draft that is put to the public. */
import { DubanError } from '../errors.js';
import { datesIn } from './notice-dates.js';
import { fold, type Line, type Span, splitLines } from './passage.js';
import { readPlan } from './read-plan.js';
import type { Reading } from './reading.js';

const ASKS = /征求.{0,30}(?:意见|建议)|征集.{0,20}(?:意见|建议)|意见.{0,12}反馈|反馈.{0,12}意见|公示/s;
const BEHIND =
  /附件|附:|联系|电话|手机|传真|邮箱|邮件|地址|邮编|网址|https?:|@|公开发布|责任编辑|来源|注明|咨询|^\(.*\)$/;
const EDITION = /^\(?(?:公开)?(?:征求意见稿|草案|送审稿|讨论稿).{0,6}\)?$/;

/** A request that ends without a full stop all the same: what to do, and on the same line where to or by when. */
const REQUEST =
  /(?:反馈|提出|提交|发送|发至|寄至|寄送|邮寄|报送|告知)[^\n]{0,40}(?:@|邮箱|电话|信函|地址|网站|平台)|(?:日|天|周|月)(?:之|以)?[内前][^\n]{0,40}(?:反馈|提出|提交|发送|发至|寄至|寄送|邮寄|报送|告知)/;

/** Characters a notice may take; the longest seen has 3,000. Whatever follows is no notice any more. */
const LONGEST = 30_000;

/** The span of the notice in the decoded text, and of its signature's date line; null where there is no notice. */
export function noticeIn(text: string): { readonly span: Span; readonly signature: Span | null } | null {
  const lines = splitLines(text).filter((line) => line.text !== '');
  const plan = planOf(text);
  const duty = plan?.items.find((item) => item.duties.length > 0)?.span[0] ?? null;
  const planFrom = plan?.document.parts.find((part) => part.kind === 'plan')?.span[0] ?? null;
  const body =
    duty === null && (plan?.indicators.length ?? 0) === 0 ? null : Math.min(duty ?? Infinity, planFrom ?? Infinity);
  const at = signatureLine(text, lines, Math.min(duty ?? text.length, LONGEST));
  if (at >= 0) {
    const sign = lines[at] as Line;
    return { span: [0, endBehind(lines, at, text)], signature: [sign.from, sign.to] };
  }
  const edition = lines.findIndex((line, i) => i > 2 && EDITION.test(fold(line.text)));
  const to = Math.min(body ?? text.length, lines[edition]?.from ?? text.length, LONGEST);
  if (asks(text, 0, to)) return { span: [0, to], signature: null };
  // A page may print the notice behind the draft.
  const behind = plan?.document.parts.find(
    (part) => part.kind === 'notice' && part.span[0] > 0 && asks(text, ...part.span),
  );
  return behind ? { span: behind.span, signature: null } : null;
}

/** A title that only calls itself a draft for comment asks for nothing: a sentence has to. */
function asks(text: string, from: number, to: number): boolean {
  const words = fold(text.slice(from, to)).replace(/\(?征求意见稿\)?/g, '');
  return ASKS.test(words) && (/[。:]/.test(words) || REQUEST.test(words));
}

/** The reader of plans, asked only for the frame; a document that is no plan has none. */
function planOf(text: string): Reading | null {
  try {
    return readPlan(text, { resolve: () => ({ kind: 'unknown', nearest: [] }) });
  } catch (error) {
    if (error instanceof DubanError) return null;
    throw error;
  }
}

/** The first line with nothing but a date (a unit may stand before it) behind words that ask for comments. */
function signatureLine(text: string, lines: readonly Line[], limit: number): number {
  return lines.findIndex((line, at) => {
    if (at === 0 || line.from >= limit || line.text.length > 45) return false;
    const folded = fold(line.text);
    // A period broken over lines (起止时间 / 2023年7月24日 / 至…) is no signature.
    if (/(?:时间|期限|日期|自|从|起|于|至|到) ?:?$/.test(fold(lines[at - 1]?.text ?? ''))) return false;
    if (/^[至到起止前—–~-]/.test(fold(lines[at + 1]?.text ?? ''))) return false;
    const [date, second] = datesIn(folded);
    if (!date || second || !/[年月]/.test(folded) || !/^\)?$/.test(folded.slice(date.to).trim())) return false;
    if (!/^\(?$|(?:局|委|办|部|院|会|厅|署|室|政府|中心)(?:\(.{1,8}\))? *$/.test(folded.slice(0, date.from)))
      return false;
    return asks(text, 0, line.from) && saysSomething(bodyBefore(lines, at));
  });
}

const saysSomething = (body: string): boolean => /。|[:：]\s*\S/.test(body) || REQUEST.test(fold(body));

/** What stands before a line without its title and page head: a date under the title is no signature. */
function bodyBefore(lines: readonly Line[], at: number): string {
  return lines
    .slice(1, at)
    .filter(
      ({ text }) =>
        text.length > 12 && !/^(?:发布|公开|发文|成文|信息|来源|索引|文号|时间|日期|标题|名称|当前|您)/.test(text),
    )
    .map(({ text }) => text)
    .join('\n');
}

/** The end of the notice: contacts and a list of annexes may follow the signature, then the draft begins. */
function endBehind(lines: readonly Line[], at: number, text: string): number {
  let last = at;
  for (let next = at + 1; next < Math.min(lines.length, at + 12); next++) {
    const folded = fold(lines[next]?.text ?? '');
    if (/^附件 ?\d{0,2}$/.test(folded) || EDITION.test(folded)) break;
    if (!BEHIND.test(folded) || folded.length > 120) break;
    last = next;
  }
  return lines[last]?.to ?? text.length;
}
