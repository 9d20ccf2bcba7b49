/** What the forms about comment periods share: flat fields, a schema read over them, and the page again when it was refused. */
import type { FastifyReply } from 'fastify';
import type { VNode } from 'preact';
import { z } from 'zod';
import { DubanError, type Fault, fault, refuse } from '../../domain/errors.js';
import type { Tried } from '../console/comments-parts.js';
import { fieldWordOf } from './field-words.js';
import { page } from './page.js';

/** A browser's form: text fields, and lists where several boxes were ticked. */
export const flatForm = z.record(
  z.string().max(40),
  z.union([z.string().max(100_000), z.array(z.string().max(100)).max(1000)]),
);

/** Fields as flat text without what is empty, lines apart by `\n`; ticked boxes joined by commas. */
export function fieldsOf(body: z.infer<typeof flatForm>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(body)
      .map(([name, value]) => [name, Array.isArray(value) ? value.join(',') : value.replace(/\r\n?/g, '\n')] as const)
      .filter(([name, value]) => name !== 'csrf' && value.trim() !== ''),
  );
}

/** Where the pages call a field otherwise than the API does. */
const fieldWords: Readonly<Record<string, string>> = {
  after: '修改后的文字',
  arrived: '收到日',
  basis: '依据',
  before: '修改前的文字',
  channel: '渠道',
  contact: '联系方式',
  dates: '各项任务的时限',
  days: '期限（日）',
  document: '评估文件的文号',
  draft: '征求意见稿',
  end: '写明的截止日期',
  evaluation: '评估',
  forwardedTo: '转交给谁',
  heardAt: '接到的时间',
  inTime: '是否在期限内',
  indicators: '指标',
  interpretation: '政策解读',
  into: '并入第几条',
  issuer: '征求意见的单位',
  item: '条目',
  key: '督查周期',
  kind: '处理结果',
  mail: '邮件',
  name: '姓名或单位',
  nos: '意见（请在列表中勾选）',
  notice: '公告全文',
  number: '文号',
  on: '印发日期',
  opinion: '评估意见',
  period: '归入哪一次征求意见',
  plan: '编号',
  postmark: '邮戳日',
  reasonForShort: '缩短期限的理由',
  start: '起始日期',
  sure: '确认',
  summary: '意见摘要',
  text: '意见内容',
  title: '标题',
  to: '延长至',
  what: '意见内容',
  where: '修改之处',
  until: '推迟至',
  upheld: '异议是否成立',
  workdays: '期限（工作日）',
};

/** The name of a field as the pages show it. */
export const fieldWord = (name: string): string => fieldWords[name] ?? fieldWordOf(name) ?? name;

/** What the fields say by a schema. @throws every value that does not fit, as `field-invalid`. */
export function readFields<T extends z.ZodType>(schema: T, fields: unknown): z.infer<T> {
  const read = schema.safeParse(fields);
  if (read.success) return read.data;
  throw new DubanError(read.error.issues.map(faultOf));
}

/** One misfit of a schema in Chinese words. */
function faultOf({ path, message }: z.core.$ZodIssue): Fault {
  // What zod says by itself is English: the value is missing or no choice of the page.
  const detail = /\p{Script=Han}/u.test(message) ? message : '请填写或选择';
  return fault('field-invalid', { field: fieldWord(String(path[0] ?? '表单')), detail });
}

/** A refusal that is a sentence to the person at the form; anything else is the error page's. */
export function isForPerson(error: unknown): error is DubanError {
  return error instanceof DubanError && error.code !== 'internal' && error.status !== 401 && error.status !== 403;
}

/**
 * Carries a form out and goes on to the address that `work` gives; refused, the page comes again with everything typed.
 * @param again the page, with what was tried.
 */
export async function carryOut(
  reply: FastifyReply,
  form: { readonly name: string; readonly values: Readonly<Record<string, string>> },
  work: () => Promise<string>,
  again: (tried: Tried) => Promise<VNode>,
): Promise<FastifyReply> {
  try {
    return reply.redirect(await work(), 303);
  } catch (error) {
    if (!isForPerson(error)) throw error;
    const faults = error.faults.map(named);
    return page(reply.status(error.status), await again({ form: form.name, values: form.values, faults }));
  }
}

/** Faults of the API's own readers name fields by their keys. */
function named(one: Fault): Fault {
  const { field, detail = '' } = one.values;
  return one.code === 'field-invalid' ? fault('field-invalid', { field: fieldWord(String(field)), detail }) : one;
}

/** Serial numbers out of ticked boxes. @throws `field-invalid` when none was ticked or one is no number. */
export function numbersOf(text: string | undefined): readonly number[] {
  const parts = (text ?? '').split(',').filter((part) => part !== '');
  const wrong = parts.length === 0 || parts.some((part) => !/^[1-9]\d{0,6}$/.test(part));
  if (wrong) throw refuse('field-invalid', { field: fieldWord('nos'), detail: '没有勾选' });
  return parts.map(Number);
}
