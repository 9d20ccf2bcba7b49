/** The form for a comment. Plain HTML; every field tells its limits and, after a refusal, what is wrong with it. */
import type { VNode } from 'preact';
import { ATTACHMENT_LIMITS, attachmentKindWords } from '../formats/attached.js';
import type { PublicDetail } from '../http/comment-answers.js';
import { FIELD_LIMITS, type FieldFault } from '../http/public-comment.js';
import { FILE_COUNT, type FormValues, TRAP } from '../http/public-form.js';
import { Paragraphs } from './public-layout.js';

export interface CommentFormProps {
  readonly period: PublicDetail;
  readonly values: FormValues;
  readonly faults: readonly FieldFault[];
  readonly token: string;
  readonly path: string;
  readonly late: boolean;
}

export function CommentForm({ period, values, faults, token, path, late }: CommentFormProps): VNode {
  return (
    <section class="card" id="comment" aria-labelledby="comment-head">
      <h2 id="comment-head">提意见</h2>
      {late ? <p class="warn">征求意见已经截止。现在提交的意见仍会收下，记为逾期意见。</p> : null}
      <form method="post" action={path} encType="multipart/form-data" acceptCharset="utf-8" class="act">
        <input type="hidden" name="token" value={token} />
        <ItemField period={period} values={values} faults={faults} />
        <div class="field">
          <label for="text">意见内容（必填）</label>
          <small id="text-hint">
            最多{FIELD_LIMITS.text}字。请写明修改建议和理由；请不要在这里写姓名、电话等个人信息。
          </small>
          <textarea id="text" name="text" rows={8} required {...said('text', faults, true)}>
            {values.text}
          </textarea>
          <FieldFaults field="text" faults={faults} />
        </div>
        <div class="field">
          <label for="files">附件（可不选）</label>
          <small id="files-hint">
            最多{FILE_COUNT}个，每个不超过{ATTACHMENT_LIMITS.bytes / 1024 / 1024}MB，可以是{attachmentKindWords}
          </small>
          <input
            id="files"
            name="files"
            type="file"
            multiple
            accept=".pdf,.docx,.doc,.xlsx,.txt,.jpg,.jpeg,.png"
            {...said('files', faults, true)}
          />
          <FieldFaults field="files" faults={faults} />
        </div>
        <fieldset aria-describedby="who-hint">
          <legend>您的信息（可不填）</legend>
          <p id="who-hint">只用来发送回执和核实意见，不公开。</p>
          <div class="field">
            <label for="name">姓名或单位</label>
            <input
              id="name"
              name="name"
              type="text"
              autocomplete="name"
              value={values.name}
              {...said('name', faults, false)}
            />
            <FieldFaults field="name" faults={faults} />
          </div>
          <div class="field">
            <label for="contact">电子邮箱或电话号码</label>
            <small id="contact-hint">留电子邮箱的，回执编号会发到邮箱</small>
            <input id="contact" name="contact" type="text" value={values.contact} {...said('contact', faults, true)} />
            <FieldFaults field="contact" faults={faults} />
          </div>
        </fieldset>
        <div class="trap" aria-hidden="true">
          <label for={TRAP}>请不要填写这一栏</label>
          <input id={TRAP} name={TRAP} type="text" tabIndex={-1} autocomplete="off" />
        </div>
        <button type="submit">提交意见</button>
        <p>
          <small>提交后会显示回执编号，请记下来，凭它可以查询意见的办理结果。</small>
        </p>
      </form>
    </section>
  );
}

function ItemField({ period, values, faults }: Pick<CommentFormProps, 'period' | 'values' | 'faults'>): VNode | null {
  if (period.items.length === 0) return null;
  const chosen = period.items.find((item) => String(item.number) === values.item);
  return (
    <div class="field">
      <label for="item">针对哪一部分</label>
      <select id="item" name="item" {...said('item', faults, false)}>
        <option value="" selected={chosen === undefined}>
          全文
        </option>
        {period.items.map((item) => (
          <option key={item.number} value={String(item.number)} selected={item === chosen}>
            {`第${item.number}项　${short(item.title)}`}
          </option>
        ))}
      </select>
      <FieldFaults field="item" faults={faults} />
    </div>
  );
}

/** The first words of an item, so that the list stays readable on a phone. */
function short(title: string): string {
  const points = [...title.trim()];
  return points.length <= 24 ? points.join('') : `${points.slice(0, 23).join('')}…`;
}

/** What a field is described by, for those who do not see the page. */
function said(field: FieldFault['field'], faults: readonly FieldFault[], hint: boolean) {
  const wrong = faults.some((fault) => fault.field === field);
  const ids = [...(wrong ? [`${field}-fault`] : []), ...(hint ? [`${field}-hint`] : [])];
  return {
    'aria-invalid': wrong ? ('true' as const) : undefined,
    'aria-describedby': ids.length === 0 ? undefined : ids.join(' '),
  };
}

function FieldFaults({ field, faults }: Pick<FieldFault, 'field'> & Pick<CommentFormProps, 'faults'>): VNode | null {
  const own = faults.filter((fault) => fault.field === field);
  if (own.length === 0) return null;
  return (
    <span class="field-fault" id={`${field}-fault`}>
      {own.map(({ fault }) => (
        <span key={fault.message}>{fault.message}</span>
      ))}
    </span>
  );
}

/** Everything that is wrong, at the top of the page, each leading to its field. */
export function FaultSummary({
  faults,
  linked,
}: Pick<CommentFormProps, 'faults'> & { readonly linked: boolean }): VNode {
  return (
    <div class="fault" role="alert" id="faults" tabIndex={-1} aria-labelledby="faults-head">
      <h2 id="faults-head">{linked ? `没有提交成功，有${faults.length}处要处理` : '没有提交成功'}</h2>
      <ul>
        {faults.map(({ field, fault }) => (
          <li key={fault.message}>
            {linked ? <a href={field === 'form' ? '#comment' : `#${field}`}>{fault.message}</a> : fault.message}
          </li>
        ))}
      </ul>
      {linked ? <p>您填写的文字都还在；附件需要重新选择。</p> : null}
    </div>
  );
}

/** The words of somebody who came too late or too early for the form: they are theirs to keep. */
export function UnsentWords({ text }: { readonly text: string }): VNode | null {
  return text === '' ? null : (
    <section class="card" aria-labelledby="unsent-head">
      <h2 id="unsent-head">您刚才写的内容没有提交，请复制保存</h2>
      <div class="said">
        <Paragraphs text={text} />
      </div>
    </section>
  );
}
