/** What the office decides on one comment: the disposition, and everything that stands beside it. */
import type { VNode } from 'preact';
import {
  type DispositionKind,
  dispositionKinds,
  dispositionWords,
  type Redaction,
  redactions,
} from '../../domain/comment/comment.js';
import { isPersonal } from '../../domain/comment/mask.js';
import { isLive } from '../../domain/comment/period.js';
import { clockOf } from '../../domain/day.js';
import type { CommentProps } from './comments-one-page.js';
import { periodHref, typedIn } from './comments-parts.js';
import { ActForm, AreaField, SelectField, TextField } from './parts.js';

/** The address that all forms of the page post to. */
const actionOf = ({ period, comment }: CommentProps): string => `${periodHref(period.id)}/${comment.no}`;

type Fields = Readonly<Record<string, string>>;

/** What stands in the form: what was typed, else the unit's opinion where it is copied, else what was decided before. */
function filled({ comment, copy, tried }: CommentProps): Fields {
  if (tried?.form === 'dispose') return tried.values;
  const { disposition, opinion, item } = comment;
  const where = item === null ? '' : `第${item}项`;
  if (copy === true && opinion !== null) return { kind: opinion.kind, reason: opinion.words, where };
  if (disposition === null) return { where };
  const { kind, change, reason = '', forwardedTo = '', summary = '' } = disposition;
  return { kind, reason, forwardedTo, summary, where, ...change };
}

export function DispositionForm(props: CommentProps): VNode {
  const { comment, signed, next } = props;
  const { disposition } = comment;
  const values = filled(props);
  const line = (name: string) => ({ name, required: false, value: values[name] ?? '' });
  if (comment.mergedInto !== null || comment.setAside !== null)
    return (
      <section class="card">
        <h2>处理结果</h2>
        <p class="empty">
          {comment.setAside === null
            ? `随第${comment.mergedInto}条一并答复；要单独答复的，先拆分。`
            : '不作为有效意见；要作为意见处理的，先恢复。'}
        </p>
      </section>
    );
  return (
    <section class="card" id="disposition">
      <h2>处理结果</h2>
      {disposition === null ? null : (
        <p class="did">
          {disposition.by}于{clockOf(disposition.at)}定为“{dispositionWords[disposition.kind]}
          ”；公布之前可以改，以最后一次为准。
        </p>
      )}
      <form method="post" action={actionOf(props)} class="act dispose">
        <input type="hidden" name="csrf" value={signed.csrf} />
        <input type="hidden" name="act" value="dispose" />
        <input type="hidden" name="seen" value={comment.decided} />
        <fieldset class="choices">
          <legend>结果</legend>
          {dispositionKinds.map((kind) => (
            <label key={kind}>
              <input type="radio" name="kind" value={kind} checked={values['kind'] === kind} /> {dispositionWords[kind]}
              <small> {askedWords[kind]}</small>
            </label>
          ))}
        </fieldset>
        <div class="need change">
          <TextField label="修改之处" {...line('where')} hint="如“第3项第二句”" />
          <AreaField label="修改前的文字" {...line('before')} rows={2} hint="新增的写“（无）”" />
          <AreaField label="修改后的文字" {...line('after')} rows={2} hint="删去的写“（删去）”" />
        </div>
        <div class="need forward">
          <TextField label="转交给谁" {...line('forwardedTo')} />
        </div>
        <AreaField label="理由" {...line('reason')} hint="部分采纳、未采纳的必须写；向公众公布" />
        <details open={(values['summary'] ?? '') !== ''}>
          <summary>公布时的意见摘要</summary>
          <AreaField label="意见摘要" {...line('summary')} hint="不写按原文公布，其中的电话、邮箱、证件号码自动隐去" />
        </details>
        <div class="buttons">
          {next === undefined ? null : (
            <button type="submit" name="go" value="next">
              保存，看下一条
            </button>
          )}
          <button type="submit" name="go" value="stay" class={next === undefined ? undefined : 'second'}>
            保存
          </button>
        </div>
      </form>
    </section>
  );
}

const askedWords: Readonly<Record<DispositionKind, string>> = {
  adopted: '写明修改',
  partly: '写明修改和理由',
  'not-adopted': '写明理由',
  outside: '写明转交给谁',
};

/** Merging, setting aside, judging, the item, redaction. */
export function OtherActs(props: CommentProps): VNode {
  const { comment, period } = props;
  const live = isLive(period);
  return (
    <section class="card">
      <h2>其他办理</h2>
      {live && comment.question !== null ? <Judge {...props} /> : null}
      {live ? <Merge {...props} /> : null}
      {live && comment.mergedInto === null ? <SetAside {...props} /> : null}
      {live ? <Item {...props} /> : null}
      <Redact {...props} />
    </section>
  );
}

function Judge(props: CommentProps): VNode {
  const typed = typedIn(props.tried, 'judge');
  return (
    <details open>
      <summary>判定是否在期限内</summary>
      <p>{questionWords(props.comment)}</p>
      <ActForm action={actionOf(props)} csrf={props.signed.csrf} hidden={{ act: 'judge' }} button="判定">
        <fieldset class="choices">
          <legend>判定</legend>
          <label>
            <input type="radio" name="inTime" value="yes" checked={typed['inTime'] === 'yes'} />{' '}
            {props.comment.question === 'entered-late' ? '确在期限内收到' : '在期限内寄出'}，不算逾期
          </label>
          <label>
            <input type="radio" name="inTime" value="no" checked={typed['inTime'] === 'no'} /> 逾期
          </label>
        </fieldset>
        <TextField label="理由" name="reason" value={typed['reason'] ?? ''} hint="如“邮戳日在截止日之前”“有接听记录”" />
      </ActForm>
    </details>
  );
}

/** What a person is to judge. */
function questionWords({ question, postmark }: CommentProps['comment']): string {
  if (question === 'entered-late') return '截止之后才登记，写明的收到时间在期限之内，请核对接听、收文记录。';
  return postmark === null
    ? '信函在截止之后收到，没有可以辨认的邮戳，请看信封和落款日期。'
    : '信函的邮戳在期限之内，截止之后收到。';
}

function Merge(props: CommentProps): VNode {
  const { comment, signed, tried } = props;
  const typed = typedIn(tried, 'merge');
  const form = { action: actionOf(props), csrf: signed.csrf };
  if (comment.mergedInto !== null)
    return (
      <ActForm
        {...form}
        hidden={{ act: 'part', seen: comment.decided }}
        button={`拆分，不再随第${comment.mergedInto}条答复`}
      />
    );
  return (
    <details open={tried?.form === 'merge'}>
      <summary>内容相同，并入另一条</summary>
      <ActForm {...form} hidden={{ act: 'merge', seen: comment.decided }} button="合并">
        <TextField label="并入第几条" name="into" value={typed['into'] ?? ''} hint="随那一条一并答复，各自的回执不变" />
      </ActForm>
    </details>
  );
}

function SetAside(props: CommentProps): VNode {
  const { comment, signed, tried } = props;
  const form = { action: actionOf(props), csrf: signed.csrf };
  if (comment.setAside !== null)
    return <ActForm {...form} hidden={{ act: 'restore', seen: comment.decided }} button="恢复为有效意见" />;
  return (
    <details open={tried?.form === 'setAside'}>
      <summary>不作为有效意见</summary>
      <ActForm {...form} hidden={{ act: 'setAside', seen: comment.decided }} button="不作为有效意见" danger>
        <TextField
          label="理由"
          name="reason"
          value={typedIn(tried, 'setAside')['reason'] ?? ''}
          hint="如“广告”“空白”；可以恢复"
        />
      </ActForm>
    </details>
  );
}

function Item(props: CommentProps): VNode {
  const { comment, period, signed, tried } = props;
  return (
    <details open={tried?.form === 'item'}>
      <summary>改为针对另一项</summary>
      <ActForm action={actionOf(props)} csrf={signed.csrf} hidden={{ act: 'item' }} button="更改">
        <SelectField
          label="针对"
          name="item"
          options={[
            { value: 'whole', word: '全文' },
            ...period.items.map((item) => ({ value: String(item.number), word: `第${item.number}项 ${item.title}` })),
          ]}
          value={typedIn(tried, 'item')['item'] ?? (comment.item === null ? 'whole' : String(comment.item))}
          hint="牵头单位还没有提建议的，下一个工作日转给新的牵头单位"
        />
      </ActForm>
    </details>
  );
}

const redactionWords: Readonly<Record<Redaction, string>> = {
  names: '保留不动',
  numbers: '保留，隐去其中的电话、邮箱、证件号码和本人姓名',
  text: '连同附件一并删除',
};

function Redact(props: CommentProps): VNode {
  const { comment, signed, tried } = props;
  const typed = typedIn(tried, 'redact');
  return (
    <details open={tried?.form === 'redact'}>
      <summary>按本人要求删除个人信息</summary>
      <ActForm action={actionOf(props)} csrf={signed.csrf} hidden={{ act: 'redact' }} button="删除" danger>
        <p>删除姓名、联系方式和附件名称，不能恢复；意见仍然计数，回执仍可查询。</p>
        {isPersonal(comment.text, [comment.name, comment.contact]) ? (
          <p class="warn">意见内容里还有电话、证件号码、姓名等，只删姓名和联系方式不能去掉。</p>
        ) : null}
        <fieldset class="choices">
          <legend>意见内容</legend>
          {redactions.map((what) => (
            <label key={what}>
              <input type="radio" name="what" value={what} checked={(typed['what'] ?? 'names') === what} />{' '}
              {redactionWords[what]}
            </label>
          ))}
        </fieldset>
        <TextField label="理由" name="reason" value={typed['reason'] ?? ''} hint="如“本人来电要求”" />
      </ActForm>
    </details>
  );
}
