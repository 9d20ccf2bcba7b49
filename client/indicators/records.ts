/** The reading side of indicators for pages and API: always from the ledger. */
import { draftOf } from '../../activities/indicators.js';
import type { Ledger } from '../../activities/ledger/connect.js';
import { loadDirectory } from '../../activities/ledger/directory.js';
import { evaluationsOf } from '../../activities/ledger/indicators/evaluations.js';
import { valuesOf } from '../../activities/ledger/indicators/values.js';
import { indicatorDuties, loadWatch } from '../../activities/ledger/indicators/watches.js';
import { valueFacts } from '../../activities/mail/value-facts.js';
import { dayOf, yearOf } from '../../domain/day.js';
import { unitOf } from '../../domain/directory.js';
import { refuse } from '../../domain/errors.js';
import { cellWords } from '../../domain/indicator.js';
import { verdictWords } from '../../domain/indicators/judge.js';
import { expectedIn, wayWords } from '../../domain/indicators/path.js';
import { settledIndicators } from '../../domain/indicators/settled.js';
import { isOver, missingIn, numbered, owed, standingOf, waitingEvaluation } from '../../domain/indicators/watch.js';
import type { IndicatorRecords, IndicatorsAnswer } from '../http/indicator-answers.js';
import { indicatorRules } from './rules.js';
import { mustPlan } from './start.js';

const natureWords = { binding: '约束性', expected: '预期性' } as const;

/** @param now epoch ms of the present. */
export function readIndicatorRecords(ledger: Ledger, now: () => number): IndicatorRecords {
  const mustWatch = async (plan: string) => {
    const kept = await loadWatch(ledger, plan);
    if (!kept) throw refuse('indicator-not-watching', { plan });
    return kept;
  };
  return {
    async indicators(plan): Promise<IndicatorsAnswer> {
      const row = await mustPlan({ ledger }, plan);
      const [kept, duties, directory, values, evaluations] = await Promise.all([
        loadWatch(ledger, plan),
        indicatorDuties(ledger, plan),
        loadDirectory(ledger),
        valuesOf(ledger, plan),
        evaluationsOf(ledger, plan),
      ]);
      const rules = kept?.rules ?? (await indicatorRules());
      const state = kept?.state;
      const name = (unit: string): string => unitOf(directory, unit)?.name ?? unit;
      return {
        plan,
        title: row.title,
        started:
          state === undefined ? null : { at: state.startedAt, by: state.startedBy, from: state.from, to: state.to },
        over: state !== undefined && isOver(state),
        asked:
          state?.asked == null
            ? null
            : {
                year: state.asked.year,
                due: state.asked.due,
                open: state.asked.open,
                units: state.asked.units.map(({ unit, nos }) => ({
                  unit,
                  name: name(unit),
                  nos,
                  owed: owed(state, unit),
                })),
              },
        indicators: numbered(settledIndicators(row.plan)).map(({ no, indicator }) => {
          const unit = duties[no] ?? null;
          const expected = expectedIn(indicator, indicator.targetYear ?? 0, rules);
          const years =
            state === undefined ? [] : Array.from({ length: state.to - state.from + 1 }, (_, at) => state.from + at);
          return {
            no,
            name: indicator.name,
            group: indicator.group ?? '',
            measure: indicator.unit,
            nature: indicator.nature,
            natureWords: indicator.nature === null ? '未定' : natureWords[indicator.nature],
            base: cellWords(indicator.base),
            target: cellWords(indicator.target),
            way: expected.way,
            wayWords: wayWords[expected.way],
            why: expected.why,
            unit,
            unitName: unit === null ? null : name(unit),
            years: years.map((year) => {
              const standing = state === undefined ? undefined : standingOf(state, no, year);
              const { low, high } = expectedIn(indicator, year, rules);
              return {
                year,
                low,
                high,
                value: standing?.value ?? null,
                verdict: standing?.verdict ?? null,
                verdictWords: standing === undefined ? null : verdictWords[standing.verdict],
                why: standing?.why ?? '',
                judgedBy: standing?.judgedBy ?? null,
                versions: values.filter((one) => one.no === no && one.year === year),
              };
            }),
          };
        }),
        evaluations: (state?.evaluations ?? []).map((one) => ({
          ...one,
          missing: state === undefined || one.kind !== 'final' ? [] : missingIn(state, one.year),
          sha256: evaluations.find((other) => other.kind === one.kind)?.sha256 ?? null,
          number: evaluations.find((other) => other.kind === one.kind)?.evaluation.number ?? null,
        })),
      };
    },
    async evaluation(plan, kind, year) {
      const [{ state, rules }, kept, directory] = await Promise.all([
        mustWatch(plan),
        evaluationsOf(ledger, plan),
        loadDirectory(ledger),
      ]);
      const names = Object.fromEntries(directory.units.map((unit) => [unit.id, unit.name]));
      const about = { names, office: state.office, leadership: state.leadership };
      const wanted = kind ?? (year === undefined ? (state.evaluations.at(-1)?.kind ?? 'year') : 'year');
      const approved = kept.find((one) => one.kind === wanted);
      if (approved !== undefined)
        return {
          ...about,
          draft: false,
          approvedBy: approved.approvedBy,
          at: approved.at,
          evaluation: approved.evaluation,
        };
      const waiting = wanted === 'year' ? undefined : waitingEvaluation(state, wanted);
      const last = Math.min(state.to, Math.max(state.from, yearOf(dayOf(now())) - 1));
      const frame = waiting ?? { kind: wanted, year: year ?? last, author: 'duban', opinion: '' };
      if (frame.year < state.from || frame.year > state.to)
        throw refuse('indicator-year', { plan, year: frame.year, from: state.from, to: state.to, today: dayOf(now()) });
      const evaluation =
        frame.kind === 'year'
          ? {
              ...draftOf(state, { kind: 'mid', year: frame.year, author: frame.author, opinion: '' }, now(), rules),
              kind: 'year' as const,
            }
          : draftOf(state, { ...frame, kind: frame.kind }, now(), rules);
      return { ...about, draft: true, approvedBy: null, at: null, evaluation };
    },
    async asked(id) {
      const facts = (await valueFacts(ledger, [id])).get(id);
      if (facts === undefined) throw refuse('not-found', { what: id });
      const values = await valuesOf(ledger, facts.plan);
      const directory = await loadDirectory(ledger);
      return {
        ...facts,
        unitName: unitOf(directory, facts.unit)?.name ?? facts.unit,
        rows: facts.rows.map((one) => ({
          ...one,
          last: values.findLast((other) => other.no === one.no && other.year === facts.year) ?? null,
        })),
      };
    },
  };
}
