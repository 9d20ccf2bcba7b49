/**
 * The wording that letters, rehearsal and pages share: names of kinds and roles, days left, what is asked. Pure and
 * workflow-safe: every word follows from a task, a notice and the letter's day.
 */
import { type Day, daysBetween, inChinese } from './day.js';
import { lateness } from './light.js';
import type { ContactRole } from './org.js';
import type { LetterKind, Notice } from './schedule/types.js';
import { isOpen, leadsOf, type TaskOrigin, type TaskState } from './task.js';

/**
 * What `LetterDraft.facts` may hold, by kind. All optional: a letter whose fact is missing leaves that sentence out.
 * - accepted: `note` · returned: `reason` · extension-decided: `approve`, `from` (date before), `due` (date now), `reason`
 * - approval-reminder: `letters` (how many 督办函 wait), `units` (ids of the units they are for, separated by commas)
 * - leadership-report: `waitingFormal` (how many 督办函 are not yet approved)
 * - undelivered: `letter` (key), `unit` (whom it was for), `refused` (addresses with the server's words), `reached`
 * - copies of a formal letter: `copyOf` (unit id of the main receiver); set by the outbox
 */
export interface LetterFacts {
  readonly reason?: string;
  readonly note?: string;
  readonly approve?: boolean;
  readonly from?: Day;
  readonly due?: Day;
  readonly letters?: number;
  readonly units?: string;
  readonly waitingFormal?: number;
  readonly letter?: string;
  readonly unit?: string;
  readonly refused?: string;
  readonly reached?: boolean;
  readonly copyOf?: string;
}

export const letterKindWords: Readonly<Record<LetterKind, string>> = {
  digest: '日常督办通知',
  'head-digest': '主要负责人催办',
  'supervision-letter': '督办函',
  'leadership-report': '专报',
  'unsigned-report': '未签收情况',
  'approval-reminder': '督办函待签发提醒',
  undelivered: '送达异常',
  accepted: '办结通知',
  returned: '退回通知',
  'extension-decided': '延期审批结果',
  'comment-office': '征求意见情况',
  'comment-overdue': '征求意见专报',
  'cycle-office': '督查周期情况',
  bulletin: '通报',
  'special-report': '专报',
  'return-sent-back': '退回重报',
  contest: '异议',
  'indicator-behind': '约束性指标预警',
  'indicator-office': '指标评价情况',
  'plan-office': '计划推进提示',
  'plan-overdue': '计划推进专报',
  'reorganisation-blocked': '机构变更未能生效',
};

export const contactRoleWords: Readonly<Record<ContactRole, string>> = {
  liaison: '联络员',
  head: '主要负责人',
  leader: '分管领导',
};

/** Groups of a digest, most urgent first; subject and body use the same order. */
export const noticeGroups = ['overdue', 'near', 'unsigned', 'new', 'moved', 'aimed', 'told'] as const;
export type NoticeGroup = (typeof noticeGroups)[number];

export const noticeGroupWords: Readonly<Record<NoticeGroup, { readonly title: string; readonly short: string }>> = {
  overdue: { title: '逾期催办', short: '逾期催办' },
  near: { title: '临期提醒', short: '临期提醒' },
  unsigned: { title: '待签收', short: '待签收' },
  new: { title: '新任务', short: '交办' },
  moved: { title: '日期变更', short: '日期变更' },
  aimed: { title: '目标调整', short: '目标调整' },
  told: { title: '通报知悉', short: '知悉' },
};

/** The role a unit has in a task, as printed: 牵头, 负责 or 配合; 知悉 when it has none. */
export function roleWord(task: Pick<TaskState, 'duties'>, unit: string): string {
  const roles = task.duties.filter((d) => d.unit === unit).map((d) => d.role);
  if (roles.includes('lead')) return '牵头';
  if (roles.includes('responsible')) return '负责';
  return roles.includes('support') ? '配合' : '知悉';
}

/** The group of a digest that a notice stands in. A transfer is new work for the unit that has it now. */
export function groupOf(notice: Notice, task: Pick<TaskState, 'duties'>): NoticeGroup {
  switch (notice.kind) {
    case 'assignment':
      return 'new';
    case 'transferred':
      return task.duties.some((d) => d.unit === notice.unit) ? 'new' : 'told';
    case 'reminder':
      return 'near';
    case 'sign-chase':
      return 'unsigned';
    case 'date-changed':
      return 'moved';
    case 'target-changed':
      return 'aimed';
    case 'report-told':
    case 'resumed':
    case 'cancelled':
    case 'decision':
    case 'unsigned-report':
    case 'opinion-report':
    case 'return-report':
      return 'told';
    case 'chase':
    case 'head-chase':
    case 'supervision-letter':
    case 'leadership-report':
      return 'overdue';
  }
}

/** `剩余15天`, `今日到期`, `已逾期3天（按原定时限已逾期33天）`, counted in calendar days from the letter's day. */
export function remainingWords(task: Pick<TaskState, 'due' | 'firstDue'>, day: Day): string {
  const left = daysBetween(day, task.due);
  const now = left > 0 ? `剩余${left}天` : left === 0 ? '今日到期' : `已逾期${-left}天`;
  const { fromFirst } = lateness(task, day);
  return task.firstDue !== task.due && fromFirst > 0 ? `${now}（按原定时限已逾期${fromFirst}天）` : now;
}

/** The deadline in words; the first date stays in every table for ever (design section 5). */
export function dueWords(task: Pick<TaskState, 'due' | 'firstDue' | 'dueSource'>): string {
  const moved = task.firstDue === task.due ? '' : `（原定${inChinese(task.firstDue)}）`;
  return `${inChinese(task.due)}${moved}${task.dueSource === 'default' ? '（文件未写明，按年底计）' : ''}`;
}

/** Where a task stands; with `unit`, as that unit reads it: whether it has signed itself. */
export function stateWords(task: TaskState, unit?: string): string {
  if (task.suspended !== undefined && isOpen(task)) return `已暂停（${inChinese(task.suspended.since)}起）`;
  switch (task.stage) {
    case 'assigned':
      return unit === undefined ? '待签收' : unit in task.signed ? '贵单位已签收' : '贵单位待签收';
    case 'signed':
      return '已签收';
    case 'underway':
      return task.returns > 0 ? '办理中（报告曾被退回）' : '办理中';
    case 'reported':
      return '已报告，待办公室审核';
    case 'accepted':
      return '已办结';
    case 'cancelled':
      return '已取消';
  }
}

/** What a notice's words are made of, looked up once. */
interface Asked {
  readonly notice: Notice;
  readonly task: TaskState;
  /** Whole days past the date in force on the letter's day; 0 when not late. */
  readonly late: number;
  readonly due: string;
  /** Names of the lead units, joined. */
  readonly leads: string;
  /** The unit leads, or carries responsibility. */
  readonly leading: boolean;
  /** Who reports for all leads, in words. */
  readonly report: string;
}

/** What the notice asks of its unit and by when. `name` gives the printed name of a unit id. */
export function askWords(notice: Notice, task: TaskState, day: Day, name: (unit: string) => string): string {
  if (task.stage === 'accepted') return '任务已办结，无需再办。';
  if (task.stage === 'cancelled') return '任务已取消，无需再办。';
  if (task.suspended !== undefined) return '任务暂停督办，恢复时另行通知，目前无需报告。';
  const leads = leadsOf(task);
  const asked: Asked = {
    notice,
    task,
    late: lateness(task, day).days,
    due: inChinese(task.due),
    leads: leads.map(name).join('、'),
    leading: leads.includes(notice.unit),
    report: task.reporter === notice.unit ? '办理结果由贵单位报告。' : `办理结果由${name(task.reporter)}统一报告。`,
  };
  switch (notice.kind) {
    case 'assignment':
    case 'transferred':
      return assignmentWords(asked);
    case 'reminder':
    case 'chase':
    case 'head-chase':
    case 'supervision-letter':
    case 'leadership-report':
      if (task.stage === 'reported') return '已报告，待办公室审核，目前无需再报。';
      return notice.kind === 'reminder' ? reminderWords(asked) : chaseWords(asked, name(task.reporter));
    case 'sign-chase':
      return `交办已${daysBetween(task.signFrom ?? task.assigned, day)}天，贵单位尚未签收，请今日签收。`;
    case 'date-changed': {
      const first = task.firstDue === task.due ? '' : `（原定${inChinese(task.firstDue)}）`;
      return `时限调整为${asked.due}${first}，请按新时限办理。`;
    }
    case 'target-changed':
      return `目标调整为${targetsWords(task)}，请按新目标办理，时限为${asked.due}。`;
    case 'report-told':
      return `${name(task.report?.unit ?? task.reporter)}已报告办理结果，待办公室审核；贵单位无需另行报告。`;
    case 'resumed':
      return asked.late > 0
        ? `任务已恢复办理，时限${asked.due}已过，请尽快办结；${asked.report}`
        : `任务已恢复办理，请不迟于${asked.due}办结；${asked.report}`;
    case 'cancelled':
      return '任务已取消，无需再办。';
    case 'decision':
      return '办公室已作出决定，请按决定办理。';
    case 'unsigned-report':
      return '请提醒未签收的单位。';
    case 'opinion-report':
      return '请提醒未提出处理建议的单位。';
    case 'return-report':
      return '请提醒未报送的单位。';
  }
}

function assignmentWords({ notice, task, late, due, leads, leading, report }: Asked): string {
  if (!task.duties.some((d) => d.unit === notice.unit)) return '本任务已转由其他单位办理，贵单位无需再办。';
  if (leading) {
    return late > 0
      ? `交办时已过时限（${due}），请签收并尽快办结；${report}`
      : `请签收并组织落实，不迟于${due}办结；${report}`;
  }
  return late > 0
    ? `请签收，配合${leads}尽快办结；交办时已过时限（${due}）。无需单独报告。`
    : `请签收，配合${leads}落实，不迟于${due}办结。无需单独报告。`;
}

function reminderWords({ due, leads, leading, report }: Asked): string {
  return leading
    ? `请抓紧落实，不迟于${due}办结；${report}确需延期的，请在到期前提出申请。`
    : `请配合${leads}抓紧落实，不迟于${due}办结。无需单独报告。`;
}

/** After the deadline: liaison and head, lead and support each hear what is theirs to do. */
function chaseWords({ notice, task, late, leads, leading }: Asked, reporter: string): string {
  if (notice.audience === 'lead-head') return `已逾期${late}天且尚无报告，请主要负责人过问，督促尽快办结并报告。`;
  if (notice.audience === 'support-head') {
    return `${leads}主办的本任务已逾期${late}天，请主要负责人过问贵单位配合事项。`;
  }
  if (!leading) return `${leads}主办的本任务已逾期${late}天，请主动配合，尽快办结。无需单独报告。`;
  return task.reporter === notice.unit
    ? `已逾期${late}天，请今日报告办理情况，说明未办结的原因和预计办结时间。`
    : `已逾期${late}天，请尽快办结贵单位承担的部分，由${reporter}统一报告。`;
}

/**
 * User text on one line: control, format (bidi override, zero width) and line-separating characters become a space.
 * Nothing a person typed can start a new header, a new line or a look-alike sentence in a letter.
 */
export function oneLine(text: string, limit = 2000): string {
  const flat = text
    .replace(/[\p{C}\u2028\u2029]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  const points = [...flat];
  return points.length <= limit ? flat : `${points.slice(0, limit - 1).join('')}…`;
}

/** Where a task of an amendment comes from, what it aims at and why: under the row of what is told with the amendment. */
export function amendmentNotes(notice: Notice, task: TaskState): readonly string[] {
  if (notice.byPlan !== true) return [];
  const { origin, amended } = task;
  const fresh = notice.kind === 'assignment' && amended === undefined ? origin : undefined;
  const reason = fresh === undefined ? amended?.reason : fresh.reason;
  return [
    ...(fresh === undefined ? [] : [`本项${originWords(fresh)}。`]),
    ...(fresh === undefined || task.targets === undefined ? [] : [`目标：${targetsWords(task)}。`]),
    ...(reason === undefined ? [] : [`计划调整的理由：${oneLine(reason, 200).replace(/。$/, '')}。`]),
  ];
}

/** How a task came into a running year: 由第12项拆分, 由第3、4项合并, 年中新增. */
export function originWords({ kind, tasks }: TaskOrigin): string {
  if (kind === 'added') return '年中新增';
  return `由第${tasks.join('、')}项${kind === 'split' ? '拆分' : '合并'}`;
}

/** Targets as an amendment set them, in one line. */
export function targetsWords(task: Pick<TaskState, 'targets'>): string {
  return (task.targets ?? [])
    .map(({ raw, metric, value, unit }) => (raw === '' ? `${metric}${value}${unit}` : raw))
    .join('、');
}
