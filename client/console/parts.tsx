/** Small pieces that all pages share. */
import type { ComponentChildren, VNode } from 'preact';
import type { LetterStatus } from '../../activities/ledger/schema.js';
import { clockOf, type Day, inChinese } from '../../domain/day.js';
import type { Light } from '../../domain/light.js';
import { letterStatusWords, lightWords } from '../words.js';

/** The light as a coloured word: never colour alone. */
export function LightMark({ light }: { readonly light: Pick<Light, 'colour'> }): VNode {
  return <span class={`light ${light.colour}`}>{lightWords[light.colour]}</span>;
}

/** Light and state in words, with the reasons that say more than the state. */
export function LightState({ task }: { readonly task: { readonly light: Light; readonly stateWords: string } }): VNode {
  return (
    <>
      <LightMark light={task.light} /> {task.stateWords}
      {task.light.reasons
        .filter((r) => r !== task.stateWords)
        .map((r) => (
          <div key={r}>{r}</div>
        ))}
    </>
  );
}

/** An instant in Shanghai time. */
export function When({ at }: { readonly at: number }): VNode {
  return <time dateTime={new Date(at).toISOString()}>{clockOf(at)}</time>;
}

/** The date in force, and the first date where it was moved. */
export function Due({
  due,
  firstDue,
  source,
}: {
  readonly due: Day;
  readonly firstDue: Day;
  readonly source?: string;
}): VNode {
  return (
    <span class="due">
      {inChinese(due)}
      {due === firstDue ? null : <small>原定{inChinese(firstDue)}</small>}
      {source === 'default' ? <small>文件未写明，按年底计</small> : null}
    </span>
  );
}

export function LetterStatusMark({ status }: { readonly status: LetterStatus }): VNode {
  const kind =
    status === 'undeliverable' ? 'red' : status === 'retry' ? 'yellow' : status === 'sent' ? 'green' : 'grey';
  return <span class={`light ${kind}`}>{letterStatusWords[status]}</span>;
}

export interface Column<T> {
  readonly head: string;
  readonly cell: (row: T) => ComponentChildren;
  /** Stays on one line where there is room. */
  readonly tight?: true;
  /** Keeps room when other cells are long. */
  readonly wide?: true;
}

/** A table that becomes a stack of cards on a phone. */
export function Table<T>({
  columns,
  rows,
  keyOf,
  empty,
}: {
  readonly columns: readonly Column<T>[];
  readonly rows: readonly T[];
  readonly keyOf: (row: T) => string;
  readonly empty: string;
}): VNode {
  if (rows.length === 0) return <p class="empty">{empty}</p>;
  return (
    <table>
      <thead>
        <tr>
          {columns.map((c) => (
            <th key={c.head} scope="col">
              {c.head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={keyOf(row)}>
            {columns.map((c) => (
              <td key={c.head} data-head={c.head} class={c.tight ? 'tight' : c.wide ? 'wide' : undefined}>
                <div>{c.cell(row)}</div>
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** A form that posts to `action`; `csrf` and hidden fields go with it. */
export function ActForm({
  action,
  csrf,
  hidden = {},
  button,
  danger,
  children,
}: {
  readonly action: string;
  readonly csrf?: string;
  readonly hidden?: Readonly<Record<string, string>>;
  readonly button: string;
  readonly danger?: true;
  readonly children?: ComponentChildren;
}): VNode {
  return (
    <form method="post" action={action} class="act">
      {csrf === undefined ? null : <input type="hidden" name="csrf" value={csrf} />}
      {Object.entries(hidden).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      {children}
      <button type="submit" class={danger ? 'danger' : undefined}>
        {button}
      </button>
    </form>
  );
}

interface FieldProps {
  readonly label: string;
  readonly name: string;
  readonly required?: boolean;
  readonly hint?: string;
}

const inputTypes = {
  text: { type: 'text', autocomplete: 'off', maxLength: 500 },
  password: { type: 'password', autocomplete: 'current-password' },
  date: { type: 'date' },
} as const;

export function TextField({
  label,
  name,
  required = true,
  hint,
  value = '',
  kind = 'text',
}: FieldProps & { readonly value?: string; readonly kind?: 'text' | 'password' | 'date' }): VNode {
  return (
    <label class="field">
      <span>{label}</span>
      <input {...inputTypes[kind]} name={name} required={required} value={value} />
      {hint === undefined ? null : <small>{hint}</small>}
    </label>
  );
}

export function AreaField({
  label,
  name,
  required = true,
  hint,
  rows = 3,
  value,
}: FieldProps & { readonly rows?: number; readonly value?: string }): VNode {
  return (
    <label class="field">
      <span>{label}</span>
      <textarea name={name} required={required} rows={rows} value={value} />
      {hint === undefined ? null : <small>{hint}</small>}
    </label>
  );
}

export function SelectField({
  label,
  name,
  required = true,
  hint,
  options,
  multiple,
  value,
}: FieldProps & {
  readonly options: readonly { readonly value: string; readonly word: string }[];
  readonly multiple?: true;
  /** The one shown as chosen. */
  readonly value?: string;
}): VNode {
  return (
    <label class="field">
      <span>{label}</span>
      <select name={name} required={required} multiple={multiple} size={multiple ? 5 : undefined} value={value}>
        {required || multiple ? null : <option value="">不改</option>}
        {options.map((o) => (
          <option key={o.value} value={o.value}>
            {o.word}
          </option>
        ))}
      </select>
      {hint === undefined ? null : <small>{hint}</small>}
    </label>
  );
}

/** What has just been done, from the address of the page. */
export function Done({ words }: { readonly words: string | undefined }): VNode | null {
  return words === undefined ? null : (
    <p class="did" role="status">
      {words}
    </p>
  );
}
