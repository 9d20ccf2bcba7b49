/** Pages of supervision cycles: all of them, starting one by hand, what units were asked; one cycle's stand in files of their own. */
import type { VNode } from 'preact';
import { z } from 'zod';
import { addDays, type Day, dayOf, isDay, yearOf } from '../../domain/day.js';
import { type Fault, refuse } from '../../domain/errors.js';
import { cycleOf, cycleWords, laterCycle, readCycleKey, rhythms } from '../../domain/supervision/rhythm.js';
import type { Tried } from '../console/comments-parts.js';
import { burdenPage } from '../console/cycles-burden-page.js';
import { newCyclePage } from '../console/cycles-new-page.js';
import { cyclesPage } from '../console/cycles-page.js';
import { cycleHref } from '../console/cycles-parts.js';
import { carryOut, fieldsOf, flatForm, isForPerson, readFields } from './console-comments-form.js';
import { addBulletinDesk } from './console-cycles-bulletin.js';
import { addCyclePage } from './console-cycles-one.js';
import { addUnitReturns } from './console-cycles-unit.js';
import type { BurdenAnswer, CyclePlanAnswer } from './cycle-answers.js';
import { doneOf, doneQuery } from './done.js';
import { page } from './page.js';
import { mustForm, mustSession, officeActor, type Session, signedOf } from './session.js';
import { type Site, typed, type ZodWeb } from './site.js';

/** A published bulletin is looked at for contests so long after the last day to contest (days): as long as answers may take, and some. */
const CONTESTS = 60;

const chosen = z.object({ plan: z.string('请选择').min(1, '请选择').max(100), key: z.string('请填写').max(20) });
const startFields = chosen.extend({
  overrideBy: z.string().trim().max(40, '最多40字').default(''),
  overrideWhy: z.string().trim().max(500, '最多500字').default(''),
});
/** A blank reason is refused with all else that is wrong. */
const putOffFields = chosen.extend({
  until: z.string().refine(isDay, '应为日期').optional(),
  reason: z.string().trim().max(500, '最多500字').default(''),
});

/** Adds `/cycles…`. */
export function addCyclePages(web: ZodWeb, site: Site): void {
  addList(web, site);
  addStart(web, site);
  addBurden(web, site);
  addCyclePage(web, site);
  addBulletinDesk(web, site);
  // Sheets and evidence come with the return, so its page reads bodies of its own kind.
  void web.register(async (area) => addUnitReturns(typed(area), site));
}

function addList(web: ZodWeb, site: Site): void {
  const { cycles: records, office } = site;
  const show = async (session: Session, done: string | undefined, tried?: Tried): Promise<VNode> => {
    const [cycles, coming] = await Promise.all([records.cycles(), records.coming()]);
    const today = dayOf(site.now());
    const contested = cycles.filter(({ contestBy }) => contestBy !== null && today <= addDays(contestBy, CONTESTS));
    const waiting = new Map(
      await Promise.all(
        contested.map(async ({ id }) => {
          const { contests } = await records.cycle(id);
          return [id, contests.filter((one) => one.answer === undefined).length] as const;
        }),
      ),
    );
    return cyclesPage({ signed: signedOf(session, site), cycles, coming, waiting, today, done, tried });
  };
  web.get('/cycles', { schema: { querystring: doneQuery } }, async (request, reply) => {
    const session = mustSession(request, site);
    return page(reply, await show(session, doneOf(request.query.done)));
  });
  web.post('/cycles/put-off', { schema: { body: flatForm } }, async (request, reply) => {
    const session = mustForm(request, site);
    const values = fieldsOf(request.body);
    const work = async () => {
      const { plan, key, until, reason } = readFields(putOffFields, values);
      const period = readCycleKey(key)?.key ?? key;
      await office.supervision.putOff(plan, period, until ?? null, reason, officeActor(session.name));
      return `/cycles?done=${until === undefined ? 'dropped' : 'putOff'}`;
    };
    const name = `putOff ${values['plan']} ${values['key']}`;
    return carryOut(reply, { name, values }, work, (tried) => show(session, undefined, tried));
  });
}

/** @throws `cycle-key`. */
function mustPeriod(value: string) {
  const period = readCycleKey(value);
  if (period === undefined) throw refuse('cycle-key', { value });
  return period;
}

function addStart(web: ZodWeb, site: Site): void {
  const { office, records } = site;
  const show = async (
    session: Session,
    values: Readonly<Record<string, string>>,
    faults: readonly Fault[],
  ): Promise<VNode> => {
    const today = dayOf(site.now());
    const [status, burden] = await Promise.all([
      records.status(),
      site.cycles.burden(`${today.slice(0, 7)}-01`, today),
    ]);
    const plans = status.plans.filter((plan) => plan.status === 'executing');
    const { planned, unfit } = await planOf(values);
    return newCyclePage({
      signed: signedOf(session, site),
      plans,
      periods: periodsAt(today),
      values,
      faults: [...faults, ...unfit.filter((one) => !faults.some((other) => other.message === one.message))],
      planned,
      burden,
    });
  };
  const planOf = async (
    values: Readonly<Record<string, string>>,
  ): Promise<{ readonly planned: CyclePlanAnswer | undefined; readonly unfit: readonly Fault[] }> => {
    if (values['plan'] === undefined || values['key'] === undefined) return { planned: undefined, unfit: [] };
    try {
      const { plan, key } = readFields(chosen, values);
      const period = mustPeriod(key);
      const [found, units] = await Promise.all([office.supervision.plan(plan, period.key), site.cycles.unitNames()]);
      const named = found.units.map((one) => ({
        ...one,
        name: units.find((unit) => unit.id === one.unit)?.name ?? one.unit,
      }));
      const id = `${plan}/${period.key}`;
      return { planned: { id, periodWords: cycleWords(period), dates: found.dates, units: named }, unfit: [] };
    } catch (error) {
      if (!isForPerson(error)) throw error;
      return { planned: undefined, unfit: error.faults };
    }
  };
  const querystring = z.object({ plan: z.string().max(100).optional(), key: z.string().max(20).optional() });
  web.get('/cycles/new', { schema: { querystring } }, async (request, reply) => {
    const session = mustSession(request, site);
    return page(reply, await show(session, fieldsOf(request.query as Record<string, string>), []));
  });
  web.post('/cycles/new', { schema: { body: flatForm } }, async (request, reply) => {
    const session = mustForm(request, site);
    const values = fieldsOf(request.body);
    try {
      const { plan, key, overrideBy, overrideWhy } = readFields(startFields, values);
      if ((overrideBy === '') !== (overrideWhy === ''))
        throw refuse('field-invalid', { field: '批准人、超过上限的理由', detail: '两项都要填写' });
      const options = overrideBy === '' ? {} : { override: { by: overrideBy, why: overrideWhy } };
      const { id } = await office.supervision.start(plan, mustPeriod(key).key, options, officeActor(session.name));
      return await reply.redirect(`${cycleHref(id)}?done=cycleStarted`, 303);
    } catch (error) {
      if (!isForPerson(error)) throw error;
      return page(reply.status(error.status), await show(session, values, error.faults));
    }
  });
}

/** The period before and the one that runs, in each rhythm. */
function periodsAt(today: Day): readonly { readonly key: string; readonly words: string }[] {
  return (['quarterly', ...rhythms.filter((one) => one !== 'quarterly')] as const).flatMap((rhythm) =>
    [0, -1].map((n) => {
      const period = laterCycle(cycleOf(today, rhythm), n);
      return { key: period.key, words: cycleWords(period) };
    }),
  );
}

function addBurden(web: ZodWeb, site: Site): void {
  const querystring = z.object({
    month: z
      .string()
      .regex(/^20\d{2}-(0[1-9]|1[0-2])$/)
      .optional()
      .catch(undefined),
  });
  web.get('/cycles/burden', { schema: { querystring } }, async (request, reply) => {
    const signed = signedOf(mustSession(request, site), site);
    const now = dayOf(site.now()).slice(0, 7);
    const asked = request.query.month ?? now;
    const month = asked > now ? now : asked;
    const year = yearOf(`${month}-01`);
    const begun = Array.from({ length: 12 }, (_, at) => `${year}-${String(at + 1).padStart(2, '0')}`).filter(
      (one) => one <= now,
    );
    const months = await Promise.all(begun.map(async (one) => ({ month: one, burden: await burdenIn(site, one) })));
    const shown = months.find((one) => one.month === month);
    if (shown === undefined) throw refuse('not-found', { what: month });
    return page(reply, burdenPage({ signed, year, months, chosen: shown }));
  });
}

function burdenIn({ cycles }: Site, month: string): Promise<BurdenAnswer> {
  const from = `${month}-01`;
  const next = addDays(from, 31);
  return cycles.burden(from, addDays(`${next.slice(0, 7)}-01`, -1));
}
