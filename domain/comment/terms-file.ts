/**
 * The terms of a comment period as the office writes them: a YAML file whose long texts may stand in files beside it, or
 * the JSON body of the API. Only the form is checked here; whether the period may start says terms-faults.ts.
 */
import { z } from 'zod';
import type { Calendar } from '../calendar/workdays.js';
import { isDay } from '../day.js';
import { DubanError, type Fault, fault } from '../errors.js';
import { readNotice } from '../parse/notice.js';
import { noticeIn } from '../parse/notice-part.js';
import { readYaml, type YamlText } from '../yaml-text.js';
import { type CommentTerms, interpretationParts } from './terms.js';
import { TITLE_LENGTH } from './terms-faults.js';
import { byLine, type Misfit, misfitsOf, valueAt, wholeNumber, words } from './yaml-shape.js';

const planText = '计划编号：小写字母、数字和连字符，2 至 61 个字符';
const dayText = 'YYYY-MM-DD 形式的日期';
const day = z.string({ error: dayText }).refine(isDay, { error: dayText });
const part = words(0, 20_000, '文字');

const channelsShape = z.strictObject(
  {
    web: z.boolean({ error: 'true 或 false' }).default(false),
    email: words(0, 254, '电子邮件地址').exactOptional(),
    phone: words(0, 60, '电话号码').exactOptional(),
    post: z
      .strictObject(
        { address: words(0, 200, '邮寄地址').default(''), mark: words(0, 60, '信封上注明的字样').default('') },
        { error: '邮寄地址和信封注明的字样：{ address, mark }' },
      )
      .exactOptional(),
  },
  { error: '提意见的渠道：{ web, email, phone, post }' },
);

const interpretationShape = z.strictObject(
  Object.fromEntries(interpretationParts.map((key) => [key, part.exactOptional()])) as Record<
    (typeof interpretationParts)[number],
    z.ZodExactOptional<typeof part>
  >,
  { error: `政策解读的各部分：{ ${interpretationParts.join(', ')} }` },
);

const fields = {
  plan: z.string({ error: planText }).regex(/^[a-z0-9][a-z0-9-]{1,60}$/, { error: planText }),
  title: words(0, TITLE_LENGTH, '标题').default(''),
  kind: words(0, 40, '文件种类的编号').default(''),
  issuer: words(0, 80, '征求意见的单位').default(''),
  start: day,
  days: wholeNumber(1, 366, '日历日').exactOptional(),
  workdays: wholeNumber(1, 250, '工作日').exactOptional(),
  end: day.exactOptional(),
  reasonForShort: words(0, 500, '缩短期限的理由').exactOptional(),
  notice: words(0, 50_000, '公告全文').exactOptional(),
  draft: words(0, 1_000_000, '征求意见稿全文').default(''),
  interpretation: interpretationShape.default({}),
  channels: channelsShape.default({ web: false }),
} as const;

/**
 * Terms as the API takes them in JSON; days `YYYY-MM-DD`. Missing texts become empty ones, which terms-faults names with
 * everything else that is wrong.
 */
export const termsSchema = z.strictObject(fields);

const given = (text: string | undefined): text is string => text !== undefined && text.trim() !== '';

const fileOnly = z.strictObject({ file: z.string({ error: '文件名' }).trim().min(1, { error: '文件名' }) });

/** A text, or the name of the file that holds it. */
const fileText = '文字，或 { file: 文件名 }';
const orFile = <T extends z.ZodType>(text: T) => z.union([text, fileOnly], { error: fileText });

/** `apart`: the interpretation stands in a file of its own. Told beforehand, so that faults name its parts. */
const fileShape = (apart: boolean) =>
  z.strictObject({
    ...fields,
    // A notice may carry the dates.
    start: day.exactOptional(),
    notice: orFile(fields.notice.unwrap()).exactOptional(),
    draft: orFile(fields.draft.unwrap()).default(''),
    interpretation: apart ? fileOnly : interpretationShape.default({}),
  });

const keys: Readonly<Record<string, readonly string[]>> = {
  interpretation: interpretationParts,
  channels: Object.keys(channelsShape.shape),
  'channels.post': ['address', 'mark'],
};

/**
 * Reads a file of terms. `file` gives the decoded text of a file named in it and throws a DubanError where it cannot.
 * With a `calendar` a start, length and end that the file leaves out are taken from its notice. A notice that stands
 * in front of a draft is cut out of that file.
 * @throws DubanError with every fault of the file, each naming its line.
 */
export function readTerms(text: string, file: (name: string) => string, calendar?: Calendar): CommentTerms {
  const yaml = readYaml(text);
  if (yaml.faults.length > 0) {
    throw new DubanError(yaml.faults.map((f) => fault('terms-yaml', { detail: f.detail }, f.line)));
  }
  const apart = valueAt(yaml.value, ['interpretation', 'file']) !== undefined;
  const read = fileShape(apart).safeParse(yaml.value);
  const faults = read.success ? [] : misfitsOf(read.error, yaml, '征求意见文件').map(faultOf);
  // Files are looked into even where other values do not fit, so that all faults come at once.
  const named = (path: string): string | undefined => fileNamed(path, yaml, file, faults);
  const noticeFile = named('notice');
  const draftFile = named('draft');
  const interpretationFile = named('interpretation');
  const parts = interpretationFile === undefined ? undefined : partsOf(interpretationFile, yaml, faults);
  if (!read.success) throw new DubanError(byLine(faults));
  const { notice: shortNotice, draft, interpretation, start, ...rest } = read.data;
  const notice =
    noticeFile === undefined ? (typeof shortNotice === 'string' ? shortNotice : undefined) : ownNotice(noticeFile);
  const printed = given(notice) && calendar !== undefined ? datesOf(notice, calendar) : {};
  const first = start ?? printed.start;
  if (first === undefined) faults.push(missing('start', dayText, yaml));
  if (first === undefined || faults.length > 0) throw new DubanError(byLine(faults));
  const open = rest.days === undefined && rest.workdays === undefined && rest.end === undefined;
  return {
    ...rest,
    ...(open ? printed : {}),
    start: first,
    ...(notice === undefined ? {} : { notice }),
    draft: draftFile ?? (typeof draft === 'string' ? draft : ''),
    interpretation: parts ?? ('file' in interpretation ? {} : interpretation),
  };
}

function faultOf(misfit: Misfit): Fault {
  const { line, path } = misfit;
  if (misfit.kind === 'key') {
    const known: readonly string[] = keys[path] ?? Object.keys(fields);
    // Parts beside the name of a file: one or the other.
    const allowed = known.includes(misfit.key) ? ['file'] : known;
    return fault('terms-key', { at: path, key: misfit.key, allowed: allowed.join('、') }, line);
  }
  if (misfit.kind === 'missing') return fault('terms-missing', { path, allowed: misfit.allowed }, line);
  return fault('terms-field', { path, value: misfit.value, allowed: misfit.allowed }, line);
}

function missing(path: string, allowed: string, yaml: YamlText): Fault {
  return fault('terms-missing', { path, allowed: `${allowed}，公告也没有写明` }, yaml.lineOf([path]));
}

/** The text of the file that a value names; undefined where it names none or the file cannot be read. */
function fileNamed(path: string, yaml: YamlText, file: (name: string) => string, faults: Fault[]): string | undefined {
  const name = valueAt(yaml.value, [path, 'file']);
  if (typeof name !== 'string' || name.trim() === '') return undefined;
  try {
    return file(name.trim());
  } catch (error) {
    if (!(error instanceof DubanError)) throw error;
    const line = yaml.lineOf([path, 'file']);
    faults.push(...error.faults.map((one) => fault('terms-file', { path, name, detail: one.message }, line)));
    return undefined;
  }
}

/** An interpretation in a file of its own; its faults name that file and stand at the line that names it. */
function partsOf(text: string, outer: YamlText, faults: Fault[]): CommentTerms['interpretation'] {
  const inner = readYaml(text);
  const line = outer.lineOf(['interpretation', 'file']);
  const name = String(valueAt(outer.value, ['interpretation', 'file']));
  const tell = (detail: string): unknown =>
    faults.push(fault('terms-file', { path: 'interpretation', name, detail }, line));
  for (const one of inner.faults) tell(`第${one.line}行：${one.detail}`);
  if (inner.faults.length > 0) return {};
  const read = interpretationShape.safeParse(inner.value);
  if (read.success) return read.data;
  for (const misfit of misfitsOf(read.error, inner, 'interpretation')) tell(faultOf(misfit).message);
  return {};
}

/** The notice of a document that holds more than the notice. */
function ownNotice(text: string): string {
  const span = noticeIn(text)?.span;
  return (span === undefined ? text : text.slice(...span)).trim();
}

/** What a notice prints of its period; the length as it counts it. */
function datesOf(
  notice: string,
  calendar: Calendar,
): Partial<Pick<CommentTerms, 'start' | 'days' | 'workdays' | 'end'>> {
  const { start, stated, unit } = readNotice(notice, { calendar, minimum: { days: 1 } });
  return {
    ...(start === null ? {} : { start }),
    ...(stated.days === null ? {} : unit === 'workdays' ? { workdays: stated.days } : { days: stated.days }),
    ...(stated.end === null ? {} : { end: stated.end }),
  };
}
