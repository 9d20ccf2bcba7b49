/** `/api/plans/:plan/…`: the life of a plan for the command line and other programs. */
import { planParams } from './bodies.js';
import * as bodies from './plan-life-bodies.js';
import { officeActor } from './session.js';
import type { Site, ZodWeb } from './site.js';

const PLAN = '/plans/:plan';

/** Adds the routes; the token is asked for by the area they stand in. */
export function addPlanLifeApi(web: ZodWeb, { office, records }: Site): void {
  const params = planParams;
  web.get(`${PLAN}/life`, { schema: { params } }, async ({ params: { plan } }) => records.life(plan));
  web.post(`${PLAN}/pause`, { schema: { params, body: bodies.pauseBody } }, async ({ params: { plan }, body }) => {
    await office.life.pause(plan, body.reason, officeActor(body.by ?? ''));
    return records.life(plan);
  });
  web.post(`${PLAN}/resume`, { schema: { params, body: bodies.resumeBody } }, async ({ params: { plan }, body }) => {
    const { reason, giveBack, by } = body;
    await office.life.resume(plan, { reason, giveBack }, officeActor(by ?? ''));
    return records.life(plan);
  });
  web.post(
    `${PLAN}/evaluate`,
    { schema: { params, body: bodies.evaluateBody } },
    async ({ params: { plan }, body }) => {
      const { by, correct, ...made } = body;
      const more = correct === undefined ? {} : { correct };
      await office.life.evaluate(plan, { ...made, ...more }, officeActor(by ?? ''));
      return records.life(plan);
    },
  );
}
