/** When the life of a plan asks something of the office. Data of the plan; the default is seeds/life-rules.yaml. */

/** A month and a day; `due` moves to the next working day when it is off. */
export interface MonthDay {
  readonly month: number;
  readonly day: number;
}

export interface LifeRules {
  /** Minutes after midnight at which letters to the office leave. */
  readonly hour: number;
  /** The key-task list of the next year: asked for in the year before, due in the year itself. */
  readonly yearList: { readonly ask: MonthDay; readonly due: MonthDay };
  /** Mid-term evaluation, of plans of at least `years` years: in the middle year (of five the third, of three the second). */
  readonly midTerm: { readonly years: number; readonly ask: MonthDay; readonly due: MonthDay };
  /** Final evaluation: in the year after the last. */
  readonly final: { readonly ask: MonthDay; readonly due: MonthDay };
  /** Working days before `due` on which the office is reminded. */
  readonly before: readonly number[];
  /** Working days after `due`: the office is reminded; at the last of them the leadership group is told, then monthly. */
  readonly after: readonly number[];
}
