/** How a plan of several years stands, in the words that its letters share. */
import { type Day, daysBetween, inChinese } from '../../domain/day.js';
import { oneLine } from '../../domain/letter-words.js';
import {
  matterWords,
  type PlanLetterFacts,
  type ToldMatter,
  toldMatters,
  toldYears,
} from '../../domain/life/plan-letters.js';
import type { Block } from './content.js';

/** Longest title of a plan in a letter's subject and text. */
const titleLimit = 60;

/** Words of matters in a subject; the others stand in the letter. */
const inSubject = 2;

/** `《…》2028年任务清单逾期5天未启动，中期评估还有12天到期` */
export function planSubject(facts: PlanLetterFacts, day: Day): string {
  const matters = toldMatters(facts).slice(0, inSubject);
  return `《${oneLine(facts.title, titleLimit)}》${matters.map((one) => subjectOf(one, day)).join('，')}`;
}

function subjectOf(matter: ToldMatter, day: Day): string {
  const left = daysBetween(day, matter.due);
  const words = matterWords(matter);
  if (left < 0) return `${words}逾期${-left}天未${matter.kind === 'list' ? '启动' : '登记'}`;
  return left === 0 ? `${words}今日到期` : `${words}还有${left}天到期`;
}

/** One paragraph a matter, the earliest due first. */
export function matterBlocks(facts: PlanLetterFacts, day: Day): readonly Block[] {
  return toldMatters(facts).map((matter) => {
    const left = daysBetween(day, matter.due);
    const tone = left < 0 ? ({ tone: 'late' } as const) : left <= NEAR_DAYS ? ({ tone: 'warn' } as const) : {};
    return { kind: 'paragraph', text: textOf(matter, left, facts), ...tone };
  });
}

/** Calendar days before the due day from which a paragraph stands out. */
const NEAR_DAYS = 10;

function textOf(matter: ToldMatter, left: number, { to }: PlanLetterFacts): string {
  const due = inChinese(matter.due);
  const late = `应不迟于${due}${matter.kind === 'list' ? '启动' : '登记'}，现已逾期${-left}天`;
  const ahead = left === 0 ? '今日到期' : `还有${left}天`;
  switch (matter.kind) {
    case 'list':
      return left < 0
        ? `${matter.year}年的重点任务清单${late}。没有启动的年度不交办任务，也不提醒、不催办。`
        : `${matter.year}年的重点任务清单，请从计划中拟定，经批准后不迟于${due}启动，${ahead}。`;
    case 'mid-term':
      return left < 0
        ? `中期评估${late}。`
        : `计划执行过半，请不迟于${due}完成中期评估，并登记评估文件的文号和结论，${ahead}。`;
    case 'final':
      return left < 0
        ? `计划已于${to}年期满，终期评估${late}。登记终期评估之后才能结束计划并归档。`
        : `计划已于${to}年期满，请不迟于${due}完成终期评估，并登记评估文件的文号和结论，${ahead}。登记之后即可结束计划并归档。`;
  }
}

/** Number, period and the years in execution as rows. */
export function lifeRows(facts: PlanLetterFacts): readonly (readonly [label: string, value: string])[] {
  return [
    ['计划', `《${oneLine(facts.title, titleLimit)}》（${oneLine(facts.plan, 80)}）`],
    ['计划期', `${facts.from}年至${facts.to}年`],
    ...toldYears(facts).map(({ year, tasks, accepted, cancelled }): readonly [string, string] => [
      `${year}年`,
      `任务${tasks}项，已销号${accepted}项${cancelled === 0 ? '' : `，已取消${cancelled}项`}，未办结${tasks - accepted - cancelled}项`,
    ]),
  ];
}
