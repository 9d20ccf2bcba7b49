/** The reading side of letters answered by mail. */
import type { Ledger } from '../../activities/ledger/connect.js';
import { loadDirectory } from '../../activities/ledger/directory.js';
import { tasksOfLetter } from '../../activities/ledger/letters.js';
import { listReplies, loadReply, type ReplyRow, waitingReplies } from '../../activities/ledger/replies.js';
import type { ReplyStatus } from '../../activities/ledger/replies-schema.js';
import { loadTask } from '../../activities/ledger/tasks.js';
import { refuse } from '../../domain/errors.js';
import { contactRoleWords } from '../../domain/letter-words.js';
import type { Directory } from '../../domain/org.js';
import { actWords, taskNumberOf } from '../../domain/reply/act-words.js';
import { waitWords } from '../../domain/reply/reply.js';
import type { ReplyAnswer, ReplyRecords } from '../http/reply-answers.js';
import { nameOf } from '../letter-answer.js';

const statusWords: Readonly<Record<ReplyStatus, string>> = {
  taking: '正在办理',
  done: '已按来信办理',
  waiting: '待处理',
  carried: '已代为办理',
  dismissed: '已了结',
};

/** Reads from the ledger alone. */
export function readReplyRecords(ledger: Ledger): ReplyRecords {
  return {
    replies: async (all) => {
      const [rows, directory] = await Promise.all([
        listReplies(ledger, all ? ['taking', 'done', 'waiting', 'carried', 'dismissed'] : ['waiting']),
        loadDirectory(ledger),
      ]);
      return rows.map((row) => answerOf(row, directory));
    },
    waiting: () => waitingReplies(ledger),
    reply: async (no) => {
      const [row, directory] = await Promise.all([loadReply(ledger, no), loadDirectory(ledger)]);
      if (row === undefined) throw refuse('reply-unknown', { no });
      const ids = row.letter === null ? [] : await tasksOfLetter(ledger, row.letter);
      const tasks = await Promise.all(ids.map((id) => loadTask(ledger, id)));
      return {
        ...answerOf(row, directory),
        tasks: tasks.flatMap((task) =>
          task === undefined ? [] : [{ id: task.id, number: task.number, title: task.title }],
        ),
      };
    },
  };
}

function answerOf(row: ReplyRow, directory: Directory): ReplyAnswer {
  const { no, status, why, letter, from, sender, subject, text, files, arrivedAt, settled, answer } = row;
  return {
    ...{ no, status, why, letter, from, subject, text, files, arrivedAt, settled, answer },
    statusWords: statusWords[status],
    whyWords: why === null ? null : waitWords[why],
    unit: row.unit === null ? null : nameOf(directory)(row.unit),
    senderWords: sender === null ? null : `${contactRoleWords[sender.role]}${sender.standIn ? '代理' : ''}`,
    acts: row.acts.map((one) => ({ ...one, number: taskNumberOf(one.task), words: actWords(one.act) })),
  };
}
