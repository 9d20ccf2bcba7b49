/** A reorganisation as an office writes it down (YAML), such as seeds/reorganisations/merge.yaml. */
import { z } from 'zod';
import { misfitsOf } from './comment/yaml-shape.js';
import { DubanError, type Fault, fault } from './errors.js';
import { contactRoles } from './org.js';
import { reorganisationKinds, reorganisationWords } from './reorganisation.js';
import {
  foundedKinds,
  type LineOf,
  type NamedSuccessor,
  type ReorganisationRequest,
} from './reorganisation-request.js';
import { readYaml } from './yaml-text.js';

const kindText = reorganisationKinds.map((kind) => `${kind}（${reorganisationWords[kind]}）`).join('、');
const text = (what: string) => z.string({ error: what }).trim();
const addresses = z
  .union([z.string(), z.array(z.string())], { error: '电子邮件地址，或它们的列表' })
  .transform((one) => (typeof one === 'string' ? [one] : one))
  .default([]);

const successor = z
  .strictObject(
    {
      unit: text('已有单位的编号或名称').optional(),
      id: text('新单位的编号').optional(),
      name: text('新单位的名称').optional(),
      kind: z.enum(foundedKinds, { error: foundedKinds.join('、') }).optional(),
      aliases: z.array(text('别名'), { error: '别名的列表' }).default([]),
      liaison: addresses,
      head: addresses,
      leader: addresses,
    },
    { error: '已有单位 { unit }，或新单位 { id, name, kind, liaison, … }' },
  )
  .superRefine((one, context) => {
    const founding = (['id', 'name', 'kind'] as const).filter((key) => (one[key] ?? '') === '');
    if (one.unit === undefined)
      for (const key of founding) context.addIssue({ code: 'custom', path: [key], message: facts[key] });
    else if (founding.length < 3)
      context.addIssue({ code: 'custom', path: ['unit'], message: '单独写的编号或名称；新单位不写 unit' });
  })
  .transform(({ unit, id = '', name = '', kind = 'department', aliases, ...given }): NamedSuccessor => {
    if (unit !== undefined) return { unit };
    const contacts = contactRoles.flatMap((role) => given[role].map((address) => ({ role, address })));
    return { id, name, kind, aliases, contacts };
  });
const facts = { id: '新单位的编号', name: '新单位的名称', kind: foundedKinds.join('、') } as const;

const shape = z.strictObject({
  id: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]{0,59}$/, { error: '小写字母、数字和连字符，不超过 60 个字符' })
    .optional(),
  kind: z.enum(reorganisationKinds, { error: kindText }),
  units: z
    .array(text('单位的编号或名称').min(1), { error: '单位的编号或名称的列表' })
    .min(1, { error: '至少一个单位' }),
  name: text('更名后的名称').optional(),
  successors: z.array(successor, { error: '承接单位的列表' }).default([]),
  on: text('生效日期，形式为 YYYY-MM-DD'),
  document: text('决定的文号'),
  reason: text('理由'),
  assign: z
    .record(
      z.string(),
      z.array(z.union([z.string(), z.number()], { error: '任务编号' }), { error: '任务编号的列表' }),
      {
        error: '各承接单位的任务：{ 单位: [任务编号…] }',
      },
    )
    .default({}),
});

/**
 * Reads the file; which units and tasks it means is judged against the directory (reorganisation-request).
 * @throws DubanError with every fault of the file, each with its line.
 */
export function readReorganisation(file: string): { readonly request: ReorganisationRequest; readonly lineOf: LineOf } {
  const yaml = readYaml(file);
  if (yaml.faults.length > 0)
    throw new DubanError(
      yaml.faults.map(({ line, detail }) => fault('reorganisation-file', { path: '文件', detail }, line)),
    );
  const read = shape.safeParse(yaml.value);
  if (!read.success) {
    const faults = misfitsOf(read.error, yaml, '文件').map((misfit): Fault => {
      const detail =
        misfit.kind === 'key'
          ? `不认识“${misfit.key}”`
          : misfit.kind === 'missing'
            ? `没有写，应为${misfit.allowed}`
            : `“${misfit.value}”应为${misfit.allowed}`;
      return fault('reorganisation-file', { path: misfit.path, detail }, misfit.line);
    });
    throw new DubanError(faults.toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0)));
  }
  const { id, name, assign, ...rest } = read.data;
  const request: ReorganisationRequest = {
    ...rest,
    ...(id === undefined ? {} : { id }),
    ...(name === undefined ? {} : { name }),
    assign: Object.entries(assign).map(([to, tasks]) => ({ to, tasks: tasks.map(String) })),
  };
  return { request, lineOf: (path) => yaml.lineOf(path) };
}
