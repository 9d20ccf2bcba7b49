/**
 * 督办函 as a Word document in the form of official papers (GB/T 9704-2012: A4, margins 37/35/28/26 mm, 22 lines of
 * 28 points, 3号仿宋 text, 2号小标宋 title). A letter to a peer asks; it does not order.
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
import { type Day, inChinese } from '../../domain/day.js';

export interface OfficialLetterTask {
  readonly number: number;
  readonly title: string;
  readonly due: string;
  /** Days late in words, from the date in force and the first date. */
  readonly late: string;
  readonly lastReport: string;
}

/** The facts of one 督办函, all in ready words. */
export interface OfficialLetter {
  readonly title: string;
  /** 发文字号; absent in a draft that waits for approval. */
  readonly number?: string;
  readonly issuer: string;
  /** 主送机关. */
  readonly to: string;
  /** 抄送机关. */
  readonly copies: readonly string[];
  readonly date: Day;
  /** Address of the office for questions. */
  readonly contact?: string;
  readonly plans: readonly string[];
  readonly tasks: readonly OfficialLetterTask[];
  /** What is asked and by when. */
  readonly closing: string;
}

/** 关于“…”任务的督办函, with the number of tasks when there are several; no stop after a title. */
export function officialLetterTitle(titles: readonly string[]): string {
  const [first = '', ...rest] = titles;
  const short = [...first].length > 30 ? `${[...first].slice(0, 29).join('')}…` : first;
  return rest.length === 0 ? `关于“${short}”任务的督办函` : `关于“${short}”等${titles.length}项任务的督办函`;
}

type Face = '仿宋_GB2312' | '黑体' | '方正小标宋简体' | '宋体';
/** Font sizes in half points: 2号 = 22 pt, 3号 = 16 pt, 4号 = 14 pt. */
const size2 = 44;
const size3 = 32;
const size4 = 28;
/** 28 points in twentieths of a point. */
const exactLine = { line: 560, lineRule: LineRuleType.EXACT } as const;

/** The document as the bytes of a .docx file. A draft without a number says so in its place. */
export async function officialLetterDocument(letter: OfficialLetter): Promise<Buffer> {
  const plans = letter.plans.join('、');
  const body: (Paragraph | Table)[] = [
    line(letter.issuer, { face: '方正小标宋简体', size: size2, color: 'C00000', center: true }),
    line(letter.number ?? '（待编号）', { center: true }),
    line('', {}),
    line(letter.title, { face: '方正小标宋简体', size: size2, center: true }),
    line('', {}),
    line(`${letter.to}：`, {}),
    line(
      `按照${plans === '' ? '督办计划' : plans}的安排，贵单位主办的下列${letter.tasks.length}项任务已到时限，至今尚未办结：`,
      { indent: true },
    ),
    tableOf(letter.tasks),
    line(letter.closing, { indent: true }),
    ...(letter.contact === undefined ? [] : [line(`联系方式：${letter.contact}`, { indent: true })]),
    line('', {}),
    line(letter.issuer, { right: true }),
    line(inChinese(letter.date), { right: true }),
    ...(letter.copies.length === 0 ? [] : [line('', {}), line(`抄送：${letter.copies.join('，')}。`, { size: size4 })]),
  ];
  const document = new Document({
    title: letter.title,
    creator: letter.issuer,
    description: letter.number ?? '',
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
        children: body,
      },
    ],
  });
  return Packer.toBuffer(document);
}

interface LineForm {
  readonly face?: Face;
  readonly size?: number;
  readonly color?: string;
  readonly center?: boolean;
  readonly right?: boolean;
  readonly indent?: boolean;
}

function line(text: string, form: LineForm): Paragraph {
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
        text,
        size,
        font: fonts(form.face ?? '仿宋_GB2312'),
        ...(form.color === undefined ? {} : { color: form.color }),
      }),
    ],
  });
}

const fonts = (face: Face) => ({
  ascii: 'Times New Roman',
  hAnsi: 'Times New Roman',
  cs: 'Times New Roman',
  eastAsia: face,
});

const columns = [
  { head: '序号', width: 8 },
  { head: '任务', width: 34 },
  { head: '时限', width: 20 },
  { head: '逾期情况', width: 18 },
  { head: '最近报告', width: 20 },
] as const;

function tableOf(tasks: readonly OfficialLetterTask[]): Table {
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
            children: [
              new Paragraph({
                children: [new TextRun({ text, size: 24, font: fonts(head ? '黑体' : '仿宋_GB2312') })],
              }),
            ],
          }),
      ),
    });
  return new Table({
    width: { size: 100, type: WidthType.PERCENTAGE },
    rows: [
      row(
        columns.map((c) => c.head),
        true,
      ),
      ...tasks.map((t) => row([String(t.number), t.title, t.due, t.late, t.lastReport], false)),
    ],
  });
}
