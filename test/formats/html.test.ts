/** What a browser shows of a page, and nothing else. */
import { describe, expect, test } from '@jest/globals';
import { textOf } from '../../client/formats/text-of.js';

const read = (body: string): string[] =>
  textOf(new TextEncoder().encode(`<!doctype html><html><body>${body}</body></html>`), 'a.html')
    .text.trimEnd()
    .split('\n');

describe('pages', () => {
  test('lists print the numbers a browser prints', () => {
    expect(
      read(
        '<ol><li>甲<li>乙</ol><ol start=3 style="list-style-type:simp-chinese-informal"><li>丙<ol type=a><li>丁</ol><li>戊</ol><ol style="list-style:none"><li>己</ol><ul><li>庚</ul>',
      ),
    ).toEqual(['1. 甲', '2. 乙', '三、丙', 'a. 丁', '四、戊', '己', '庚']);
  });

  test('a list that carries its numbers in the text does not get a second one', () => {
    expect(read('<ol><li>1.建设平台<li>２．引育人才<li>2026年建成道路</ol>')).toEqual([
      '1.建设平台',
      '２．引育人才',
      '3. 2026年建成道路',
    ]);
  });

  test('line ends of the source are no blanks between Chinese characters, but are between words', () => {
    expect(read('<p>区发展和\n  改革局\n GDP\n growth</p><p>甲<br>乙&nbsp;丙&amp;&#19969;</p>')).toEqual([
      '区发展和改革局 GDP growth',
      '甲',
      '乙\u00a0丙&丁',
    ]);
  });

  test('tables that hold data are rows, tables that hold the page are not', () => {
    expect(
      read(
        '<table><tr><td><table><tr><th>指标<th>2020年<th>属性<tr><td rowspan=2>增速<td>2.4<td>预期性<tr><td colspan=1><td>约束性</table></td><td>旁边</td></tr></table>',
      ),
    ).toEqual(['| 指标 |\t2020年 |\t属性 |', '| 增速 |\t2.4 |\t预期性 |', '| 增速 |\t|\t约束性 |', '', '旁边']);
  });

  test('menus go, lists of tasks and of attachments stay', () => {
    const links = (...words: string[]): string => words.map((word) => `<li><a href="#">${word}</a></li>`).join('');
    expect(
      read(
        `<nav>导航</nav><ul>${links('首页', '要闻动态', '政务公开')}</ul><ul><li>建设平台。（区科技局负责）<li>引育人才</ul><ul>${links(
          '甲区绿色低碳高质量发展三年行动计划全文',
          '甲区绿色低碳高质量发展重点任务清单',
          '甲区绿色低碳高质量发展重点项目清单',
        )}</ul><div class="main nav">正文。很长。并不是菜单。</div><div class="share">分享到</div>`,
      ),
    ).toEqual([
      '建设平台。（区科技局负责）',
      '引育人才',
      '甲区绿色低碳高质量发展三年行动计划全文',
      '甲区绿色低碳高质量发展重点任务清单',
      '甲区绿色低碳高质量发展重点项目清单',
      '正文。很长。并不是菜单。',
    ]);
  });

  test('scripts are neither run nor read, nor do they hide what follows', () => {
    expect(
      read(
        '<script>if (a</b>) "<p>假</p>"</script><style>p::before{content:"假"}</style><p onclick="alert(1)">真</p><!-- <p>假</p> --><svg><text>假</text></svg><p>也真',
      ),
    ).toEqual(['真', '也真']);
  });

  test('a page saved by Word keeps its list numbers', () => {
    expect(
      read(
        "<p class=MsoListParagraph><![if !supportLists]><span style='mso-list:Ignore'>1.<span>&nbsp;&nbsp;</span></span><![endif]>建设平台</p><p><o:p></o:p></p>",
      ),
    ).toEqual(['1.\u00a0\u00a0建设平台']);
  });
});
