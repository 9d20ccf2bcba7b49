/** How an answer of the office on a draft is put on record, so that it answers the same question of the next reading. */
import { unitOf } from './directory.js';
import type { Directory } from './org.js';
import type { Decision, Duty, Plan, PlanFinding, PlanTask } from './plan.js';

type DutyDecision = NonNullable<Decision['duties']>;

/** Findings that naming the duties of a task answers; dates, values, titles and numbers are questions of their own. */
export function isAboutDuties(code: string): boolean {
  return /^(no-unit|unit-|group-|open-list|role-|bracket-|person-)/.test(code);
}

/** The words a document uses for the units of a task, each once. */
export function unitsRead(task: Pick<PlanTask, 'duties'>): string[] {
  return [...new Set(task.duties.map((duty) => duty.raw))];
}

/** Duties as the office set them; the words say so. */
export function decidedDuties(duties: DutyDecision, directory: Directory): Duty[] {
  return duties.map(({ unit, role }) => ({
    role,
    unit,
    raw: `（办公室确定：${unitOf(directory, unit)?.name ?? unit}）`,
  }));
}

/** Marks finding `index` of the draft settled and keeps the decision. */
export function decideFinding(plan: Plan, index: number, note: string): Plan {
  const finding = plan.findings[index];
  if (finding === undefined) return plan;
  return keep({ ...plan, findings: plan.findings.with(index, { ...finding, settled: note }) }, [
    answerTo(plan, finding, note),
  ]);
}

/** Gives a task of the draft its duties (unit ids), settles what it left open about them, and keeps the decision. */
export function decideDuties(
  plan: Plan,
  number: number,
  duties: DutyDecision,
  note: string,
  directory: Directory,
): Plan {
  const task = plan.tasks.find((one) => one.number === number);
  if (task === undefined) return plan;
  const settles = (f: PlanFinding): boolean => f.task === number && f.settled === undefined && isAboutDuties(f.code);
  const said = note === '' ? '办公室确定责任单位' : note;
  const answers = plan.findings.filter(settles).map((f) => answerTo(plan, f, said));
  const main = plan.findings.filter(settles).findIndex((f) => f.blocking);
  const before = plan.decisions?.find(
    (one) => one.duties !== undefined && one.task === number && one.title === task.title,
  );
  const base: Decision = before ?? { ...(answers[main] ?? { task: number, title: task.title }), read: unitsRead(task) };
  return keep(
    {
      ...plan,
      tasks: plan.tasks.map((one) => (one === task ? { ...one, duties: decidedDuties(duties, directory) } : one)),
      findings: plan.findings.map((f) => (settles(f) ? { ...f, settled: said } : f)),
    },
    [...answers.filter((_, at) => at !== main || before !== undefined), { ...base, duties: [...duties], note: said }],
  );
}

/** All decisions of a plan: those on record, and what its settled findings say where none is on record for them. */
export function keptDecisions(plan: Plan): Decision[] {
  const kept = plan.decisions ?? [];
  const known = new Set(kept.map(keyOf));
  const told = plan.findings.flatMap((f) => (f.settled === undefined ? [] : [toldBy(plan, f, f.settled)]));
  return [...kept, ...told.filter((one) => !known.has(keyOf(one)))];
}

function toldBy(plan: Plan, finding: PlanFinding, note: string): Decision {
  const answer = answerTo(plan, finding, note);
  const task = plan.tasks.find((one) => one.number === finding.task);
  if (task === undefined) return answer;
  if (finding.code === 'no-unit') {
    const duties = task.duties.flatMap(({ unit, role }) => (unit === null ? [] : [{ unit, role }]));
    return duties.length === 0 ? answer : { ...answer, read: [], duties };
  }
  const meant = finding.code === 'unit-unknown' ? task.duties.find((d) => d.raw === finding.words)?.unit : undefined;
  return typeof meant === 'string' ? { ...answer, unit: meant } : answer;
}

function answerTo(plan: Plan, finding: PlanFinding, note: string): Decision {
  const task = plan.tasks.find((one) => one.number === finding.task);
  return {
    ...(task === undefined ? {} : { task: task.number, title: task.title }),
    finding: finding.code,
    ...(finding.words === undefined || finding.words === '' ? {} : { words: finding.words }),
    ...(finding.code === 'issued-missing' ? { issued: plan.issued } : {}),
    ...(note === '' ? {} : { note }),
  };
}

function keep(plan: Plan, decisions: readonly Decision[]): Plan {
  const fresh = new Set(decisions.map(keyOf));
  return { ...plan, decisions: [...(plan.decisions ?? []).filter((one) => !fresh.has(keyOf(one))), ...decisions] };
}

const keyOf = ({ task, title, finding, words }: Decision): string => [task, title, finding, words].join('|');
