/** Decisions on their way in and out of the service: by the API the command line uses, and as a file from the page. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { plan, type TestSite, testSite, token } from '../client/site.js';

const headers = { authorization: `Bearer ${token}` };
let site: TestSite;
beforeAll(async () => {
  site = await testSite();
});
afterAll(() => site.close());

const imports = (more: object) =>
  site.web.inject({
    method: 'POST',
    url: '/api/plans',
    headers,
    payload: { name: 'street-2026.json', text: JSON.stringify(plan), ...more },
  });

describe('decisions', () => {
  test('come out with the names of units, as JSON for programs and as a file for the office', async () => {
    await imports({});
    const decisions = [{ task: 3, duties: [{ unit: '区经济发展局', role: 'lead' }], note: '已定' }];
    await site.web.inject({ method: 'POST', url: '/api/plans/street-2026/settle', headers, payload: { decisions } });
    const settled = { ...plan, findings: plan.findings.map((f) => ({ ...f, settled: '已核对' })) };
    await imports({ text: JSON.stringify(settled) });
    const read = await site.web.inject({ url: '/api/plans/street-2026/decisions', headers });
    expect(read.json()).toEqual({
      plan: 'street-2026',
      decisions: [
        { task: 2, title: '建设园区道路', finding: 'open-list', note: '已核对' },
        {
          task: 3,
          title: '整治河道',
          finding: 'no-unit',
          read: [],
          duties: [{ unit: '区财政局', role: 'responsible' }],
          note: '已核对',
        },
      ],
    });
    const { cookie } = await site.login();
    const file = await site.web.inject({ url: '/plans/street-2026/decisions.yaml', headers: { cookie } });
    expect([file.statusCode, file.headers['content-type']]).toEqual([200, 'application/yaml; charset=utf-8']);
    expect(file.body).toContain('duties: [ { unit: 区财政局, role: responsible } ]');
    expect((await site.web.inject('/plans/street-2026/decisions.yaml')).statusCode).toBe(401);
  });

  test('that are wrong import nothing, and every fault names its line', async () => {
    const decisions =
      '- { title: 整治河道, duties: [{ unit: 区水利厅, role: lead }] }\n- { task: 2, finding: open-list }\n';
    const response = await imports({ plan: 'street-other', decisions });
    expect([response.statusCode, response.json().faults.map((f: { line: number }) => f.line)]).toEqual([422, [1, 2]]);
    expect((await site.web.inject({ url: '/api/plans/street-other', headers })).statusCode).toBe(404);
  });
});
