/** plan/: the plan as settled, what was decided on it, its tasks as they stand, and the units that appear in it. */
import { stringify } from 'yaml';
import { loadDirectory } from '../../activities/ledger/directory.js';
import { listTasks } from '../../activities/ledger/tasks.js';
import { clockOf } from '../../domain/day.js';
import { decisionsOf, decisionsYaml } from '../../domain/decisions.js';
import { stateWords } from '../../domain/letter-words.js';
import type { Directory, UnitKind } from '../../domain/org.js';
import { leadsOf, supportsOf, type TaskState } from '../../domain/task.js';
import { csvText } from '../http/comment-csv.js';
import { nameOf } from '../letter-answer.js';
import type { Collecting } from './collect.js';

const kindWords: Readonly<Record<UnitKind, string>> = {
  department: '部门',
  township: '镇街',
  company: '企业',
  office: '办公室',
  leadership: '领导小组',
};

export async function addPlan({ read, row, to }: Collecting): Promise<void> {
  const directory = await loadDirectory(read);
  const tasks = await listTasks(read, { plan: row.id });
  await to.add('plan/plan.yaml', stringify(row.plan, { lineWidth: 0 }));
  await to.add('plan/decisions.yaml', decisionsYaml(decisionsOf(row.plan, directory)));
  const { id, title, year, status, importedAt, launchedAt, launchedBy, closedAt, ladder, supervision } = row;
  await to.json('plan/status.json', {
    ...{ id, title, year, status, importedAt, launchedAt, launchedBy, closedAt, ladder, supervision },
  });
  await to.json('plan/tasks.json', tasks);
  await to.add('plan/tasks.csv', tasksTable(tasks, directory));
  await to.add('plan/units.csv', unitsTable(tasks, directory));
}

function tasksTable(tasks: readonly TaskState[], directory: Directory): string {
  const name = nameOf(directory);
  const header = ['编号', '任务', '牵头（责任）单位', '配合单位', '现时限', '原定时限', '状态', '办结时间'];
  return csvText([
    header,
    ...tasks.map((task) => [
      task.id,
      task.title,
      leadsOf(task)
        .map((unit) => name(unit).name)
        .join('、'),
      supportsOf(task)
        .map((unit) => name(unit).name)
        .join('、'),
      task.due,
      task.firstDue,
      stateWords(task),
      task.closedAt === undefined ? '' : clockOf(task.closedAt),
    ]),
  ]);
}

/** Units with a duty, and the office and the leadership group; without the addresses of people. */
function unitsTable(tasks: readonly TaskState[], directory: Directory): string {
  const used = new Set(tasks.flatMap((task) => task.duties.map((duty) => duty.unit)));
  const units = directory.units.filter(({ id, kind }) => used.has(id) || kind === 'office' || kind === 'leadership');
  return csvText([
    ['编号', '名称', '类别', '别名'],
    ...units.map(({ id, name, kind, aliases }) => [id, name, kindWords[kind], aliases.join('、')]),
  ]);
}
