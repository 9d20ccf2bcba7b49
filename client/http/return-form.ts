/** Reads what a browser sends from the page of a return, as multipart or urlencoded, into the words typed and files. */
import { createHash } from 'node:crypto';
import type { MultipartFile } from '@fastify/multipart';
import type { FastifyRequest } from 'fastify';
import type { AttachedFile } from '../../domain/comment/comment.js';
import { type Fault, fault } from '../../domain/errors.js';
import type { ReturnContent, ReturnState, TaskReturn } from '../../domain/supervision/return.js';
import type { AskedTask } from '../../domain/supervision/return-faults.js';
import { judgeAttachment, safeName } from '../formats/attached.js';

/** Evidence of one return: how many files, and how many bytes each; the Excel sheet may be as large as one of them. */
export const EVIDENCE_LIMITS = { count: 5, bytes: 10 * 1024 * 1024 } as const;
/** Bytes of a whole request: the evidence, the sheet and the words. */
export const RETURN_BODY = (EVIDENCE_LIMITS.count + 1) * EVIDENCE_LIMITS.bytes + 4 * 1024 * 1024;

const FIELD_BYTES = 64 * 1024;
const LIMITS = { fields: 4000, files: 20, parts: 4020, fieldSize: FIELD_BYTES, fileSize: EVIDENCE_LIMITS.bytes };

export interface ReturnFile {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** Longer than one file may be; the bytes are cut. */
  readonly cut: boolean;
}

export interface SentReturn {
  readonly fields: ReadonlyMap<string, readonly string[]>;
  readonly evidence: readonly ReturnFile[];
  /** Files chosen as evidence, also those beyond the limit that were not kept. */
  readonly chosen: number;
  readonly sheet: ReturnFile | undefined;
  /** False when the body broke off or is no form. */
  readonly whole: boolean;
}

/** What is typed for one task, as typed: the page shows it again. */
export interface TypedTask {
  readonly state: string;
  readonly progress: string;
  /** By place of the target. */
  readonly values: readonly string[];
  readonly problems: string;
  readonly help: string;
}

/** Names a task in the form and on the page: `{plan}/{year}/{number}` → `t2023-5`. */
export function fieldOf(task: string): string {
  const [year = '', number = ''] = task.split('/').slice(-2);
  return `t${year}-${number}`;
}

/** Reads the form; what it lacks is empty. Never throws on what was sent. */
export async function readReturn(request: FastifyRequest): Promise<SentReturn> {
  const fields = new Map<string, string[]>();
  const put = (name: string, value: unknown): void => {
    if (typeof value === 'string') fields.set(name, [...(fields.get(name) ?? []), value]);
  };
  if (!request.isMultipart()) {
    const { body } = request;
    for (const [name, value] of Object.entries(typeof body === 'object' && body !== null ? body : {}))
      for (const one of Array.isArray(value) ? (value as readonly unknown[]) : [value]) put(name, one);
    return { fields, evidence: [], chosen: 0, sheet: undefined, whole: true };
  }
  const evidence: ReturnFile[] = [];
  let chosen = 0;
  let sheet: ReturnFile | undefined;
  let whole = true;
  try {
    for await (const part of request.parts({ limits: LIMITS })) {
      if (part.type === 'field') {
        put(part.fieldname, part.value);
        continue;
      }
      const isSheet = part.fieldname === 'sheet';
      const file = await readFile(part, isSheet || chosen < EVIDENCE_LIMITS.count);
      if (file === undefined) continue;
      if (isSheet) sheet ??= file;
      else {
        chosen += 1;
        if (chosen <= EVIDENCE_LIMITS.count) evidence.push(file);
      }
    }
  } catch {
    // Broken off, or not built as forms are: the unit gets back what was read so far.
    whole = false;
  }
  return { fields, evidence, chosen, sheet, whole };
}

/** One file's bytes, or undefined where a browser sends an empty part because none was chosen. */
async function readFile(part: MultipartFile, keep: boolean): Promise<ReturnFile | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of part.file as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (keep) chunks.push(chunk);
  }
  const name = part.filename ?? '';
  if (name === '' && size === 0) return undefined;
  return { name, bytes: Buffer.concat(chunks), cut: part.file.truncated };
}

/** One field on one line or several, without control and direction characters, which no one can see. */
export function wordsOf(fields: SentReturn['fields'], name: string): string {
  return (fields.get(name)?.[0] ?? '')
    .replace(/\p{Surrogate}/gu, '\uFFFD')
    .replace(/\r\n?|[\u2028\u2029]/g, '\n')
    .replace(/[^\P{Cc}\n\t]|[\u202a-\u202e\u2066-\u2069]/gu, '')
    .trim();
}

/** What was typed for each task, by its id. */
export function typedTasks(
  fields: SentReturn['fields'],
  tasks: readonly Pick<AskedTask, 'id' | 'targets'>[],
): ReadonlyMap<string, TypedTask> {
  return new Map(
    tasks.map(({ id, targets }) => {
      const at = (field: string) => wordsOf(fields, `${fieldOf(id)}.${field}`);
      const values = targets.map((_target, place) => at(`v${place}`));
      return [
        id,
        { state: at('state'), progress: at('progress'), values, problems: at('problems'), help: at('help') },
      ] as const;
    }),
  );
}

/** The return that was typed, with the values that are no numbers. A state nobody chose stays empty: returnFaults names it. */
export function drawReturn(
  typed: ReadonlyMap<string, TypedTask>,
  tasks: readonly AskedTask[],
): { readonly content: ReturnContent; readonly faults: readonly Fault[] } {
  const faults: Fault[] = [];
  const content = tasks.flatMap((task): TaskReturn[] => {
    const one = typed.get(task.id);
    if (one === undefined) return [];
    const values = one.values.flatMap((words, target) => {
      if (words === '') return [];
      const value = numberOf(words);
      if (value !== undefined) return [{ target, value }];
      const { number, targets } = task;
      faults.push(
        fault('return-value', {
          number,
          metric: targets[target]?.metric ?? '',
          value: [...words].slice(0, 40).join(''),
        }),
      );
      return [];
    });
    const { progress, problems, help } = one;
    return [{ task: task.id, state: one.state as ReturnState, progress, values, problems, help }];
  });
  return { content: { tasks: content }, faults };
}

/** `1,234.5`, `１２`, `85%`: a number as people type it; undefined for anything else. */
export function numberOf(words: string): number | undefined {
  const plain = words.normalize('NFKC').replace(/[\s,]/g, '').replace(/%$/, '');
  return /^[+-]?(\d{1,15}(\.\d{0,10})?|\.\d{1,10})$/.test(plain) ? Number(plain) : undefined;
}

/** The evidence that is taken, and everything that is wrong with the rest. `kept`: files of the last version that stay. */
export function judgeEvidence(
  sent: Pick<SentReturn, 'evidence' | 'chosen'>,
  kept: number,
): {
  readonly files: readonly (AttachedFile & { readonly bytes: Uint8Array })[];
  readonly faults: readonly Fault[];
} {
  const faults: Fault[] = [];
  const count = sent.chosen + kept;
  if (count > EVIDENCE_LIMITS.count)
    faults.push(fault('attachments-too-many', { count, allowed: EVIDENCE_LIMITS.count }));
  const files = sent.evidence.flatMap(({ name, bytes, cut }) => {
    const judged = cut
      ? { ok: false as const, why: `超过${EVIDENCE_LIMITS.bytes / 1024 / 1024}MB` }
      : judgeAttachment(name, bytes, EVIDENCE_LIMITS.bytes);
    if (!judged.ok) {
      faults.push(fault('attachment-refused', { name: safeName(name), why: judged.why }));
      return [];
    }
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    return [{ name: judged.name, mediaType: judged.mediaType, size: bytes.length, sha256, bytes }];
  });
  return { files, faults };
}
