/**
 * Numbers that bind: metric, operator, value, unit. A number counts as a target when an operator stands with it
 * (达到, 以上, 控制在…之内) or a verb of delivery governs it (新增, 完成, 建成 …); years, names (5G, “1236”, 人才金政50条)
 * and lengths of time do not. 以上 and 以内 include the number, 超过 does not (Civil Code Art. 1259).
 */
import { withoutNames } from './deadlines.js';
import { yearlyValues, yearOfTarget } from './target-years.js';

export type Operator = '>=' | '<=' | '>' | '<' | '=' | '~';

export interface TargetMatch {
  readonly from: number;
  readonly to: number;
  readonly metric: string;
  readonly op: Operator;
  readonly value: number;
  readonly unit: string;
  /** The year the words set it for. */
  readonly year?: number;
}

/** A value the document leaves open: ***, xx, **亿元. */
export interface Undecided {
  readonly from: number;
  readonly to: number;
}

const MEASURE =
  '个百分点|百分点|万立方米|立方米|微克/立方米|平方公里|平方千米|平方米|万千瓦时|千瓦时|万千瓦|千瓦|万吨标准煤|吨标准煤|公斤|公里|千米|公顷|个亿|亿斤|万斤|亿元|万元|美元|亩|吨|斤|元|米|户|万人次|人次|人|名|家|个|项|件|部|场次|场|处|座|盏|株|棵|册|份|组|支|艘|架|起|台|套|辆|张|对|只|头|片|次|期|批|所|间|栋|层|床|升|位|笔|门|本|种|类|点|岁|条|天|年|%|‰|倍|兆瓦|吉瓦';
const number = new RegExp(
  `(\\d+(?:\\.\\d+)?) ?(余|多)? ?((?:${MEASURE}|[十百千万亿]{1,2}?(?:${MEASURE})|[十百千万亿]{1,2})?)(余|多)?`,
  'g',
);

const before: readonly (readonly [words: RegExp, op: Operator])[] = [
  [/(?:不低于|不少于|不小于|至少|不得低于|不得少于) {0,2}$/, '>='],
  [/(?:不超过|不高于|不大于|不多于|最多) {0,2}$/, '<='],
  [/(?:控制在|压减到|压减至|降低到|降低至|降至|降到|下降到|下降至|压缩到|压缩至|压缩在) {0,2}$/, '<='],
  [/(?:超过|突破|高于|大于|超|(?<=收入|产值|规模|总额|税收|投资|总量|面积)过) {0,2}$/, '>'],
  [/(?:低于|少于|小于) {0,2}$/, '<'],
  [/(?:均?达到|提高到|提高至|提升到|提升至|增加到|增加至|增长到|增至|达) {0,2}$/, '>='],
  [/(?<=增长|提高|提升|增加) {0,2}$/, '>='],
  [/(?:保持在|稳定在|维持在|实现|为) {0,2}$/, '='],
];
const after: readonly (readonly [words: RegExp, op: Operator])[] = [
  [/^ {0,2}(?:及以上|以上|或以上|及其以上)/, '>='],
  [/^ {0,2}(?:及以下|以下|以内|之内|内)/, '<='],
  [/^ {0,2}(?:左右|上下)/, '~'],
];

/** Units that count things; 3个以上项目 is a target, 30万千瓦以下机组 and 3岁以下婴幼儿 only say which. */
const classifier = /[人名家个项件部场处座台套辆张只头片次期批所间栋床位笔门本种类户]$|%$/;
/** Size classes in names: 过10亿元项目10个 counts projects. */
const sizeClass = /(?:超过|过|超)\d+(?:\.\d+)?[十百千万亿]{0,2}元(?:以上)?的?(?=[\u4e00-\u9fff])/g;

const operatorWords = /不低于|不少于|不超过|控制在|突破|超过|达到|达|保持在|稳定在|增长|提高|提升|“|\ufffc/;
const delivery =
  /(?:新增|新建|新培育|新引进|新认定|新改建|新改扩建|新打造|引进|培育|建设|建成|建立|完成|实施|打造|创建|争创|创排|举办|开展|改造|实现|发放|播放|认定|举行|策划|布局|遴选|设立|选送|招引|签约|落地|开工|竣工|整治|治理|创作|造林|收储|盘活|修复|更新|扩建|铺设|累计|达标|安装|栽植|种植|补植|培训|清淤|拆除|维修|修缮|开通|配备|购置|投放|增设|引育|孵化|增加|减少|压减|下降|降低|比例|比重|面积|数量|总量|率)/;
const lead =
  /^(?:(?:力争|确保|其中|努力|全力|积极|全面|每年|年度|全年|年内|每季度|到|至|并|且|同时|再|以|将|使|为|实现|完成|实施|全市|全区|全县)|到? {0,2}20\d\d {0,2}年(?:年?底|末)?(?:之?前)?|\d{1,2}月(?:份|底|末)?(?:之?前)?|(?:年|季度)(?:底|末)(?:之?前)?|[一二三四]季度(?:底|末)?前?|上半年|[, 、和及与])+/;
const bareVerb =
  /^(?:新?(?:增|建|改造|改建|引进|培育|建设|建成|完成|实施|打造|创建|争创|创排|举办|开展|改造|实现|发放|播放|认定|策划|布局|设立|争取|安装|栽植|种植|培训|清淤|拆除|维修|修缮|开通|配备|购置|投放|增设|组织|举行|重点培育打造|重点培育|策划举办|免费播放|累计|累计建成|达到|拥有))+$/;

/** Targets and undecided values in folded text (annotations blotted out by the caller). */
export function targetsIn(folded: string): { readonly targets: TargetMatch[]; readonly undecided: Undecided[] } {
  const text = withoutNames(folded).replace(/“[^“”]{0,40}”/g, (words) =>
    /\d/.test(words) ? '\ufffc'.repeat(words.length) : words,
  );
  const targets: TargetMatch[] = [];
  let context: Context = { subject: '', counting: false };
  for (const [from, to] of clausesOf(text)) {
    if (text[from - 1] !== ',') context = { subject: text[from - 1] === ';' ? context.subject : '', counting: false };
    const yearly = yearlyTargets(text, from, to, context);
    const found = yearly ?? clauseTargets(text, from, to, context).map((target) => datedTarget(text, target));
    targets.push(...found);
    const subject =
      found.at(-1)?.metric ?? text.slice(from, to).replace(lead, '').split(operatorWords, 1)[0]?.trim() ?? '';
    context = { subject: subject.slice(0, 40) || context.subject, counting: found.length > 0 };
  }
  const undecided: Undecided[] = [];
  for (const match of text.matchAll(/\*{1,6}|(?<![A-Za-z])[xX×]{1,4}(?=[%家个项亿万名人左元件处所座吨亩])/g)) {
    undecided.push({ from: match.index, to: match.index + match[0].length });
  }
  return { targets, undecided };
}

function datedTarget(text: string, target: TargetMatch): TargetMatch {
  const year = yearOfTarget(text, target.from, target.to);
  return year === undefined ? target : { ...target, year };
}

/** "绿道2027年、2028年分别达到30公里、60公里": a target a year; undefined for a clause without such a list. */
function yearlyTargets(text: string, from: number, to: number, context: Context): TargetMatch[] | undefined {
  const clause = text.slice(from, to);
  const list = yearlyValues(clause, MEASURE);
  if (list === undefined) return undefined;
  const rest = clause.slice(list.to);
  const suffix = after.find(([words]) => words.test(rest));
  const prefix = before.find(([words]) => words.test(list.words));
  const named = metricOf(clause.slice(0, list.from), rest);
  const metric = subjectOf(named.metric, [], context) || clause.slice(0, 30);
  return list.values.map(({ year, value, from: start, to: end }) => ({
    ...{
      from: from + start,
      to: from + end,
      metric,
      op: suffix?.[1] ?? prefix?.[1] ?? '=',
      value,
      unit: list.unit,
      year,
    },
  }));
}

function clausesOf(text: string): [number, number][] {
  const clauses: [number, number][] = [];
  let start = 0;
  for (const match of text.matchAll(/[。;,:!?\n]/g)) {
    if (match.index > start) clauses.push([start, match.index]);
    start = match.index + 1;
  }
  if (start < text.length) clauses.push([start, text.length]);
  return clauses;
}

interface Found {
  readonly from: number;
  readonly to: number;
  readonly value: number;
  readonly more: boolean;
  readonly unit: string;
}

/** What the clause before in the same sentence spoke of. */
interface Context {
  readonly subject: string;
  /** It ended in a target: "新建空间1处,驿站2处" counts on. */
  readonly counting: boolean;
}

/** The last metric, waiting for further values of the same list. */
interface Pending {
  readonly prefix: string;
  readonly op: Operator | null;
  readonly list: TargetMatch[];
}

const unnamed = { metric: '', behind: 0 } as const;

/** A noun right behind 以上 or 以下: the number says which things, not how many. */
function isQualifier(rest: string): boolean {
  return /^的?[\u4e00-\u9fff]/.test(rest) && !/^(?:的?(?:水平|规模|目标|标准)|[并且和及与或左以])/.test(rest);
}

/** A verb of delivery stands before the number, and it is this number it counts. */
function governs(head: string): boolean {
  return delivery.test(head.slice(-80)) && !/(?:主攻|解决|覆盖|推进|用好|涉及)\D{0,6}$/.test(head.slice(-20));
}

/** The number closes its clause, or another one of the same list follows. */
const ENDS = /^ {0,2}(?:[、和及与]|$)/;

/** "新建空间1处,驿站2处": the clause before ended in a target and this one goes on. */
function countsOn(head: string, rest: string, context: Context): boolean {
  const closes = ENDS.test(rest) && (rest.trim() === '' || head.length <= 20);
  return context.counting && closes && !/[\d\ufffc]/.test(head.slice(-60).replace(sizeClass, ''));
}

/** "企业达到270家、营业收入1600亿元": the verb of the first holds for the second. */
function listedOp(head: string, rest: string, pending: Pending | null): Operator | null {
  if (!pending || !ENDS.test(rest) || !/^ {0,2}[、和及与] {0,2}[^\d]{2,16}$/.test(head)) return null;
  return pending.op ?? '=';
}

/** What is counted: named here, else what the number or the clause before counted. */
function subjectOf(named: string, targets: readonly TargetMatch[], context: Context): string {
  return named || targets.at(-1)?.metric || context.subject;
}

function clauseTargets(text: string, from: number, to: number, context: Context): TargetMatch[] {
  const clause = text.slice(from, to);
  const targets: TargetMatch[] = [];
  let tail = 0;
  let governed = false;
  let pending: Pending | null = null;
  for (const one of numbersIn(clause)) {
    const head = clause.slice(tail, one.from);
    const rest = clause.slice(one.to);
    const prefix = before.find(([words]) => words.test(head.slice(-12)));
    const suffix = after.find(([words]) => words.test(rest.slice(0, 8)));
    const share: Pending | null =
      pending && /^ {0,2}(?:和|及|与|、|以及) {0,2}$/.test(head.slice(0, 8)) ? pending : null;
    governed ||= governs(head);
    const listed = listedOp(head, rest, pending);
    const op = suffix?.[1] ?? prefix?.[1] ?? share?.op ?? (one.more ? '>' : null);
    if (op === null && (one.unit === '条' || !(governed || listed || countsOn(head, rest, context)))) continue;
    const behind = suffix?.[0].exec(rest)?.[0].length ?? 0;
    if (behind > 0 && !classifier.test(one.unit) && isQualifier(rest.slice(behind))) continue;
    const opLength = prefix?.[0].exec(head.slice(-12))?.[0].length ?? 0;
    const end = one.to + behind;
    const named = share ? unnamed : metricOf(head.slice(0, head.length - opLength), clause.slice(end));
    const target: TargetMatch = {
      from: from + tail + (/^[\s、和及与]*/.exec(head)?.[0].length ?? 0),
      to: from + end + named.behind,
      metric: share ? '' : subjectOf(named.metric, targets, context),
      op: op ?? listed ?? '=',
      value: one.value,
      unit: one.unit,
    };
    targets.push(target);
    if (share) {
      share.list.push(target);
      spread(targets, share.prefix, share.list);
    } else pending = { prefix: target.metric, op: prefix?.[1] ?? null, list: [target] };
    tail = end;
  }
  return targets.map((target) => ({ ...target, metric: target.metric || clause.slice(0, 30) }));
}

/** "A和B数量达到20家和25家": the first value belongs to A, the second to B. */
function spread(targets: TargetMatch[], metric: string, list: readonly TargetMatch[]): void {
  const common = /(?:参保率|总产量|数量|总数|产值|面积|比例|比重|覆盖率|率)$/.exec(metric)?.[0] ?? '';
  const names = metric
    .slice(0, metric.length - common.length)
    .replace(/分别$/, '')
    .split(/[、和及与]/);
  list.forEach((target, i) => {
    const at = targets.indexOf(target);
    const name = names.length === list.length ? `${names[i] ?? ''}${common}` : metric;
    // The list holds the objects first pushed; a later value of the same list replaces them in place.
    if (at >= 0) Object.assign(target, { metric: name });
  });
}

function numbersIn(clause: string): Found[] {
  const found: Found[] = [];
  number.lastIndex = 0;
  for (let match = number.exec(clause); match; match = number.exec(clause)) {
    const from = match.index;
    const to = from + match[0].trimEnd().length;
    const left = clause[from - 1] ?? '';
    const next = clause[to] ?? '';
    const unit = match[3] ?? '';
    // Part of a name (5G, G309, PM2.5), a range (2～3, 200-3000), a year or a length of time.
    if (/[A-Za-z\d.+#\-—–~～+]/.test(left) || /[A-Za-z+\-—–~～]/.test(next)) continue;
    if (unit === '' || (/^[十百千万亿]+$/.test(unit) && next !== '' && !/[,。;、 以左和及之]/.test(next))) continue;
    if (
      unit === '年' &&
      (/^20\d\d$/.test(match[1] ?? '') ||
        !/(?:增长|达到|达|不低于|年限为?|寿命) {0,2}$/.test(clause.slice(Math.max(0, from - 16), from)))
    )
      continue;
    if (
      /[过超] ?$/.test(clause.slice(Math.max(0, from - 2), from)) &&
      /元$/.test(unit) &&
      /^(?:以上)?的?(?:项目|企业|大?项目|产业|集群|园区)/.test(clause.slice(to))
    )
      continue;
    if (/^(?:月|日|小时|分钟|季度|周)/.test(next) || (unit === '天' && /^内/.test(next))) continue;
    if (unit === '个' && /^(?:月|小时|工作日|季度|百分点)/.test(clause.slice(to))) continue;
    found.push({ from, to, value: Number(match[1]), more: Boolean(match[2] ?? match[4]), unit });
  }
  return found;
}

/** The name of what is counted: the words before the number, or behind it where only a verb stands before. */
function metricOf(head: string, rest: string): { readonly metric: string; readonly behind: number } {
  const words = head
    .replace(/^[\s、和及与]+/, '')
    .replace(lead, '')
    .replace(/(?:力争|确保|分别|(?<!年)均|每年|要|应|需|须|达|约|近|与)+$/, '')
    .trim();
  if (words.length > 1 && !bareVerb.test(words)) return { metric: words.slice(-40), behind: 0 };
  const behind = /^的?[^\d,。;、()]{1,30}/.exec(rest)?.[0] ?? '';
  const noun = behind.replace(/^的/, '').trim();
  if (noun === '') return { metric: '', behind: 0 };
  return { metric: words.startsWith('新') ? words + noun : noun, behind: behind.length };
}
