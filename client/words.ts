/** Words for lights, states and entries of the record, the same on pages and in the terminal. */
import type { FormalStatus, LetterStatus, PlanStatus } from '../activities/ledger/schema.js';
import { inChinese, isDay } from '../domain/day.js';
import { targetsWords } from '../domain/letter-words.js';
import type { Colour } from '../domain/light.js';
import { roleNames } from '../domain/roles.js';
import type { Actor, LedgerEvent } from '../domain/task.js';
import { actNames } from '../domain/task-acts.js';
import { commentEventWords } from './comment-words.js';
import { cycleEventWords, isCycleEvent } from './cycle-words.js';
import { isLifeEvent, lifeEventWords } from './life-words.js';

export const lightWords: Readonly<Record<Colour, string>> = {
  green: '绿',
  yellow: '黄',
  red: '红',
  done: '已办结',
  grey: '停',
};

export const planStatusWords: Readonly<Record<PlanStatus, string>> = {
  draft: '草稿',
  executing: '执行中',
  closed: '已结束',
};

export const formalStatusWords: Readonly<Record<FormalStatus, string>> = {
  draft: '待签发',
  approved: '已签发',
  withdrawn: '已撤回',
};

export const letterStatusWords: Readonly<Record<LetterStatus, string>> = {
  draft: '待签发',
  claimed: '准备发出',
  sending: '正在发出',
  retry: '稍后重试',
  sent: '已发出',
  undeliverable: '无法送达',
  withdrawn: '已撤回',
};

/** Kinds of entries that are not acts on a task; what is not listed is shown by its kind. */
const kindWords: Readonly<Record<string, string>> = {
  'indicator.assigned': '落实指标责任单位',
  'indicator.started': '开始指标评价',
  'indicator.asked': '请报指标数值',
  'indicator.chased': '催报指标数值',
  'indicator.valueSaved': '指标数值存入台账',
  'indicator.give': '收到指标数值',
  'indicator.judge': '判定指标',
  'indicator.drafted': '起草评价',
  'indicator.write': '填写评价意见',
  'indicator.approve': '审定评价',
  'indicator.evaluated': '评价存档',
  'task.assigned': '交办',
  'task.rulesChanged': '改按新催办规则',
  'task.overdue': '转为逾期',
  'task.planActLeft': '计划的决定对本项不适用，没有办理',
  'act.refused': '操作被拒绝',
  'reorganisation.decided': '登记机构变更',
  'reorganisation.withdrawn': '撤回机构变更',
  'reorganisation.applied': '机构变更生效',
  'reorganisation.done': '职责全部承接',
  'reorganisation.blocked': '机构变更未能生效',
  'address.bad': '地址被对方服务器拒收',
  'address.cleared': '地址恢复使用',
  'plan.imported': '导入计划',
  'plan.settled': '处理待定事项',
  'plan.commenting': '草案公开征求意见',
  'plan.commentsEnded': '公开征求意见结束',
  'plan.revised': '按采纳的意见修改草案',
  'plan.launched': '启动计划',
  'plan.rulesChanged': '调整催办规则',
  'plan.revisionRead': '读修订文件',
  'plan.yearChosen': '选定年度',
  'plan.yearAnswered': '答复年度清单事项',
  'plan.closed': '结束计划',
  'archive.made': '导出档案',
  'letter.claimed': '准备发信',
  'letter.sent': '发出信件',
  'letter.undeliverable': '信件无法送达',
  'letter.resent': '重发信件',
  'reply.done': '按回信办理',
  'reply.waiting': '回信转办公室',
  'reply.carried': '代为办理回信',
  'reply.dismissed': '了结回信',
  'formal.drafted': '拟督办函',
  'formal.approved': '签发督办函',
  'formal.withdrawn': '撤回督办函',
  'unit.imported': '导入单位',
  'unit.dropped': '名录中去掉单位',
  'unit.renamed': '单位改名',
  'unit.contact': '更改联系地址',
  'unit.stand-in': '登记代理',
  'unit.reorganised': '机构变更',
  'unit.paused': '暂停发信',
  'unit.resumed': '恢复发信',
  'calendar.loaded': '载入放假安排',
};

const fieldWords: Readonly<Record<string, string>> = {
  text: '',
  message: '',
  reason: '',
  note: '附言：',
  to: '至',
  due: '时限',
  from: '原',
  title: '题目：',
};

/** What happened, in one line: the act, then what it said. `name` gives the printed name of a unit id. */
export function eventWords(
  event: Pick<LedgerEvent, 'kind' | 'data'>,
  name: (unit: string) => string = (unit) => unit,
): string {
  if (event.kind.startsWith('comment.')) return commentEventWords(event, name);
  if (isCycleEvent(event.kind)) return cycleEventWords(event, name);
  if (isLifeEvent(event.kind)) return lifeEventWords(event);
  if (event.kind === 'task.amend') return amendedWords(event.data, name);
  const act = event.kind.startsWith('task.')
    ? (actNames as Readonly<Record<string, string>>)[event.kind.slice(5)]
    : undefined;
  const verdict = event.data['approve'] === true ? '（同意）' : event.data['approve'] === false ? '（不同意）' : '';
  const said = Object.entries(fieldWords).flatMap(([field, word]) => {
    const value = event.data[field];
    if (typeof value !== 'string' || value === '') return [];
    return [`${word}${isDay(value) ? inChinese(value) : field === 'from' || field === 'to' ? name(value) : value}`];
  });
  return `${act ?? kindWords[event.kind] ?? event.kind}${verdict}${said.length === 0 ? '' : `：${said.join('，')}`}`;
}

/** What of a task was amended: an entry names the date before whatever was changed. */
function amendedWords(data: LedgerEvent['data'], name: (unit: string) => string): string {
  const { title, due, from, reporter, targets, reason } = data;
  const said = [
    ...(typeof title === 'string' ? [`题目改为“${title}”`] : []),
    ...(typeof due === 'string'
      ? [`时限${typeof from === 'string' ? `由${inChinese(from)}` : ''}改为${inChinese(due)}`]
      : []),
    ...(typeof reporter === 'string' ? [`改由${name(reporter)}报告`] : []),
    ...(Array.isArray(targets) ? [`目标改为${targetsWords({ targets })}`] : []),
    ...(typeof reason === 'string' && reason !== '' ? [`理由：${reason}`] : []),
  ];
  return `${actNames.amend}${said.length === 0 ? '' : `：${said.join('，')}`}`;
}

/** Who did it: the name, for whom, and why. */
export function actorWords(actor: Actor, name: (unit: string) => string = (unit) => unit): string {
  const who = actor.name === '' ? roleNames[actor.role] : actor.name;
  if (actor.onBehalfOf === undefined) return who;
  return `${who}（代${name(actor.onBehalfOf)}${actor.why === undefined ? '' : `，${actor.why}`}）`;
}
