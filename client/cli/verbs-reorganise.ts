/** `duban units reorganise …`: reorganisations of units. Only wiring: each action loads its module. */
import type { Command } from 'commander';
import type { ByOption, Perform } from './options.js';

const load = () => import('./reorganise.js');
const BY = ['--by <姓名>', '经办人，记入台账'] as const;

/** Adds reorganise, reorganisations and withdraw to `units`. */
export function addReorganiseVerbs(units: Command, perform: Perform): void {
  units
    .command('reorganise')
    .argument('<文件>', '机构变更（YAML），格式照 seeds/reorganisations/sample.yaml')
    .option('--preview', '只看职责怎样承接，不登记')
    .option(...BY)
    .description('登记单位的更名、合并、拆分、撤销；到生效日职责自动承接，不再发交办函')
    .action(async (file: string, options: ByOption & { readonly preview?: boolean }, command: Command) =>
      perform(command, async (io) => (await load()).reorganise(file, options, io)),
    );
  units
    .command('reorganisations')
    .description('登记过的机构变更，单位的曾用名和撤销情况')
    .action(async (_options: unknown, command: Command) =>
      perform(command, async (io) => (await load()).listReorganisations(io)),
    );
  units
    .command('withdraw')
    .argument('<编号>', '机构变更的编号，见 duban units reorganisations')
    .requiredOption('--reason <理由>', '理由')
    .option(...BY)
    .description('撤回还没有生效的机构变更')
    .action(async (id: string, options: ByOption & { readonly reason: string }, command: Command) =>
      perform(command, async (io) => (await load()).withdrawReorganisation(id, options, io)),
    );
}
