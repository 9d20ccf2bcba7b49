/** A unit ends while its return is open: by its own link and by its successor's, the successor answers. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { eventsOf } from '../../activities/ledger/figures.js';
import { applyReorganisation } from '../../activities/ledger/reorganisations.js';
import { loadReturn } from '../../activities/ledger/supervision/returns.js';
import { loadTask, recordTask } from '../../activities/ledger/tasks.js';
import { dayOf } from '../../domain/day.js';
import { type Reorganisation, successionActs } from '../../domain/reorganisation.js';
import { applyAct } from '../../domain/task-acts.js';
import { id, linkOf, office, other, own, planId, type ReturnSite, returnSite } from './return-site.js';

let site: ReturnSite;
beforeAll(async () => {
  site = await returnSite();
}, 60_000);
afterAll(() => site.close());

const post = (url: string, fields: Readonly<Record<string, string>>) => {
  const edge = '----duban-test';
  const parts = Object.entries(fields).map(
    ([name, value]) => `--${edge}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
  );
  return site.web.inject({
    ...{ method: 'POST', url: `${url}/return`, payload: `${parts.join('')}--${edge}--\r\n` },
    headers: { 'content-type': `multipart/form-data; boundary=${edge}` },
  });
};

test('both links open the one return; what is sent is under the unit that was asked, by the name of its successor', async () => {
  const change: Reorganisation = {
    ...{ id: 'merge', kind: 'dissolve', units: [own], successors: [other], founded: [], assign: {} },
    ...{ on: dayOf(site.clock.now), document: '文编发〔2026〕5号', reason: '机构改革' },
  };
  expect((await site.web.inject({ url: linkOf(other) })).statusCode).toBe(404);
  expect(await applyReorganisation(site.ledger, change, office, site.clock.now)).toBe(true);
  for (const number of [1, 2]) {
    const task = await loadTask(site.ledger, `${planId}/2026/${number}`);
    if (task === undefined) throw new Error('no task');
    for (const act of successionActs(change, task)) {
      const { state, event } = applyAct(task, act, office, site.clock.now);
      await recordTask(site.ledger, state, [event]);
    }
  }
  for (const unit of [own, other]) {
    const { statusCode, body } = await site.web.inject({ url: linkOf(unit) });
    expect([statusCode, body.includes('2026年第一季度督查报送')]).toEqual([200, true]);
  }
  const filled = {
    ...{ act: 'return', 't2026-1.state': 'on-schedule', 't2026-1.progress': '已投资120万元', 't2026-1.v0': '120' },
    ...{ 't2026-2.state': 'behind', 't2026-2.progress': '路基已完成', 't2026-2.problems': '征地未完成', by: '王' },
  };
  expect((await post(linkOf(other), filled)).statusCode).toBe(303);
  expect(await loadReturn(site.ledger, id, 1)).toMatchObject({ unit: own, by: '区财政局 王' });
  // A problem is raised by who leads the task now, also by the old link.
  const problem = { act: 'problem', task: `${planId}/2026/2`, problem: '征地停滞', by: '王' };
  expect((await post(linkOf(own), problem)).statusCode).toBe(303);
  const [raised] = await eventsOf(site.ledger, { kind: 'cycle.problem' });
  expect(raised?.actor).toMatchObject({ name: '区财政局 王', unit: other });
});
