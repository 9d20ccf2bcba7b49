/** `duban comment check` and `open`: a file of terms, looked at here or sent to the service. */
import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { shippedYears } from '../../domain/calendar/holidays.js';
import { makeCalendar } from '../../domain/calendar/workdays.js';
import { readDraft } from '../../domain/comment/draft.js';
import { readCommentRules } from '../../domain/comment/rules-file.js';
import { startingOn } from '../../domain/comment/starting-on.js';
import type { CommentTerms, DraftItem } from '../../domain/comment/terms.js';
import { termsFaults } from '../../domain/comment/terms-faults.js';
import { readTerms } from '../../domain/comment/terms-file.js';
import { closeOutDueOf, readWindow, type WindowReading } from '../../domain/comment/window.js';
import { type Day, dayOf } from '../../domain/day.js';
import { readDirectory, unitOf } from '../../domain/directory.js';
import { DubanError } from '../../domain/errors.js';
import { fromRoot } from '../../worker/root.js';
import type { PeriodCheck } from '../acts.js';
import type { UnitsAnswer } from '../http/answers.js';
import type { PeriodDetail } from '../http/comment-answers.js';
import { connectApi } from './api.js';
import { pathOf, unknownYearLines } from './comment-period.js';
import { readPlanText, readTextFile, sampleUnits } from './files.js';
import { answer, type Io } from './io.js';
import type { ByOption } from './options.js';
import { plain, table } from './table.js';

export interface StartOption {
  /** First day instead of the file's; its stated last day is then counted anew. */
  readonly start?: Day;
}

/** What `check` prints with `--json`; the round is the service's to give. */
export interface Checked extends Omit<PeriodCheck, 'period'> {
  readonly plan: string;
  /** By whose holidays and directory: of the running service, or of what comes with duban. */
  readonly source: 'service' | 'shipped';
}

/** A check with the printed names of the units in it. */
interface NamedCheck {
  readonly check: Checked;
  readonly name: (unit: string) => string;
}

/**
 * Checks a file of terms: by the running service, which knows the holidays the office has loaded, or else, and with a
 * directory file of one's own, by the shipped calendar and rules.
 * @returns 0 when the period may start, else 1; every fault then stands on stderr.
 */
export async function checkPeriod(
  file: string,
  options: StartOption & { readonly units?: string },
  io: Io,
): Promise<number> {
  const terms = termsFrom(file, options.start);
  const asked = options.units === undefined ? await checkByService(terms) : undefined;
  const { check, name } = asked ?? checkHere(terms, options.units ?? sampleUnits);
  answer(io, check, [
    `${plain(terms.title)}（${terms.plan}）`,
    ...(check.source === 'service' ? [] : ['按随附的放假安排检查，没有问服务，服务中另行载入的放假安排没有计入。']),
    ...windowLines(check.window, check.closeOutDue),
    ...itemLines(check.items, name),
    check.faults.length === 0
      ? `可以开始：duban comment open ${file}${options.start === undefined ? '' : ` --start ${options.start}`}`
      : `有 ${check.faults.length} 处须改正，不能开始：`,
  ]);
  for (const fault of check.faults) io.err(`${fault.message}\n`);
  return check.faults.length === 0 ? 0 : 1;
}

/** What the service says; undefined where it cannot be reached, or does not know whoever asks. */
async function checkByService(terms: CommentTerms): Promise<NamedCheck | undefined> {
  const api = connectApi();
  try {
    const [{ window, closeOutDue, faults, items }, { units }] = await Promise.all([
      api.post<PeriodCheck>('/api/comment-periods/check', terms),
      api.get<UnitsAnswer>('/api/units'),
    ]);
    return {
      check: { plan: terms.plan, source: 'service', window, closeOutDue, faults, items },
      name: (id) => units.find((unit) => unit.id === id)?.name ?? id,
    };
  } catch (error) {
    const away = ['service-not-running', 'service-timeout', 'service-foreign', 'token-missing', 'unauthorized'];
    if (error instanceof DubanError && away.includes(error.code)) return undefined;
    throw error;
  }
}

function checkHere(terms: CommentTerms, units: string): NamedCheck {
  const calendar = makeCalendar(shippedYears());
  const rules = readCommentRules(readFileSync(fromRoot('seeds', 'comment-rules.yaml'), 'utf8'));
  const directory = readDirectory(readTextFile(units));
  const window = readWindow(terms, calendar, rules);
  const check: Checked = {
    plan: terms.plan,
    source: 'shipped',
    window,
    closeOutDue: closeOutDueOf(window.byCode, rules, calendar),
    faults: termsFaults(terms, { rules, calendar, today: dayOf(Date.now()) }),
    items: readDraft(terms.draft, directory).items,
  };
  return { check, name: (id) => unitOf(directory, id)?.name ?? id };
}

/** Opens a period on the terms of a file. */
export async function openPeriod(file: string, { by, start }: ByOption & StartOption, io: Io): Promise<void> {
  const api = connectApi();
  const opened = await api.post<PeriodCheck>('/api/comment-periods', { ...termsFrom(file, start), by });
  const [{ url }, { units }] = await Promise.all([
    api.get<PeriodDetail>(pathOf(opened.period)),
    api.get<UnitsAnswer>('/api/units'),
  ]);
  answer(io, { ...opened, url }, [
    `公开征求意见 ${opened.period} 已登记，公开页：${url}`,
    ...windowLines(opened.window, opened.closeOutDue),
    ...itemLines(opened.items, (id) => units.find((unit) => unit.id === id)?.name ?? id),
  ]);
}

/** Files named in the terms are looked for beside them; with `start` the period is moved to that day. */
function termsFrom(file: string, start: Day | undefined): CommentTerms {
  const beside = (name: string): string => readPlanText(resolve(dirname(file), name));
  const terms = readTerms(readTextFile(file), beside, makeCalendar(shippedYears()));
  return start === undefined ? terms : startingOn(terms, start);
}

function windowLines({ start, byCode, inclusive, stated, unknownYears }: WindowReading, closeOutDue: Day): string[] {
  return [
    `起始日 ${start}，截止日三种算法：`,
    ...table(
      ['算法', '截止日'],
      [
        ['民法典（首日不计，遇休息日顺延，24时止）', byCode],
        ['含首日', inclusive],
        ['文件写明', stated ?? '只写了期限'],
      ],
    ),
    `以民法典的算法为准；采纳情况最迟在 ${closeOutDue} 公布。`,
    ...unknownYearLines(unknownYears),
  ];
}

function itemLines(items: readonly DraftItem[], name: (unit: string) => string): string[] {
  if (items.length === 0) return ['草案中没有读到编号的条目，意见只能针对整体。'];
  const open = items.filter((item) => item.lead === null).map((item) => item.number);
  return [
    ...table(
      ['条目', '题目', '牵头单位'],
      items.map((item) => [String(item.number), item.title, item.lead === null ? '' : name(item.lead)]),
    ),
    ...(open.length === 0 ? [] : [`没有认出牵头单位的条目：${open.join('、')}，这些条目的意见由办公室办理。`]),
  ];
}
