/** The close-out out of the comments of a period (Order 713 Art. 18, 29: every view is answered). Pure. */
import type { CloseOut, CloseOutFrame, CloseOutRow } from './close-out.js';
import { type Comment, type CommentCounts, channelWords, commentChannels, type Disposition } from './comment.js';
import { maskPersonal } from './mask.js';

/** received = adopted + partly + not adopted + outside + set aside + still open; merged comments count with their main one. */
export function sumsRight(counts: CommentCounts): boolean {
  return counts.received === sumOf(counts);
}

/** Sum of what became of the comments, the open ones included. */
export function sumOf({ disposed, setAside, open }: CommentCounts): number {
  return disposed.adopted + disposed.partly + disposed['not-adopted'] + disposed.outside + setAside + open;
}

/**
 * The close-out as it stands: a row per main comment that is disposed of, with the comments merged into it. Those set
 * aside stand only in the counts; open ones have no row yet.
 */
export function closeOutOf(frame: CloseOutFrame, comments: readonly Comment[], counts: CommentCounts): CloseOut {
  const { items, ...head } = frame;
  const byNo = new Map(comments.map((comment) => [comment.no, comment]));
  const groups = new Map<number, Comment[]>();
  for (const comment of comments.toSorted((a, b) => a.no - b.no)) {
    const main = mainOf(comment, byNo);
    groups.set(main.no, [...(groups.get(main.no) ?? []), comment]);
  }
  const answered = [...groups].flatMap(([no, group]) => {
    const main = byNo.get(no);
    if (main === undefined || main.disposition === null || main.setAside !== null) return [];
    // One set aside by itself is counted there and not in the row it was once merged into.
    const others = group.filter((comment) => comment !== main && comment.setAside === null);
    return [{ main, disposition: main.disposition, group: [main, ...others] }];
  });
  answered.sort((a, b) => a.main.no - b.main.no);
  return {
    ...head,
    zero: counts.received - counts.setAside === 0,
    counts,
    rows: answered.map(({ main, disposition, group }) => rowOf(main, disposition, group, items)),
    changes: changesOf(answered),
  };
}

/** The comment whose answer it takes; chains of merges lead to their end, a circle to where it began. */
function mainOf(comment: Comment, byNo: ReadonlyMap<number, Comment>): Comment {
  const passed = new Set<number>();
  let main = comment;
  while (main.mergedInto !== null && main.setAside === null && !passed.has(main.no)) {
    passed.add(main.no);
    const next = byNo.get(main.mergedInto);
    if (next === undefined) break;
    main = next;
  }
  return main;
}

function rowOf(
  main: Comment,
  disposition: Disposition,
  group: readonly Comment[],
  items: CloseOutFrame['items'],
): CloseOutRow {
  const channels = commentChannels.filter((channel) => group.some((comment) => comment.channel === channel));
  return {
    nos: group.map((comment) => comment.no),
    channels: channels.map((channel) => channelWords[channel]),
    item: main.item,
    itemTitle: items.find((item) => item.number === main.item)?.title ?? '',
    opinion: opinionOf(main, disposition, group),
    result: disposition.kind,
    words: wordsOf(disposition),
  };
}

function opinionOf(
  { text, files, redactedAt }: Comment,
  { summary }: Disposition,
  group: readonly Pick<Comment, 'name' | 'contact'>[],
): string {
  if (summary !== undefined && summary.trim() !== '') return summary.trim();
  // Whoever says the same has often signed the same words.
  const words = maskPersonal(
    text,
    group.flatMap(({ name, contact }) => [name, contact]),
  );
  if (words !== '') return words;
  return redactedAt === null && files.length > 0 ? '（意见内容见所附材料）' : '（意见内容已按提出人要求删除）';
}

/** Why, whereto, or what was changed, as whole sentences. */
export function wordsOf({ kind, change, reason = '', forwardedTo = '' }: Omit<Disposition, 'at' | 'by'>): string {
  const changed = change === undefined ? '' : `已对${change.where}作相应修改。`;
  switch (kind) {
    case 'adopted':
      return `${changed || '已在修改中吸收。'}${sentence(reason)}`;
    case 'partly':
      return `${changed || '已部分吸收。'}${sentence(reason)}`;
    case 'not-adopted':
      return sentence(reason);
    case 'outside':
      return `${forwardedTo.trim() === '' ? '' : `已转${forwardedTo.trim()}研究办理。`}${sentence(reason)}`;
  }
}

function sentence(words: string): string {
  const text = words.trim();
  return text === '' || /[。！？!?…]$/.test(text) ? text : `${text.replace(/[，,；;：:.]$/, '')}。`;
}

/** Each change once, with all comments that brought it about. */
function changesOf(
  answered: readonly { readonly disposition: Disposition; readonly group: readonly Comment[] }[],
): CloseOut['changes'] {
  const changes = new Map<string, CloseOut['changes'][number]>();
  for (const { disposition, group } of answered) {
    const { change, kind } = disposition;
    if (change === undefined || (kind !== 'adopted' && kind !== 'partly')) continue;
    const { where, before, after } = change;
    const key = JSON.stringify([where, before, after]);
    const nos = [...(changes.get(key)?.nos ?? []), ...group.map((comment) => comment.no)];
    changes.set(key, { where, before, after, nos: nos.toSorted((a, b) => a - b) });
  }
  return [...changes.values()];
}
