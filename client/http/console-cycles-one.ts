/** The page of one supervision cycle, the office's acts on it and its answers to what units contest. */
import type { VNode } from 'preact';
import { z } from 'zod';
import { dayOf } from '../../domain/day.js';
import { refuse } from '../../domain/errors.js';
import { readCycleKey } from '../../domain/supervision/rhythm.js';
import type { Tried } from '../console/comments-parts.js';
import { cyclePage } from '../console/cycles-one-page.js';
import { cycleHref } from '../console/cycles-parts.js';
import { carryOut, fieldsOf, flatForm, readFields } from './console-comments-form.js';
import { cycleParams, type MadeCycleAct } from './cycle-bodies.js';
import { doneOf, doneQuery } from './done.js';
import { page } from './page.js';
import { mustForm, mustSession, officeActor, type Session, signedOf } from './session.js';
import type { Site, ZodWeb } from './site.js';

const actFields = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('compile') }),
  z.object({ kind: z.literal('skip'), reason: z.string('请填写').trim().min(1, '请填写').max(500, '最多500字') }),
  z.object({
    kind: z.literal('contest'),
    unit: z.string('请选择').max(80),
    text: z.string('请填写').trim().min(1, '请填写').max(5000, '最多5000字'),
    why: z.string('请填写').trim().min(1, '请填写').max(500, '最多500字'),
  }),
  z.object({
    kind: z.literal('answerContest'),
    no: z.coerce.number().int().min(1),
    upheld: z.enum(['yes', 'no'], '请选择'),
    text: z.string('请填写').trim().min(1, '请填写').max(5000, '最多5000字'),
  }),
]);

const doneKeys = {
  compile: 'compiled',
  skip: 'dropped',
  contest: 'contestEntered',
  answerContest: 'contestAnswered',
} as const;

/** Adds `/cycles/PLAN/KEY`. */
export function addCyclePage(web: ZodWeb, site: Site): void {
  const params = cycleParams;
  const show = async (id: string, session: Session, done: string | undefined, tried?: Tried): Promise<VNode> => {
    const [cycle, directory] = await Promise.all([site.cycles.cycle(id), site.records.directory()]);
    return cyclePage({ signed: signedOf(session, site), cycle, directory, today: dayOf(site.now()), done, tried });
  };
  web.get('/cycles/:plan/:key', { schema: { params, querystring: doneQuery } }, async (request, reply) => {
    const session = mustSession(request, site);
    return page(reply, await show(cycleIdOf(request.params), session, doneOf(request.query.done)));
  });
  web.post('/cycles/:plan/:key/acts', { schema: { params, body: flatForm } }, async (request, reply) => {
    const session = mustForm(request, site);
    const id = cycleIdOf(request.params);
    const values = fieldsOf(request.body);
    const work = async () => {
      const read = readFields(actFields, values);
      const actor = officeActor(session.name);
      if (read.kind === 'contest') {
        const { kind, unit, text, why } = read;
        await site.office.supervision.act(id, { kind, unit, text }, { ...actor, onBehalfOf: unit, why });
      } else {
        const act: MadeCycleAct = read.kind === 'answerContest' ? { ...read, upheld: read.upheld === 'yes' } : read;
        await site.office.supervision.act(id, act, actor);
      }
      // The draft is what the office looks at next.
      return `${cycleHref(id)}${read.kind === 'compile' ? '/bulletin' : ''}?done=${doneKeys[read.kind]}`;
    };
    const name = values['kind'] === 'answerContest' ? `answerContest ${values['no']}` : (values['kind'] ?? 'act');
    return carryOut(reply, { name, values }, work, (tried) => show(id, session, undefined, tried));
  });
}

/** `{plan}/{key}` with the key as the record writes it. @throws `cycle-key`. */
export function cycleIdOf({ plan, key }: z.infer<typeof cycleParams>): string {
  const period = readCycleKey(key);
  if (period === undefined) throw refuse('cycle-key', { value: key });
  return `${plan}/${period.key}`;
}
