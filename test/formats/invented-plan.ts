/** One invented plan, printed in every format the office may hand in. */
import { AlignmentType, Document, LevelFormat, Packer, Paragraph, TextRun } from 'docx';

interface InventedItem {
  readonly title: string;
  readonly rest: string;
}

export const title = '甲区绿色低碳高质量发展2026年重点工作任务';
const lead = '为全面落实三年行动计划，制定2026年重点工作任务如下。';

export const chapters: readonly (readonly [heading: string, items: readonly InventedItem[]])[] = [
  [
    '加快科技创新',
    [
      {
        title: '建设创新平台',
        rest: '6月底前建成重点实验室1家，新增高新技术企业20家以上。（区科技局牵头，区财政局配合）',
      },
      { title: '加大人才引育', rest: '年底前引进高校毕业生150人以上。（区人力资源社会保障局、区教育体育局负责）' },
    ],
  ],
  [
    '推进绿色转型',
    [
      { title: '整治重点河道', rest: '三季度末完成整治5公里。（责任单位：区水利局，各镇街）' },
      {
        title: '推广清洁取暖',
        rest: '持续推进改造，完成率达到95%。（牵头单位：区住房城乡建设局；配合单位：区财政局、区发展改革局等部门）',
      },
      { title: '发展循环经济', rest: '2026年11月底前建成园区2个。（区发展改革局负责）' },
    ],
  ],
];

const hanzi = ['一', '二'];

/** The plan as text, lines parted by `newline`, paragraphs led by `indent`. */
export function asText(newline = '\n', indent = ''): string {
  let number = 0;
  const lines = chapters.flatMap(([heading, items], c) => [
    `${hanzi[c]}、${heading}`,
    ...items.map((item) => `${++number}. ${item.title}。${item.rest}`),
  ]);
  return [title, lead, ...lines].map((line) => `${indent}${line}${newline}`).join('');
}

/** The plan as a docx in which every number is an automatic one. */
export async function asDocx(): Promise<Uint8Array> {
  const line = (text: string, reference?: string): Paragraph =>
    new Paragraph({
      children: [new TextRun(text)],
      ...(reference === undefined ? {} : { numbering: { reference, level: 0 } }),
    });
  const file = new Document({
    numbering: {
      config: [
        {
          reference: 'chapters',
          levels: [{ level: 0, format: LevelFormat.CHINESE_COUNTING, text: '%1、', alignment: AlignmentType.LEFT }],
        },
        {
          reference: 'tasks',
          levels: [{ level: 0, format: LevelFormat.DECIMAL, text: '%1.', alignment: AlignmentType.LEFT }],
        },
      ],
    },
    sections: [
      {
        children: [
          line(title),
          line(lead),
          ...chapters.flatMap(([heading, items]) => [
            line(heading, 'chapters'),
            ...items.map((item) => line(`${item.title}。${item.rest}`, 'tasks')),
          ]),
        ],
      },
    ],
  });
  return new Uint8Array(await Packer.toBuffer(file));
}

/** The plan as a page of a government site, with menus, scripts and comments around it. `charset` is only what it claims. */
export function asHtml(charset: string): string {
  let number = 0;
  const body = chapters
    .map(
      ([heading, items], c) =>
        `<h2>${hanzi[c]}、${heading}</h2>\n${items
          .map(
            (item) =>
              `<p style="text-indent:2em">${++number}.&nbsp;<b>${item.title}</b>。${item.rest.replaceAll('，', '，\n   ')}</p>`,
          )
          .join('\n')}`,
    )
    .join('\n');
  return `<!DOCTYPE html>
<html><head><meta http-equiv="Content-Type" content="text/html; charset=${charset}"><title>${title}_甲区人民政府</title>
<style>p { color: red }</style><script>document.write('1. 假任务。（区财政局负责）')</script></head>
<body><div class="nav"><a href="/">首页</a> &gt; <a href="/zwgk">政务公开</a></div>
<ul><li><a href="/a">领导之窗</a></li><li><a href="/b">政务公开</a></li><li><a href="/c">互动交流</a></li></ul>
<!-- 2. 注释里的任务。（区财政局负责） -->
<table><tr><td><h1>${title}</h1>
<div id="zoom"><p>${lead}</p>
${body}
</div></td></tr></table>
<div style="display:none">9. 隐藏的任务。（区财政局负责）</div>
<div class="footer">版权所有 甲区人民政府<br>网站标识码 0000000000</div></body></html>`;
}
