/** Carries a 督办函: to the lead unit, and in copy to the supporting units, with the document attached. */
import { inChinese } from '../../../domain/day.js';
import { dueWords, oneLine, remainingWords, stateWords } from '../../../domain/letter-words.js';
import { lateness } from '../../../domain/light.js';
import { type OfficialLetter, officialLetterTitle } from '../../documents/official-letter.js';
import type { Block, Template, View } from '../content.js';
import { fileWords } from '../file-words.js';
import { noticeRow, onePerTask, planWords, reportRow, sortedNotices } from '../rows.js';

export const supervisionLetter: Template = {
  version: 1,
  mark: '督办函',
  write(view) {
    const { draft, facts } = view;
    const main = facts.copyOf ?? draft.unit;
    const copy = main !== draft.unit;
    const notices = onePerTask(sortedNotices(view));
    const number = draft.formal?.number;
    const about = `逾期任务${notices.length}项${number === undefined ? '' : `（${oneLine(number, 40)}）`}`;
    const letter = officialLetter(view, main);
    const blocks: Block[] = [
      {
        kind: 'paragraph',
        text: copy
          ? `现将致${view.name(main)}的督办函${numberWords(number)}抄送贵单位，请配合主办单位尽快办结所列任务。`
          : `现发送督办函${numberWords(number)}，原文见附件。所列任务已逾期，请按函中要求办理并报告。`,
      },
      { kind: 'heading', text: `所列任务（${notices.length}项）` },
      { kind: 'tasks', rows: notices.map((n) => (copy ? reportRow(view, n) : noticeRow(view, n))) },
    ];
    return {
      subject: copy ? `抄送：${view.name(main)}${about}` : about,
      blocks,
      attachments: [{ kind: 'official-letter', filename: `${fileWords(letter.title)}.docx`, letter }],
    };
  },
};

const numberWords = (number: string | undefined): string => (number === undefined ? '' : `（${oneLine(number, 40)}）`);

function officialLetter(view: View, main: string): OfficialLetter {
  const { draft } = view;
  const notices = onePerTask(sortedNotices(view));
  const titles = notices.map((n) => oneLine(view.task(n).title, 120));
  return {
    title: officialLetterTitle(titles),
    ...(draft.formal?.number === undefined ? {} : { number: oneLine(draft.formal.number, 40) }),
    issuer: view.officeName,
    to: view.name(main),
    copies: (draft.formal?.copies ?? []).map(view.name),
    date: draft.day,
    ...(view.officeAddress === undefined ? {} : { contact: view.officeAddress }),
    plans: [...new Set(notices.map((n) => planWords(view, view.task(n).plan)))],
    tasks: notices.map((n) => {
      const task = view.task(n);
      const { report } = task;
      return {
        number: task.number,
        title: oneLine(task.title, 120),
        due: dueWords(task),
        late: lateness(task, draft.day).days > 0 ? remainingWords(task, draft.day) : stateWords(task),
        lastReport: report === undefined ? '未报告' : oneLine(report.text, 100),
      };
    }),
    closing: `以上任务已超过规定时限。请贵单位抓紧办理，并于收到本函之日起5个工作日内书面报告办理情况，说明未按期办结的原因和预计办结时间（本函日期：${inChinese(draft.day)}）。`,
  };
}
