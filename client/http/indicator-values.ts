/** `/r/TOKEN` for a unit's indicators of a year: it reads what is asked and gives or revises each value. */
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import type { LinkClaims } from '../../activities/links.js';
import { DubanError, type Fault, fault, refuse } from '../../domain/errors.js';
import { type TriedValue, valuePage } from '../console/value-page.js';
import type { AskedValues } from './indicator-answers.js';
import { answeringFor, linkActor, mayAnswer } from './link-unit.js';
import { page } from './page.js';
import type { Site } from './site.js';

const typed = z.string().trim().max(2000).default('');

/** The form of one indicator; what is wrong with it is said on the page, with what was typed. */
export const valueForm = z.object({
  act: z.literal('value'),
  no: z.coerce.number().int().min(1),
  value: typed,
  source: typed,
  asOf: typed,
  note: typed,
  /** The very value a doubt was raised about: another one is looked at anew. */
  confirmed: typed,
});
export type ValueForm = z.infer<typeof valueForm> & { readonly by: string };

/** The page of a unit's values. */
export async function showValues(
  site: Site,
  claims: LinkClaims,
  token: string,
  did: string | undefined,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const asked = await askedOf(site, claims);
  return page(reply, valuePage({ asked, path: `/r/${token}`, did: Number(/^value-(\d+)$/.exec(did ?? '')?.[1] ?? 0) }));
}

/** Takes one value, or shows the page again with what stands against it. */
export async function takeValue(
  site: Site,
  claims: LinkClaims,
  token: string,
  body: ValueForm,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const asked = await askedOf(site, claims);
  if (!asked.rows.some((one) => one.no === body.no)) throw refuse('not-found', { what: `第${body.no}项指标` });
  const again = (faults: readonly Fault[], doubts: readonly string[]): FastifyReply => {
    const tried: TriedValue = { ...body, faults, doubts };
    return page(reply.status(faults.length > 0 ? 422 : 200), valuePage({ asked, path: `/r/${token}`, did: 0, tried }));
  };
  const value = numberOf(body.value);
  if (value === undefined) return again([fault('indicator-value', { no: body.no, value: body.value })], []);
  const { source, asOf, note } = body;
  try {
    const { doubts } = await site.office.indicators.give(
      asked.plan,
      body.no,
      asked.year,
      { value, source, asOf, note, via: 'link', confirmed: body.confirmed === body.value },
      await linkActor(site, await answeringFor(site, asked.unit), body.by),
    );
    if (doubts.length > 0) return again([], doubts);
  } catch (error) {
    if (!(error instanceof DubanError) || error.status >= 500) throw error;
    return again(error.faults, []);
  }
  return reply.redirect(`/r/${token}?did=value-${body.no}#v${body.no}`, 303);
}

/** @throws `not-found`, also for another unit's values than the link's. */
async function askedOf(site: Site, claims: LinkClaims): Promise<AskedValues> {
  const [id = ''] = claims.tasks;
  const found = await site.indicators.asked(id);
  if (!(await mayAnswer(site, claims, found.unit))) throw refuse('not-found', { what: id });
  return found;
}

/** `1,234.5`, `１２`, `85%`: a number as people type it; undefined for anything else. */
function numberOf(words: string): number | undefined {
  const plain = words.normalize('NFKC').replace(/[\s,]/g, '').replace(/%$/, '');
  return /^[+-]?(\d{1,15}(\.\d{0,10})?|\.\d{1,10})$/.test(plain) ? Number(plain) : undefined;
}
