/** Room for the files of the public: so many bytes a comment period. Beyond it a comment is taken without its files. */
import { fileBytesOf } from '../../activities/ledger/comments/read.js';
import type { Ledger } from '../../activities/ledger/connect.js';
import type { IncomingComment } from '../../domain/comment/comment.js';
import type { FileLimits } from '../../worker/config.js';

/** 2 GB a period; 60 MB an address and day, which is twelve of the largest files. */
export const FILE_LIMITS: FileLimits = { period: 2048 * 1024 * 1024, address: 60 * 1024 * 1024 };

/** Bytes of a comment's files. */
export const bytesOf = ({ files }: Pick<IncomingComment, 'files'>): number =>
  files.reduce((sum, file) => sum + file.size, 0);

/** A comment without its files; its words end with a line that tells the office what is missing and why. */
export function withoutFiles(comment: IncomingComment, why: string): IncomingComment {
  const note = `（所附${comment.files.length}个附件没有收存：${why}）`;
  return { ...comment, files: [], text: comment.text === '' ? note : `${comment.text}\n${note}` };
}

/**
 * Runs `work` while room for a comment's files is held, so that comments that come in at once do not fill the same room.
 * @param work gets true where there is room; without files it always does.
 */
export type FileRoom = <T>(
  comment: Pick<IncomingComment, 'period' | 'files'>,
  work: (room: boolean) => Promise<T>,
) => Promise<T>;

/**
 * The room of this process; several processes can overshoot by what each has under way.
 * @param stored bytes that stand in the ledger for a period. @param limit bytes a period.
 */
export function fileRoom(stored: (period: string) => Promise<number>, limit: number): FileRoom {
  const underWay = new Map<string, number>();
  const hold = (period: string, bytes: number): void => {
    const sum = (underWay.get(period) ?? 0) + bytes;
    if (sum === 0) underWay.delete(period);
    else underWay.set(period, sum);
  };
  return async (comment, work) => {
    const { period } = comment;
    const bytes = bytesOf(comment);
    if (comment.files.length === 0) return work(true);
    hold(period, bytes);
    try {
      return await work((await stored(period)) + (underWay.get(period) ?? 0) <= limit);
    } finally {
      hold(period, -bytes);
    }
  };
}

/** Takes mails in, without their files where the period has no room for them; the mail itself stays in its mailbox. */
export function receiveMails<T>(
  ledger: Ledger,
  limit: number,
  receive: (comment: IncomingComment) => Promise<T>,
): (comment: IncomingComment) => Promise<T> {
  const room = fileRoom((period) => fileBytesOf(ledger, period), limit);
  return (comment) =>
    room(comment, (enough) =>
      receive(enough ? comment : withoutFiles(comment, '本次征求意见收到的附件已达存储上限，原邮件在收信邮箱中')),
    );
}
