/** `duban letters` and `duban letter …`. */
import { clockOf } from '../../domain/day.js';
import { letterKindWords } from '../../domain/letter-words.js';
import type { LetterAnswer, LetterDetail } from '../http/answers.js';
import { letterStatusWords } from '../words.js';
import { connectApi } from './api.js';
import { answer, type Io } from './io.js';
import type { ByOption } from './options.js';
import { shorten, table } from './table.js';

/** Lists letters; filters by plan, task, unit and status. */
export async function letters(filter: Readonly<Record<string, string>>, io: Io): Promise<void> {
  const { plan, task, unit, status } = filter;
  const found = await connectApi().get<{ readonly letters: readonly LetterAnswer[] }>('/api/letters', {
    plan,
    task,
    unit,
    status,
  });
  answer(
    io,
    found,
    found.letters.length === 0
      ? '没有信件。'
      : table(
          ['时间', '状态', '种类', '单位', '收信人', '任务数', '信件编号'],
          found.letters.map((l) => [
            clockOf(l.sentAt ?? l.plannedAt),
            letterStatusWords[l.status],
            letterKindWords[l.kind],
            shorten(l.unit.name, 20),
            l.to ?? '',
            String(l.tasks.length),
            l.key,
          ]),
        ),
  );
}

/** Prints one letter as it was written. */
export async function showLetter(key: string, io: Io): Promise<void> {
  const letter = await connectApi().get<LetterDetail>('/api/letter', { key });
  answer(io, letter, [
    `主题：${letter.subject ?? '（尚未写成）'}`,
    `收信：${letter.unit.name}　${letter.to ?? '（尚未寄出）'}`,
    `状态：${letterStatusWords[letter.status]}${letter.sentAt === null ? '' : `　${clockOf(letter.sentAt)}`}`,
    '',
    letter.text ?? '信件在寄出时写成，现在还没有正文。',
  ]);
}

/** Sends an undeliverable letter again. */
export async function resend(key: string, options: ByOption, io: Io): Promise<void> {
  await connectApi().post('/api/letters/resend', { key, by: options.by });
  answer(io, { key, resent: true }, `信件 ${key} 已重新交付发送。`);
}
