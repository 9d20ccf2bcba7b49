/** `/api/units/reorganis…`: reorganisations of units for the command line and other programs. */
import { readReorganisation } from '../../domain/reorganisation-file.js';
import type { ReorganisationPreview, ReorganisationsAnswer } from './reorganise-answers.js';
import * as bodies from './reorganise-bodies.js';
import { officeActor } from './session.js';
import type { Site, ZodWeb } from './site.js';

/** Adds the routes; the token is asked for by the area they stand in. */
export function addReorganiseApi(web: ZodWeb, { office, records }: Site): void {
  web.get('/units/reorganisations', async (): Promise<ReorganisationsAnswer> => records.reorganisations());
  web.post(
    '/units/reorganise',
    { schema: { body: bodies.reorganiseBody } },
    async ({ body }): Promise<ReorganisationPreview & { readonly decided: boolean }> => {
      const { request, lineOf } = readReorganisation(body.text);
      const seen = body.preview
        ? await office.reorganisations.preview(request, lineOf)
        : await office.reorganisations.decide(request, officeActor(body.by ?? ''), lineOf);
      return { ...seen, decided: !body.preview };
    },
  );
  web.post('/units/reorganisations/withdraw', { schema: { body: bodies.withdrawBody } }, async ({ body }) => {
    await office.reorganisations.withdraw(body.id, body.reason, officeActor(body.by ?? ''));
    return { id: body.id, withdrawn: true };
  });
}
