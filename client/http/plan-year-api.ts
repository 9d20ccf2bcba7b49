/** `/api/plans/PLAN/years/YEAR`: the key-task list of a year. */
import { readGivenYear } from '../../domain/life/year-answers.js';
import type { YearListAnswer } from './plan-year-answers.js';
import { answersBody, yearParams } from './plan-year-bodies.js';
import { officeActor } from './session.js';
import type { Site, ZodWeb } from './site.js';

/** Adds the routes. */
export function addPlanYearApi(web: ZodWeb, { office, records }: Site): void {
  const params = yearParams;
  web.get(
    '/plans/:plan/years/:year',
    { schema: { params } },
    async ({ params: { plan, year } }): Promise<YearListAnswer> => records.year(plan, year),
  );
  web.post(
    '/plans/:plan/years/:year/answers',
    { schema: { params, body: answersBody } },
    async ({ params: { plan, year }, body: { by, ...given } }): Promise<YearListAnswer> => {
      const read = 'text' in given ? readGivenYear(given.text, { plan, year }) : given;
      await office.answerYear(plan, year, read, officeActor(by ?? ''));
      return records.year(plan, year);
    },
  );
}
