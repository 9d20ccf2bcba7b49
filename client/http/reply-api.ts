/** `/api/replies`: letters answered by mail, for the command line and other programs. */
import * as bodies from './reply-bodies.js';
import { officeActor } from './session.js';
import type { Site, ZodWeb } from './site.js';

/** Adds the routes; the token is asked for by the area they stand in. */
export function addReplyApi(web: ZodWeb, { office, replies }: Site): void {
  const params = bodies.replyParams;
  web.get('/replies', { schema: { querystring: bodies.repliesQuery } }, async ({ query }) => ({
    replies: await replies.replies(query.all === 'yes'),
  }));
  web.get('/replies/:no', { schema: { params } }, async ({ params: { no } }) => replies.reply(no));
  web.post('/replies/:no/carry', { schema: { params, body: bodies.carryBody } }, async ({ params: { no }, body }) => {
    const { acts, reason, by } = body;
    await office.replies.carry(no, { reason, ...(acts === undefined ? {} : { acts }) }, officeActor(by ?? ''));
    return replies.reply(no);
  });
  web.post(
    '/replies/:no/dismiss',
    { schema: { params, body: bodies.dismissBody } },
    async ({ params: { no }, body: { reason, by } }) => {
      await office.replies.dismiss(no, reason, officeActor(by ?? ''));
      return replies.reply(no);
    },
  );
}
