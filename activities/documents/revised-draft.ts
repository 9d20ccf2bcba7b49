/** A plan's draft as a Word document, to be read, passed on for approval, or corrected and taken in again. */
import type { DraftParagraph } from '../../domain/comment/terms.js';
import { line, paperOf, size2 } from './official-paper.js';

const forms = {
  title: { face: '方正小标宋简体', size: size2, center: true },
  chapter: { face: '黑体', indent: true },
  item: { indent: true },
  text: { indent: true },
} as const;

/** The document as the bytes of a .docx file. */
export async function draftDocument(
  { title, issuer }: { readonly title: string; readonly issuer: string },
  paragraphs: readonly DraftParagraph[],
): Promise<Buffer> {
  return paperOf(
    { title, issuer },
    paragraphs.map(({ text, kind }) => line(text, forms[kind])),
  );
}
