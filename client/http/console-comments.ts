/** Pages of comment periods: all of them, mails to be sorted; the pages of one period stand in files of their own. */
import { z } from 'zod';
import { dayOf } from '../../domain/day.js';
import { refuse } from '../../domain/errors.js';
import { mailsPage, mailTextPage } from '../console/comments-mails-page.js';
import { periodsPage } from '../console/comments-page.js';
import type { Tried } from '../console/comments-parts.js';
import { carryOut, fieldsOf, flatForm, readFields } from './console-comments-form.js';
import { addNewPeriodPage } from './console-comments-new.js';
import { addOnePages } from './console-comments-one.js';
import { addPeriodPages } from './console-comments-period.js';
import { addCloseOutDesk } from './console-comments-publish.js';
import { doneOf, doneQuery } from './done.js';
import { page } from './page.js';
import { mustForm, mustSession, officeActor, type Session, signedOf } from './session.js';
import { type Site, typed, type ZodWeb } from './site.js';

const mailFields = z.object({
  mail: z.string().min(1).max(1000),
  period: z.string().min(1, '请选择').max(120),
});

/** Whether the reason may be empty is the act's own to say. */
const dismissFields = mailFields.pick({ mail: true }).extend({ reason: z.string().default('') });

/** Adds `/comments…`. */
export function addCommentPages(web: ZodWeb, site: Site): void {
  web.get('/comments', { schema: { querystring: doneQuery } }, async (request, reply) => {
    const signed = signedOf(mustSession(request, site), site);
    const [periods, { counts }] = await Promise.all([site.comments.periods(), site.comments.mails({ limit: 1 })]);
    return page(
      reply,
      periodsPage({ signed, periods, mails: counts, today: dayOf(site.now()), done: doneOf(request.query.done) }),
    );
  });

  web.get(
    '/comments/mails/view',
    { schema: { querystring: z.object({ id: z.string().max(1000) }) } },
    async (request, reply) => {
      const signed = signedOf(mustSession(request, site), site);
      const [mail, periods, text] = await Promise.all([
        site.comments.mail(request.query.id),
        site.comments.periods(),
        site.comments.mailText(request.query.id),
      ]);
      if (mail === undefined) throw refuse('mail-unknown', { mail: request.query.id.slice(0, 100) });
      return page(reply, mailTextPage({ signed, mail, text, periods }));
    },
  );
  const mails = async (session: Session, after: string | undefined, done: string | undefined, tried?: Tried) => {
    const [found, periods] = await Promise.all([
      site.comments.mails(after === undefined ? {} : { after }),
      site.comments.periods(),
    ]);
    return mailsPage({ signed: signedOf(session, site), page: found, after, periods, done, tried });
  };
  const querystring = doneQuery.extend({ after: z.string().max(1000).optional() });
  web.get('/comments/mails', { schema: { querystring } }, async (request, reply) => {
    const session = mustSession(request, site);
    return page(reply, await mails(session, request.query.after, doneOf(request.query.done)));
  });
  web.post('/comments/mails', { schema: { body: flatForm } }, async (request, reply) => {
    const session = mustForm(request, site);
    const values = fieldsOf(request.body);
    const work = async () => {
      if (values['act'] === 'dismiss') {
        const { mail, reason } = readFields(dismissFields, values);
        await site.office.comments.dismissMail(mail, reason, officeActor(session.name));
        return '/comments/mails?done=dismissed';
      }
      const { mail, period } = readFields(mailFields, values);
      await site.office.comments.assignMail(mail, period, officeActor(session.name));
      return '/comments/mails?done=assigned';
    };
    return carryOut(reply, { name: 'mail', values }, work, (tried) => mails(session, undefined, undefined, tried));
  });

  // Files come with the terms, so this page reads bodies of its own kind.
  void web.register(async (area) => addNewPeriodPage(typed(area), site));
  addPeriodPages(web, site);
  addOnePages(web, site);
  addCloseOutDesk(web, site);
}
