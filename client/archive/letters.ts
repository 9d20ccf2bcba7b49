/** letters/ and formal/: every letter about the plan as it was sent, its files made anew, and the 督办函. */
import { asc, inArray, sql } from 'drizzle-orm';
import type { Ledger } from '../../activities/ledger/connect.js';
import { loadDirectory } from '../../activities/ledger/directory.js';
import { listFormal } from '../../activities/ledger/formal.js';
import type { LetterRow } from '../../activities/ledger/letters.js';
import { letter } from '../../activities/ledger/schema.js';
import { threadRoots } from '../../activities/mail/threads.js';
import { emlOf, type Message } from '../../activities/mail/transport.js';
import { clockOf } from '../../domain/day.js';
import { letterKindWords } from '../../domain/letter-words.js';
import type { Directory } from '../../domain/org.js';
import { csvText } from '../http/comment-csv.js';
import { nameOf } from '../letter-answer.js';
import { letterStatusWords } from '../words.js';
import { attachmentsOf } from './attachments.js';
import type { Collecting } from './collect.js';
import { fileName } from './manifest.js';

/** Letters whose words are in memory at once. */
const FEW = 20;

/** Keys of all letters about a plan, its comment periods, cycles and indicators, and of the reports that one was not delivered. */
export async function letterKeys(read: Ledger, plan: string): Promise<readonly string[]> {
  const prefixes = sql`array[${`${plan}/`}, ${`opinion/${plan}/`}, ${`return/${plan}/`}, ${`value/${plan}/`}]`;
  const { rows } = await read.db.execute<{ key: string }>(sql`
    with about as (
      select letter_key as key from letter_task
      where exists (select 1 from unnest(${prefixes}::text[]) p where starts_with(task, p))
      union
      select key from letter
      where exists (
        select 1 from unnest(array[draft #>> '{facts,period}', draft #>> '{facts,cycle}', draft #>> '{facts,task}']) f
        where starts_with(f, ${`${plan}/`}))
    )
    select key from letter
    where key in (select key from about) or draft #>> '{facts,letter}' in (select key from about)
    order by planned_at, key collate "C"`);
  return rows.map((row) => row.key);
}

/** Adds the letters one by one, their index and the 督办函. */
export async function addLetters(from: Collecting, keys: readonly string[]): Promise<void> {
  const { read, ledger, to } = from;
  const directory = await loadDirectory(read);
  const filesOf = attachmentsOf(ledger, directory);
  const lines: IndexLine[] = [];
  const papers: FormalPaper[] = [];
  for (let start = 0; start < keys.length; start += FEW) {
    const few = keys.slice(start, start + FEW);
    const rows = await read.db
      .select()
      .from(letter)
      .where(inArray(letter.key, few))
      .orderBy(asc(letter.plannedAt), asc(sql`${letter.key} collate "C"`));
    for (const row of rows) {
      const name = `${String(lines.length + 1).padStart(5, '0')}-${row.kind}-${row.day}-${row.unit}.eml`;
      const files = row.status === 'sent' ? await filesOf(row) : [];
      const message = row.status === 'sent' ? messageOf(row, files ?? [], directory) : undefined;
      if (message !== undefined) await to.add(`letters/${name}`, await emlOf(message, true));
      lines.push({
        row: bare(row),
        file: message === undefined ? null : name,
        files: files?.map((f) => f.filename) ?? null,
      });
      const [paper] = files ?? [];
      if (row.draft.formal !== undefined && row.draft.facts?.copyOf === undefined && paper !== undefined)
        papers.push({ id: row.draft.formal.id, content: paper.content });
    }
  }
  await to.json(
    'letters/index.json',
    lines.map(({ row, file, files }) => ({ ...row, file, attachments: files })),
  );
  await to.add('letters/index.csv', indexTable(lines, directory));
  await addFormal(from, papers, directory);
}

interface IndexLine {
  readonly row: Omit<LetterRow, 'text' | 'html' | 'ics' | 'draft'>;
  readonly file: string | null;
  /** Names of the files; null: they could not be made again. */
  readonly files: readonly string[] | null;
}

interface FormalPaper {
  readonly id: string;
  readonly content: Buffer;
}

function bare({ text: _text, html: _html, ics: _ics, draft: _draft, ...line }: LetterRow): IndexLine['row'] {
  return line;
}

/** The message as it went out; undefined when its words are not all on record. The sender is the office's address of today. */
function messageOf(row: LetterRow, attachments: Message['attachments'], directory: Directory): Message | undefined {
  const { messageId, recipient, subject, text, html, ics, sentAt, draft } = row;
  if (messageId === null || recipient === null || subject === null || text === null || html === null) return undefined;
  const office = directory.units.find((unit) => unit.id === row.office);
  const contacts = office?.contacts ?? [];
  const address = contacts.find((one) => one.role === 'liaison')?.address ?? contacts[0]?.address ?? recipient;
  const host = /@([^@>]+)>?$/.exec(messageId)?.[1] ?? 'localhost';
  return {
    messageId,
    at: row.plannedAt,
    date: sentAt ?? row.plannedAt,
    from: { name: office?.name ?? '领导小组办公室', address },
    to: recipient,
    subject,
    text,
    html,
    references: threadRoots(draft, (task) => task.split('/')[0] ?? '', `http://${host}/`),
    ...(ics === null ? {} : { ics }),
    attachments,
  };
}

function indexTable(lines: readonly IndexLine[], directory: Directory): string {
  const name = nameOf(directory);
  return csvText([
    [
      '文件',
      '种类',
      '单位',
      '收件地址',
      '主题',
      '应发时间',
      '实发时间',
      '状态',
      '附件',
      '退信地址',
      '信件编号',
      'Message-ID',
    ],
    ...lines.map(({ row, file, files }) => [
      file ?? '',
      letterKindWords[row.kind],
      name(row.unit).name,
      row.recipient ?? '',
      row.subject ?? '',
      clockOf(row.plannedAt),
      row.sentAt === null ? '' : clockOf(row.sentAt),
      letterStatusWords[row.status],
      files === null ? '（无法重制）' : files.join('、'),
      row.refused.map((one) => one.address).join('、'),
      row.key,
      row.messageId ?? '',
    ]),
  ]);
}

async function addFormal(
  { read, row, to }: Collecting,
  papers: readonly FormalPaper[],
  directory: Directory,
): Promise<void> {
  const all = (await listFormal(read)).filter((one) => one.tasks.some((task) => task.startsWith(`${row.id}/`)));
  const name = nameOf(directory);
  const lines = [];
  for (const [at, one] of all.entries()) {
    const paper = papers.find(({ id }) => id === one.id);
    const file =
      paper === undefined ? null : `${String(at + 1).padStart(3, '0')}-${fileName(one.number ?? one.unit)}.docx`;
    if (paper !== undefined) await to.add(`formal/${file}`, paper.content);
    lines.push({ ...one, unitName: name(one.unit).name, file });
  }
  await to.json('formal/index.json', lines);
}
