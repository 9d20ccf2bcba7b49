/** The form of a return: every task the unit reports on, filled in with what is on file. Plain HTML, made for a phone. */
import type { VNode } from 'preact';
import { inChinese } from '../../domain/day.js';
import type { Target } from '../../domain/plan.js';
import { returnStates, returnStateWords } from '../../domain/supervision/return.js';
import { RETURN_TEXT } from '../../domain/supervision/return-faults.js';
import { attachmentKindWords } from '../formats/attached.js';
import type { LedTask } from '../http/asked-return.js';
import { EVIDENCE_LIMITS, type TypedTask } from '../http/return-form.js';
import { TextField } from './parts.js';
import type { ReturnProps } from './return-page.js';

const megabytes = EVIDENCE_LIMITS.bytes / 1024 / 1024;

const opWords: Readonly<Record<Target['op'], string>> = {
  '>=': '不低于',
  '<=': '不高于',
  '>': '高于',
  '<': '低于',
  '=': '',
  '~': '约',
};

/** The Excel way: the sheet to be saved, and the filled one sent back. */
export function SheetForm({ path, before }: Pick<ReturnProps, 'path' | 'before'>): VNode {
  return (
    <details class="card">
      <summary>用Excel表报送</summary>
      <p>
        <a href={`${path}/sheet`}>下载报送表</a>，填好后在这里上传，与在线填报效力相同。请不要改动表头和列的位置。
      </p>
      <form method="post" action={`${path}/return`} encType="multipart/form-data" class="act">
        <input type="hidden" name="act" value="sheet" />
        {before}
        <label class="field">
          <span>填好的报送表</span>
          <input type="file" name="sheet" accept=".xlsx" required />
          <small>.xlsx，不超过{megabytes}MB</small>
        </label>
        {before === undefined ? <TextField label="经办人（可不填）" name="by" required={false} /> : null}
        <button type="submit">上传报送表</button>
      </form>
    </details>
  );
}

export function ReturnForm({ asked, said, path, before }: Omit<ReturnProps, 'did' | 'now'>): VNode {
  const { tasks, last } = asked;
  const files = last?.files ?? [];
  return (
    <form
      method="post"
      action={`${path}/return`}
      encType="multipart/form-data"
      acceptCharset="utf-8"
      class="act"
      id="return"
    >
      <input type="hidden" name="act" value="return" />
      {before}
      {said.excel ? <input type="hidden" name="via" value="excel" /> : null}
      {said.doubts.length === 0 ? null : (
        <div class="warn" role="alert" id="doubts">
          <p>
            <b>请核对下列数值，还没有报送：</b>
          </p>
          <ul>
            {said.doubts.map((doubt) => (
              <li key={doubt}>{doubt}</li>
            ))}
          </ul>
          <label>
            <input type="checkbox" name="confirmed" value="1" /> 数值核对无误，照此报送
          </label>
          <p>填错的请在下面改正。填写的文字都还在；新选的附件需要重新选择。</p>
        </div>
      )}
      {tasks.map((task) => (
        <One key={task.id} task={task} typed={said.typed.get(task.id) ?? asked.filled.get(task.id)} />
      ))}
      <section class="card">
        <h2>佐证材料（可不附）</h2>
        {files.map((file) => (
          <p key={file.sha256}>
            <label>
              <input
                type="checkbox"
                name="keep"
                value={file.sha256}
                checked={said.kept === undefined || said.kept.includes(file.sha256)}
              />{' '}
              保留
            </label>{' '}
            <a href={`${path}/evidence/${last?.version ?? 0}/${file.sha256}`}>{file.name}</a>
          </p>
        ))}
        <label class="field">
          <span>选择文件</span>
          <input type="file" name="files" multiple accept=".pdf,.docx,.doc,.xlsx,.txt,.jpg,.jpeg,.png" />
          <small>
            连同保留的最多{EVIDENCE_LIMITS.count}个，每个不超过{megabytes}MB，可以是{attachmentKindWords}
          </small>
        </label>
        {before === undefined ? (
          <TextField label="经办人（可不填）" name="by" required={false} value={said.by} />
        ) : null}
        <button type="submit">{last === undefined ? '报送' : '再次报送'}</button>
      </section>
    </form>
  );
}

function One({ task, typed }: { readonly task: LedTask; readonly typed: TypedTask | undefined }): VNode {
  const { field, answer, number, title, targets, onFile } = task;
  const name = (part: string): string => `${field}.${part}`;
  const more = (typed?.problems ?? '') !== '' || (typed?.help ?? '') !== '' || typed?.state === 'behind';
  return (
    <section class="card" id={field} aria-labelledby={`${field}-head`}>
      <h2 id={`${field}-head`}>
        第{number}项　{title}
      </h2>
      <p class="crumb">
        时限{inChinese(answer.due)}
        {answer.due === answer.firstDue ? '' : `（原定${inChinese(answer.firstDue)}）`}
        {onFile === '' ? '' : `；进展情况按${onFile}预填`}
      </p>
      <fieldset class="choices row">
        <legend>状态</legend>
        {returnStates.map((state) => (
          <label key={state}>
            <input type="radio" name={name('state')} value={state} required checked={typed?.state === state} />{' '}
            {returnStateWords[state]}
          </label>
        ))}
      </fieldset>
      <label class="field">
        <span>进展情况</span>
        <textarea name={name('progress')} rows={3} maxLength={RETURN_TEXT} required>
          {typed?.progress ?? ''}
        </textarea>
      </label>
      {targets.map((target, place) => (
        <label class="field" key={`${place} ${target.metric}`}>
          <span>
            {target.metric}（{target.unit === '' ? '数值' : target.unit}）
          </span>
          <input
            type="text"
            inputMode="decimal"
            autocomplete="off"
            maxLength={40}
            name={name(`v${place}`)}
            value={typed?.values[place] ?? ''}
          />
          <small>
            目标{opWords[target.op]}
            {target.value}
            {target.unit}；没有数值可不填
          </small>
        </label>
      ))}
      <details open={more}>
        <summary>存在的问题、需协调的事项（滞后的须写明原因）</summary>
        <label class="field">
          <span>存在的问题</span>
          <textarea name={name('problems')} rows={2} maxLength={RETURN_TEXT}>
            {typed?.problems ?? ''}
          </textarea>
        </label>
        <label class="field">
          <span>需领导小组或其他单位协调的事项</span>
          <textarea name={name('help')} rows={2} maxLength={RETURN_TEXT}>
            {typed?.help ?? ''}
          </textarea>
        </label>
      </details>
    </section>
  );
}
