/** A small invented district and the days of its year: what stories share that need no test runner. */
import { shippedYears } from '../../domain/calendar/holidays.js';
import { makeCalendar } from '../../domain/calendar/workdays.js';
import { type Day, dayOf, yearOf } from '../../domain/day.js';
import type { Directory, Unit, UnitKind } from '../../domain/org.js';
import type { DutyRole, Plan } from '../../domain/plan.js';

export const calendar = makeCalendar(shippedYears());
/** Skipped time only goes forward: stories play in a year to come, from 2027 on. */
export const year = Math.max(2027, yearOf(dayOf(Date.now())) + 1);
/** The working day `MM-DD` of the year falls on, or the next one. */
export const on = (monthDay: string): Day => calendar.onOrAfter(`${year}-${monthDay}`);
/** The working day `n` working days later. */
export const workday = (day: Day, n: number): Day => calendar.addWorkdays(day, n);

const unit = (id: string, name: string, kind: UnitKind = 'department'): Unit => ({
  id,
  name,
  kind,
  aliases: [],
  contacts: (['liaison', 'head', 'leader'] as const).map((role) => ({ role, address: `${role}@${id}.example.org` })),
  standIns: [],
});

export const district: Directory = {
  units: [
    unit('fgj', '区发展改革局'),
    unit('zjj', '区住房城乡建设局'),
    unit('jyj', '区教育局'),
    unit('czj', '区财政局'),
    unit('qsz', '青山镇', 'township'),
    unit('office', '区领导小组办公室', 'office'),
    unit('leadership', '区领导小组', 'leadership'),
  ],
  groups: [],
};

/** `lead:fgj support:zjj` and a due day make a task. */
interface Errand {
  readonly title: string;
  readonly due: Day;
  readonly duties: string;
}

/** A plan of the district, appointed and approved, with its tasks numbered from 1. */
export function planOf(id: string, issued: Day, errands: readonly Errand[]): Plan {
  return {
    id,
    title: `清源区${yearOf(issued)}年重点工作任务（${id}）`,
    number: `清办字〔${yearOf(issued)}〕1号`,
    issuer: '区委办公室',
    issued,
    year: yearOf(issued),
    appointment: { by: '区委', scope: '重点工作督办', from: issued, document: '授权文件' },
    approval: { by: '区委主要负责人', on: issued, document: '立项批准' },
    tasks: errands.map(({ title, due, duties }, at) => ({
      number: at + 1,
      title,
      chapter: '一、重点工作',
      duties: duties.split(' ').map((words) => {
        const [role = '', id = ''] = words.split(':');
        return { role: role as DutyRole, unit: id, raw: id };
      }),
      due,
      dueSource: 'text',
      targets: [],
    })),
    findings: [],
  };
}
