/** Takes a comment of the public form in, with its files where there is room for them. */
import type { FastifyRequest } from 'fastify';
import type { IncomingComment, Received } from '../../domain/comment/comment.js';
import { bytesOf, FILE_LIMITS, fileRoom, withoutFiles } from '../comments/file-room.js';
import { dailyShare } from './public-share.js';
import type { Site } from './site.js';

export interface TakenIn {
  readonly received: Received;
  /** Why the files were left out, as a sentence for the person; absent where nothing was. */
  readonly left?: string;
}

/** @throws what the office's `receive` throws. */
export type PublicIntake = (request: FastifyRequest, comment: IncomingComment) => Promise<TakenIn>;

/** @param visitorOf tells addresses apart. The site's limits switched off, every file is taken. */
export function publicIntake(site: Site, visitorOf: (request: FastifyRequest) => string): PublicIntake {
  const limits = site.config.fileLimits ?? FILE_LIMITS;
  const room = fileRoom((period) => site.comments.fileBytes(period), limits.period);
  const share = dailyShare(limits.address, site.now);
  const receive = (comment: IncomingComment) => site.office.comments.receive(comment);

  const takeBare = async (comment: IncomingComment, note: string, words: string): Promise<TakenIn> => {
    // The key is that of the whole form: a second click after the room ran out is still the same comment.
    const received = await receive(withoutFiles(comment, note));
    const whole = received.again && (await site.comments.comment(comment.period, received.no, false)).files.length > 0;
    return whole ? { received } : { received, left: words };
  };

  return async (request, comment) => {
    if (comment.files.length === 0 || site.limits === false) return { received: await receive(comment) };
    const visitor = visitorOf(request);
    const bytes = bytesOf(comment);
    return room(comment, async (enough) => {
      if (!enough)
        return takeBare(
          comment,
          '本次征求意见收到的附件已达存储上限',
          `本次征求意见收到的附件合计已达上限（${sizeWords(limits.period)}）。`,
        );
      if (!share.take(visitor, bytes))
        return takeBare(
          comment,
          '同一网络地址当天的附件已达上限',
          `您的网络地址今天提交的附件合计已达上限（${sizeWords(limits.address)}），附件明天可以再提交。`,
        );
      let stored = false;
      try {
        const received = await receive(comment);
        stored = !received.again;
        return { received };
      } finally {
        if (!stored) share.giveBack(visitor, bytes);
      }
    });
  };
}

function sizeWords(bytes: number): string {
  const megabytes = bytes / 1024 / 1024;
  return megabytes >= 1024 ? `${Number((megabytes / 1024).toFixed(1))}GB` : `${Number(megabytes.toFixed(1))}MB`;
}
