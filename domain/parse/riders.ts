/** Riders: sentences that change the duties of later items (列第一位的为牵头单位，下同; 以下均需各镇落实，不再列出). */

export interface RiderMatch {
  readonly kind: 'first-is-lead' | 'hidden-party';
  readonly from: number;
  readonly to: number;
  /** It holds for later items too (下同, 以下). */
  readonly lasting: boolean;
  /** hidden-party: the words of the party. */
  readonly party?: string;
}

const first =
  /(?:列|排|排名|排列)?在?(?:第一|首)(?:位|个)?的?(?:单位|部门)?(?:为|是|系)(?:牵头|主办|主责)(?:责任)?(?:单位|部门)?(?:[,、;] ?(?:下同|以下(?:类)?同|后同))?/g;
const hidden =
  /(?:以下|下列|上述|以上|下文)(?:各项)?(?:任务|工作|事项|政策|措施|内容)?(?:均|都)需要?由?([^,。;()]{1,16}?)(?:负责|配合|落实|参与|执行)(?:落实|执行)?(?:[,;、] ?不再(?:一一|逐一|逐项|另行|单独|重复)?列出|[,;、] ?不再(?:一一|逐一)?列示)?/g;

/** All riders in folded text, in order. */
export function ridersIn(folded: string): RiderMatch[] {
  const found: RiderMatch[] = [];
  for (const match of folded.matchAll(first)) {
    found.push({
      kind: 'first-is-lead',
      from: match.index,
      to: match.index + match[0].length,
      lasting: /同$/.test(match[0]),
    });
  }
  for (const match of folded.matchAll(hidden)) {
    found.push({
      kind: 'hidden-party',
      from: match.index,
      to: match.index + match[0].length,
      lasting: true,
      party: match[1] ?? '',
    });
  }
  return found.sort((a, b) => a.from - b.from);
}
