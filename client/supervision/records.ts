/** The reading side of supervision cycles for pages and API: always from the ledger. */
import type { Ledger } from '../../activities/ledger/connect.js';
import { loadDirectory } from '../../activities/ledger/directory.js';
import { eventsOf } from '../../activities/ledger/figures.js';
import { lettersOf } from '../../activities/ledger/letters.js';
import { loadPlan } from '../../activities/ledger/plans.js';
import { loadBulletin } from '../../activities/ledger/supervision/bulletins.js';
import { type CycleLine, listCycles, loadCycle } from '../../activities/ledger/supervision/cycles.js';
import { burdenOf } from '../../activities/ledger/supervision/figures.js';
import { evidenceOf, loadReturn, returnsOf, versionsOf } from '../../activities/ledger/supervision/returns.js';
import { listTasks } from '../../activities/ledger/tasks.js';
import { draftBulletin } from '../../activities/supervision.js';
import { dayOf } from '../../domain/day.js';
import { unitOf } from '../../domain/directory.js';
import { refuse } from '../../domain/errors.js';
import { askedTargets } from '../../domain/life/year-targets.js';
import type { Directory } from '../../domain/org.js';
import type { Target } from '../../domain/plan.js';
import { piecesOf } from '../../domain/supervision/burden.js';
import {
  type CycleState,
  type CycleUnit,
  cycleStageWords,
  publishedBulletin,
  returnOf,
} from '../../domain/supervision/cycle.js';
import { type ReturnVersion, type ReturnVia, returnStateWords } from '../../domain/supervision/return.js';
import { cycleWords, readCycleKey } from '../../domain/supervision/rhythm.js';
import type { TaskState } from '../../domain/task.js';
import type {
  BulletinAnswer,
  CycleAnswer,
  CycleDetail,
  CycleRecords,
  CycleUnitAnswer,
  ReturnAnswer,
} from '../http/cycle-answers.js';
import { letterAnswer } from '../letter-answer.js';
import { comingCycles } from './coming.js';
import { supervisionRules } from './rules.js';
import { mustUnit, readSheetOf, sheetOf } from './sheets.js';

const HISTORY = 500;

const viaWords: Readonly<Record<ReturnVia, string>> = {
  link: '信中链接',
  console: '办公室录入',
  excel: 'Excel 表格',
  mail: '邮件回复',
};

/** @param now epoch ms of the present. */
export function readCycleRecords(ledger: Ledger, now: () => number): CycleRecords {
  const mustCycle = async (id: string): Promise<CycleState> => {
    const kept = await loadCycle(ledger, id);
    if (kept) return kept.state;
    const known = (await listCycles(ledger)).map((line) => line.id);
    throw refuse('cycle-unknown', { cycle: id, allowed: known.slice(0, 20).join('、') || '无' });
  };
  const bulletinOfCycle = async (state: CycleState, directory: Directory): Promise<BulletinAnswer | null> => {
    const kept = await loadBulletin(ledger, state.id);
    const names = Object.fromEntries(directory.units.map((unit) => [unit.id, unit.name]));
    const earlier = kept.map((one) => one.number);
    const last = kept.at(-1);
    if (state.stage === 'compiling')
      return {
        draft: true,
        number: null,
        bulletin: await draftBulletin(ledger, state, dayOf(now())),
        cycle: state.id,
        earlier,
        names,
      };
    return last === undefined ? null : { draft: false, ...last, cycle: state.id, earlier: earlier.slice(0, -1), names };
  };
  const returnAnswers = async (state: CycleState, versions: readonly ReturnVersion[]): Promise<ReturnAnswer[]> => {
    const [directory, tasks, row] = await Promise.all([
      loadDirectory(ledger),
      listTasks(ledger, { plan: state.plan }),
      loadPlan(ledger, state.plan),
    ]);
    const targets = new Map(tasks.map((task) => [task.id, askedTargets(task, row?.plan)]));
    return Promise.all(
      versions.map(async (version) => ({
        ...returnAnswer(version, tasks, targets, directory),
        versions: (await versionsOf(ledger, version.id)).map((one) => one.version),
      })),
    );
  };
  return {
    async cycles(plan) {
      return (await listCycles(ledger, plan === undefined ? {} : { plan })).map(({ state }: CycleLine) =>
        cycleAnswer(state),
      );
    },
    async cycle(id): Promise<CycleDetail> {
      const state = await mustCycle(id);
      const directory = await loadDirectory(ledger);
      const [history, lines, bulletin] = await Promise.all([
        eventsOf(ledger, { subject: `cycle/${id}`, limit: HISTORY }),
        lettersOf(ledger, { cycle: id, limit: HISTORY }),
        bulletinOfCycle(state, directory),
      ]);
      const today = dayOf(now());
      return {
        ...cycleAnswer(state),
        state,
        dates: state.dates,
        asked: state.units.map((one) => unitAnswer(one, today, directory)),
        contests: state.contests.map((one) => ({ ...one, unitName: nameIn(directory, one.unit) })),
        bulletin,
        history,
        letters: lines.map((line) => letterAnswer(line, directory, [])),
      };
    },
    async returns(cycle) {
      const state = await mustCycle(cycle);
      const found = new Map((await returnsOf(ledger, cycle)).map((one) => [one.unit, one]));
      return returnAnswers(
        state,
        state.units.flatMap(({ unit }) => found.get(unit) ?? []),
      );
    },
    async return(cycle, unit, version) {
      const state = await mustCycle(cycle);
      await mustUnit(ledger, state, unit);
      const found = await loadReturn(ledger, returnOf(state, unit), version);
      const [answer] = found === undefined ? [] : await returnAnswers(state, [found]);
      if (answer !== undefined) return answer;
      const name = nameIn(await loadDirectory(ledger), unit);
      throw refuse('not-found', { what: `${name}${version === undefined ? '' : `第${version}次`}报送（${cycle}）` });
    },
    draft: async (cycle) => draftBulletin(ledger, await mustCycle(cycle), dayOf(now())),
    published: async (cycle) => {
      await mustCycle(cycle);
      return loadBulletin(ledger, cycle);
    },
    evidence: async (cycle, unit, version, sha256) =>
      evidenceOf(ledger, returnOf(await mustCycle(cycle), unit), version, sha256),
    async burden(from, to) {
      const [units, directory, rules] = await Promise.all([
        burdenOf(ledger, from, to),
        loadDirectory(ledger),
        supervisionRules(),
      ]);
      return {
        from,
        to,
        ceiling: rules.burdenCeiling,
        units: units
          .map((one) => ({
            ...one,
            name: nameIn(directory, one.unit),
            total: piecesOf(one),
          }))
          .toSorted((a, b) => b.total - a.total),
      };
    },
    coming: () => comingCycles(ledger, now()),
    unitNames: async () => (await loadDirectory(ledger)).units.map(({ id, name }) => ({ id, name })),
    sheet: async (cycle, unit) => sheetOf(ledger, await mustCycle(cycle), unit),
    readSheet: async (cycle, unit, bytes) => readSheetOf(ledger, await mustCycle(cycle), unit, bytes),
  };
}

function nameIn(directory: Directory, unit: string): string {
  return unitOf(directory, unit)?.name ?? unit;
}

function cycleAnswer(state: CycleState): CycleAnswer {
  const period = readCycleKey(state.key);
  const count = (kind: CycleUnit['state']): number => state.units.filter((one) => one.state === kind).length;
  return {
    id: state.id,
    plan: state.plan,
    planTitle: state.title,
    key: state.key,
    periodWords: period === undefined ? state.key : cycleWords(period),
    stage: state.stage,
    stageWords: cycleStageWords[state.stage],
    request: dayOf(state.requestedAt),
    due: state.dates.due,
    compile: state.dates.compile,
    units: state.units.length,
    answered: count('returned'),
    silent: count('asked'),
    sentBack: count('sent-back'),
    bulletinNumber: state.bulletin?.number ?? state.corrected?.number ?? null,
    contestBy: publishedBulletin(state)?.contestBy ?? null,
  };
}

function unitAnswer(one: CycleUnit, today: string, directory: Directory): CycleUnitAnswer {
  const words = { asked: '待报送', returned: '已报送', 'sent-back': '退回重报' }[one.state];
  const late = one.state !== 'returned' && today > one.due;
  return { ...one, name: nameIn(directory, one.unit), stateWords: late ? `${words}（逾期）` : words };
}

function returnAnswer(
  version: ReturnVersion,
  tasks: readonly TaskState[],
  targets: ReadonlyMap<string, readonly Target[]>,
  directory: Directory,
): Omit<ReturnAnswer, 'versions'> {
  const { content, ...rest } = version;
  return {
    ...rest,
    unitName: nameIn(directory, version.unit),
    viaWords: viaWords[version.via],
    tasks: content.tasks.map((one) => {
      const task = tasks.find((candidate) => candidate.id === one.task);
      const number = task?.number ?? 0;
      return {
        task: one.task,
        number,
        title: task?.title ?? one.task,
        state: one.state,
        stateWords: returnStateWords[one.state],
        progress: one.progress,
        problems: one.problems,
        help: one.help,
        targets: (targets.get(one.task) ?? []).map((target, at) => ({
          target: at,
          name: target.metric,
          aim: target.value,
          op: target.op,
          measure: target.unit,
          value: one.values.find((value) => value.target === at)?.value ?? null,
        })),
      };
    }),
  };
}
