/** Words for every value of a YAML file that does not fit its shape: what is unknown, what is missing, what is allowed. */
import { z } from 'zod';
import type { YamlText } from '../yaml-text.js';

/** An integer in a range; the error says what is allowed, for it ends up in the message to the office. */
export function wholeNumber(least: number, most: number, of: string) {
  const error = `${least} 至 ${most} 的整数（${of}）`;
  return z.int({ error }).min(least, { error }).max(most, { error });
}

/** Text of at most so many characters, trimmed. */
export function words(least: number, most: number, what: string) {
  const error = `${what}，${least === 0 ? '不超过' : `${least} 至`} ${most} 个字`;
  return z.string({ error }).trim().min(least, { error }).max(most, { error });
}

/** One way in which a value does not fit. `line` is 1-based; `path` is what a person finds in the file. */
export type Misfit = { readonly line: number; readonly path: string } & (
  | { readonly kind: 'key'; readonly key: string }
  | { readonly kind: 'missing'; readonly allowed: string }
  | { readonly kind: 'value'; readonly value: string; readonly allowed: string }
);

/** The misfits that zod found, with their lines. `root` names the file where the path is empty. */
export function misfitsOf(error: z.ZodError, yaml: YamlText, root: string): Misfit[] {
  return error.issues.flatMap((issue) => issueMisfits(issue, yaml, root));
}

function issueMisfits(issue: z.core.$ZodIssue, yaml: YamlText, root: string): Misfit[] {
  const path = issue.path.map(String).join('.') || root;
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({ kind: 'key', line: yaml.lineOf([...issue.path, key]), path, key }));
  }
  const at = { line: yaml.lineOf(issue.path), path, allowed: issue.message };
  const value = valueAt(yaml.value, issue.path);
  if (value === undefined || value === null) return [{ kind: 'missing', ...at }];
  const shown = typeof value === 'object' ? JSON.stringify(value) : String(value);
  return [{ kind: 'value', ...at, value: shown.length > 60 ? `${shown.slice(0, 59)}…` : shown }];
}

/** The value at a path, undefined where there is none. */
export function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (at, step) => (typeof at === 'object' && at !== null ? (at as Record<PropertyKey, unknown>)[step] : undefined),
    value,
  );
}

/** In the order of their lines. */
export function byLine<T extends { readonly line?: number }>(faults: readonly T[]): T[] {
  return faults.toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0));
}
