/** The years that the words of a plan set its numbers for. */
import { expect, test } from '@jest/globals';
import { targetsIn } from '../../../domain/parse/targets.js';

test.each([
  ['到2025年,高新技术企业达到80家、科技型中小企业突破90家', [2025, 2025]],
  ['2023年完成建设38个、2024年完成建设39个,到2025年,覆盖率不低于30%', [2023, 2024, 2025]],
  ['到2023年年底,营业收入突破1000亿元;到2025年,突破1300亿元', [2023, 2025]],
  ['到2028年6月底前,建成3所', [2028]],
  ['绿道里程2027年、2028年、2029年分别达到30公里、60公里、90公里', [2027, 2028, 2029]],
  // 每年 and 年均 bind every year alike, a sentence ends what its year says, and a year compared with is none.
  ['到2025年,培养人才2人以上,每年培训职工不少于2000人', [2025, undefined]],
  ['到2025年,营业收入达到1600亿元、年均增长10%左右', [2025, undefined]],
  ['到2025年建成5处。新增企业3家', [2025, undefined]],
  ['与2020年相比增长5%', [undefined]],
  ['改造2005年前建成的小区10个', [undefined]],
  ['2023—2025年,新增企业3家', [undefined]],
  ['自2023年起新增企业3家', [undefined]],
])('%s', (words, years) => {
  expect(targetsIn(words).targets.map((target) => target.year)).toEqual(years);
});

test('values listed for years share what is counted, the operator and the unit', () => {
  expect(
    targetsIn('绿道里程2027年、2028年、2029年分别达到1、2、3公里').targets.map(
      ({ from: _f, to: _t, ...target }) => target,
    ),
  ).toEqual([1, 2, 3].map((value) => ({ metric: '绿道里程', op: '>=', value, unit: '公里', year: 2026 + value })));
});
