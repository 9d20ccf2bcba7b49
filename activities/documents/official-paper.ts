/**
 * The form of official papers (GB/T 9704-2012: A4, margins 37/35/28/26 mm, 22 lines of 28 points, 3号仿宋 text, 2号小标宋
 * title) as parts that every document of the office is put together from.
 */
import {
  AlignmentType,
  BorderStyle,
  convertMillimetersToTwip,
  Document,
  Footer,
  LineRuleType,
  Packer,
  PageNumber,
  Paragraph,
  Table,
  TableCell,
  TableRow,
  TextRun,
  WidthType,
} from 'docx';

export type Face = '仿宋_GB2312' | '黑体' | '方正小标宋简体' | '宋体';
/** Font sizes in half points: 2号 = 22 pt, 3号 = 16 pt, 4号 = 14 pt. */
export const size2 = 44;
export const size3 = 32;
export const size4 = 28;
/** 28 points in twentieths of a point. */
const exactLine = { line: 560, lineRule: LineRuleType.EXACT } as const;

export interface PaperFacts {
  readonly title: string;
  readonly issuer: string;
  readonly description?: string;
}

/** The bytes of a .docx file: one section of A4 with page numbers at its foot. */
export async function paperOf(facts: PaperFacts, body: readonly (Paragraph | Table)[]): Promise<Buffer> {
  const document = new Document({
    title: facts.title,
    creator: facts.issuer,
    description: facts.description ?? '',
    sections: [
      {
        properties: {
          page: {
            size: { width: convertMillimetersToTwip(210), height: convertMillimetersToTwip(297) },
            margin: {
              top: convertMillimetersToTwip(37),
              bottom: convertMillimetersToTwip(35),
              left: convertMillimetersToTwip(28),
              right: convertMillimetersToTwip(26),
            },
          },
        },
        footers: {
          default: new Footer({
            children: [
              new Paragraph({
                alignment: AlignmentType.CENTER,
                children: [
                  new TextRun({ font: fonts('宋体'), size: size4, children: ['— ', PageNumber.CURRENT, ' —'] }),
                ],
              }),
            ],
          }),
        },
        children: [...body],
      },
    ],
  });
  return Packer.toBuffer(document);
}

export interface LineForm {
  readonly face?: Face;
  readonly size?: number;
  readonly color?: string;
  readonly center?: boolean;
  readonly right?: boolean;
  readonly indent?: boolean;
}

/** One paragraph. */
export function line(text: string, form: LineForm): Paragraph {
  const size = form.size ?? size3;
  return new Paragraph({
    spacing: exactLine,
    alignment:
      form.center === true ? AlignmentType.CENTER : form.right === true ? AlignmentType.RIGHT : AlignmentType.LEFT,
    // Two characters: first line of a paragraph, and the right edge of signature and date.
    ...(form.indent === true
      ? { indent: { firstLine: size * 20 } }
      : form.right === true
        ? { indent: { right: size * 20 } }
        : {}),
    children: [
      new TextRun({
        text: printable(text),
        size,
        font: fonts(form.face ?? '仿宋_GB2312'),
        ...(form.color === undefined ? {} : { color: form.color }),
      }),
    ],
  });
}

/** Words of strangers may carry characters that no XML document can hold. */
const printable = (text: string): string => text.replace(/[\p{Cc}\p{Cs}\ufffe\uffff]/gu, '');

const fonts = (face: Face) => ({
  ascii: 'Times New Roman',
  hAnsi: 'Times New Roman',
  cs: 'Times New Roman',
  eastAsia: face,
});

/** A column's head and its width in percent. */
export interface PaperColumn {
  readonly head: string;
  readonly width: number;
}

/** A ruled table; its head is printed again on every page, no row breaks over two. */
export function tableOf(columns: readonly PaperColumn[], rows: readonly (readonly string[])[]): Table {
  const edge = { style: BorderStyle.SINGLE, size: 4, color: '000000' } as const;
  const row = (words: readonly string[], head: boolean) =>
    new TableRow({
      tableHeader: head,
      cantSplit: true,
      children: words.map(
        (text, at) =>
          new TableCell({
            width: { size: columns[at]?.width ?? 20, type: WidthType.PERCENTAGE },
            borders: { top: edge, bottom: edge, left: edge, right: edge },
            margins: { left: 80, right: 80 },
            children: text.split('\n').map(
              (one) =>
                new Paragraph({
                  children: [
                    new TextRun({ text: printable(one), size: 24, font: fonts(head ? '黑体' : '仿宋_GB2312') }),
                  ],
                }),
            ),
          }),
      ),
    });
  const heads = row(
    columns.map((column) => column.head),
    true,
  );
  return new Table({
    width: { size: 100, type: WidthType.PERCENTAGE },
    rows: [heads, ...rows.map((words) => row(words, false))],
  });
}
