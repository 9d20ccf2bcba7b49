/** Comments for the tests of the close-out, and their counts made apart from the rows. */
import type { CloseOutFrame } from '../../../domain/comment/close-out.js';
import {
  type Comment,
  type CommentCounts,
  commentChannels,
  dispositionKinds,
} from '../../../domain/comment/comment.js';

export const opinion = '建议增加步道';

export const frame: CloseOutFrame = {
  period: 'river-2023/1',
  title: '河道治理三年行动计划',
  issuer: '区水务局',
  start: '2023-07-24',
  lastDay: '2023-08-23',
  items: [{ number: 3, title: '清理岸线' }],
};

export function made(no: number, more: Partial<Comment>): Comment {
  return {
    period: frame.period,
    no,
    receipt: `0000-0000-${String(no).padStart(4, '0')}`,
    channel: 'web',
    arrivedAt: no,
    item: null,
    text: opinion,
    name: '本人姓名',
    contact: '13800000000',
    files: [],
    postmark: null,
    late: false,
    question: null,
    afterClose: false,
    suspect: false,
    mergedInto: null,
    setAside: null,
    disposition: null,
    errand: null,
    opinion: null,
    enteredBy: null,
    redactedAt: null,
    ...more,
  };
}

/** A merged comment counts with the one at the end of its chain. */
export function countsOf(comments: readonly Comment[]): CommentCounts {
  const root = (one: Comment): Comment =>
    one.mergedInto === null
      ? one
      : root(comments.find(({ no }) => no === one.mergedInto) ?? { ...one, mergedInto: null });
  const roots = comments.map(root);
  const count = <K extends string>(keys: readonly K[], keyOf: (at: number) => K | undefined): Record<K, number> =>
    Object.fromEntries(keys.map((key) => [key, comments.filter((_, at) => keyOf(at) === key).length])) as Record<
      K,
      number
    >;
  return {
    received: comments.length,
    byChannel: count(commentChannels, (at) => comments[at]?.channel),
    late: comments.filter((one) => one.late).length,
    merged: comments.filter((one) => one.mergedInto !== null).length,
    setAside: roots.filter((one) => one.setAside !== null).length,
    disposed: count(dispositionKinds, (at) =>
      roots[at]?.setAside === null ? roots[at]?.disposition?.kind : undefined,
    ),
    open: roots.filter((one) => one.disposition === null && one.setAside === null).length,
    questions: 0,
    awaited: 0,
  };
}
