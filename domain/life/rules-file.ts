/** The rules of a plan's life: one YAML file, checked whole, then a plain value that a plan keeps. */
import { z } from 'zod';
import { DubanError, fault } from '../errors.js';
import { readYaml } from '../yaml-text.js';
import type { LifeRules } from './rules.js';

const monthDay = z.strictObject({ month: z.int().min(1).max(12), day: z.int().min(1).max(31) });
const span = { ask: monthDay, due: monthDay };
const workdays = z.array(z.int().min(1).max(60)).min(1);

const shape = z.strictObject({
  hour: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/),
  yearList: z.strictObject(span),
  midTerm: z.strictObject({ years: z.int().min(2).max(10), ...span }),
  final: z.strictObject(span),
  before: workdays,
  after: workdays,
});

/** @throws DubanError `life-rules` for every fault, with its line. */
export function readLifeRules(text: string): LifeRules {
  const yaml = readYaml(text);
  if (yaml.faults.length > 0)
    throw new DubanError(yaml.faults.map(({ line, detail }) => fault('life-rules', { at: '文件', detail }, line)));
  const read = shape.safeParse(yaml.value);
  if (!read.success)
    throw new DubanError(
      read.error.issues.map(({ path, message }) =>
        fault('life-rules', { at: path.join('.') || '文件', detail: message }, yaml.lineOf(path)),
      ),
    );
  const { hour, ...rules } = read.data;
  const [hours = 0, minutes = 0] = hour.split(':').map(Number);
  return { ...rules, hour: hours * 60 + minutes };
}
