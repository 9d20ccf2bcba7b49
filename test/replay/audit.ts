/** Replays histories and listens to the commands the workflows give while doing so. */
import { bundleWorkflowCode, DefaultLogger, type InjectedSinks, Worker } from '@temporalio/worker';
import { fromRoot } from '../../worker/root.js';
import type { CommandSinks } from './commands.js';
import { type Command, firstDifference } from './difference.js';
import { historyFromJson } from './history-json.js';

/** One run of a workflow, with what it told Temporal to do. */
export interface Recording {
  readonly workflowId: string;
  readonly type: string;
  /** History in Temporal's JSON. */
  readonly history: unknown;
  readonly commands: readonly Command[];
}

export interface Replayed {
  /** Why the replay was refused (the workflow no longer fits its history); absent when it fits. */
  readonly refused?: string;
  readonly commands: readonly Command[];
}

/** The workflows with the listening interceptor, as the text of a bundle. */
export async function auditBundle(): Promise<string> {
  const { code } = await bundleWorkflowCode({
    workflowsPath: fromRoot('workflows', 'index.ts'),
    workflowInterceptorModules: [fromRoot('test', 'replay', 'commands.ts')],
    logger: new DefaultLogger('ERROR'),
  });
  return code;
}

/** Replays each history from its start on these workflows; answers in the same order. */
export async function replay(
  code: string,
  recordings: readonly Pick<Recording, 'workflowId' | 'history'>[],
): Promise<readonly Replayed[]> {
  const ear = listening();
  const results = Worker.runReplayHistories(
    { workflowBundle: { code }, sinks: ear.sinks, replayName: 'golden' },
    recordings.map(({ workflowId, history }) => ({ workflowId, history: historyFromJson(history) })),
  );
  const replayed: Replayed[] = [];
  for await (const { runId, error } of results) {
    replayed.push({ commands: ear.commandsOf(runId), ...(error === undefined ? {} : { refused: String(error) }) });
  }
  return replayed;
}

/** Sinks for a worker on {@link auditBundle}, and what they heard of a run. */
export function listening(): {
  readonly sinks: InjectedSinks<CommandSinks>;
  commandsOf(runId: string): readonly Command[];
} {
  const heard = new Map<string, Command[]>();
  const command = {
    fn: ({ runId }: { readonly runId: string }, json: string): void => {
      heard.set(runId, [...(heard.get(runId) ?? []), JSON.parse(json)]);
    },
    callDuringReplay: true,
  };
  return { sinks: { audit: { command } }, commandsOf: (runId) => heard.get(runId) ?? [] };
}

export interface Misfit {
  readonly name: string;
  readonly why: string;
  /** What noticed it. */
  readonly by: 'replay' | 'commands';
}

/** Each recording that a bundle refuses, or on which it commands something else than was recorded. */
export async function misfits(
  code: string,
  recordings: readonly (Recording & { readonly name: string })[],
): Promise<readonly Misfit[]> {
  const replayed = await replay(code, recordings);
  return recordings.flatMap(({ name, commands }, index): readonly Misfit[] => {
    const { refused, commands: given = [] } = replayed[index] ?? {};
    if (refused !== undefined) return [{ name, why: refused, by: 'replay' }];
    const why = firstDifference(commands, given);
    return why === undefined ? [] : [{ name, why, by: 'commands' }];
  });
}
