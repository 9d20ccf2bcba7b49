/**
 * Tells a sink every command that a workflow gives to Temporal: replay alone does not see a changed duration, argument
 * or result (docs/CONTRIBUTING.md). A workflow interceptor, for the bundle of tests only.
 */
import { proxySinks, type Sinks, type WorkflowInterceptorsFactory } from '@temporalio/workflow';

export interface CommandSinks extends Sinks {
  audit: {
    /** One command as JSON. */
    command(json: string): void;
  };
}

const { audit } = proxySinks<CommandSinks>();

export const interceptors: WorkflowInterceptorsFactory = () => ({
  internals: [
    {
      concludeActivation(input, next) {
        for (const command of input.commands) audit.command(JSON.stringify(command, readable));
        return next(input);
      },
    },
  ],
});

/** Payloads as text and durations as milliseconds; the name of the queue is not the same in a replay. */
function readable(key: string, value: unknown): unknown {
  if (key === 'taskQueue' || value === null) return undefined;
  if (typeof value !== 'object') return value;
  if (value instanceof Uint8Array) return new TextDecoder().decode(value);
  if ('seconds' in value && 'nanos' in value) return Number(value.seconds) * 1000 + Number(value.nanos) / 1_000_000;
  return value;
}
