/** Signed links: only what was signed, only for its unit, only until its day. */
import { describe, expect, test } from '@jest/globals';
import { type LinkClaims, linkExpiry, linkUrl, makeLink, readLink } from '../../activities/links.js';
import { instantOf } from '../../domain/day.js';

const secret = 'a secret of more than sixteen characters';
const claims: LinkClaims = {
  unit: 'wch-jjfzj',
  purpose: 'task',
  tasks: ['wenchanghu-2023/2023/8'],
  expires: '2024-06-28',
};
const now = instantOf('2024-01-02', 600);

describe('a signed link', () => {
  test('gives back what was signed, and the same claims give the same link', () => {
    expect(readLink(secret, makeLink(secret, claims), now)).toEqual({ ok: true, claims });
    expect(makeLink(secret, { ...claims })).toBe(makeLink(secret, claims));
    expect(makeLink(secret, claims)).toMatch(/^[\w-]+\.[\w-]+$/);
    expect(linkUrl('https://duban.example.org/', 'x.y')).toBe('https://duban.example.org/r/x.y');
  });

  test('is refused when any one character is another one', () => {
    const token = makeLink(secret, claims);
    const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    for (let at = 0; at < token.length; at++) {
      for (const letter of letters) {
        if (letter === token[at]) continue;
        const forged = token.slice(0, at) + letter + token.slice(at + 1);
        expect(readLink(secret, forged, now).ok).toBe(false);
      }
    }
  });

  test('is refused with a piece missing, added or of another kind', () => {
    const token = makeLink(secret, claims);
    const [payload, signature] = token.split('.');
    for (const bad of [
      '',
      '.',
      payload ?? '',
      `${payload}.`,
      `.${signature}`,
      `${token}.x`,
      `${token}=`,
      `${token} `,
      '中文.链接',
      'x'.repeat(9000),
    ]) {
      expect(readLink(secret, bad, now).ok).toBe(false);
    }
    expect(readLink(secret, `${token}A`, now)).toEqual({ ok: false, reason: 'tampered' });
    expect(readLink(secret, '{}', now)).toEqual({ ok: false, reason: 'malformed' });
  });

  test('cannot be made over into a link of another unit, task or purpose', () => {
    const [, signature] = makeLink(secret, claims).split('.');
    for (const other of [
      { ...claims, unit: 'wch-czj' },
      { ...claims, tasks: ['wenchanghu-2023/2023/9'] },
      { ...claims, purpose: 'sign-all' as const },
      { ...claims, expires: '2099-01-01' },
    ]) {
      const [payload] = makeLink(secret, other).split('.');
      expect(readLink(secret, `${payload}.${signature}`, now)).toEqual({ ok: false, reason: 'tampered' });
      expect(makeLink('another secret of enough length', other).split('.')[0]).toBe(payload);
    }
    expect(readLink('another secret of enough length', makeLink(secret, claims), now)).toEqual({
      ok: false,
      reason: 'tampered',
    });
  });

  test('works through its last day in Shanghai and then says kindly what it was for', () => {
    const token = makeLink(secret, claims);
    expect(readLink(secret, token, instantOf('2024-06-29') - 1).ok).toBe(true);
    expect(readLink(secret, token, instantOf('2024-06-29'))).toEqual({ ok: false, reason: 'expired', claims });
  });

  test('lives 180 days after the deadline, or after a letter that came later', () => {
    expect(linkExpiry('2023-12-31', '2023-12-01')).toBe('2024-06-28');
    expect(linkExpiry('2021-12-31', '2023-12-01')).toBe('2024-05-29');
  });

  test('for all of 57 tasks stays short enough for any mail program, in any order', () => {
    const tasks = Array.from({ length: 57 }, (_, i) => `wenchanghu-2023/2023/${i + 1}`);
    const all: LinkClaims = { ...claims, purpose: 'sign-all', tasks };
    const token = makeLink(secret, all);
    expect(token.length).toBeLessThan(500);
    expect(readLink(secret, token, now)).toEqual({ ok: true, claims: all });
    expect(makeLink(secret, { ...all, tasks: [...tasks].reverse() })).toBe(token);
  });

  test('a secret too short to protect anything is not accepted', () => {
    expect(() => makeLink('short', claims)).toThrow('16');
  });
});
