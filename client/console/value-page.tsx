/** What a unit sees behind the link to its indicators of a year: what is asked of each, and a form for its value. */
import type { VNode } from 'preact';
import { clockOf, inChinese } from '../../domain/day.js';
import type { Fault } from '../../domain/errors.js';
import { NOTE, SOURCE } from '../../domain/indicators/value.js';
import type { AskedValues } from '../http/indicator-answers.js';
import { Layout } from './layout.js';
import { ActForm, TextField } from './parts.js';

/** What was typed last, shown again with what stands against it. */
export interface TriedValue {
  readonly no: number;
  readonly value: string;
  readonly source: string;
  readonly asOf: string;
  readonly note: string;
  readonly by: string;
  readonly faults: readonly Fault[];
  /** Asked back: the same once more, confirmed, is taken. */
  readonly doubts: readonly string[];
}

interface ValueProps {
  readonly asked: AskedValues;
  /** Address of this very page; its forms post here. */
  readonly path: string;
  /** Number of the indicator just given; 0: none. */
  readonly did: number;
  readonly tried?: TriedValue | undefined;
}

export function valuePage({ asked, path, did, tried }: ValueProps): VNode {
  const waiting = asked.rows.filter(({ given }) => !given).length;
  return (
    <Layout title={`${asked.year}年指标数值`}>
      <p class="crumb">{asked.unitName}</p>
      <h1>
        《{asked.planTitle}》{asked.year}年指标数值
      </h1>
      <section class="card">
        <dl class="facts">
          <dt>指标</dt>
          <dd>
            共{asked.rows.length}项，{waiting === 0 ? '已报齐' : `${waiting}项待报`}
          </dd>
          <dt>时限</dt>
          <dd>{inChinese(asked.due)}</dd>
        </dl>
        <p>请逐项填报，写明数据来源和数据日期。数值以后有修订的，可以在这里更正，原数值保留在案。</p>
      </section>
      {asked.rows.map((row) => (
        <One
          key={row.no}
          row={row}
          path={path}
          done={row.no === did}
          tried={tried?.no === row.no ? tried : undefined}
        />
      ))}
    </Layout>
  );
}

interface OneProps {
  readonly row: AskedValues['rows'][number];
  readonly path: string;
  readonly done: boolean;
  readonly tried: TriedValue | undefined;
}

function One({ row, path, done, tried }: OneProps): VNode {
  const { no, name, measure, binding, expected, last } = row;
  return (
    <section class="card" id={`v${no}`}>
      <h2>
        {no}. {name}（{measure}）
      </h2>
      {done ? (
        <p class="did" role="status">
          已报送，办公室可以看到。
        </p>
      ) : null}
      <p class="crumb">
        {binding ? '约束性指标' : '预期性指标'}；{expected}
      </p>
      {last === null ? null : (
        <p>
          已报 <b>{String(last.value)}</b>
          {measure}（{last.source}，{inChinese(last.asOf)}），{clockOf(last.at)}由{last.by}报送
          {last.version > 1 ? `，第${last.version}次` : ''}
        </p>
      )}
      {tried === undefined ? null : <Against tried={tried} />}
      {last === null || tried !== undefined ? (
        <Give row={row} path={path} tried={tried} />
      ) : (
        <details>
          <summary>更正数值</summary>
          <Give row={row} path={path} tried={tried} />
        </details>
      )}
    </section>
  );
}

function Against({ tried: { faults, doubts } }: { readonly tried: TriedValue }): VNode {
  return (
    <div class="warn" role="alert">
      {faults.map((one) => (
        <p key={one.code}>{one.message}</p>
      ))}
      {doubts.map((one) => (
        <p key={one}>{one}</p>
      ))}
      {doubts.length > 0 ? <p>数值有误的，请改正；核对无误的，请再按一次。</p> : null}
    </div>
  );
}

function Give({ row, path, tried }: Omit<OneProps, 'done'>): VNode {
  const confirmed = (tried?.doubts.length ?? 0) > 0;
  return (
    <ActForm
      action={path}
      hidden={{ act: 'value', no: String(row.no), ...(confirmed ? { confirmed: tried?.value ?? '' } : {}) }}
      button={confirmed ? `核对无误，报送第${row.no}项` : `报送第${row.no}项`}
    >
      <label class="field">
        <span>数值（{row.measure}）</span>
        <input name="value" inputMode="decimal" required maxLength={30} value={tried?.value ?? ''} />
      </label>
      <label class="field">
        <span>数据来源</span>
        <input name="source" required maxLength={SOURCE} value={tried?.source ?? row.last?.source ?? ''} />
      </label>
      <label class="field">
        <span>数据日期</span>
        <input type="date" name="asOf" required value={tried?.asOf ?? ''} />
      </label>
      <label class="field">
        <span>说明（可不填）</span>
        <textarea name="note" rows={2} maxLength={NOTE}>
          {tried?.note ?? ''}
        </textarea>
      </label>
      <TextField label="经办人（可不填）" name="by" required={false} />
    </ActForm>
  );
}
