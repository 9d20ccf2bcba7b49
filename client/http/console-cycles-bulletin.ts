/** The bulletin at the office's desk: draft, approval by another person, publication, correction; its document and chart. */
import type { VNode } from 'preact';
import { z } from 'zod';
import { dayOf } from '../../domain/day.js';
import { refuse } from '../../domain/errors.js';
import type { Tried } from '../console/comments-parts.js';
import { bulletinDesk } from '../console/cycles-bulletin-page.js';
import { cycleHref } from '../console/cycles-parts.js';
import { sendFile } from './comment-files.js';
import { carryOut, fieldsOf, flatForm, readFields } from './console-comments-form.js';
import { cycleIdOf } from './console-cycles-one.js';
import type { BulletinAnswer } from './cycle-answers.js';
import { cycleParams } from './cycle-bodies.js';
import { bulletinAnswer, bulletinChart, bulletinFile } from './cycle-papers.js';
import { doneOf, doneQuery } from './done.js';
import { page } from './page.js';
import { mustForm, mustSession, officeActor, type Session, signedOf } from './session.js';
import type { Site, ZodWeb } from './site.js';

const reason = z.string('请填写').trim().min(1, '请填写').max(500, '最多500字');
const actFields = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('approve'), sure: z.literal('yes', '请勾选“我已核对各项数字和列名的单位”') }),
  z.object({ kind: z.literal('publish') }),
  z.object({ kind: z.literal('correct'), reason }),
  z.object({ kind: z.literal('withdrawCorrection'), reason }),
]);

const doneKeys = {
  approve: 'bulletinApproved',
  publish: 'bulletinPublished',
  correct: 'correcting',
  withdrawCorrection: 'correctionWithdrawn',
} as const;

/** Adds `/cycles/PLAN/KEY/bulletin…`. */
export function addBulletinDesk(web: ZodWeb, site: Site): void {
  const params = cycleParams;
  const show = async (
    id: string,
    session: Session,
    about: { readonly no?: number | undefined; readonly done?: string | undefined; readonly tried?: Tried },
  ): Promise<VNode> => {
    const [{ cycle, answer }, units] = await Promise.all([bulletinAnswer(site.cycles, id), site.cycles.unitNames()]);
    const old = about.no === undefined ? undefined : await earlier(site, answer, about.no);
    return bulletinDesk({
      signed: signedOf(session, site),
      cycle,
      answer: old ?? answer,
      old: old !== undefined,
      officeName: units.find((unit) => unit.id === cycle.state.office)?.name ?? cycle.state.office,
      today: dayOf(site.now()),
      done: about.done,
      tried: about.tried,
    });
  };

  const querystring = doneQuery.extend({
    no: z.coerce.number().int().min(1).max(99).optional().catch(undefined),
  });
  web.get('/cycles/:plan/:key/bulletin', { schema: { params, querystring } }, async (request, reply) => {
    const session = mustSession(request, site);
    const { no, done } = request.query;
    return page(reply, await show(cycleIdOf(request.params), session, { no, done: doneOf(done) }));
  });
  web.post('/cycles/:plan/:key/bulletin', { schema: { params, body: flatForm } }, async (request, reply) => {
    const session = mustForm(request, site);
    const id = cycleIdOf(request.params);
    const values = fieldsOf(request.body);
    const actor = officeActor(session.name);
    const work = async () => {
      const act = readFields(actFields, values);
      if (act.kind === 'correct') await site.office.supervision.correct(id, act.reason, actor);
      else {
        const { kind } = act;
        const told = kind === 'withdrawCorrection' ? { kind, reason: act.reason } : { kind };
        await site.office.supervision.act(id, told, actor);
      }
      return `${cycleHref(id)}/bulletin?done=${doneKeys[act.kind]}`;
    };
    return carryOut(reply, { name: values['kind'] ?? 'act', values }, work, (tried) => show(id, session, { tried }));
  });

  web.get('/cycles/:plan/:key/bulletin.docx', { schema: { params } }, async (request, reply) => {
    mustSession(request, site);
    return sendFile(reply, await bulletinFile(site.cycles, cycleIdOf(request.params)));
  });
  web.get('/cycles/:plan/:key/chart.svg', { schema: { params } }, async (request, reply) => {
    mustSession(request, site);
    return reply.type('image/svg+xml; charset=utf-8').send(await bulletinChart(site.cycles, cycleIdOf(request.params)));
  });
}

/** An earlier bulletin of the cycle as it was approved; undefined for the one in force. @throws `not-found`. */
async function earlier(site: Site, answer: BulletinAnswer, no: number): Promise<BulletinAnswer | undefined> {
  const kept = await site.cycles.published(answer.cycle);
  const one = kept[no - 1];
  if (one === undefined) throw refuse('not-found', { what: `第${no}份通报` });
  const { cycle, names } = answer;
  if (!answer.draft && no === kept.length) return undefined;
  return { draft: false, ...one, cycle, names, earlier: kept.slice(0, no - 1).map((each) => each.number) };
}
