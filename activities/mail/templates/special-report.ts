/** 专报 on a major problem: to the leadership group at once, and the same to the office. */
import { inChinese } from '../../../domain/day.js';
import { oneLine } from '../../../domain/letter-words.js';
import { letterFacts, type SpecialReportFacts } from '../../../domain/supervision/cycle-letters.js';
import type { Template } from '../content.js';
import { namesOf } from '../cycle-words.js';
import { reportRow, sortedNotices } from '../rows.js';

/** Longest words of whoever raised it; the console has the whole. */
const textLimit = 2000;
const titleLimit = 60;

export const specialReport: Template = {
  version: 1,
  mark: '专报',
  write(view) {
    const facts = letterFacts<SpecialReportFacts>(view.draft);
    const leads = namesOf(view, facts.leads).join('、');
    const title = oneLine(facts.title, titleLimit);
    return {
      subject: `${facts.copy ? '已报领导小组：' : ''}任务${facts.number}重大问题（${leads}）`,
      blocks: [
        {
          kind: 'paragraph',
          tone: 'late',
          text: facts.copy
            ? `${leads}主办的“${title}”出现重大问题，已即时报告领导小组，内容如下，请跟进处理。`
            : `${leads}主办的“${title}”出现重大问题，现即时报告，请阅示。`,
        },
        {
          kind: 'facts',
          rows: [
            ['反映人', oneLine(facts.by, 60)],
            ['反映日期', inChinese(facts.raised)],
            ['反映内容', oneLine(facts.text, textLimit)],
          ],
        },
        { kind: 'heading', text: '任务现状' },
        { kind: 'tasks', rows: sortedNotices(view).map((n) => reportRow(view, n)) },
        ...(facts.copy
          ? [{ kind: 'action', label: '打开督办台处理', href: view.context.link({ kind: 'console' }) } as const]
          : []),
      ],
    };
  },
};
