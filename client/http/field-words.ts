/** The fields of requests as people call them; beside the key itself, which programs know. */
const words: Readonly<Record<string, string>> = {
  act: '办理事项',
  acts: '办理事项',
  answers: '答复',
  approval: '清单的批准',
  asOf: '数据日期',
  basis: '判断的依据',
  by: '经办人',
  cancelOpen: '一并取消未办结的任务',
  confirmed: '核对无误',
  document: '文号',
  due: '时限',
  early: '提前结束',
  evaluation: '评估种类',
  from: '自',
  giveBack: '时限顺延',
  id: '编号',
  incomplete: '数值没有收齐也要审签的理由',
  kind: '种类',
  no: '序号',
  nos: '序号',
  note: '说明',
  number: '文号',
  on: '日期',
  onBehalf: '代为填报的原因',
  opinion: '评估意见',
  parent: '上级计划',
  period: '征求意见',
  pick: '另选的任务',
  plan: '计划',
  preview: '只看结果',
  reason: '理由',
  rules: '规则',
  source: '数据来源',
  sure: '确认',
  task: '任务',
  text: '内容',
  title: '题目',
  to: '至',
  unit: '单位',
  until: '止日',
  value: '数值',
  verdict: '判断',
  why: '原因',
  year: '年份',
};

/** The word of a field; undefined for one that has none. */
export const fieldWordOf = (name: string): string | undefined => words[name];

/** `/act/unit` as `单位（act.unit）`; a field without a word of its own by its path, the whole request as 内容. */
export function fieldName(path: string): string {
  const keys = path.split('/').filter((key) => key !== '');
  const word = fieldWordOf(keys.findLast((key) => !/^\d+$/.test(key)) ?? '');
  const dotted = keys.join('.');
  return word === undefined ? dotted || '内容' : `${word}（${dotted}）`;
}
