/** Two people of the office settle different questions of one draft at the same time. */
import { afterEach, expect, test } from '@jest/globals';
import { on, planOf } from '../stories/year.js';
import { clerk, type ReadingOffice, readingOffice } from './office.js';

let here: ReadingOffice | undefined;
afterEach(() => here?.stage.close());

test('two settle at once: both decisions count', async () => {
  here = await readingOffice();
  const draft = planOf('at-once', on('03-08'), [{ title: '整治河道', due: on('09-15'), duties: 'lead:qsz' }]);
  const findings = [0, 1, 2, 3].map((n) => ({
    code: 'open-list',
    message: `第${n}条`,
    words: `词${n}`,
    blocking: true,
  }));
  await here.stage.office.importPlan({ ...draft, findings }, clerk);
  const office = here;
  await Promise.all(findings.map((_, at) => office.settles('at-once', `#${at}=已核对${at}`)));
  expect((await here.draft('at-once')).findings.map((f) => f.settled)).toEqual(findings.map((_, at) => `已核对${at}`));
});
