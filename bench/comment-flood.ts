/** The flood of comment-load.ts in a process of its own, so that it takes no time from the visitors it is measured against. Arguments: URL, secret, period, rate, seconds. */
import { postComments } from './comment-load.js';

const [url = '', secret = '', period = '', rate, seconds] = process.argv.slice(2);
process.on('disconnect', () => process.exit(0));
process.send?.(
  await postComments({ url, secret, period }, '刷屏者', '203.0.113.9', {
    rate: Number(rate),
    seconds: Number(seconds),
  }),
);
