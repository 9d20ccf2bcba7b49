/** YAML text with the line of every value, so that a fault can name the line a person has to change. */
import { isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml';

export interface YamlFault {
  readonly line: number;
  /** What is wrong, in Chinese. */
  readonly detail: string;
}

export interface YamlText {
  /** The plain value; undefined when the text is not YAML. */
  readonly value: unknown;
  readonly faults: readonly YamlFault[];
  /** 1-based line of the key or value at this path, or of the nearest thing around it that exists. */
  lineOf(path: readonly PropertyKey[]): number;
}

const details: Readonly<Record<string, string>> = {
  BAD_INDENT: '缩进不对',
  TAB_AS_INDENT: '缩进要用空格，不能用制表符',
  DUPLICATE_KEY: '同一项写了两次',
  MISSING_CHAR: '缺少冒号、引号或括号',
  BLOCK_AS_IMPLICIT_KEY: '一行里有两个冒号，值里有冒号时要加引号',
  BAD_ALIAS: '引用了没有定义的锚点',
  MULTIPLE_DOCS: '一个文件里只能有一份内容',
};

/**
 * Reads YAML 1.2 (dates stay text). Never throws: syntax faults come back with their lines, all at once; aliases are
 * not expanded beyond a hundred, so that a small file cannot become a large value.
 */
export function readYaml(text: string): YamlText {
  const lines = new LineCounter();
  const doc = parseDocument(text.replace(/^\uFEFF/, ''), { lineCounter: lines, prettyErrors: false });
  const lineAt = (offset: number | undefined) => (offset === undefined ? 1 : Math.max(1, lines.linePos(offset).line));
  const faults = doc.errors.map((e) => ({ line: lineAt(e.pos[0]), detail: details[e.code] ?? '语法有误' }));
  let value: unknown;
  if (faults.length === 0) {
    try {
      value = doc.toJS({ maxAliasCount: 100 });
    } catch {
      faults.push({ line: 1, detail: '引用没有定义，或引用过多' });
    }
  }
  return { value, faults, lineOf: (path) => lineAt(offsetOf(doc.contents, path)) };
}

/** Start of the last existing step of the path: a key inside a map, an entry inside a list. */
function offsetOf(root: unknown, path: readonly PropertyKey[]): number | undefined {
  let node = root;
  let offset = (root as Node | null)?.range?.[0];
  for (const step of path) {
    if (isMap(node)) {
      const pair = node.items.find((item) => isScalar(item.key) && String(item.key.value) === String(step));
      if (pair === undefined) break;
      offset = (pair.key as Node).range?.[0] ?? offset;
      node = pair.value;
    } else if (isSeq(node)) {
      node = node.items[Number(step)];
      offset = (node as Node | undefined)?.range?.[0] ?? offset;
    } else {
      break;
    }
  }
  return offset;
}
