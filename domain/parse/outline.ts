/**
 * The skeleton of a document: which numbering style carries the tasks, where the plan begins and ends, and which
 * paragraph belongs to which chapter, group and item. Built from structure alone: the style whose paragraphs carry
 * annotations is the item style, styles outside it are headings.
 */
import type { AnnotatedParagraph } from './annotated.js';
import { depthOf, type MarkerStyle, markerStyles } from './marker.js';
import { labelAt } from './words.js';

export interface OutlineNode {
  /** heading: chapter or group; item: a task; clause: a numbered paragraph that is no task; loose: belongs nowhere. */
  readonly kind: 'chapter' | 'group' | 'item' | 'clause';
  readonly paragraphs: AnnotatedParagraph[];
}

export interface Outline {
  readonly nodes: readonly OutlineNode[];
  /** Indexes of the first chapter or item and of the end of the plan, into the document's paragraphs. */
  readonly start: number;
  readonly end: number;
  /** Annotations go on behind the end: the file holds a second plan. */
  readonly second: boolean;
}

const PREAMBLE = /总体要求|总体思路|指导思想|基本原则|目标|背景|形势|意义|发展基础/;
const PREAMBLE_ITEM = /^(?:指导思想|基本原则|总体目标|总体要求|总体思路|主要目标|目标定位|工作目标|发展目标|坚持)/;
/** In a plan that is no list of tasks, a chapter of these words without any annotation only says how the plan is secured. */
const SECURING = /保障|组织领导|组织实施|工作要求|监督考核|有关要求/;
const FRAME =
  /解读如下|政策解读|解读说明|截至期满|意见采纳情况|有效意见和建议|^(?:扫码|版权所有|主办单位|承办单位|网站标识码|抄送|打印本页|关闭窗口|分享到|上一篇|下一篇|相关链接|责任编辑|编辑:)|^附件? ?[:\d]/;

/** Reads the skeleton; null when nothing in the document is a task. `listed`: its title calls it a list of tasks. */
export function outlineOf(paragraphs: readonly AnnotatedParagraph[], listed: boolean): Outline | null {
  const segments = segmentsOf(paragraphs);
  const style = itemStyle(segments, paragraphs, listed);
  if (!style) return null;
  const carries = (s: Segment): boolean => s.annotated || (listed && s.style === style);
  const first =
    style === 'none'
      ? paragraphs.findIndex((p) => p.annotations.length > 0)
      : segments.find((s) => s.style === style && carries(s))?.at;
  if (first === undefined || first < 0) return null;
  const depth = style === 'none' ? markerStyles.length : depthOf(style);
  const top = topStyle(paragraphs, first, depth);
  const start = startOf(paragraphs, first, top ?? (style === 'none' ? null : style));
  const end = endOf(paragraphs, start, top);
  const second = paragraphs.some((p, i) => i >= end && p.annotations.length > 0);
  return {
    nodes: nodesOf(paragraphs.slice(start, end), style, depth, top, listed),
    start,
    end,
    second,
  };
}

interface Segment {
  readonly at: number;
  readonly style: MarkerStyle;
  readonly annotated: boolean;
}

/** A marked paragraph with the unmarked ones behind it. */
function segmentsOf(paragraphs: readonly AnnotatedParagraph[]): Segment[] {
  const segments: { at: number; style: MarkerStyle; annotated: boolean }[] = [];
  paragraphs.forEach((paragraph, at) => {
    const has = paragraph.annotations.length > 0;
    if (paragraph.marker) segments.push({ at, style: paragraph.marker.style, annotated: has });
    else if (has) {
      const last = segments.at(-1);
      if (last) last.annotated = true;
    }
  });
  return segments;
}

/** 'none': the annotated paragraphs carry no numbers. */
function itemStyle(
  segments: readonly Segment[],
  paragraphs: readonly AnnotatedParagraph[],
  listed: boolean,
): MarkerStyle | 'none' | null {
  const counts = new Map<MarkerStyle, number>();
  for (const { style, annotated } of segments) if (annotated) counts.set(style, (counts.get(style) ?? 0) + 1);
  const best = [...counts].sort((a, b) => b[1] - a[1] || depthOf(b[0]) - depthOf(a[0]))[0];
  const unmarked = paragraphs.filter((p) => !p.marker && p.annotations.length > 0 && !p.onlyAnnotation).length;
  const own = paragraphs.filter((p) => p.marker?.style === best?.[0] && p.annotations.length > 0).length;
  // Headings without annotations over several annotated paragraphs each: the paragraphs themselves are the items.
  if (unmarked > 0 && (!best || (own * 2 < best[1] && unmarked > best[1] * 1.2))) return 'none';
  if (best) return best[0];
  if (!listed) return null;
  const numbered = new Map<MarkerStyle, number>();
  for (const { style } of segments) numbered.set(style, (numbered.get(style) ?? 0) + 1);
  const [style, count] = [...numbered].sort((a, b) => b[1] - a[1])[0] ?? [null, 0];
  return count >= 2 ? style : null;
}

/** The outermost heading style in front of the items. */
function topStyle(paragraphs: readonly AnnotatedParagraph[], first: number, depth: number): MarkerStyle | null {
  let top: MarkerStyle | null = null;
  for (const { marker } of paragraphs.slice(0, first + 1)) {
    if (marker && depthOf(marker.style) < depth && (top === null || depthOf(marker.style) < depthOf(top)))
      top = marker.style;
  }
  return top;
}

/** The last number 1 of the top style before the first item: a notice in front may count 一、二、 as well. */
function startOf(paragraphs: readonly AnnotatedParagraph[], first: number, top: MarkerStyle | null): number {
  if (!top) return first;
  let start = first;
  for (let i = first; i >= 0; i--) {
    const marker = paragraphs[i]?.marker;
    if (marker?.style !== top) continue;
    start = i;
    if (marker.number === 1) break;
  }
  return start;
}

function endOf(paragraphs: readonly AnnotatedParagraph[], start: number, top: MarkerStyle | null): number {
  let chapter = 0;
  let frame = -1;
  let lastAnnotated = start;
  for (let i = start; i < paragraphs.length; i++) if ((paragraphs[i]?.annotations.length ?? 0) > 0) lastAnnotated = i;
  let seen = false;
  for (let i = start; i < paragraphs.length; i++) {
    const paragraph = paragraphs[i];
    if (!paragraph) continue;
    const { marker, passage } = paragraph;
    seen ||= paragraph.annotations.length > 0;
    if (!marker && seen && paragraph.annotations.length === 0 && FRAME.test(passage.folded.slice(0, 400))) {
      if (i > lastAnnotated) return i;
      frame = i;
    }
    if (marker && marker.style === top) {
      if (marker.number <= chapter && (frame >= 0 || i > lastAnnotated || opensPlan(paragraphs, i)))
        return frame >= 0 ? frame : titleBefore(paragraphs, i);
      chapter = marker.number;
    }
  }
  return trimTail(paragraphs, Math.max(start + 1, paragraphs.length), lastAnnotated);
}

/** A title stands in the few paragraphs before a restarted chapter 1: a second plan begins. */
function opensPlan(paragraphs: readonly AnnotatedParagraph[], at: number): boolean {
  return paragraphs[at]?.marker?.number === 1 && titleBefore(paragraphs, at) < at;
}

function titleBefore(paragraphs: readonly AnnotatedParagraph[], at: number): number {
  for (let i = at - 1; i >= Math.max(0, at - 6); i--) {
    const paragraph = paragraphs[i];
    if (!paragraph || paragraph.marker || paragraph.annotations.length > 0) break;
    const { folded } = paragraph.passage;
    if (folded.length <= 60 && /计划|方案|任务|要点|规划|纲要|解读/.test(folded) && !/[。;,]$/.test(folded)) return i;
  }
  return at;
}

/** Short lines without a full stop behind everything numbered are the page's, not the plan's. */
function trimTail(paragraphs: readonly AnnotatedParagraph[], end: number, lastAnnotated: number): number {
  let at = end;
  while (at - 1 > lastAnnotated) {
    const last = paragraphs[at - 1];
    if (
      !last ||
      last.marker ||
      labelAt(last.passage.folded, 0) ||
      last.passage.text.length > 60 ||
      /[。;]$/.test(last.passage.folded)
    )
      break;
    at--;
  }
  return at;
}

function nodesOf(
  paragraphs: readonly AnnotatedParagraph[],
  style: MarkerStyle | 'none',
  depth: number,
  top: MarkerStyle | null,
  listed: boolean,
): OutlineNode[] {
  const nodes: OutlineNode[] = [];
  let chapterTitle = '';
  let chapterHasDuty = false;
  paragraphs.forEach((paragraph, at) => {
    const { marker } = paragraph;
    const open = nodes.at(-1);
    if (!marker || depthOf(marker.style) > depth) {
      const own =
        open &&
        open.kind !== 'item' &&
        open.kind !== 'clause' &&
        paragraph.annotations.length > 0 &&
        !paragraph.onlyAnnotation;
      if (
        !open ||
        (style === 'none' && paragraph.annotations.length > 0 && !paragraph.onlyAnnotation) ||
        (own && !itemsBelow(paragraphs, at, depth, headDepth(open)))
      )
        nodes.push({ kind: 'item', paragraphs: [paragraph] });
      else open.paragraphs.push(paragraph);
      return;
    }
    if (marker.style === top) {
      chapterTitle = paragraph.passage.folded;
      chapterHasDuty = chapterAnnotated(paragraphs, at, top);
    }
    nodes.push({
      kind: kindOf(paragraphs, at, style, depth, top, { chapterTitle, chapterHasDuty, listed }),
      paragraphs: [paragraph],
    });
  });
  return nodes;
}

function kindOf(
  paragraphs: readonly AnnotatedParagraph[],
  at: number,
  style: MarkerStyle | 'none',
  depth: number,
  top: MarkerStyle | null,
  chapter: { readonly chapterTitle: string; readonly chapterHasDuty: boolean; readonly listed: boolean },
): OutlineNode['kind'] {
  const marker = paragraphs[at]?.marker;
  if (!marker) return 'item';
  const words = paragraphs[at]?.passage.folded.slice(marker.length) ?? '';
  if (marker.style === style) {
    const preamble =
      !chapter.chapterHasDuty &&
      (PREAMBLE.test(chapter.chapterTitle.slice(0, 30)) ||
        PREAMBLE_ITEM.test(words) ||
        (!chapter.listed && SECURING.test(chapter.chapterTitle.slice(0, 30))));
    return preamble && top !== style ? 'clause' : 'item';
  }
  const leaf = !itemsBelow(paragraphs, at + 1, depth, depthOf(marker.style));
  if (leaf && carriesOneDuty(paragraphs, at, style)) return 'item';
  const body = words.length > 40 || (/[。]/.test(words) && words.length > 20);
  if (marker.style === top) return 'chapter';
  return leaf && body ? 'clause' : 'group';
}

function headDepth(node: OutlineNode): number {
  const style = node.paragraphs[0]?.marker?.style;
  return style ? depthOf(style) : -1;
}

/** An item number stands before the next heading (of at most `outer` depth). */
function itemsBelow(paragraphs: readonly AnnotatedParagraph[], from: number, depth: number, outer: number): boolean {
  for (let i = from; i < paragraphs.length; i++) {
    const marker = paragraphs[i]?.marker;
    if (!marker) continue;
    const here = depthOf(marker.style);
    if (here === depth) return true;
    if (here <= outer) return false;
  }
  return false;
}

/** A numbered paragraph outside the item style is a task if its own text is annotated, or exactly one paragraph of it. */
function carriesOneDuty(paragraphs: readonly AnnotatedParagraph[], at: number, style: MarkerStyle | 'none'): boolean {
  if ((paragraphs[at]?.annotations.length ?? 0) > 0) return true;
  if (style === 'none') return false;
  let count = 0;
  for (let i = at + 1; i < paragraphs.length && !paragraphs[i]?.marker; i++) {
    const paragraph = paragraphs[i];
    if (paragraph && paragraph.annotations.length > 0 && !paragraph.onlyAnnotation) count++;
    else if (paragraph?.onlyAnnotation && count === 0) count = 1;
  }
  return count === 1;
}

function chapterAnnotated(paragraphs: readonly AnnotatedParagraph[], at: number, top: MarkerStyle): boolean {
  for (let i = at; i < paragraphs.length; i++) {
    const paragraph = paragraphs[i];
    if (i > at && paragraph?.marker?.style === top) return false;
    if ((paragraph?.annotations.length ?? 0) > 0) return true;
  }
  return false;
}
