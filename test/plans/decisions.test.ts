/** An office reads its document, settles what is open, and reads it again corrected: only what is new is asked. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { loadDirectory } from '../../activities/ledger/directory.js';
import { loadPlan, setPlanStatus } from '../../activities/ledger/plans.js';
import { launchLadder } from '../../client/launch-ladder.js';
import { decisionsOf, decisionsYaml, readDecisions } from '../../domain/decisions.js';
import { DubanError } from '../../domain/errors.js';
import { district } from '../stories/year.js';
import { asked, clerk, type ReadingOffice, readingOffice } from './office.js';

const document = (...items: readonly string[]): string => `清源区委办公室关于印发2027年重点工作任务的通知

各部门单位：

《清源区2027年重点工作任务》已经研究同意，现印发给你们，请认真抓好落实。

清源区委办公室

2027年1月4日

清源区2027年重点工作任务

一、重点工作

${items.map((item, at) => `${at + 1}.${item}`).join('\n\n')}
`;
const roads = '完善城区路网。6月底前新建道路3条。（责任单位：区住房城乡建设局）';
const schools = '扩大学位供给。新增学位500个。';
const data = '建设数据平台。9月底前上线。（牵头单位：区大数据局；配合单位：区财政局）';
const assets = '盘活闲置资产。年底前盘活**处。（责任单位：区财政局）';
const first = document(roads, schools, data, assets);

let office: ReadingOffice;
beforeAll(async () => {
  office = await readingOffice();
}, 60_000);
afterAll(() => office?.stage.close());

describe('a draft read again', () => {
  test('keeps the plan above it until none is named', async () => {
    const above = async (): Promise<string | undefined> => (await office.draft('below')).parent;
    const named = async (parent?: string): Promise<string | undefined> => {
      const draft = { ...(await office.draft('below')), parent };
      await office.stage.office.importPlan(JSON.parse(JSON.stringify(draft)), clerk);
      return above();
    };
    await office.imports('above', first);
    await office.imports('below', first);
    expect([await named('above'), await named(), await named('none'), await named()]).toEqual([
      'above',
      'above',
      undefined,
      undefined,
    ]);
  });

  test('asks only what the corrected document makes new', async () => {
    const read = await office.imports('qingyuan', first);
    expect(read.difference).toBeUndefined();
    expect(asked(read)).toEqual(['2 no-unit', '3 unit-unknown', '4 value-undecided']);
    const value = read.findings.findIndex((f) => f.code === 'value-undecided');
    await office.settles('qingyuan', '2=区教育局', '3=区发展改革局', `#${value}=按不设数值处理`);

    const corrected = document(roads, schools, data, assets, '整治清源河。10月底前完工。（责任单位：河湖中心）');
    const again = await office.imports('qingyuan', corrected);
    expect(asked(again)).toEqual(['5 unit-unknown']);
    expect(again.difference).toMatchObject({
      added: [{ number: 5, title: '整治清源河' }],
      gone: [],
      changed: [],
      renumbered: [],
    });
    const draft = await office.draft('qingyuan');
    expect(draft.tasks.slice(1, 3).map((t) => t.duties.map((d) => `${d.role} ${d.unit}`))).toEqual([
      ['lead jyj'],
      ['lead fgj'],
    ]);
    expect(draft.findings.find((f) => f.code === 'value-undecided')?.settled).toBe('按不设数值处理');
  });

  test('knows its tasks under other numbers, and gives no task the duties of another', async () => {
    const renumbered = await office.imports(
      'qingyuan',
      document(data, assets, '开展青年夜校。10月底前开班。', roads, schools),
    );
    expect(asked(renumbered)).toEqual(['3 no-unit']);
    expect(renumbered.difference?.renumbered).toHaveLength(4);
    const draft = await office.draft('qingyuan');
    expect(draft.tasks.map((t) => [t.title, t.duties[0]?.unit ?? null])).toEqual([
      ['建设数据平台', 'fgj'],
      ['盘活闲置资产', 'czj'],
      ['开展青年夜校', null],
      ['完善城区路网', 'zjj'],
      ['扩大学位供给', 'jyj'],
    ]);
  });

  test('gives a task no units because its title is like that of another', async () => {
    const { findings, ...rest } = await office.imports(
      'qingyuan',
      document(roads, schools.replace('学位', '床位'), data, assets),
    );
    expect(asked({ findings })).toEqual(['2 no-unit']);
    expect(rest.difference?.changed).toContainEqual(expect.objectContaining({ title: '扩大学位供给' }));
    expect(findings.find((f) => f.code === 'decision-unfit')?.message).toContain('题目已改为“扩大床位供给”');
  });

  test('asks again where the document now names other units, and says which decision was not used', async () => {
    const other = data.replace('区财政局', '青山镇');
    const again = await office.imports('qingyuan', document(roads, schools, other, assets));
    expect(asked(again)).toEqual(['3 unit-unknown']);
    expect(again.findings.filter((f) => f.code === 'decision-unfit')).toEqual([
      expect.objectContaining({
        task: 3,
        blocking: false,
        message: expect.stringContaining('原文的责任单位已由“区大数据局、区财政局”改为“区大数据局、青山镇”'),
      }),
    ]);
  });

  test('holds on to units whose name has changed since', async () => {
    await office.imports('named', first);
    await office.settles('named', '2=区教育局', '3=区发展改革局');
    await office.stage.office.renameUnit('jyj', '区教育和体育局', clerk);
    const again = await office.imports('named', first);
    expect(asked(again)).toEqual(['4 value-undecided']);
    const kept = decisionsYaml(decisionsOf(await office.draft('named'), await loadDirectory(office.stage.ledger)));
    expect(kept).toContain('区教育和体育局');
    // The file of the days before the renaming is as good.
    const elsewhere = await office.imports('named-2', first, kept.replaceAll('区教育和体育局', '区教育局'));
    expect(asked(elsewhere)).toEqual(['4 value-undecided']);
  });
});

describe('the decisions file', () => {
  test('printed from the ledger settles the same document in another office', async () => {
    await office.imports('printed', first);
    await office.settles('printed', '2=区教育局', '3=区发展改革局');
    const file = decisionsYaml(decisionsOf(await office.draft('printed'), await loadDirectory(office.stage.ledger)));
    const other = await office.imports('other', first, file);
    expect([asked(other), other.settled]).toEqual([['4 value-undecided'], 2]);
  });

  test('says once what words mean, and sets a date', async () => {
    const file = `- { finding: unit-unknown, words: 区大数据局, unit: 区发展改革局, note: 机构改革后职责划入 }
- { task: 9, title: 扩大学位供给, finding: no-unit, duties: [{ unit: 区教育局, role: responsible }], due: 2027-08-31 }
- { task: 4, title: 盘活闲置资产, finding: no-unit, duties: [{ unit: 区财政局, role: lead }] }
`;
    const read = await office.imports('words', first, file);
    expect(asked(read)).toEqual(['4 value-undecided']);
    const { tasks } = await office.draft('words');
    expect(tasks[1]).toMatchObject({ due: '2027-08-31', duties: [{ unit: 'jyj', role: 'responsible' }] });
    expect(tasks[2]?.duties.map((d) => `${d.role} ${d.unit}`)).toEqual(['lead fgj', 'support czj']);
    expect(read.findings.filter((f) => f.code === 'decision-unfit').map((f) => f.message)).toEqual([
      '此前对“盘活闲置资产”的决定（区财政局）没有采用：原文不再有这个问题',
    ]);
  });

  test('is refused with every fault and its line', () => {
    const file = `plan: qingyuan
decisions:
  - { task: 2, finding: no-unit, note: 没有题目 }
  - { title: 扩大学位供给, finding: no-unit, duties: [{ unit: 区教育厅, role: lead }] }
  - { title: 完善城区路网, due: 2027-02-30 }
  - { title: 完善城区路网 }
  - { title: 盘活闲置资产, finding: no-unit, dutys: [] }
pick: [0]
`;
    const lines = (text: string): (number | undefined)[] => {
      try {
        readDecisions('决定文件', text, district);
        return [];
      } catch (error) {
        if (error instanceof DubanError) return error.faults.map((f) => f.line);
        throw error;
      }
    };
    expect(lines(file)).toEqual([3, 4, 5, 6, 7, 8]);
    expect(
      lines(
        '- { title: 甲, finding: no-unit, duties: [{ unit: 区教育厅, role: lead }] }\n- { title: 甲, finding: no-unit, note: 乙 }\n',
      ),
    ).toEqual([1, 2]);
    expect(lines('decisions: [\n')).toEqual([expect.any(Number)]);
  });
});

describe('a revised document beside the running plan', () => {
  test('gives a difference and the acts for it, and changes nothing', async () => {
    await office.imports(
      'run',
      document(roads, schools, assets.replace('**处', '3处')),
      '- { title: 扩大学位供给, finding: no-unit, duties: [{ unit: 区教育局, role: lead }] }',
    );
    await office.stage.office.settle(
      'run',
      [
        {
          mandate: {
            appointment: { by: '区委', scope: '重点工作', from: '2020-01-01', document: '授权文件' },
            approval: { by: '区委主要负责人', on: '2020-01-01', document: '批件' },
          },
        },
      ],
      clerk,
    );
    await office.stage.office.launch('run', {}, clerk);
    const before = await office.draft('run');

    const revised = document(
      '整治清源河。10月底前完工。（责任单位：青山镇）',
      roads.replace('6月底前', '8月底前').replace('住房城乡建设局', '发展改革局'),
      schools,
    );
    const read = await office.imports('run', revised);
    expect(read.running).toBe(true);
    expect(read.difference).toMatchObject({
      added: [{ number: 1, title: '整治清源河', duties: '负责：青山镇', due: '2027-10-31' }],
      gone: [{ number: 3, title: '盘活闲置资产' }],
      changed: [
        {
          number: 1,
          now: 2,
          title: '完善城区路网',
          changes: [
            { what: 'duties', from: '负责：区住房城乡建设局', to: '负责：区发展改革局' },
            { what: 'due', from: '2027-06-30', to: '2027-08-31' },
          ],
        },
      ],
      renumbered: [{ from: 2, to: 3, title: '扩大学位供给' }],
    });
    expect(read.acts).toEqual(['duban plan amend run 调整文件 --preview']);
    expect(await office.draft('run')).toEqual(before);

    // Without an approver it is refused; carried out, the same document differs no more.
    const { amendments } = office.stage.office;
    const amendment = read.amendment ?? '';
    await expect(amendments.amend('run', amendment, clerk)).rejects.toMatchObject({ code: 'text-missing' });
    const amended = await amendments.amend('run', amendment.replace('approvedBy: ""', 'approvedBy: 局务会'), clerk);
    expect(amended.changes).toEqual([
      '新增第4项“整治清源河”（青山镇牵头，2027年10月31日前）',
      '取消第3项',
      '第1项由区住房城乡建设局转给区发展改革局',
      '第1项的时限改为2027年8月31日',
    ]);
    const after = await office.imports('run', revised);
    expect([after.difference?.changed, after.difference?.gone, after.difference?.added]).toEqual([[], [], []]);
    expect((await loadPlan(office.stage.ledger, 'run'))?.status).toBe('executing');
  }, 60_000);

  test('is refused where the plan has ended', async () => {
    await office.imports('ended', document(roads));
    await setPlanStatus(office.stage.ledger, 'ended', {
      status: 'executing',
      ladder: await launchLadder(undefined, false),
      at: 1,
      by: '办公室',
    });
    await setPlanStatus(office.stage.ledger, 'ended', { status: 'closed', at: 2 });
    await expect(office.imports('ended', document(roads))).rejects.toMatchObject({ code: 'plan-launched' });
  });
});
