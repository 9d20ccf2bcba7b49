/** A running plan amended: the form, and what would come of it before it is confirmed. */
import type { VNode } from 'preact';
import { inChinese } from '../../domain/day.js';
import { letterKindWords } from '../../domain/letter-words.js';
import { amendKindWords } from '../../domain/life/amend-words.js';
import type { Directory } from '../../domain/org.js';
import type { LetterKind } from '../../domain/schedule/types.js';
import type { PlanDetail } from '../http/answers.js';
import type { AmendPreview, ToldAnswer } from '../http/plan-amend-answers.js';
import { amendFieldWords, FORM_CHANGES } from '../http/plan-amend-form.js';
import type { LetterLine } from '../rehearsal-view.js';
import { Faults, type Tried, typedIn } from './comments-parts.js';
import { Layout, type Signed } from './layout.js';
import { ActForm, AreaField, Table, TextField } from './parts.js';

interface AmendProps {
  readonly signed: Signed;
  readonly plan: PlanDetail;
  readonly directory: Directory;
  readonly tried?: Tried;
  /** An amendment without a fault, with its text. */
  readonly seen?: { readonly preview: AmendPreview; readonly text: string };
}

export function planAmendPage({ signed, plan, directory, tried, seen }: AmendProps): VNode {
  const here = `/plans/${encodeURIComponent(plan.id)}`;
  return (
    <Layout title={`调整计划：${plan.title}`} area="/" signed={signed}>
      <p class="crumb">
        <a href="/">计划</a> / <a href={here}>{plan.id}</a> / <a href={`${here}/amendments`}>历次调整</a> / 调整
      </p>
      <h1>调整计划</h1>
      <p class="lead">{plan.title}</p>
      <Faults faults={tried?.faults} />
      {seen === undefined ? null : <Preview plan={plan.id} csrf={signed.csrf} {...seen} />}
      {seen === undefined ? (
        <Form plan={plan} csrf={signed.csrf} directory={directory} values={typedIn(tried, 'amend')} />
      ) : (
        <Pasted plan={plan.id} csrf={signed.csrf} text={seen.text} />
      )}
    </Layout>
  );
}

interface PreviewProps {
  readonly plan: string;
  readonly csrf: string;
  readonly preview: AmendPreview;
  readonly text: string;
}

function Preview({ plan, csrf, preview, text }: PreviewProps): VNode {
  const { added, gone, changed, before, after } = preview;
  return (
    <>
      <section class="card">
        <h2>第{preview.no}次调整（还没有办理）</h2>
        <ul>
          {preview.changes.map((words) => (
            <li key={words}>{words}</li>
          ))}
        </ul>
        <dl class="facts">
          <dt>理由</dt>
          <dd>{preview.reason}</dd>
          <dt>批准</dt>
          <dd>
            {preview.approvedBy}
            {preview.document === '' ? '' : `，${preview.document}`}
          </dd>
        </dl>
      </section>
      <h2>告知哪些单位</h2>
      <p>随下一封例行信告知，各单位一封。</p>
      <Table<ToldAnswer>
        rows={preview.told}
        keyOf={(one) => one.unit}
        empty="没有要告知的单位。"
        columns={[
          { head: '单位', cell: (one) => one.name },
          { head: '内容', wide: true, cell: (one) => one.what.join('；') },
        ]}
      />
      <h2>以后的信件</h2>
      <p>
        到{inChinese(preview.until)}，如无人办理：原有{before.length}封，调整后{after.length}
        封。督办函须办公室签发，不在其中。
      </p>
      <Letters head="增加" lines={added} open />
      <Letters head="不再发" lines={gone} open />
      <Letters head="内容有变" lines={changed.map((one) => one.after)} open />
      <Letters head="调整后的全部信件" lines={after} />
      <section class="card">
        <h2>办理</h2>
        <p>办理后各项任务随即变更，写进台账，不能撤销；要改回来须再作一次调整。</p>
        <ActForm
          action={`/plans/${encodeURIComponent(plan)}/amend/confirm`}
          csrf={csrf}
          hidden={{ text, no: String(preview.no) }}
          button="确认调整"
        >
          {null}
        </ActForm>
      </section>
    </>
  );
}

function Letters({
  head,
  lines,
  open,
}: {
  readonly head: string;
  readonly lines: readonly LetterLine[];
  readonly open?: true;
}): VNode | null {
  if (lines.length === 0) return null;
  return (
    <details open={open}>
      <summary>
        {head}（{lines.length}封）
      </summary>
      <Table<LetterLine>
        rows={lines}
        keyOf={(one) => one.key}
        empty=""
        columns={[
          { head: '日期', cell: (one) => one.at.slice(0, 10), tight: true },
          { head: '单位', cell: (one) => one.unit },
          { head: '信件', cell: (one) => letterKindWords[one.kind as LetterKind], tight: true },
          { head: '事由', wide: true, cell: (one) => one.why },
        ]}
      />
    </details>
  );
}

/** The amendment as text: to be changed after the preview, or pasted. */
function Pasted({ plan, csrf, text }: Omit<PreviewProps, 'preview'>): VNode {
  return (
    <details class="card">
      <summary>修改后再看</summary>
      <ActForm action={`/plans/${encodeURIComponent(plan)}/amend`} csrf={csrf} button="再看一次">
        <AreaField label="调整文件" name="text" rows={16} value={text} />
      </ActForm>
    </details>
  );
}

interface FormProps {
  readonly plan: PlanDetail;
  readonly csrf: string;
  readonly directory: Directory;
  readonly values: Readonly<Record<string, string>>;
}

function Form({ plan, csrf, directory, values }: FormProps): VNode {
  const action = `/plans/${encodeURIComponent(plan.id)}/amend`;
  return (
    <ActForm action={action} csrf={csrf} button="先看结果">
      <TextField label="调整的理由（写进给单位的信）" name="reason" value={values['reason'] ?? ''} required={false} />
      <TextField label="批准人" name="approvedBy" value={values['approvedBy'] ?? ''} required={false} />
      <TextField label="依据文件（可以不填）" name="document" value={values['document'] ?? ''} required={false} />
      <datalist id="units">
        {directory.units.map((unit) => (
          <option key={unit.id} value={unit.name} />
        ))}
      </datalist>
      {Array.from({ length: FORM_CHANGES }, (_, at) => at + 1).map((at) => (
        <ChangeFields key={at} at={at} values={values} />
      ))}
      <details open={values['text'] !== undefined}>
        <summary>或者粘贴调整文件（YAML）</summary>
        <AreaField
          label="调整文件"
          name="text"
          required={false}
          rows={12}
          value={values['text'] ?? ''}
          hint="填了这一栏，上面各栏不用"
        />
      </details>
    </ActForm>
  );
}

/** The fields of one change; which of them count depends on its kind. */
function ChangeFields({
  at,
  values,
}: {
  readonly at: number;
  readonly values: Readonly<Record<string, string>>;
}): VNode {
  const typed = (name: string): string => values[`${name}${at}`] ?? '';
  return (
    <details open={at === 1 || typed('kind') !== ''}>
      <summary>第{at}处调整</summary>
      <label class="field">
        <span>怎样调整</span>
        <select name={`kind${at}`} value={typed('kind')}>
          <option value="">不用这一处</option>
          {Object.entries(amendKindWords).map(([kind, words]) => (
            <option key={kind} value={kind}>
              {words}
            </option>
          ))}
        </select>
      </label>
      <TextField
        label={amendFieldWords.tasks}
        name={`tasks${at}`}
        value={typed('tasks')}
        required={false}
        hint="可以写几项，如 3,4：各作一处同样的调整，合并的并成一项；拆分只写一项，新增不填"
      />
      <AreaField
        label={amendFieldWords.new}
        name={`new${at}`}
        value={typed('new')}
        required={false}
        hint="一行一项：题目｜牵头单位｜配合单位｜时限｜目标，后面几栏可以空着，如 整治河道｜区水务局｜区财政局｜2027-10-31｜完成≥3条"
      />
      <UnitField label={amendFieldWords.from} name={`from${at}`} value={typed('from')} />
      <UnitField label={amendFieldWords.to} name={`to${at}`} value={typed('to')} />
      <AreaField
        label={amendFieldWords.targets}
        name={`targets${at}`}
        value={typed('targets')}
        required={false}
        hint="一行一个，如 完成≥30个；跨年度的计划可以写以后的年份，如 2028年完成≥40个"
      />
      <TextField label={amendFieldWords.due} name={`due${at}`} value={typed('due')} required={false} kind="date" />
    </details>
  );
}

function UnitField({
  label,
  name,
  value,
}: {
  readonly label: string;
  readonly name: string;
  readonly value: string;
}): VNode {
  return (
    <label class="field">
      <span>{label}</span>
      <input type="text" name={name} maxLength={80} list="units" autocomplete="off" value={value} />
    </label>
  );
}
