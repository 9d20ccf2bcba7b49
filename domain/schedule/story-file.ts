/** The file of a story: YAML, documented in docs/stories.md; unknown keys and wrong values are all reported at once. */
import { z } from 'zod';
import { DubanError, fault } from '../errors.js';
import { rhythms } from '../supervision/rhythm.js';
import { readYaml } from '../yaml-text.js';

const days = z.union([z.string(), z.array(z.string()).min(1)]);
const tasks = z.union([
  z.literal('all'),
  z.int(),
  z.array(z.int()).min(1),
  z.strictObject({ except: z.array(z.int()).default([]), exceptMultiplesOf: z.int().min(2).optional() }),
]);

/** Acts on a task that a story can play. */
const playedKinds = [
  'sign',
  'progress',
  'report',
  'requestExtension',
  'decideExtension',
  'accept',
  'return',
  'cancel',
  'suspend',
  'resume',
  'transfer',
] as const;

/** Of a plan of several years: which of them, 1 is the first that is played. */
const nthYear = z.int().min(1).max(10);

const monthDay = /^\d{2}-\d{2}$/;

/** The day of what the office does to the plan itself, and of which year. */
const planScene = {
  day: z.string().describe('YYYY-MM-DD、MM-DD 或 launch+N'),
  year: nthYear.default(1).describe('多年计划的第几年，默认 1'),
};

const storySchema = z.strictObject({
  name: z.string().min(1).describe('剧本名称'),
  about: z.string().default('').describe('说明'),
  launch: z.string().regex(monthDay, '应为 MM-DD').optional().describe('启动日；不写时为文件的印发日'),
  comment: z
    .strictObject({
      opens: z.string().regex(monthDay, '应为 MM-DD').describe('草案公布、开始征求意见的日子'),
      days: z.int().min(1).max(366).default(30).describe('征求意见的天数'),
      publish: z
        .string()
        .regex(/^(never|end\+\d{1,3})$/, '应为 end+N（截止后第 N 个工作日）或 never')
        .describe('公布采纳情况的日子：end+N 为截止后第 N 个工作日，never 一直不公布'),
    })
    .optional()
    .describe('启动前的公开征求意见；剧本中没有人提意见'),
  supervision: z
    .strictObject({
      rhythm: z.enum(rhythms).default('quarterly').describe('monthly 每月，quarterly 每季度，half-yearly 每半年'),
      silent: z
        .union([z.literal('all'), z.array(z.string())])
        .default([])
        .describe('始终不报送的单位；all 为全部'),
      sentBack: z.array(z.string()).default([]).describe('报送后被退回、次日重报的单位'),
      onBehalf: z.array(z.string()).default([]).describe('由办公室代为录入的单位'),
      contests: z.array(z.string()).default([]).describe('对通报提出异议的单位'),
    })
    .optional()
    .describe('定期督查；其余单位在期限前两个工作日报送'),
  amend: z
    .array(z.looseObject(planScene))
    .optional()
    .describe('调整计划：其余的键同调整文件（seeds/amendments/sample.yaml），日期可写 MM-DD'),
  reorganise: z
    .array(z.looseObject(planScene))
    .optional()
    .describe('机构变更：其余的键同机构变更文件（seeds/reorganisations/sample.yaml），on 可写 MM-DD；day 为登记的日子'),
  evaluate: z
    .array(z.strictObject({ ...planScene, evaluation: z.enum(['mid-term', 'final']).describe('中期或终期') }))
    .optional()
    .describe('登记评估'),
  approveSupervisionLetters: z.enum(['same-day', 'never']).default('same-day').describe('督办函：当日签发或不签发'),
  acts: z
    .array(
      z.strictObject({
        day: days.describe(
          'YYYY-MM-DD、MM-DD、launch+N、after+N（该任务上一个动作之后第N个工作日）；列表则按任务轮流取用',
        ),
        actor: z.string().describe('every-unit 各责任单位，reporter 报告单位，office 办公室，或单位名称'),
        act: z.enum(playedKinds).describe('动作'),
        task: tasks.describe('all、编号、编号列表，或 {except: […], exceptMultiplesOf: N}'),
        text: z.string().default('').describe('报告内容或理由'),
        from: z.string().optional().describe('转出的单位；不写时为报告单位'),
        to: z.string().optional().describe('申请延至的日期，或转入的单位'),
        approve: z.boolean().default(true).describe('批复延期：同意与否'),
        year: nthYear.optional().describe('多年计划的第几年，1 为启动的那年；不写时每年都演'),
      }),
    )
    .default([]),
});

export type Story = z.infer<typeof storySchema>;
export type Scene = Story['acts'][number];
export type ChosenTasks = z.infer<typeof tasks>;
export type PlayedKind = (typeof playedKinds)[number];

/** The story in which nobody answers. */
export const silence: Story = { name: 'none', about: '无人办理', approveSupervisionLetters: 'same-day', acts: [] };

/** JSON Schema of a story file for editors. */
export function storyJsonSchema(): string {
  return `${JSON.stringify({ title: '剧本', ...z.toJSONSchema(storySchema, { io: 'input' }) }, null, 2)}\n`;
}

/** Reads a story. @throws DubanError with every fault of the file. */
export function readStory(text: string): Story {
  const yaml = readYaml(text);
  if (yaml.faults.length > 0)
    throw new DubanError(yaml.faults.map((f) => fault('story-syntax', { detail: f.detail }, f.line)));
  const parsed = storySchema.safeParse(yaml.value);
  if (parsed.success) return parsed.data;
  throw new DubanError(
    parsed.error.issues.map((issue) =>
      fault('story-value', { key: issue.path.join('.') || '剧本', allowed: issue.message }, yaml.lineOf(issue.path)),
    ),
  );
}
