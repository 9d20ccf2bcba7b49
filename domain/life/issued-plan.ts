/** The plan on record once its document was issued. Pure. */
import type { Day } from '../day.js';
import type { Plan } from '../plan.js';
import type { PlanLife } from './life.js';

const EDITION = /[（(](?:公开)?(?:征求意见|送审|讨论|审议|修改)稿[^（）()]{0,6}[）)]|[（(]草案[）)]/g;

/** The title under which a draft is issued: without the words that call it one. */
export function issuedTitle(title: string): string {
  return title.replace(EDITION, '').trim() || title;
}

const issuedWords = (on: Day): string => `${on}印发`;

/** The plan with number, day and title of its issue, which answers the question for its day; as it is before the issue. */
export function issuedPlan(plan: Plan, { issued, title }: Pick<PlanLife, 'issued' | 'title'>): Plan {
  if (issued === undefined) return plan;
  const { number, on } = issued;
  return {
    ...plan,
    ...{ title, number, issued: on },
    findings: plan.findings.map((one) =>
      one.code === 'issued-missing' && (one.settled === undefined || one.settled === issuedWords(plan.issued))
        ? { ...one, settled: issuedWords(on) }
        : one,
    ),
  };
}
