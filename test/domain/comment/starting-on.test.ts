import { expect, test } from '@jest/globals';
import { startingOn } from '../../../domain/comment/starting-on.js';
import type { CommentTerms } from '../../../domain/comment/terms.js';

const terms: CommentTerms = {
  plan: 'lvse',
  title: '绿色发展三年行动计划',
  kind: 'major-decision',
  issuer: '区发展改革局',
  start: '2026-03-02',
  draft: '一、总体要求',
  interpretation: {},
  channels: { web: true },
};

test.each([
  [{ days: 30, end: '2026-04-01' }, { days: 30 }],
  [{ workdays: 7 }, { workdays: 7 }],
  // Only a last day: the calendar days to it are the length.
  [{ end: '2026-04-01' }, { days: 30 }],
])('terms of %j keep their length from another day on and state no last day', (length, kept) => {
  expect(startingOn({ ...terms, ...length }, '2026-05-06')).toEqual({ ...terms, start: '2026-05-06', ...kept });
});
