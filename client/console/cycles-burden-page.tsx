/** What was asked of units month by month, with the ceiling (supervision regulation Art. 15). */
import type { VNode } from 'preact';
import type { BurdenAnswer } from '../http/cycle-answers.js';
import { lettersHref } from './cycles-parts.js';
import { Layout, type Signed } from './layout.js';
import { type Column, Table } from './parts.js';

export interface BurdenMonth {
  /** `2026-03` */
  readonly month: string;
  readonly burden: BurdenAnswer;
}

interface BurdenProps {
  readonly signed: Signed;
  readonly year: number;
  /** The months of the year that have begun, the oldest first. */
  readonly months: readonly BurdenMonth[];
  /** The one shown in full. */
  readonly chosen: BurdenMonth;
}

interface Row {
  readonly unit: string;
  readonly name: string;
  /** By month. */
  readonly totals: readonly number[];
}

export function burdenPage({ signed, year, months, chosen }: BurdenProps): VNode {
  const { ceiling, units } = chosen.burden;
  return (
    <Layout title="各单位填报负担" area="/cycles" signed={signed}>
      <p class="crumb">
        <a href="/cycles">定期督查</a> / 各单位填报负担
      </p>
      <h1>各单位填报负担</h1>
      <p class="lead">
        向各单位发出的通知、表格和函件。一个单位每月的上限是{ceiling}
        件（《政府督查工作条例》第十五条），再发将超过的，开始督查要写明由谁批准。
      </p>
      <p class="toolbar">
        <a href={`/cycles/burden?month=${year - 1}-12`}>{year - 1}年</a>
        <b>{year}年</b>
      </p>
      <Table
        rows={rowsOf(months)}
        keyOf={(row) => row.unit}
        empty="这一年还没有发出。"
        columns={columnsOf(months, ceiling)}
      />
      <h2>{monthWords(chosen.month)}</h2>
      <Table
        rows={units}
        keyOf={(one) => one.unit}
        empty="这个月没有发出。"
        columns={[
          { head: '单位', cell: (one) => one.name },
          { head: '通知', cell: (one) => one.requests, tight: true },
          { head: '表格', cell: (one) => one.forms, tight: true },
          { head: '函件', cell: (one) => one.letters, tight: true },
          {
            head: '合计',
            cell: (one) => (
              <>
                <a href={lettersHref(one.unit)}>{one.total}</a> <CeilingMark count={one.total} ceiling={ceiling} />
              </>
            ),
            tight: true,
          },
        ]}
      />
    </Layout>
  );
}

const monthWords = (month: string): string => `${month.slice(0, 4)}年${Number(month.slice(5))}月`;

/** Above the ceiling, at it, or nothing to say. */
function CeilingMark({ count, ceiling }: { readonly count: number; readonly ceiling: number }): VNode | null {
  if (count > ceiling) return <span class="light red">超过上限</span>;
  return count === ceiling ? <span class="light yellow">已到上限</span> : null;
}

function rowsOf(months: readonly BurdenMonth[]): readonly Row[] {
  const names = new Map(months.flatMap(({ burden }) => burden.units.map((one) => [one.unit, one.name] as const)));
  const sum = (row: Row): number => row.totals.reduce((all, one) => all + one, 0);
  return [...names]
    .map(
      ([unit, name]): Row => ({
        unit,
        name,
        totals: months.map(({ burden }) => burden.units.find((one) => one.unit === unit)?.total ?? 0),
      }),
    )
    .toSorted((a, b) => sum(b) - sum(a));
}

function columnsOf(months: readonly BurdenMonth[], ceiling: number): readonly Column<Row>[] {
  return [
    { head: '单位', cell: (row) => row.name },
    ...months.map(
      ({ month }, at): Column<Row> => ({
        head: `${Number(month.slice(5))}月`,
        tight: true,
        cell: ({ totals }) => {
          const count = totals[at] ?? 0;
          if (count === 0) return null;
          return (
            <>
              <a href={`/cycles/burden?month=${month}`}>{count}</a> <CeilingMark count={count} ceiling={ceiling} />
            </>
          );
        },
      }),
    ),
  ];
}
