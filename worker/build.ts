/**
 * What `npm run build` does after the compiler: bundles the workflows once for worker and drills, and puts the
 * command `duban` where `npx` finds it without a registry.
 */
import { chmodSync, existsSync, lstatSync, mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fromRoot } from './root.js';

/** The compiler never deletes: what was compiled from a source that is gone must not be found by anybody. */
function dropLeftovers(): void {
  for (const name of readdirSync(fromRoot('dist'), { recursive: true, encoding: 'utf8' })) {
    const source = name.replace(/\.js(\.map)?$/, '');
    if (source === name || source === 'workflow-bundle') continue;
    if (!['.ts', '.tsx'].some((ending) => existsSync(fromRoot(`${source}${ending}`)))) rmSync(fromRoot('dist', name));
  }
}

async function bundleWorkflows(): Promise<string> {
  const workflowsPath = fromRoot('dist', 'workflows', 'index.js');
  if (!existsSync(workflowsPath)) return 'no workflows';
  const { bundleWorkflowCode, DefaultLogger } = await import('@temporalio/worker');
  const { code } = await bundleWorkflowCode({ workflowsPath, logger: new DefaultLogger('WARN') });
  writeFileSync(fromRoot('dist', 'workflow-bundle.js'), code);
  return `workflow bundle ${(code.length / 1_000_000).toFixed(1)} MB`;
}

function linkCommand(): string {
  const main = fromRoot('dist', 'client', 'cli', 'main.js');
  if (!existsSync(main)) return 'no command';
  chmodSync(main, 0o755);
  const folder = fromRoot('node_modules', '.bin');
  const link = join(folder, 'duban');
  mkdirSync(folder, { recursive: true });
  if (lstatSync(link, { throwIfNoEntry: false }) !== undefined) rmSync(link);
  symlinkSync(relative(folder, main), link);
  return 'npx duban';
}

dropLeftovers();
console.log(`built: ${await bundleWorkflows()}, ${linkCommand()}`);
