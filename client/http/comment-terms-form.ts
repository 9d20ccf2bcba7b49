/** Terms of a comment period out of the flat fields of the office's form. */
import { type CommentTerms, interpretationParts } from '../../domain/comment/terms.js';
import { termsSchema } from '../../domain/comment/terms-file.js';
import { addDays, dayOf } from '../../domain/day.js';
import { type Fault, fault } from '../../domain/errors.js';
import { fieldWord } from './console-comments-form.js';

export type TermsFields = Readonly<Record<string, string>>;

/** A length that no rule finds short, where the typed one could not be read. */
const LONG = 366;

/**
 * The terms of a form, with what of it cannot be read at all. Unreadable values are left out or replaced, so that
 * everything else can be looked at in the same go.
 * @param now epoch ms; the start while none could be read.
 */
export function termsOfForm(
  fields: TermsFields,
  now: number,
): { readonly terms: CommentTerms; readonly faults: readonly Fault[] } {
  const shaped = shapeOf(fields);
  const read = termsSchema.safeParse(shaped);
  if (read.success) return { terms: read.data, faults: [] };
  const wrong = new Set(read.error.issues.map((issue) => String(issue.path[0])));
  const faults = read.error.issues.map(({ path, message }) => {
    const field = path[0] === 'interpretation' || path[0] === 'channels' ? String(path.at(-1)) : String(path[0]);
    return fault('field-invalid', {
      field: field === 'kind' ? '文件种类' : fieldWord(field),
      detail: `应为${message}`,
    });
  });
  const window = ['start', 'days', 'workdays', 'end'].some((field) => wrong.has(field));
  const kept = Object.entries(shaped).filter(([name]) => !wrong.has(name) && !(window && windowFields.includes(name)));
  const start = wrong.has('start') ? dayOf(now) : String(shaped['start']);
  const patched = {
    ...Object.fromEntries(kept),
    ...(wrong.has('plan') ? { plan: 'x0' } : {}),
    ...(window ? { start, days: LONG } : {}),
  };
  const again = termsSchema.safeParse(patched);
  return { terms: again.success ? again.data : empty(addDays(dayOf(now), 1)), faults };
}

const windowFields: readonly string[] = ['start', 'days', 'workdays', 'end'];

function empty(start: string): CommentTerms {
  return { ...termsSchema.parse({ plan: 'x0', start, days: LONG }) };
}

function shapeOf(fields: TermsFields): Record<string, unknown> {
  const text = (name: string): string => (fields[name] ?? '').trim();
  const given = (name: string, as: string = name): Record<string, string> =>
    text(name) === '' ? {} : { [as]: text(name) };
  const length = text('length');
  return {
    ...given('plan'),
    ...given('title'),
    ...given('kind'),
    ...given('issuer'),
    ...given('start'),
    ...(length === ''
      ? {}
      : { [fields['unit'] === 'workdays' ? 'workdays' : 'days']: /^\d{1,5}$/.test(length) ? Number(length) : length }),
    ...given('end'),
    ...given('reasonForShort'),
    ...given('notice'),
    draft: fields['draft'] ?? '',
    interpretation: Object.fromEntries(
      interpretationParts.flatMap((part) => (text(part) === '' ? [] : [[part, text(part)]])),
    ),
    channels: {
      web: fields['web'] === 'yes',
      ...given('email'),
      ...given('phone'),
      ...(text('address') === '' && text('mark') === ''
        ? {}
        : { post: { address: text('address'), mark: text('mark') } }),
    },
  };
}
