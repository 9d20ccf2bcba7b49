/** The vocabulary of duties: labels (牵头单位：), verbs (牵头), open lists (等部门), group words, names of units. */
import type { DutyRole } from '../plan.js';

export interface Label {
  readonly kind: 'duty' | 'time' | 'person';
  readonly role: DutyRole | null;
  /** Characters up to and including the colon. */
  readonly length: number;
}

const dutyLabel =
  /(?:市级|区级|县级|省级|主要|第一|共同|具体)?(牵头|主办|主责|主管|配合|协办|协同|协助|参与|参加|支持|责任|负责|落实|承办|实施)(?:责任|考核|负责|配合|实施|落实|主管){0,2}(?:单位|部门|机构|主体|科室|地区|镇街)?(?:和单位|及单位|\([^()]{0,12}\))? ?:/y;
const timeLabel = /(?:完成|办结|工作|目标|推进)?(?:时限|时间|期限|节点)(?:要求|节点)? ?:/y;
const personLabel =
  /(?:(?:责任|分管|牵头|包保|包联|挂包|主管)(?:省|市|区|县|镇)?级?领导|责任人|联系人|负责人|牵头人|联络员) ?:/y;

const labelRoles: Readonly<Record<string, DutyRole>> = {
  牵头: 'lead',
  主办: 'lead',
  主责: 'lead',
  主管: 'lead',
  配合: 'support',
  协办: 'support',
  协同: 'support',
  协助: 'support',
  参与: 'support',
  参加: 'support',
  支持: 'support',
  责任: 'responsible',
  负责: 'responsible',
  落实: 'responsible',
  承办: 'responsible',
  实施: 'responsible',
};

/** The label that begins at `at` in folded text, or null. */
export function labelAt(folded: string, at: number): Label | null {
  for (const [kind, pattern] of [
    ['person', personLabel],
    ['time', timeLabel],
    ['duty', dutyLabel],
  ] as const) {
    pattern.lastIndex = at;
    const match = pattern.exec(folded);
    if (match)
      return { kind, role: kind === 'duty' ? (labelRoles[match[1] ?? ''] ?? null) : null, length: match[0].length };
  }
  return null;
}

/** Longest first: 牵头负责 before 负责. */
const verbs: readonly (readonly [word: string, role: DutyRole])[] = [
  ['牵头组织实施', 'lead'],
  ['牵头负责落实', 'lead'],
  ['牵头负责', 'lead'],
  ['牵头落实', 'lead'],
  ['牵头组织', 'lead'],
  ['牵头实施', 'lead'],
  ['牵头抓总', 'lead'],
  ['牵头', 'lead'],
  ['主办', 'lead'],
  ['配合落实', 'support'],
  ['配合实施', 'support'],
  ['协助配合', 'support'],
  ['参与配合', 'support'],
  ['配合', 'support'],
  ['协助', 'support'],
  ['协同', 'support'],
  ['协办', 'support'],
  ['参与', 'support'],
  ['参加', 'support'],
  ['支持', 'support'],
  ['负责组织实施', 'responsible'],
  ['负责落实', 'responsible'],
  ['负责实施', 'responsible'],
  ['组织实施', 'responsible'],
  ['组织落实', 'responsible'],
  ['贯彻落实', 'responsible'],
  ['抓好落实', 'responsible'],
  ['负责', 'responsible'],
  ['落实', 'responsible'],
  ['承办', 'responsible'],
  ['实施', 'responsible'],
];

const manners: readonly string[] = [
  '按照各自职责分工',
  '按照各自职责',
  '按照职责分工',
  '按各自职责分工',
  '按各自职责',
  '按职责分工',
  '根据职责分工',
  '依职责分工',
  '按照分工',
  '按分工',
  '按职责',
  '依职责',
  '共同',
  '分别',
  '具体',
  '各自',
  '联合',
  '统筹',
  '协同',
  '单独',
  '积极',
];

/** Peels a verb with its manner (按职责分工, 共同 …) from the end; `rest` is the length that remains. */
export function verbAtEnd(word: string): { readonly role: DutyRole; readonly rest: number } | null {
  const verb = verbs.find(([text]) => word.endsWith(text));
  if (!verb) return null;
  let rest = word.length - verb[0].length;
  for (;;) {
    const head = word.slice(0, rest).trimEnd();
    const manner = manners.find((text) => head.endsWith(text));
    if (!manner) return { role: verb[1], rest: head.length };
    rest = head.length - manner.length;
  }
}

const openTail = /等(?:\d{1,2}个?|各|有关|相关|其他|市直|区直|县直){0,3}(?:部门和单位|部门单位|部门|单位|机构|企业)?$/;

/** Index at which an open list's 等, 等部门 … begins at the end of a word, or -1. */
export function openListAt(word: string): number {
  const from = Math.max(0, word.length - 16);
  const at = word.slice(from).search(openTail);
  return at < 0 ? -1 : from + at;
}

const groupTail =
  /(?:有关|相关|其他|其它|成员|责任|涉及|所有|全体|市直|区直|县直).{0,6}(?:部门|单位|镇|街道|镇街|企业|机构|园区)$/;
const groupHead = /^(?:镇街|镇办|乡镇|镇\(?、?街道|乡镇\(?、?街道|县\(?市?、?区|县市区|有关部门|相关部门)/;

/** A word that stands for several units: 各镇街, 区各相关部门, 区有关部门, 各产业链责任单位. */
export function isGroupWord(word: string): boolean {
  const each = word.indexOf('各');
  return (each >= 0 && each <= 4) || groupTail.test(word) || (groupHead.test(word) && word.length <= 12);
}

const unitTail =
  /(?:局|委|办|部|院|会|所|站|处|科|室|厅|署|社|队|馆|台|校|厂|港|行|联|军|政府|中心|公司|集团|银行|分行|支行|海关|街道|镇|乡|区|县|市|学校|大学|医院|企业|机关|工委|团委|科协|电力|移动|联通|电信|铁塔|烟草|气象|消防|邮政|税务|单位|部门|基地|联盟|平台|法庭|公安|人武)$/;

/** Does a word look like the name of a unit? Only shape: whether it exists is the directory's to say. */
export function looksLikeUnit(word: string): boolean {
  const bare = word.replace(/\([^()]{0,20}\)$/, '').trimEnd();
  // 含改造1处 counts places, it names no 处.
  if (/^(?:含|包括|其中|不含|详见)|\d[处个所家项座台队站]$/.test(bare)) return false;
  return bare.length >= 2 && bare.length <= 30 && !/[。;:!?《》%]/.test(bare) && unitTail.test(bare);
}

/** A word of time inside an annotation: 2023年12月底前, 长期坚持, 年底前完成. */
export function looksLikeTime(word: string): boolean {
  return (
    word.length <= 24 &&
    /\d ?年|月底|月末|年底|年内|年末|季度|上半年|长期|持续|每年|每月|\d ?日前/.test(word) &&
    !unitTail.test(word)
  );
}
