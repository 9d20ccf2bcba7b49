/** The box that government sites print over a document: 标题, 文号, 发文日期, 发布机构, in a table or on lines. */
import { type Day, isDay } from '../day.js';
import type { Paragraph } from './paragraphs.js';

export interface PageHead {
  readonly title: string | null;
  readonly number: string | null;
  readonly issued: Day | null;
  readonly issuer: string | null;
  /** Index of the first paragraph behind the box; 0 where there is none. */
  readonly end: number;
}

const KEY =
  /(标题|名称|文件名称|索引号|文号|发文字号|主题分类|发文日期|发布日期|成文日期|公开日期|生成日期|发布机构|发文机关|发布单位|公开方式|有效性|来源) ?: ?/g;

/** Reads the box out of the first paragraphs of a document. */
export function readPageHead(paragraphs: readonly Paragraph[]): PageHead {
  const cells = new Map<string, string>();
  let end = 0;
  for (let at = 0; at < Math.min(paragraphs.length, 12); at++) {
    const { text, folded } = paragraphs[at]?.passage ?? { text: '', folded: '' };
    if (text.length > 300) break;
    const keys = [...folded.matchAll(KEY)];
    if (keys.length === 0 && /[^-|\s:]/.test(folded)) break;
    keys.forEach((key, i) => {
      const value = text
        .slice(key.index + key[0].length, keys[i + 1]?.index ?? text.length)
        .replace(/[|｜]/g, ' ')
        .trim();
      if (value !== '' && !cells.has(key[1] ?? '')) cells.set(key[1] ?? '', value);
    });
    if (keys.length > 0) end = at + 1;
    else if (end > 0) end = at + 1;
  }
  const first = (...names: string[]): string | null =>
    names.map((name) => cells.get(name)).find((value) => value !== undefined) ?? null;
  // One label alone (来源：…) is a line of the page, not a box.
  if (cells.size < 2) return { title: null, number: null, issued: null, issuer: null, end: 0 };
  return {
    title: first('标题', '名称', '文件名称'),
    number: first('文号', '发文字号'),
    issued: dayOf(first('发文日期', '成文日期', '发布日期', '公开日期', '生成日期')),
    issuer: first('发布机构', '发文机关', '发布单位'),
    end,
  };
}

function dayOf(words: string | null): Day | null {
  const match = /(20\d\d) ?[-年./] ?(\d{1,2}) ?[-月./] ?(\d{1,2})/.exec(words ?? '');
  if (!match) return null;
  const day = `${match[1]}-${(match[2] ?? '').padStart(2, '0')}-${(match[3] ?? '').padStart(2, '0')}`;
  return isDay(day) ? day : null;
}
