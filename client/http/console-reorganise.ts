/** `/units/reorganise`: the office's pages of reorganised units: form, preview, decision, withdrawal. */
import { z } from 'zod';
import { contactRoles } from '../../domain/org.js';
import { reorganisationKinds } from '../../domain/reorganisation.js';
import { foundedKinds, type NamedSuccessor, type ReorganisationRequest } from '../../domain/reorganisation-request.js';
import type { Tried } from '../console/comments-parts.js';
import { newUnits, reorganisePage } from '../console/reorganise-page.js';
import { ASSIGN, reorganisePreviewPage } from '../console/reorganise-preview-page.js';
import { carryOut, fieldsOf, isForPerson, readFields } from './console-comments-form.js';
import { doneOf, doneQuery } from './done.js';
import { page } from './page.js';
import { mustForm, mustSession, officeActor, type Session, signedOf } from './session.js';
import type { Site, ZodWeb } from './site.js';

const PATH = '/units/reorganise';

/** Fields are named after tasks as well, whose ids are long. */
const form = z.record(z.string().max(120), z.string().max(2000));
const text = z.string().default('');
const fields = z.object({
  kind: z.enum(reorganisationKinds),
  ...{ units: text, name: text, heirs: text, on: text, document: text, reason: text },
});
const kindOf = z.enum(foundedKinds).catch('department');

/** Adds the pages. */
export function addReorganisePages(web: ZodWeb, site: Site): void {
  const { office, records } = site;
  const whole = async (session: Session, more: { readonly tried?: Tried; readonly done?: string | undefined }) =>
    reorganisePage({
      signed: signedOf(session, site),
      known: await records.reorganisations(),
      tried: more.tried,
      done: more.done,
    });
  web.get(PATH, { schema: { querystring: doneQuery } }, async (request, reply) =>
    page(reply, await whole(mustSession(request, site), { done: doneOf(request.query.done) })),
  );
  web.post(PATH, { schema: { body: form } }, async (request, reply) => {
    const session = mustForm(request, site);
    const values = fieldsOf(request.body);
    const actor = officeActor(session.name);
    const again = (tried: Tried) => whole(session, { tried });
    switch (values['step']) {
      case 'withdraw':
        return carryOut(
          reply,
          { name: 'withdraw', values },
          async () => {
            await office.reorganisations.withdraw(values['id'] ?? '', values['reason'] ?? '', actor);
            return `${PATH}?done=reorganisationWithdrawn`;
          },
          again,
        );
      case 'decide':
        return carryOut(
          reply,
          { name: 'preview', values },
          async () => {
            await office.reorganisations.decide(requestOf(values), actor);
            return `${PATH}?done=reorganised`;
          },
          again,
        );
      default:
        try {
          const preview = await office.reorganisations.preview(requestOf(values));
          return page(reply, reorganisePreviewPage({ signed: signedOf(session, site), preview, typed: values }));
        } catch (error) {
          if (!isForPerson(error)) throw error;
          const tried = { form: 'preview', values, faults: error.faults };
          return page(reply.status(error.status), await again(tried));
        }
    }
  });
}

/** What the form says. @throws `field-invalid` for what is no choice of the page. */
function requestOf(values: Readonly<Record<string, string>>): ReorganisationRequest {
  const { units, name, heirs, ...rest } = readFields(fields, values);
  const existing = listOf(heirs).map((unit) => ({ unit }));
  return {
    ...rest,
    units: listOf(units),
    ...(name === '' ? {} : { name }),
    successors: [...existing, ...newUnits.flatMap((nth) => foundedIn(values, nth))],
    assign: Object.entries(values)
      .filter(([field]) => field.startsWith(ASSIGN))
      .map(([field, to]) => ({ to, tasks: [field.slice(ASSIGN.length)] })),
  };
}

function foundedIn(values: Readonly<Record<string, string>>, nth: number): readonly NamedSuccessor[] {
  const value = (field: string): string => (values[`${field}${nth}`] ?? '').trim();
  if (value('name') === '' && value('id') === '') return [];
  const contacts = contactRoles.flatMap((role) => listOf(value(role)).map((address) => ({ role, address })));
  return [{ id: value('id'), name: value('name'), kind: kindOf.parse(value('kind')), aliases: [], contacts }];
}

const listOf = (words: string): readonly string[] =>
  words
    .split(/[、，,;；\s]+/)
    .map((part) => part.trim())
    .filter((part) => part !== '');
