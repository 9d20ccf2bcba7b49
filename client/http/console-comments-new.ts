/** The page on which a comment period is opened: its terms typed or with the draft as a file, looked at, then announced. */
import multipart, { type MultipartFile } from '@fastify/multipart';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { DubanError, type Fault, fault, refuse } from '../../domain/errors.js';
import { commentRules } from '../comments/open.js';
import { newPeriodPage } from '../console/comments-new-page.js';
import { periodHref } from '../console/comments-parts.js';
import { textOf } from '../formats/text-of.js';
import { type TermsFields, termsOfForm } from './comment-terms-form.js';
import { isForPerson } from './console-comments-form.js';
import { page } from './page.js';
import { mustForm, mustSession, officeActor, type Session, signedOf } from './session.js';
import type { Site, ZodWeb } from './site.js';

/** Bytes of the draft’s file, which may carry pictures, and of one typed text: a million characters take at most four of these. */
const FILE_BYTES = 32 * 1024 * 1024;
const FIELD_BYTES = 4 * 1024 * 1024;

interface Sent {
  readonly fields: TermsFields;
  /** Of the file; the draft's text stands in `fields` where it could be read. */
  readonly faults: readonly Fault[];
}

/** Adds `/comments/new` to an area of its own. */
export async function addNewPeriodPage(web: ZodWeb, site: Site): Promise<void> {
  await web.register(multipart, { throwFileSizeLimit: false });

  const show = async (
    session: Session,
    about: Omit<Parameters<typeof newPeriodPage>[0], 'signed' | 'kinds' | 'directory'>,
  ) => {
    const [rules, directory] = await Promise.all([commentRules(), site.records.directory()]);
    return newPeriodPage({ signed: signedOf(session, site), kinds: rules.kinds, directory, ...about });
  };
  const querystring = z.object({ plan: z.string().max(100).optional() });
  web.get('/comments/new', { schema: { querystring } }, async (request, reply) => {
    const session = mustSession(request, site);
    const { plan } = request.query;
    const drafted = plan === undefined ? undefined : await site.records.plan(plan);
    const known = drafted === undefined ? {} : { plan: drafted.id, title: drafted.title, issuer: drafted.plan.issuer };
    return page(reply, await show(session, { values: { web: 'yes', ...known }, faults: [] }));
  });
  web.post('/comments/new', async (request, reply): Promise<FastifyReply> => {
    // Before anything is read: only the office may send files here.
    mustSession(request, site);
    const sent = await readSent(request);
    request.body = sent.fields;
    const session = mustForm(request, site);
    const values = sent.fields;
    const acts = site.office.comments;
    const { terms, faults: unfit } = termsOfForm(values, site.now());
    const unread = [...sent.faults, ...unfit];
    try {
      if (values['act'] === 'open' && unread.length === 0) {
        const { period } = await acts.open(terms, officeActor(session.name));
        return await reply.redirect(`${periodHref(period)}?done=announced`, 303);
      }
      const check = await acts.check(terms);
      const silent = unfit.length > 0 ? windowCodes : [];
      const faults = [...unread, ...check.faults.filter((one) => !silent.includes(one.code) && !told(one, sent))];
      const checked = unfit.length === 0 ? { check } : {};
      return page(reply.status(faults.length === 0 ? 200 : 422), await show(session, { values, faults, ...checked }));
    } catch (error) {
      if (!isForPerson(error)) throw error;
      return page(reply.status(error.status), await show(session, { values, faults: [...unread, ...error.faults] }));
    }
  });
}

/** What can only be judged where the dates could be read. */
const windowCodes: readonly string[] = [
  'terms-start-past',
  'terms-length',
  'terms-length-twice',
  'terms-end-before',
  'terms-end-differs',
  'terms-too-short',
  'terms-notice-differs',
];

/** A file that could not be read says more than that there is no draft. */
const told = (one: Fault, sent: Sent): boolean => one.code === 'terms-draft' && sent.faults.length > 0;

/** The fields and the file of a form. @throws `bad-request` for what is not built as a form. */
async function readSent(request: FastifyRequest): Promise<Sent> {
  const fields: Record<string, string> = {};
  const keep = (name: string, value: unknown): void => {
    if (typeof value === 'string' && !Object.hasOwn(fields, name)) fields[name] = value.replace(/\r\n?/g, '\n');
  };
  if (!request.isMultipart()) {
    for (const [name, value] of Object.entries((request.body ?? {}) as Readonly<Record<string, unknown>>))
      keep(name, value);
    return { fields, faults: [] };
  }
  let file: { readonly name: string; readonly bytes: Uint8Array; readonly cut: boolean } | undefined;
  try {
    const limits = { fields: 60, files: 1, parts: 80, fieldSize: FIELD_BYTES, fileSize: FILE_BYTES };
    for await (const part of request.parts({ limits })) {
      if (part.type === 'field') keep(part.fieldname, part.value);
      else file = await readFile(part);
    }
  } catch {
    throw refuse('bad-request', { detail: '表单没有完整送到，请返回上一页再提交一次' });
  }
  if (file === undefined) return { fields, faults: [] };
  try {
    if (file.cut) throw refuse('file-too-large', { size: `${FILE_BYTES}以上`, limit: FILE_BYTES });
    return { fields: { ...fields, draft: textOf(file.bytes, file.name).text }, faults: [] };
  } catch (error) {
    if (!(error instanceof DubanError)) throw error;
    const name = [...file.name].slice(0, 80).join('');
    return {
      fields,
      faults: error.faults.map((one) => fault('terms-file', { path: '征求意见稿', name, detail: one.message })),
    };
  }
}

/** Undefined where a browser sends an empty part because no file was chosen. */
async function readFile(part: MultipartFile) {
  const chunks: Buffer[] = [];
  for await (const chunk of part.file as AsyncIterable<Buffer>) chunks.push(chunk);
  const bytes = Buffer.concat(chunks);
  return bytes.length === 0 ? undefined : { name: part.filename ?? '', bytes, cut: part.file.truncated };
}
