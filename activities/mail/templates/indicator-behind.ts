/** A binding indicator behind its path: to the leadership group at once, and the same to the office. */
import type { BehindFacts } from '../../../domain/indicators/letters.js';
import { oneLine } from '../../../domain/letter-words.js';
import { letterFacts } from '../../../domain/supervision/cycle-letters.js';
import type { Template } from '../content.js';

const titleLimit = 60;
const whyLimit = 300;

export const indicatorBehind: Template = {
  version: 1,
  mark: '指标预警',
  write(view) {
    const facts = letterFacts<BehindFacts>(view.draft);
    const name = oneLine(facts.name, titleLimit);
    const responsible = view.name(facts.responsible);
    return {
      subject: `${facts.copy ? '已报领导小组：' : ''}约束性指标第${facts.no}项落后（${responsible}）`,
      blocks: [
        {
          kind: 'paragraph',
          tone: 'late',
          text: `《${oneLine(facts.title, titleLimit)}》的约束性指标“${name}”${facts.year}年未达到规划进度，${facts.copy ? '已即时报告领导小组，内容如下，请督促责任单位说明原因、提出措施。' : '现即时报告，请阅示。'}`,
        },
        {
          kind: 'facts',
          rows: [
            ['指标', `${facts.no}. ${name}`],
            ['责任单位', responsible],
            ['基期值', oneLine(facts.base, 40) || '（缺）'],
            ['目标值', oneLine(facts.target, 40) || '（缺）'],
            ['年度', `${facts.year}年`],
            ['判断', oneLine(facts.why, whyLimit)],
            ...(facts.judgedBy === '' ? [] : [['判断人', oneLine(facts.judgedBy, 60)] as const]),
          ],
        },
        ...(facts.copy
          ? [{ kind: 'action', label: '打开督办台', href: view.context.link({ kind: 'console' }) } as const]
          : []),
      ],
    };
  },
};
