/** `duban formal …`: 督办函 that wait for approval. */
import type { FormalAnswer } from '../http/answers.js';
import { formalStatusWords } from '../words.js';
import { connectApi } from './api.js';
import { answer, type Io } from './io.js';
import type { ByOption } from './options.js';
import { table } from './table.js';

/** Lists 督办函, those waiting first. */
export async function formalList(io: Io): Promise<void> {
  const found = await connectApi().get<{ readonly formal: readonly FormalAnswer[] }>('/api/formal');
  answer(
    io,
    found,
    found.formal.length === 0
      ? '没有督办函。'
      : table(
          ['编号', '状态', '主送单位', '任务数', '拟稿日', '文号'],
          found.formal.map((f) => [
            f.id,
            formalStatusWords[f.status],
            f.unit.name,
            String(f.tasks.length),
            f.day,
            f.number ?? '',
          ]),
        ),
  );
}

/** Approves one: it gets its number and leaves. */
export async function formalApprove(id: string, options: ByOption, io: Io): Promise<void> {
  const approved = await connectApi().post<{ readonly number: string }>('/api/formal/approve', { id, by: options.by });
  answer(io, { id, ...approved }, `已签发，文号 ${approved.number}。`);
}
