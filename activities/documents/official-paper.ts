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
  Header,
  LineRuleType,
  Packer,
  PageNumber,
  Paragraph,
  Tab,
  Table,
  TableCell,
  TableRow,
  TabStopType,
  TextRun,
  WidthType,
} from 'docx';

export type Face = '仿宋_GB2312' | '黑体' | '楷体_GB2312' | '方正小标宋简体' | '宋体';
/** Font sizes in half points: 2号 = 22 pt, 3号 = 16 pt, 4号 = 14 pt. */
export const size2 = 44;
export const size3 = 32;
export const size4 = 28;
/** 28 points in twentieths of a point. */
const exactLine = { line: 560, lineRule: LineRuleType.EXACT } as const;

/** Width of the text in twentieths of a point: 156 mm. */
const textWidth = convertMillimetersToTwip(156);
const red = 'FF0000';

export interface PaperFacts {
  readonly title: string;
  readonly issuer: string;
  readonly description?: string;
  /** The form of a letter (GB/T 9704-2012, 10.1): its sender over a red double line, no page number on the first page. */
  readonly letter?: true;
}

/** The bytes of a .docx file: one section of A4 with page numbers at its foot, on letters from the second page on. */
export async function paperOf(facts: PaperFacts, body: readonly (Paragraph | Table)[]): Promise<Buffer> {
  const document = new Document({
    title: facts.title,
    creator: facts.issuer,
    description: facts.description ?? '',
    sections: [
      {
        properties: {
          ...(facts.letter === undefined ? {} : { titlePage: true }),
          page: {
            size: { width: convertMillimetersToTwip(210), height: convertMillimetersToTwip(297) },
            margin: {
              top: convertMillimetersToTwip(37),
              bottom: convertMillimetersToTwip(35),
              left: convertMillimetersToTwip(28),
              right: convertMillimetersToTwip(26),
              ...(facts.letter === undefined
                ? {}
                : { header: convertMillimetersToTwip(30), footer: convertMillimetersToTwip(20) }),
            },
          },
        },
        ...(facts.letter === undefined
          ? {}
          : { headers: { first: new Header({ children: [letterHead(facts.issuer)] }) } }),
        footers: {
          ...(facts.letter === undefined ? {} : { first: new Footer({ children: [letterFoot()] }) }),
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

/** The sender over a red double line that is as wide as the page allows: 170 mm. */
function letterHead(issuer: string): Paragraph {
  return new Paragraph({
    alignment: AlignmentType.CENTER,
    indent: wide,
    spacing: { after: 200 },
    border: { bottom: { style: BorderStyle.THICK_THIN_SMALL_GAP, size: 24, space: 8, color: red } },
    children: [new TextRun({ text: printable(issuer), size: size2, color: red, font: fonts('方正小标宋简体') })],
  });
}

/** The double line at the foot of a letter's first page. */
function letterFoot(): Paragraph {
  return new Paragraph({
    indent: wide,
    border: { top: { style: BorderStyle.THIN_THICK_SMALL_GAP, size: 24, space: 1, color: red } },
    children: [],
  });
}

/** 7 mm beyond the text on each side. */
const wide = { left: -convertMillimetersToTwip(7), right: -convertMillimetersToTwip(7) };

/** 版头 of a paper that is no letter: the sender in red, the number, the red line between head and text. */
export function headOf(issuer: string, number: string): Paragraph[] {
  return [
    line(issuer, { face: '方正小标宋简体', size: size2, color: red, center: true }),
    line('', {}),
    new Paragraph({
      spacing: { ...exactLine, after: 560 },
      alignment: AlignmentType.CENTER,
      // 4 mm under the number.
      border: { bottom: { style: BorderStyle.SINGLE, size: 12, space: 11, color: red } },
      children: [new TextRun({ text: printable(number), size: size3, font: fonts('仿宋_GB2312') })],
    }),
  ];
}

/** A line of the imprint, or its last one: who printed it and when, at the two edges. */
export type ImprintLine = string | { readonly left: string; readonly right: string };

/** 版记: lines in 4号, each on a rule as wide as the text, one character from its edges; nothing where there are none. */
export function imprintOf(lines: readonly ImprintLine[]): (Paragraph | Table)[] {
  if (lines.length === 0) return [];
  const rule = (size: number) => ({ style: BorderStyle.SINGLE, size, color: '000000' });
  const none = { style: BorderStyle.NONE, size: 0, color: 'auto' };
  const row = (words: ImprintLine, at: number) =>
    new TableRow({
      cantSplit: true,
      children: [
        new TableCell({
          margins: { left: character, right: character },
          // The first and the last rule are thick.
          borders: {
            top: rule(at === 0 ? 8 : 6),
            bottom: rule(at === lines.length - 1 ? 8 : 6),
            left: none,
            right: none,
          },
          children: [imprintLine(words)],
        }),
      ],
    });
  return [line('', {}), new Table({ width: { size: 100, type: WidthType.PERCENTAGE }, rows: lines.map(row) })];
}

/** 抄送 of a letter, which has no rules and no line for the printing (10.1). */
export const copiesOf = (copies: readonly string[]): Paragraph[] =>
  copies.length === 0 ? [] : [line('', {}), imprintLine(`抄送：${copies.join('，')}。`, character)];

const character = size4 * 10;

function imprintLine(words: ImprintLine, indent = 0): Paragraph {
  const run = (children: (string | Tab)[]) => new TextRun({ size: size4, font: fonts('仿宋_GB2312'), children });
  return new Paragraph({
    keepLines: true,
    spacing: exactLine,
    indent: { left: indent, right: indent },
    tabStops: [{ type: TabStopType.RIGHT, position: textWidth - 2 * character }],
    children:
      typeof words === 'string'
        ? [run([printable(words)])]
        : [run([printable(words.left)]), run([new Tab(), printable(words.right)])],
  });
}

export interface LineForm {
  readonly face?: Face;
  readonly size?: number;
  readonly color?: string;
  readonly center?: boolean;
  /** Two characters from the right edge: signature and date. */
  readonly right?: boolean;
  /** At the right edge itself: the number of a letter. */
  readonly edge?: boolean;
  readonly indent?: boolean;
}

/** One paragraph. */
export function line(text: string, form: LineForm): Paragraph {
  const size = form.size ?? size3;
  return new Paragraph({
    spacing: exactLine,
    alignment:
      form.center === true
        ? AlignmentType.CENTER
        : form.right === true || form.edge === true
          ? AlignmentType.RIGHT
          : AlignmentType.LEFT,
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
