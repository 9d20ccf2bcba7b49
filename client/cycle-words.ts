/** Words for the entries of the record about supervision cycles, the same on pages and in the terminal. */
import { inChinese, isDay } from '../domain/day.js';
import type { OverBurdened } from '../domain/supervision/burden.js';
import { cycleActWords } from '../domain/supervision/cycle.js';
import { type Rhythm, rhythmWords } from '../domain/supervision/rhythm.js';
import type { LedgerEvent } from '../domain/task.js';

const kindWords: Readonly<Record<string, string>> = {
  ...Object.fromEntries(Object.entries(cycleActWords).map(([act, words]) => [`cycle.${act}`, words])),
  'cycle.requested': '发出督查通知',
  'cycle.return': '收到报送',
  'cycle.returnSaved': '报送内容存入台账',
  'cycle.returnSentBack': '在报送上注明退回',
  'cycle.stage.due': '到报送期限',
  'cycle.stage.chasing': '开始催报',
  'cycle.putOff': '推迟本期督查',
  'cycle.held': '超过填报上限，没有发出督查通知',
  'cycle.bulletin': '通报编号存档',
  'cycle.problem': '报告重大问题',
  'plan.supervised': '定期督查',
};

const rungWords: Readonly<Record<string, string>> = {
  chase: '催报',
  'head-chase': '报主要负责人',
  'return-report': '报办公室和领导小组',
};

/** What a rung of a return does once its due day is over. */
export const returnRungWords = (kind: string): string => rungWords[kind] ?? '催报';

/** True for the entries that are worded here. */
export const isCycleEvent = (kind: string): boolean => kind.startsWith('cycle.') || kind === 'plan.supervised';

/** What happened, in one line: the act, then what it said. `name` gives the printed name of a unit id. */
export function cycleEventWords(
  event: Pick<LedgerEvent, 'kind' | 'data'>,
  name: (unit: string) => string = (unit) => unit,
): string {
  const { kind, data } = event;
  const dropped = kind === 'cycle.putOff' && data['until'] === null;
  const act = dropped ? '取消本期督查' : (kindWords[kind] ?? kind);
  const said = saidIn(kind, data, name).filter((words) => words !== '');
  return `${act}${said.length === 0 ? '' : `：${said.join('，')}`}`;
}

function saidIn(kind: string, data: LedgerEvent['data'], name: (unit: string) => string): readonly string[] {
  const text = (field: string): string => (typeof data[field] === 'string' ? data[field] : '');
  const day = (before: string, field: string): string =>
    isDay(text(field)) ? `${before}${inChinese(text(field))}` : '';
  const count = (field: string, before: string, after: string): string =>
    typeof data[field] === 'number' ? `${before}${data[field]}${after}` : '';
  const unit = text('unit') === '' ? '' : name(text('unit'));
  switch (kind) {
    case 'cycle.requested':
      return [count('units', '', '个单位'), ...overrideIn(data['override']), ...lateIn(data['late'])];
    case 'cycle.held':
      return [...overIn(data['over'], name), count('ceiling', '每月上限', '件')];
    case 'cycle.return':
    case 'cycle.returnSaved':
    case 'cycle.returnSentBack':
      return [unit, count('version', '第', '次')];
    case 'cycle.sendBack':
      return [unit, count('version', '第', '次'), text('reason'), day('重报期限', 'due')];
    case 'cycle.stage.due':
    case 'cycle.stage.chasing':
    case 'cycle.compile':
      return [unitsIn('未报送：', data['silent'], name)];
    case 'cycle.approve':
    case 'cycle.bulletin':
      return [text('number')];
    case 'cycle.correct':
      return [text('number'), text('reason')];
    case 'cycle.publish':
      return [day('提出异议的期限到', 'contestBy')];
    case 'cycle.putOff':
      return [day('推迟到', 'until'), text('reason')];
    case 'cycle.contest':
      return [unit, count('no', '第', '号'), day('答复期限', 'answerBy')];
    case 'cycle.answerContest':
      return [count('no', '第', '号'), data['upheld'] === true ? '成立' : data['upheld'] === false ? '不成立' : ''];
    case 'plan.supervised':
      return [rhythmIn(data['rules'])];
    default:
      return [unit, text('text'), text('reason')];
  }
}

function unitsIn(before: string, value: unknown, name: (unit: string) => string): string {
  const units = Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : [];
  return units.length === 0 ? '' : `${before}${units.map(name).join('、')}`;
}

/** `区教育局本月已收12件`. */
function overIn(value: unknown, name: (unit: string) => string): readonly string[] {
  const units = Array.isArray(value) ? (value as readonly OverBurdened[]) : [];
  return units.map(({ unit, count }) => `${name(unit)}本月已收${count}件`);
}

const lateWords: Readonly<Record<string, string>> = {
  'put-off': '按推迟的日期开始',
  burden: '超过填报上限，未能按时发出',
  overlap: '上一周期未办结，未能按时发出',
  stopped: '服务中断，恢复后补发',
};

function lateIn(value: unknown): readonly string[] {
  const { planned, why } = (typeof value === 'object' && value !== null ? value : {}) as {
    readonly planned?: string;
    readonly why?: string;
  };
  if (planned === undefined || why === undefined || !isDay(planned)) return [];
  return [`原定${inChinese(planned)}，${lateWords[why] ?? '推迟发出'}`];
}

function overrideIn(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  const { by, why } = value as { readonly by?: unknown; readonly why?: unknown };
  return typeof by === 'string' && typeof why === 'string' ? [`超过填报上限，由${by}批准：${why}`] : [];
}

function rhythmIn(value: unknown): string {
  const { rhythm } = (typeof value === 'object' && value !== null ? value : {}) as { readonly rhythm?: Rhythm };
  return rhythm === undefined ? '' : `${rhythmWords[rhythm]}一次`;
}
