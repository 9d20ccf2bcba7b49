/**
 * What the forms on a return's page do: the return typed or on its sheet, a contest, a major problem. Each sent twice is
 * one act.
 */
import type { AttachedFile } from '../../domain/comment/comment.js';
import { type Fault, fault, refuse } from '../../domain/errors.js';
import type { ReturnContent } from '../../domain/supervision/return.js';
import { returnFaults } from '../../domain/supervision/return-faults.js';
import type { Actor } from '../../domain/task.js';
import type { AskedReturn } from './asked-return.js';
import { actingOn } from './link-unit.js';
import { drawReturn, EVIDENCE_LIMITS, judgeEvidence, type SentReturn, type TypedTask, wordsOf } from './return-form.js';
import type { Site } from './site.js';

/** Most characters of a contest or a problem. */
const TEXT = 5000;

/** What a page shows besides the return itself: what was typed and what is wrong with it. */
export interface Said {
  readonly typed: ReadonlyMap<string, TypedTask>;
  readonly faults: readonly Fault[];
  /** Questions about values, to be confirmed. */
  readonly doubts: readonly string[];
  /** The words come from the Excel sheet. */
  readonly excel: boolean;
  readonly by: string;
  readonly contest: string;
  readonly problem: { readonly task: string; readonly text: string };
  /** Files of the last version that stay, by hash; undefined: all. */
  readonly kept: readonly string[] | undefined;
}

/** @returns the word for the page's address, or what the page has to show instead. */
export async function carryOut(
  site: Site,
  asked: AskedReturn,
  sent: SentReturn,
  said: Said,
  actor: Actor,
): Promise<string | Partial<Said>> {
  switch (wordsOf(sent.fields, 'act')) {
    case 'return':
      return takeWords(site, asked, sent, said, actor);
    case 'sheet':
      return takeSheet(site, asked, sent, actor);
    case 'contest':
      return takeContest(site, asked, said.contest, actor);
    case 'problem':
      return takeProblem(site, asked, said.problem, actor);
    default:
      throw refuse('bad-request', { detail: '没有写明要办理什么' });
  }
}

/**
 * Takes the typed return of a unit, or of the office for it.
 * @param also what is wrong with the rest of the form, told with the faults of the return.
 * @returns `return`, or what the page has to show instead.
 */
export async function takeWords(
  site: Site,
  asked: AskedReturn,
  sent: SentReturn,
  said: Said,
  actor: Actor,
  also: readonly Fault[] = [],
): Promise<string | Partial<Said>> {
  const confirmed = sent.fields.has('confirmed');
  const kept = (asked.last?.files ?? []).filter((file) => said.kept?.includes(file.sha256) === true);
  const drawn = drawReturn(said.typed, asked.tasks);
  const evidence = judgeEvidence(sent, kept.length);
  const { faults } = returnFaults(drawn.content, asked.unit, asked.tasks, { confirmed: true });
  const all = [...also, ...faults, ...drawn.faults, ...evidence.faults];
  if (all.length > 0) return { faults: all };
  const old = await withBytes(site, asked, kept);
  const known = new Set(kept.map((file) => file.sha256));
  const files = [...old, ...evidence.files.filter((file) => !known.has(file.sha256))];
  const via = said.excel ? ('excel' as const) : actor.role === 'office' ? ('console' as const) : ('link' as const);
  if (saidAlready(asked, drawn.content, files)) return 'return';
  return give(site, asked, { content: drawn.content, files, via, confirmed }, actor);
}

/** Takes the Excel sheet of a unit. @returns `return`, or what the page has to show instead. */
export async function takeSheet(
  site: Site,
  asked: AskedReturn,
  { sheet }: SentReturn,
  actor: Actor,
): Promise<string | Partial<Said>> {
  const limit = EVIDENCE_LIMITS.bytes / 1024 / 1024;
  if (sheet === undefined || sheet.bytes.length === 0) return { faults: [fault('return-sheet-none', { limit })] };
  if (sheet.cut) return { faults: [fault('attachment-refused', { name: sheet.name, why: `超过${limit}MB` })] };
  const content = await site.cycles.readSheet(asked.cycle.id, asked.unit.unit, sheet.bytes);
  // The sheet carries no files: those of the last version stay.
  const files = await withBytes(site, asked, asked.last?.files ?? []);
  if (saidAlready(asked, content, files)) return 'return';
  const given = await give(site, asked, { content, files, via: 'excel', confirmed: false }, actor);
  if (typeof given === 'string') return given;
  return { ...given, excel: true, typed: typedOf(asked, content) };
}

async function give(
  site: Site,
  asked: AskedReturn,
  given: Parameters<Site['office']['supervision']['giveReturn']>[2],
  actor: Actor,
): Promise<string | Partial<Said>> {
  const behalf = actor.why === undefined ? {} : { onBehalf: actor.why };
  const { doubts } = await site.office.supervision.giveReturn(
    asked.cycle.id,
    asked.unit.unit,
    { ...given, ...behalf },
    actor,
  );
  return doubts.length > 0 && !given.confirmed ? { doubts } : 'return';
}

/** Files of the last version with their bytes, to go along with the next. */
async function withBytes(site: Site, { cycle, unit }: AskedReturn, files: readonly AttachedFile[]) {
  const held = await Promise.all(
    files.map(async (file) => {
      const found = await site.cycles.evidence(cycle.id, unit.unit, unit.version, file.sha256);
      return found === undefined ? [] : [{ ...file, bytes: found.bytes }];
    }),
  );
  return held.flat();
}

async function takeContest(
  site: Site,
  asked: AskedReturn,
  text: string,
  actor: Actor,
): Promise<string | Partial<Said>> {
  const faults = textFaults('异议内容', text);
  if (faults.length > 0) return { faults };
  const { unit } = asked.unit;
  const open = asked.cycle.contests.find((one) => one.unit === unit && one.answer === undefined);
  // A form sent twice is one act.
  if (open?.text !== text) await site.office.supervision.act(asked.cycle.id, { kind: 'contest', unit, text }, actor);
  return 'contest';
}

async function takeProblem(
  site: Site,
  asked: AskedReturn,
  { task, text }: Said['problem'],
  actor: Actor,
): Promise<string | Partial<Said>> {
  const known = asked.tasks.some((one) => one.id === task);
  const faults = [...(known ? [] : [fault('text-missing', { field: '任务' })]), ...textFaults('问题', text)];
  if (faults.length > 0) return { faults };
  const { history, state } = await site.records.task(task);
  const last = history
    .filter((event) => event.kind === 'cycle.problem')
    .toSorted((a, b) => a.at - b.at)
    .at(-1);
  // Pressed twice, the leadership group gets one letter.
  const unit = actor.role === 'unit' ? { unit: await actingOn(site, asked.unit, state) } : {};
  if (last?.data['text'] !== text) await site.office.supervision.raise(task, text, { ...actor, ...unit });
  return 'problem';
}

function textFaults(field: string, text: string): Fault[] {
  const { length } = [...text];
  if (length === 0) return [fault('text-missing', { field })];
  return length > TEXT ? [fault('text-too-long', { field, length, allowed: TEXT })] : [];
}

/** The words of a sheet as they stand in the page's form. */
function typedOf(asked: AskedReturn, content: ReturnContent): ReadonlyMap<string, TypedTask> {
  return new Map(
    asked.tasks.flatMap((task) => {
      const one = content.tasks.find((other) => other.task === task.id);
      if (one === undefined) return [];
      const values = task.targets.map((_target, place) =>
        String(one.values.find((value) => value.target === place)?.value ?? ''),
      );
      const { state, progress, problems, help } = one;
      return [[task.id, { state, progress, values, problems, help }] as const];
    }),
  );
}

/** True when exactly this is on record already and was not sent back: a form sent twice is one act. */
function saidAlready(
  { last, unit }: AskedReturn,
  content: ReturnContent,
  files: readonly { readonly sha256: string }[],
): boolean {
  if (last === undefined || unit.state !== 'returned') return false;
  const plain = (tasks: ReturnContent['tasks']): string =>
    JSON.stringify(
      tasks.map(({ task, state, progress, values, problems, help }) => [
        ...[task, state, progress, problems, help],
        values.toSorted((a, b) => a.target - b.target).map(({ target, value }) => [target, value]),
      ]),
    );
  const held = last.tasks.map((one) => ({
    ...one,
    values: one.targets.flatMap(({ target, value }) => (value === null ? [] : [{ target, value }])),
  }));
  const hashes = (list: readonly { readonly sha256: string }[]) =>
    list
      .map((file) => file.sha256)
      .toSorted()
      .join();
  return plain(content.tasks) === plain(held) && hashes(files) === hashes(last.files);
}
