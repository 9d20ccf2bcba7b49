/** Docx files made for tests: plans by the `docx` package, what it cannot write as raw XML in a zip. */
import { strToU8, zipSync } from 'fflate';

const W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"';

export interface RawParts {
  /** XML inside `w:body`. */
  readonly body: string;
  /** XML inside `w:numbering`, `w:styles`, `w:footnotes`. */
  readonly numbering?: string;
  readonly styles?: string;
  readonly footnotes?: string;
}

/** A docx from raw XML. */
export function rawDocx({ body, numbering, styles, footnotes }: RawParts): Uint8Array {
  const part = (name: string, xml: string | undefined): Record<string, Uint8Array> =>
    xml === undefined
      ? {}
      : {
          [`word/${name}.xml`]: strToU8(
            `<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:${name} ${W} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">${xml}</w:${name}>`,
          ),
        };
  return zipSync({
    '[Content_Types].xml': strToU8('<Types/>'),
    '_rels/.rels': strToU8(
      '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>',
    ),
    ...part('document', `<w:body>${body}</w:body>`),
    ...part('numbering', numbering),
    ...part('styles', styles),
    ...part('footnotes', footnotes),
  });
}

/** A paragraph of raw XML; `properties` go into its pPr. */
export function para(runs: string, properties = ''): string {
  return `<w:p>${properties === '' ? '' : `<w:pPr>${properties}</w:pPr>`}${runs}</w:p>`;
}

export function run(text: string, properties = ''): string {
  return `<w:r>${properties === '' ? '' : `<w:rPr>${properties}</w:rPr>`}<w:t xml:space="preserve">${text}</w:t></w:r>`;
}

/** The properties that put a paragraph on a list. */
export function listed(num: number, level = 0): string {
  return `<w:numPr><w:ilvl w:val="${level}"/><w:numId w:val="${num}"/></w:numPr>`;
}

/** A level of a list: its number format and its text with %1 … %9. */
export function level(at: number, format: string, text: string, more = ''): string {
  return `<w:lvl w:ilvl="${at}"><w:start w:val="1"/><w:numFmt w:val="${format}"/>${more}<w:lvlText w:val="${text}"/></w:lvl>`;
}
