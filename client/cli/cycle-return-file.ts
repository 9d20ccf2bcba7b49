/** A unit's return as a YAML file that the office fills in: tasks by number or id, states in Chinese or as the API names them. */
import { z } from 'zod';
import { byLine, type Misfit, misfitsOf, words } from '../../domain/comment/yaml-shape.js';
import { DubanError, type Fault, fault } from '../../domain/errors.js';
import { type ReturnContent, returnStates, returnStateWords } from '../../domain/supervision/return.js';
import { readYaml } from '../../domain/yaml-text.js';

const MAX_TEXT = 5000;
const tasksText = '任务的列表：- { task: 5, state: 滞后, progress: … }';
const taskText = '任务的序号或编号，如 5 或 wenchanghu-2023/2023/5';
const stateText = returnStates.map((state) => `${returnStateWords[state]}（${state}）`).join('、');
const valuesText = '各目标的数值，按任务的目标次序，没有的写 null，如 [3, null]';
const numberText = '数字，没有时写 null';

const text = (what: string) => words(0, MAX_TEXT, what).default('');

const shape = z.strictObject(
  {
    tasks: z
      .array(
        z.strictObject(
          {
            task: z.union([z.int().min(1), z.string().trim().min(1)], { error: taskText }),
            state: z.string({ error: stateText }).transform((value, context) => {
              const found = returnStates.find((state) => state === value || returnStateWords[state] === value);
              if (found !== undefined) return found;
              context.addIssue({ code: 'custom', message: stateText });
              return z.NEVER;
            }),
            progress: text('进展情况'),
            values: z.array(z.number({ error: numberText }).nullable(), { error: valuesText }).default([]),
            problems: text('存在问题'),
            help: text('需协调事项'),
          },
          { error: tasksText },
        ),
        { error: tasksText },
      )
      .min(1, { error: tasksText }),
  },
  { error: 'tasks: 任务的列表' },
);

const taskKeys = ['task', 'state', 'progress', 'values', 'problems', 'help'];

/**
 * Reads a return.
 * @param idOf the task's id for its number in the plan.
 * @throws DubanError with every fault of the file, each naming its line. What the unit may return is the service's to say.
 */
export function readReturnFile(source: string, idOf: (number: number) => string): ReturnContent {
  const yaml = readYaml(source);
  if (yaml.faults.length > 0)
    throw new DubanError(yaml.faults.map((f) => fault('return-file-yaml', { detail: f.detail }, f.line)));
  const read = shape.safeParse(yaml.value);
  if (!read.success) throw new DubanError(byLine(misfitsOf(read.error, yaml, '报送').map(faultOf)));
  return {
    tasks: read.data.tasks.map(({ task, values, ...rest }) => ({
      ...rest,
      task: typeof task === 'number' || /^\d+$/.test(task) ? idOf(Number(task)) : task,
      values: values.flatMap((value, target) => (value === null ? [] : [{ target, value }])),
    })),
  };
}

function faultOf(misfit: Misfit): Fault {
  const { line, path } = misfit;
  if (misfit.kind === 'key') {
    const allowed = (path.startsWith('tasks') ? taskKeys : ['tasks']).join('、');
    return fault('return-file-key', { at: path, key: misfit.key, allowed }, line);
  }
  if (misfit.kind === 'missing') return fault('return-file-missing', { key: path, allowed: misfit.allowed }, line);
  return fault('return-file-value', { key: path, value: misfit.value, allowed: misfit.allowed }, line);
}
