/**
 * The hidden token of the public form. It shows that the form came from our own page of this very period, tells how
 * old the form is (machines answer within a second, pages left open overnight are stale), and carries the number by
 * which a form that is sent twice is known again. It names nobody and follows nobody.
 */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/** Ms. A person needs longer to read one line; a page older than a day no longer shows the present state. */
export const FORM_AGE = { least: 3_000, most: 24 * 3_600_000 } as const;

export type FormTokenReading =
  | { readonly ok: false }
  | {
      readonly ok: true;
      readonly age: 'good' | 'quick' | 'old';
      /** The form's own random number. */
      readonly number: string;
    };

/** A token for the form of a period, issued at `now` (epoch ms): `instant.number.signature`. */
export function makeFormToken(secret: string, period: string, now: number): string {
  const claims = `${now.toString(36)}.${randomBytes(15).toString('base64url')}`;
  return `${claims}.${signature(secret, period, claims)}`;
}

/** Reads a token at `now` (epoch ms). Never throws; `ok: false` when we did not make it for this period. */
export function readFormToken(secret: string, period: string, token: string, now: number): FormTokenReading {
  const [at = '', number = '', given = '', ...rest] = token.split('.');
  if (rest.length > 0 || token.length > 200 || !/^[0-9a-z]{1,12}$/.test(at) || number === '') return { ok: false };
  const expected = Buffer.from(signature(secret, period, `${at}.${number}`), 'utf8');
  const received = Buffer.from(given, 'utf8');
  if (expected.length !== received.length || !timingSafeEqual(expected, received)) return { ok: false };
  const age = now - Number.parseInt(at, 36);
  return { ok: true, age: age < FORM_AGE.least ? 'quick' : age > FORM_AGE.most ? 'old' : 'good', number };
}

function signature(secret: string, period: string, claims: string): string {
  // The prefix keeps a signature made here from being good for anything else signed with the same secret.
  return createHmac('sha256', secret).update(`duban-comment-form-1.${period}.${claims}`).digest('base64url');
}
