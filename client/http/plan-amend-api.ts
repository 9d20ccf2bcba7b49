/** `/api/plans/:plan/amendments`: amendments of running plans for the command line and other programs. */
import { planParams } from './bodies.js';
import { amendBody } from './plan-amend-bodies.js';
import { officeActor } from './session.js';
import type { Site, ZodWeb } from './site.js';

const PATH = '/plans/:plan/amendments';

/** Adds the routes; the token is asked for by the area they stand in. */
export function addPlanAmendApi(web: ZodWeb, { office }: Site): void {
  const params = planParams;
  web.get(PATH, { schema: { params } }, async ({ params: { plan } }) => ({
    amendments: await office.amendments.list(plan),
  }));
  web.post(PATH, { schema: { params, body: amendBody } }, async ({ params: { plan }, body }) => {
    const actor = officeActor(body.by ?? '');
    return body.preview
      ? office.amendments.preview(plan, body.text, actor)
      : office.amendments.amend(plan, body.text, actor, body.no === undefined ? {} : { no: body.no });
  });
}
