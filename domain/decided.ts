/** Decisions of the office applied to a reading of the document: what they answer is settled, what is new stays open. */

import { questionOf, unitIds, unknownUnits } from './decisions.js';
import { decidedDuties, isAboutDuties, unitsRead } from './kept-decisions.js';
import type { Directory } from './org.js';
import type { Decision, Duty, Plan, PlanFinding, PlanTask } from './plan.js';
import { foldWords, matchTasks } from './title-likeness.js';

export interface Decided {
  readonly plan: Plan;
  /** Findings that the decisions settled. */
  readonly settled: number;
  /** Decisions that fit nothing; each stands in the plan as a finding for information. */
  readonly unfit: number;
}

/** Code of the finding that reports a decision which no longer fits. */
const UNFIT = 'decision-unfit';

/**
 * Applies decisions of a file and, behind them, those kept from an earlier reading. Those of the file also overrule what
 * the plan has settled already; kept ones answer only what is open. All are kept in the plan, with the numbers and
 * titles the tasks have now.
 */
export function decide(
  plan: Plan,
  file: readonly Decision[],
  kept: readonly Decision[],
  directory: Directory,
): Decided {
  const given = renumbered(file, plan);
  const overruled = new Set(given.map(({ decision }) => questionOf(decision)));
  const earlier = renumbered(kept, plan).filter(({ decision }) => {
    const question = questionOf(decision);
    return !overruled.has(question) && overruled.add(question);
  });
  const open = (p: Plan): number => p.findings.filter((f) => f.settled === undefined).length;
  const before = open(plan);
  let decided = plan;
  const unfit: PlanFinding[] = [];
  for (const [decisions, overrule] of [
    [given, true],
    [earlier, false],
  ] as const)
    for (const { decision, number } of decisions) {
      if (decision.finding === UNFIT) continue;
      const outcome = apply(decided, decision, number, overrule, directory);
      if (typeof outcome === 'string') unfit.push(unfitFinding(decision, number, outcome, directory));
      else decided = outcome;
    }
  const settled = before - open(decided);
  const all = [...given, ...earlier].map(({ decision }) => decision);
  const noted = unfit.map((finding): PlanFinding => {
    const known = all.find((one) => one.finding === UNFIT && one.words === finding.words);
    return known === undefined ? finding : { ...finding, settled: known.note ?? '已核对' };
  });
  return {
    plan: { ...decided, findings: [...decided.findings, ...noted], ...(all.length === 0 ? {} : { decisions: all }) },
    settled,
    unfit: unfit.length,
  };
}

interface Matched {
  readonly decision: Decision;
  /** Number of the task it speaks of; undefined for the whole document, null where no task is like it. */
  readonly number: number | null | undefined;
}

/** Finds each decision's task by title; where the title is the same the decision carries its number of now. */
function renumbered(decisions: readonly Decision[], plan: Plan): Matched[] {
  const speaks = [
    ...new Map(
      decisions.flatMap(({ task, title }) =>
        title === undefined ? [] : [[`${task ?? 0} ${title}`, { number: task ?? 0, title }]],
      ),
    ).entries(),
  ];
  const matched = matchTasks(
    speaks.map(([, one]) => one),
    plan.tasks,
  );
  const found = new Map(speaks.map(([key], at) => [key, plan.tasks[matched.get(at) ?? -1]]));
  return decisions.map((decision) => {
    if (decision.title === undefined) return { decision, number: undefined };
    const title = foldWords(decision.title);
    const alike = plan.tasks.filter((one) => foldWords(one.title) === title);
    const task = found.get(`${decision.task ?? 0} ${decision.title}`) ?? (alike.length === 1 ? alike[0] : undefined);
    if (task === undefined) return { decision, number: null };
    const same = foldWords(task.title) === title;
    return { decision: same ? { ...decision, task: task.number } : decision, number: task.number };
  });
}

/** The plan with this decision carried out, or why it does not fit. */
function apply(
  plan: Plan,
  decision: Decision,
  number: number | null | undefined,
  overrule: boolean,
  directory: Directory,
): Plan | string {
  if (number === null) return '没有这项任务';
  const gone = [
    ...(decision.duties ?? []).map((d) => d.unit),
    ...(decision.unit === undefined ? [] : [decision.unit]),
  ].filter((unit) => typeof unitIds(unit, directory) === 'string');
  if (gone.length > 0) return `单位“${gone.join('、')}”已不在名录中`;
  if (decision.unit !== undefined) return meaning(plan, decision, number, directory);
  const asked = plan.findings.filter((f) => answers(decision, f, number));
  if (decision.finding !== undefined && asked.length === 0) return '原文不再有这个问题';
  const task = plan.tasks.find((one) => one.number === number);
  // A like title may be another errand: only what quotes the very words is settled then, no unit is guessed.
  const retitled = task !== undefined && foldWords(task.title) !== foldWords(decision.title ?? '');
  if (retitled && (decision.words === undefined || decision.duties !== undefined || decision.due !== undefined))
    return `题目已改为“${task.title}”，请重新确定`;
  if (task !== undefined && decision.duties !== undefined && same(task, decision)) return settle(plan, asked, decision);
  if (!overrule && decision.finding !== undefined && asked.every((f) => f.settled !== undefined)) return plan;
  if (task !== undefined && decision.read !== undefined && !equalWords(decision.read, unitsRead(task)))
    return `原文的责任单位已由“${decision.read.join('、') || '无'}”改为“${unitsRead(task).join('、') || '无'}”`;
  const changed: Plan = {
    ...plan,
    ...(decision.issued === undefined ? {} : { issued: decision.issued }),
    tasks: plan.tasks.map((one) => (one === task ? carriedOut(one, decision, directory) : one)),
  };
  const alsoDuties =
    decision.duties === undefined || decision.finding !== undefined
      ? []
      : plan.findings.filter((f) => f.task === number && isAboutDuties(f.code) && f.settled === undefined);
  return settle(changed, [...asked, ...alsoDuties], decision);
}

function carriedOut({ undated, ...task }: PlanTask, { duties, due }: Decision, directory: Directory): PlanTask {
  return {
    ...task,
    ...(undated === undefined || due !== undefined ? {} : { undated }),
    ...(duties === undefined ? {} : { duties: decidedDuties(duties, directory) }),
    // Not a default any more: a date somebody decided.
    ...(due === undefined
      ? {}
      : {
          due,
          dueSource: 'text' as const,
          ...(task.deadlines || undated ? { deadlines: [{ due, raw: '（办公室确定）' }] } : {}),
        }),
  };
}

/** Puts the unit that the words mean in place of every duty which has none. */
function meaning(plan: Plan, decision: Decision, number: number | undefined, directory: Directory): Plan | string {
  const words = foldWords(decision.words ?? '');
  const here = (task: number | undefined): boolean => number === undefined || task === number;
  const units = unitIds(decision.unit ?? '', directory);
  const codes = decision.finding === undefined ? unknownUnits : [decision.finding];
  const asked = plan.findings.filter(
    (f) => codes.includes(f.code) && here(f.task) && foldWords(f.words ?? '') === words,
  );
  const means = (duty: Duty): boolean => duty.unit === null && foldWords(duty.raw) === words;
  const tasks = plan.tasks.filter((task) => here(task.number) && task.duties.some(means));
  if (asked.length === 0 && tasks.length === 0) return '原文没有这个写法，或者名录已能认出';
  const named = (task: PlanTask): Duty[] => {
    const duties = task.duties.flatMap((duty) =>
      means(duty) && typeof units !== 'string' ? units.map((unit) => ({ ...duty, unit })) : [duty],
    );
    return duties.filter(
      (duty, at) => duty.unit === null || duties.findIndex((other) => other.unit === duty.unit) === at,
    );
  };
  return settle(
    { ...plan, tasks: plan.tasks.map((task) => (tasks.includes(task) ? { ...task, duties: named(task) } : task)) },
    asked,
    decision,
  );
}

function answers(decision: Decision, finding: PlanFinding, number: number | undefined): boolean {
  if (finding.code !== decision.finding || finding.task !== number) return false;
  if (decision.words === undefined) return true;
  const words = foldWords(decision.words);
  return finding.words === undefined ? foldWords(finding.message).includes(words) : foldWords(finding.words) === words;
}

function settle(plan: Plan, asked: readonly PlanFinding[], { note }: Decision): Plan {
  return {
    ...plan,
    findings: plan.findings.map((f) =>
      asked.includes(f) && f.settled === undefined ? { ...f, settled: note ?? '沿用办公室的决定' } : f,
    ),
  };
}

function same(task: PlanTask, { duties = [] }: Decision): boolean {
  const mark = (one: { readonly unit: string | null; readonly role: string }): string => `${one.role} ${one.unit}`;
  return equalWords(task.duties.map(mark), duties.map(mark));
}

function equalWords(a: readonly string[], b: readonly string[]): boolean {
  const folded = (words: readonly string[]): string => [...new Set(words.map(foldWords))].sort().join('、');
  return folded(a) === folded(b);
}

function unfitFinding(
  decision: Decision,
  number: number | null | undefined,
  why: string,
  directory: Directory,
): PlanFinding {
  const names = new Map(directory.units.map((unit) => [unit.id, unit.name]));
  const units = [
    ...(decision.duties ?? []).map((d) => d.unit),
    ...(decision.unit === undefined ? [] : [decision.unit]),
  ].map((id) => names.get(id) ?? id);
  const said = [
    ...units,
    ...(decision.due === undefined ? [] : [decision.due]),
    ...(decision.note === undefined ? [] : [decision.note]),
  ].join('，');
  const about = [decision.title, decision.words].filter((words) => words !== undefined).map((words) => `“${words}”`);
  return {
    code: UNFIT,
    ...(typeof number === 'number' ? { task: number } : {}),
    message: `此前对${about.join('的') || '全文'}的决定（${said || decision.finding || ''}）没有采用：${why}`,
    words: [decision.title ?? '', decision.finding ?? '', decision.words ?? ''].join('/'),
    blocking: false,
  };
}
