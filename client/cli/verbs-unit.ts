/** `duban units …`: the directory of units. */
import type { Command } from 'commander';
import type { ContactRole } from '../../domain/org.js';
import type { ByOption, Perform } from './options.js';
import { day, oneOf } from './usage.js';
import { addReorganiseVerbs } from './verbs-reorganise.js';

/** Adds `units` with check, import, list, rename, contact, absence, reorganise, reorganisations, withdraw, pause and resume. */
export function addUnitVerbs(program: Command, perform: Perform, roles: readonly ContactRole[]): void {
  const units = program.command('units').description('单位名录：单位、别名、统称、联系地址和代理');
  const role = oneOf('联系角色', roles);
  const verb = (name: string, description: string): Command =>
    units.command(name).option('--by <姓名>', '经办人，记入台账').description(description);

  units
    .command('check')
    .argument('<文件>', '单位名录（CSV）')
    .description('检查名录文件，一次列出全部错误；不改动任何东西')
    .action(async (file: string, _options: unknown, command: Command) =>
      perform(command, async (io) => (await import('./units.js')).unitsCheck(file, io)),
    );
  units
    .command('list')
    .description('名录中的单位')
    .action(async (_options: unknown, command: Command) =>
      perform(command, async (io) => (await import('./units.js')).unitsList(io)),
    );
  verb('import', '导入名录，替换原有的单位、别名和联系地址')
    .argument('<文件>', '单位名录（CSV）')
    .option('--restore', '名录里列出的已撤销单位确已恢复')
    .action(async (file: string, options: ByOption & { readonly restore?: boolean }, command: Command) =>
      perform(command, async (io) => (await import('./units.js')).unitsImport(file, options, io)),
    );
  verb('rename', '单位改名；编号不变，旧名成为别名')
    .argument('<单位>', '单位编号')
    .argument('<新名称>', '新名称')
    .action(async (unit: string, name: string, options: ByOption, command: Command) =>
      perform(command, async (io) => (await import('./units.js')).unitAct('rename', { unit, name }, options, io)),
    );
  verb('contact', '更改联系地址')
    .argument('<单位>', '单位编号')
    .argument('<角色>', `联系角色：${roles.join('、')}`, role)
    .argument('<地址>', '电子邮件地址')
    .action(async (unit: string, as: ContactRole, address: string, options: ByOption, command: Command) =>
      perform(command, async (io) =>
        (await import('./units.js')).unitAct('contact', { unit, role: as, address }, options, io),
      ),
    );
  verb('absence', '登记外出期间的代理')
    .argument('<单位>', '单位编号')
    .argument('<角色>', `谁外出：${roles.join('、')}`, role)
    .argument('<代理地址>', '代理人的电子邮件地址')
    .requiredOption('--from <日期>', '从哪天', day('起日'))
    .requiredOption('--until <日期>', '到哪天（含）', day('止日'))
    .action(
      async (
        unit: string,
        as: ContactRole,
        address: string,
        options: ByOption & { readonly from: string; readonly until: string },
        command: Command,
      ) =>
        perform(command, async (io) =>
          (await import('./units.js')).unitAct(
            'absence',
            { unit, role: as, address, from: options.from, until: options.until },
            options,
            io,
          ),
        ),
    );
  addReorganiseVerbs(units, perform);
  for (const [name, paused, words] of [
    ['pause', true, '暂停给一个单位发例行信件（不丢，恢复后补发）'],
    ['resume', false, '恢复给一个单位发信'],
  ] as const) {
    verb(name, words)
      .argument('<单位>', '单位编号')
      .action(async (unit: string, options: ByOption, command: Command) =>
        perform(command, async (io) => (await import('./units.js')).unitAct('pause', { unit, paused }, options, io)),
      );
  }
}
