/** What one unit returned in a cycle, for the office: read, sent back, or entered for the unit, typed or as its Excel sheet. */
import multipart from '@fastify/multipart';
import type { FastifyReply } from 'fastify';
import type { VNode } from 'preact';
import { z } from 'zod';
import { type Fault, fault, refuse } from '../../domain/errors.js';
import { returnHref } from '../console/cycles-parts.js';
import { unitReturnPage } from '../console/cycles-unit-page.js';
import { type AskedReturn, askedOf } from './asked-return.js';
import { sendFile } from './comment-files.js';
import { isForPerson } from './console-comments-form.js';
import { cycleIdOf } from './console-cycles-one.js';
import { evidenceParams, unitParams, versionQuery } from './cycle-bodies.js';
import { doneOf, doneQuery } from './done.js';
import { page } from './page.js';
import { RETURN_BODY, readReturn, type SentReturn, wordsOf } from './return-form.js';
import { nothingSaid, saidOf } from './returns.js';
import { mustForm, mustSession, officeActor, type Session, signedOf } from './session.js';
import type { Site, ZodWeb } from './site.js';
import { type Said, takeSheet, takeWords } from './take-return.js';

const REASON = 500;
const UNIT = '/cycles/:plan/:key/units/:unit';

type About = Partial<Omit<Parameters<typeof unitReturnPage>[0], 'signed' | 'asked' | 'shown' | 'said'>> & {
  readonly said?: Partial<Said>;
  readonly version?: number | undefined;
};

/** Adds `/cycles/PLAN/KEY/units/UNIT` to an area of its own. */
export async function addUnitReturns(web: ZodWeb, site: Site): Promise<void> {
  // A file that is too long is cut, so that the office hears of all faults at once and not of the first.
  await web.register(multipart, { throwFileSizeLimit: false });
  const { cycles } = site;
  const params = unitParams;

  web.get(UNIT, { schema: { params, querystring: doneQuery.extend(versionQuery.shape) } }, async (request, reply) => {
    const session = mustSession(request, site);
    const { done, version } = request.query;
    return page(reply, await show(site, await askedIn(site, request.params), session, { done: doneOf(done), version }));
  });

  web.post(`${UNIT}/return`, { schema: { params } }, async (request, reply): Promise<FastifyReply> => {
    // Before anything is read: only the office may send files here.
    mustSession(request, site);
    if (Number(request.headers['content-length'] ?? 0) > RETURN_BODY)
      throw refuse('body-too-large', { limit: RETURN_BODY / 1024 / 1024 });
    const sent = await readReturn(request);
    request.body = { csrf: wordsOf(sent.fields, 'csrf') };
    const session = mustForm(request, site);
    return enter(site, await askedIn(site, request.params), sent, session, reply);
  });

  const sendBack = z.object({
    version: z.coerce.number().int().min(1).max(9999),
    reason: z.string().default(''),
    csrf: z.string().max(100).optional(),
  });
  web.post(
    `${UNIT}/send-back`,
    { schema: { params, body: sendBack } },
    async (request, reply): Promise<FastifyReply> => {
      const session = mustForm(request, site);
      const asked = await askedIn(site, request.params);
      const { version } = request.body;
      const reason = request.body.reason.replace(/\r\n?/g, '\n').trim();
      const { cycle, unit } = asked;
      try {
        const faults = wordsFaults('理由', reason);
        const [first] = faults;
        if (first !== undefined) throw refuse(first.code, first.values);
        const act = { kind: 'sendBack', unit: unit.unit, version, reason } as const;
        await site.office.supervision.act(cycle.id, act, officeActor(session.name));
        return await reply.redirect(`${returnHref(cycle.id, unit.unit)}?done=returnSentBack`, 303);
      } catch (error) {
        if (!isForPerson(error)) throw error;
        const now = await askedIn(site, request.params);
        return page(
          reply.status(error.status),
          await show(site, now, session, { said: { faults: error.faults }, reason }),
        );
      }
    },
  );

  web.get(`${UNIT}/sheet`, { schema: { params } }, async (request, reply) => {
    mustSession(request, site);
    return sendFile(reply, await cycles.sheet(cycleIdOf(request.params), request.params.unit));
  });
  web.get(`${UNIT}/evidence/:version/:sha256`, { schema: { params: evidenceParams } }, async (request, reply) => {
    mustSession(request, site);
    const { unit, version, sha256 } = request.params;
    const file = await cycles.evidence(cycleIdOf(request.params), unit, version, sha256);
    if (file === undefined) throw refuse('not-found', { what: '佐证材料' });
    return sendFile(reply, file);
  });
}

/** @throws `cycle-unknown`, `cycle-other-unit`. */
async function askedIn(site: Site, params: z.infer<typeof unitParams>): Promise<AskedReturn> {
  const cycle = await site.cycles.cycle(cycleIdOf(params));
  const unit = cycle.asked.find((one) => one.unit === params.unit);
  if (unit === undefined) {
    const allowed = cycle.asked.map((one) => one.name).join('、');
    throw refuse('cycle-other-unit', { cycle: cycle.id, unit: params.unit, allowed });
  }
  return askedOf(site, cycle, unit);
}

async function show(site: Site, asked: AskedReturn, session: Session, about: About): Promise<VNode> {
  const { cycle, unit, last } = asked;
  const { version, said, ...rest } = about;
  const shown =
    version === undefined || version === last?.version ? last : await site.cycles.return(cycle.id, unit.unit, version);
  return unitReturnPage({
    why: '',
    reason: undefined,
    tried: undefined,
    done: undefined,
    ...rest,
    signed: signedOf(session, site),
    asked,
    shown,
    said: { ...nothingSaid(asked), ...said },
  });
}

/** Enters a return for the unit; what cannot be taken comes back with everything typed and all that is wrong. */
async function enter(
  site: Site,
  asked: AskedReturn,
  sent: SentReturn,
  session: Session,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { cycle, unit } = asked;
  const why = wordsOf(sent.fields, 'why');
  const act = wordsOf(sent.fields, 'act') === 'sheet' ? 'sheet' : 'return';
  const said = saidOf(asked, sent);
  const again = async (status: number, change: Partial<Said>): Promise<FastifyReply> => {
    const tried = change.typed === undefined ? act : 'return';
    return page(reply.status(status), await show(site, asked, session, { said: { ...said, ...change }, why, tried }));
  };
  if (!sent.whole) return again(422, { faults: [fault('return-unreadable')] });
  const unwritten = wordsFaults('为什么代报', why);
  const actor = { ...officeActor(session.name), onBehalfOf: unit.unit, why };
  try {
    if (act === 'sheet' && unwritten.length > 0) return await again(422, { faults: unwritten });
    const done =
      act === 'sheet'
        ? await takeSheet(site, asked, sent, actor)
        : await takeWords(site, asked, sent, said, actor, unwritten);
    if (typeof done === 'string')
      return await reply.redirect(`${returnHref(cycle.id, unit.unit)}?done=returnEntered`, 303);
    return await again(done.faults === undefined ? 200 : 422, done);
  } catch (error) {
    if (!isForPerson(error)) throw error;
    return again(error.status, { faults: error.faults });
  }
}

function wordsFaults(field: string, text: string): readonly Fault[] {
  const { length } = [...text];
  if (length === 0) return [fault('text-missing', { field })];
  return length > REASON ? [fault('text-too-long', { field, length, allowed: REASON })] : [];
}
