/** The office's pages: login, plans and what is beside them. Every page but the first wants a session, every form a csrf value. */
import { z } from 'zod';
import { dayOf, yearOf } from '../../domain/day.js';
import { frontPage } from '../console/front-page.js';
import { homePage } from '../console/home-page.js';
import { samplePlans } from '../samples.js';
import { addCommentPages } from './console-comments.js';
import { addCyclePages } from './console-cycles.js';
import { addIndicatorPages } from './console-indicators.js';
import { addLetterPages } from './console-letters.js';
import { addPlanAmendPages } from './console-plan-amend.js';
import { addPlanDraftPages } from './console-plan-draft.js';
import { addPlanLifePages } from './console-plan-life.js';
import { addPlanYearPages } from './console-plan-year.js';
import { addPlanPages } from './console-plans.js';
import { addReorganisePages } from './console-reorganise.js';
import { addReplyPages } from './console-replies.js';
import { addTaskPages } from './console-tasks.js';
import { doneOf, doneQuery } from './done.js';
import { page } from './page.js';
import { closeSession, equalSecrets, mustForm, openSession, sessionOf, signedOf } from './session.js';
import type { Site, ZodWeb } from './site.js';

/** Adds all pages of the office. */
export function addConsole(web: ZodWeb, site: Site): void {
  web.get('/', { schema: { querystring: doneQuery } }, async (request, reply) => {
    const session = sessionOf(request, site);
    if (session === undefined) return page(reply, frontPage({ samples: samplePlans(), wrong: false }));
    const [status, repliesWaiting, coming] = await Promise.all([
      site.records.status(),
      site.replies.waiting(),
      site.cycles.coming(),
    ]);
    return page(
      reply,
      homePage({
        signed: signedOf(session, site),
        status,
        repliesWaiting,
        heldCycles: coming.filter((one) => one.held !== null).length,
        samples: samplePlans(),
        thisYear: yearOf(dayOf(site.now())),
        done: doneOf(request.query.done),
      }),
    );
  });

  const login = z.object({ token: z.string().max(500), name: z.string().trim().max(40).default('') });
  // No csrf value here: without a session there is nothing to misuse, and the token itself is what is asked for.
  web.post(
    '/login',
    { schema: { body: login }, config: { rateLimit: { max: 10, timeWindow: 60_000 } } },
    async (request, reply) => {
      if (!equalSecrets(request.body.token.trim(), site.token)) {
        return page(reply.status(401), frontPage({ samples: samplePlans(), wrong: true }));
      }
      openSession(reply, site, request.body.name);
      return reply.redirect('/', 303);
    },
  );
  web.post('/logout', async (request, reply) => {
    mustForm(request, site);
    closeSession(reply);
    return reply.redirect('/', 303);
  });

  addPlanPages(web, site);
  addPlanLifePages(web, site);
  addPlanDraftPages(web, site);
  addPlanAmendPages(web, site);
  addTaskPages(web, site);
  addPlanYearPages(web, site);
  addLetterPages(web, site);
  addReplyPages(web, site);
  addCommentPages(web, site);
  addIndicatorPages(web, site);
  addCyclePages(web, site);
  addReorganisePages(web, site);
}
