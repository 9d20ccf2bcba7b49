/** An office that reads documents: the real office on the servers of this run, with the invented district. */
import { loadDirectory } from '../../activities/ledger/directory.js';
import { loadPlan } from '../../activities/ledger/plans.js';
import { intake } from '../../client/intake.js';
import type { Imported } from '../../client/office.js';
import { resolveDuties } from '../../client/settle-duties.js';
import { readDecisions } from '../../domain/decisions.js';
import type { Plan } from '../../domain/plan.js';
import type { Actor } from '../../domain/task.js';
import { type TestStage, testStage } from '../harness/stage.js';
import { district } from '../stories/year.js';

export const clerk: Actor = { name: '办公室', role: 'office' };

export interface ReadingOffice {
  readonly stage: TestStage;
  /** Imports a document as this plan, with the text of a decisions file. */
  imports(plan: string, document: string, decisions?: string): Promise<Imported>;
  /** `3=区教育局` gives task 3 its lead; `#0=已核对` settles a finding. */
  settles(plan: string, ...words: readonly string[]): Promise<void>;
  draft(plan: string): Promise<Plan>;
}

export async function readingOffice(): Promise<ReadingOffice> {
  const stage = await testStage(district);
  const { office, ledger } = stage;
  return {
    stage,
    imports: async (plan, document, decisions) => {
      const directory = await loadDirectory(ledger);
      const read = intake(`${plan}.txt`, document, directory, '2027-01-04');
      return office.importPlan(
        read,
        clerk,
        decisions === undefined ? undefined : readDecisions('决定文件', decisions, directory),
      );
    },
    settles: async (plan, ...words) => {
      const decisions = words.map((one) => {
        const [key = '', value = ''] = one.split('=');
        return key.startsWith('#')
          ? { finding: Number(key.slice(1)), note: value }
          : { task: Number(key), duties: [{ unit: value, role: 'lead' as const }], note: '经主任会议研究' };
      });
      await office.settle(plan, resolveDuties(decisions, await loadDirectory(ledger)), clerk);
    },
    draft: async (plan) => {
      const row = await loadPlan(ledger, plan);
      if (row === undefined) throw new Error(`no plan ${plan}`);
      return row.plan;
    },
  };
}

/** What is still to be settled, as `任务 code`. */
export const asked = ({ findings }: Pick<Imported, 'findings'>): string[] =>
  findings.filter((f) => f.blocking && f.settled === undefined).map((f) => `${f.task ?? '全文'} ${f.code}`);
