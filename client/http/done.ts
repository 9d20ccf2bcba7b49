/** What a page says after a form was taken. */
import { z } from 'zod';

/** Sentences a page can show after a form; the address carries only the key, never words. */
const doneWords: Readonly<Record<string, string>> = {
  imported: '已导入为草稿，请处理待定事项。没有向任何人发信。',
  settled: '已处理。',
  launched: '计划已启动，任务已交办。',
  closed: '计划已结束。',
  acted: '已办理，记入台账。',
  resent: '已重新交付发送。',
  approved: '已签发，函件正在发出。',
};

export const doneQuery = z.object({ done: z.string().max(40).optional() });
/** The sentence for a key of the address; nothing for a key that is not ours. */
export const doneOf = (key: string | undefined): string | undefined => (key === undefined ? undefined : doneWords[key]);
