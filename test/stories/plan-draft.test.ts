/** A plan from its draft to the issue: a withdrawn round, one with opinions, the changes they brought, number and day. */
import { afterEach, describe, expect, test } from '@jest/globals';
import { eventsOf } from '../../activities/ledger/figures.js';
import { loadPlan } from '../../activities/ledger/plans.js';
import { verifyChain } from '../../activities/ledger/verify.js';
import { resumePeriods } from '../../client/comments/period-act.js';
import { intake } from '../../client/intake.js';
import type { DispositionInput } from '../../domain/comment/comment.js';
import { dayOf } from '../../domain/day.js';
import { DubanError } from '../../domain/errors.js';
import { planWorkflowId } from '../../domain/ids.js';
import type { Plan } from '../../domain/plan.js';
import { planView } from '../../workflows/messages.js';
import { ledgerComments } from '../client/ledger-comments.js';
import { type TestStage, testStage } from '../harness/stage.js';
import { toDay } from './breakage.js';
import { office, say, termsOf } from './comments.js';
import { district, on, workday, year } from './year.js';

const id = 'green';
const draft = `清源区${year}年绿色发展重点任务（征求意见稿）
为推进绿色发展，制定本方案。
一、重点任务
1.建设口袋公园。新建口袋公园10处，${year}年11月30日前完成。（牵头单位：区住房城乡建设局；配合单位：区财政局）
2.扩大学位供给。新增学位2000个，${year}年10月31日前完成。（牵头单位：区教育局）
3.盘活闲置资产。完成清查，${year}年9月30日前完成。（牵头单位：区财政局）
`;
const mandate = {
  appointment: { by: '区委', scope: '重点工作督办', from: `${year}-01-01`, document: '授权文件' },
  approval: { by: '区委主要负责人', on: `${year}-01-04`, document: '立项批准' },
};

describe('a plan before its issue', () => {
  let stage: TestStage | undefined;
  afterEach(async () => {
    await stage?.close();
    stage = undefined;
  });

  test('asked about twice, revised as adopted, issued and launched: the first letters speak of the revised tasks', async () => {
    // Room for two workflows of three: the plan is rebuilt from its history again and again.
    const here = await testStage(district, { cached: 2 });
    stage = here;
    const { comments, drafts } = here.office;
    const today = async () => dayOf(await here.now());
    const life = async () => (await loadPlan(here.ledger, id))?.life;
    const codes = async (call: Promise<unknown>): Promise<readonly string[]> =>
      call.then(
        () => [],
        (error: unknown) => (error instanceof DubanError ? error.faults.map((one) => one.code) : [String(error)]),
      );
    const terms = (first: string) =>
      termsOf(id, first, {
        ...{ draft, title: `清源区${year}年绿色发展重点任务`, days: 10, reasonForShort: '急需实施。' },
      });

    // The first round is withdrawn: the plan is a draft as before.
    const start = on('03-01');
    await toDay(here, start, 8 * 60);
    const imported = intake(`${id}.txt`, draft, district, start);
    expect(imported.findings).toContainEqual(expect.objectContaining({ code: 'issued-missing', blocking: true }));
    await here.office.importPlan(imported, office);
    expect(await drafts.standing(id)).toMatchObject({ stage: 'drafting', next: 'comments' });
    await comments.open(terms(start), office);
    expect(await life()).toMatchObject({ stage: 'commenting', comments: [`${id}/1`] });
    expect(await codes(here.office.launch(id, {}, office))).toEqual(['life-not-issued']);
    await toDay(here, workday(start, 2));
    await comments.act(`${id}/1`, { kind: 'withdraw', reason: '漏附政策解读' }, office);
    await toDay(here, workday(start, 3));
    expect(await life()).toMatchObject({ stage: 'drafting' });

    // Three opinions on three items.
    const second = workday(start, 4);
    await toDay(here, second, 8 * 60);
    // On record, and Temporal did not answer: taken up again, the plan starts it and hears how it ends.
    const at = await here.now();
    const { state } = await ledgerComments(here.ledger, () => at).open(terms(second), office);
    const desk = { ledger: here.ledger, client: here.env.client, now: () => here.now(), testUnits: false };
    expect(await resumePeriods(desk)).toBe(1);
    await say(here, state.id, { item: 1, text: '公园之间修一条绿道' });
    await say(here, state.id, { item: 2, text: '学位再多一些' });
    await say(here, state.id, { item: 3, text: '资产不要盘活' });
    expect(await codes(drafts.revise(id, { preview: true }, office))).toEqual(['revise-unpublished']);
    await toDay(here, workday(state.lastDay, 1));
    const dispose = (no: number, input: DispositionInput) => comments.dispose(state.id, [no], input, office);
    const change = { where: '第1项', before: '建设口袋公园。', after: '建设口袋公园和绿道。' };
    await dispose(1, { kind: 'adopted', change });
    const more = { where: '第2项', before: '新增学位2000个', after: '新增学位2500个' };
    await dispose(2, { kind: 'partly', change: more, reason: '用地有限' });
    await dispose(3, { kind: 'not-adopted', reason: '上级有统一部署' });
    expect(await codes(drafts.issue(id, { number: `清办字〔${year}〕5号`, on: await today() }, office))).toEqual([
      'issue-comments-open',
    ]);
    await comments.act(state.id, { kind: 'publish' }, office);
    await toDay(here, workday(state.lastDay, 2));
    expect(await life()).toMatchObject({ stage: 'revising', comments: [`${id}/1`, state.id] });
    expect(await drafts.standing(id)).toMatchObject({ next: 'revise', rounds: [{ adopted: 2, revised: false }, {}] });

    // What was adopted goes into the draft, once.
    const preview = await drafts.revise(id, { preview: true }, office);
    expect(preview).toMatchObject({
      imported: null,
      changes: [
        { nos: [1], item: 1 },
        { nos: [2], item: 2 },
      ],
    });
    expect((await loadPlan(here.ledger, id))?.plan.tasks[0]?.title).toBe('建设口袋公园');
    const revised = await drafts.revise(id, { preview: false }, office);
    expect(revised.text).toBe(draft.replace('口袋公园。', '口袋公园和绿道。').replace('2000', '2500'));
    expect(revised.imported?.difference).toMatchObject({
      ...{ added: [], gone: [], renumbered: [] },
      changed: [
        { number: 1, changes: [{ what: 'title', to: '建设口袋公园和绿道' }] },
        { number: 2, changes: [{ what: 'targets' }] },
      ],
    });
    expect(await drafts.standing(id)).toMatchObject({ next: 'issue' });

    // The issue: all that is wrong at once, then number and day.
    expect(await codes(drafts.issue(id, { number: '清办字[2027]5号', on: workday(await today(), 1) }, office))).toEqual(
      ['issue-number', 'issue-future'],
    );
    expect(await codes(drafts.issue(id, { number: `清办字〔${year}〕5号`, on: state.lastDay }, office))).toEqual([
      'issue-before-end',
    ]);
    const another = { number: `清办字〔${year + 1}〕5号`, on: await today() };
    expect(await codes(drafts.issue(id, another, office))).toEqual(['issue-year']);
    // Number and day were wrong: put right before the launch. The document itself keeps its years.
    const mistaken = { number: `清办字〔${year}〕6号`, on: workday(state.lastDay, 1) };
    await drafts.issue(id, mistaken, office);
    const issued = { number: `清办字〔${year}〕5号`, on: await today() };
    await drafts.issue(id, issued, office);
    const [correction] = await eventsOf(here.ledger, { subject: id, kind: 'plan.issue' });
    expect(correction?.data).toMatchObject({ ...issued, former: mistaken });
    const longer = {
      ...((await loadPlan(here.ledger, id))?.plan as Plan),
      period: [year, year + 2] as [number, number],
    };
    expect(await codes(here.office.importPlan(longer, office))).toEqual(['import-issued']);
    expect(await codes(comments.open(terms(on('06-01')), office))).toEqual(['comments-issued']);
    expect(await codes(drafts.revise(id, { preview: false }, office))).toEqual(['life-stage']);
    const row = await loadPlan(here.ledger, id);
    const title = `清源区${year}年绿色发展重点任务`;
    expect(row).toMatchObject({ status: 'draft', title, life: { stage: 'issued', title, issued } });
    expect(row?.plan).toMatchObject({ title, number: issued.number, issued: issued.on });
    expect(row?.plan.findings.filter((one) => one.blocking && one.settled === undefined)).toEqual([]);

    // It runs on from here: the same workflow, and letters with the title of today.
    await here.office.settle(id, [{ mandate }], office);
    await here.office.launch(id, {}, office);
    await toDay(here, workday(await today(), 1));
    const about = (unit: string) => here.mail.messages.filter((one) => one.to === `liaison@${unit}.example.org`).at(-1);
    expect(about('zjj')?.text).toContain('建设口袋公园和绿道');
    expect(about('jyj')?.text).toContain('扩大学位供给');
    const view = await here.env.client.workflow.getHandle(planWorkflowId(id)).query(planView);
    expect(view).toMatchObject({ stage: 'executing', open: 3 });
    const kinds = (await eventsOf(here.ledger, { subject: id })).map((one) => one.kind).reverse();
    expect(kinds.filter((kind) => kind !== 'act.refused')).toEqual([
      ...['plan.imported', 'plan.commenting', 'plan.commentsEnded', 'plan.commenting', 'plan.commentsEnded'],
      ...['plan.imported', 'plan.revised', 'plan.issue', 'plan.issue', 'plan.settled', 'plan.launched'],
    ]);
    expect(await verifyChain(here.ledger)).toMatchObject({ ok: true });
    expect(here.errors).toEqual([]);
  }, 60_000);
});
