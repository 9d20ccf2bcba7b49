/** Forms on a comment period: extend, suspend, resume, withdraw, and entry of a call or letter. */
import type { VNode } from 'preact';
import type { PeriodAct } from '../../domain/comment/period.js';
import { periodHref, typedIn } from './comments-parts.js';
import type { PeriodProps } from './comments-period-page.js';
import { ActForm, AreaField, SelectField, TextField } from './parts.js';

type ActKind = Exclude<PeriodAct['kind'], 'publish' | 'recalendar'>;

const summaries: Readonly<Record<ActKind, string>> = {
  extend: '延长期限',
  suspend: '暂停征求意见',
  resume: '恢复征求意见',
  withdraw: '撤回征求意见',
};
const hints: Readonly<Record<ActKind, string>> = {
  extend: '向公众公布；延长后的截止日遇休息日顺延',
  suspend: '向公众公布；暂停期间不收意见，恢复时补足耽误的天数',
  resume: '向公众公布；耽误的天数补在截止日之后',
  withdraw: '向公众公布；撤回之后不能恢复，已收到的意见保留在案',
};

/** What the stage allows; withdrawal stands last. */
export function PeriodActs(props: PeriodProps): VNode {
  const { stage, suspended } = props.period;
  const running = stage === 'announced' || stage === 'open';
  const kinds: readonly ActKind[] = [
    ...(running && !suspended ? (['extend', 'suspend'] as const) : []),
    ...(suspended ? (['resume'] as const) : []),
    'withdraw',
  ];
  return (
    <>
      {kinds.map((kind) => (
        <One key={kind} kind={kind} {...props} />
      ))}
    </>
  );
}

function One({ kind, period, signed, tried }: PeriodProps & { readonly kind: ActKind }): VNode {
  const typed = typedIn(tried, kind);
  return (
    <details open={tried?.form === kind}>
      <summary>{summaries[kind]}</summary>
      <ActForm
        action={`${periodHref(period.id)}/acts`}
        csrf={signed.csrf}
        hidden={{ kind }}
        button={summaries[kind]}
        {...(kind === 'withdraw' ? { danger: true as const } : {})}
      >
        {kind === 'extend' ? (
          <TextField
            label="延长至"
            name="to"
            kind="date"
            value={typed['to'] ?? ''}
            hint={`现截止日${period.lastDay}`}
          />
        ) : null}
        <AreaField label="理由" name="reason" value={typed['reason'] ?? ''} hint={hints[kind]} />
      </ActForm>
    </details>
  );
}

/** Entry of what somebody said on the telephone, wrote on paper or mailed elsewhere. */
export function EntryForm({ period, signed, entryKey, tried }: PeriodProps): VNode {
  const typed = typedIn(tried, 'enter');
  const value = (name: string) => ({ value: typed[name] ?? '' });
  return (
    <details open={tried?.form === 'enter'}>
      <summary>登记电话、信函意见</summary>
      <ActForm
        action={`${periodHref(period.id)}/enter`}
        csrf={signed.csrf}
        hidden={{ idempotencyKey: entryKey }}
        button="登记"
      >
        <SelectField
          label="渠道"
          name="channel"
          options={[
            { value: 'phone', word: '电话' },
            { value: 'post', word: '信函' },
            { value: 'email', word: '电子邮件（发到别的邮箱的）' },
          ]}
          value={typed['channel'] ?? 'phone'}
        />
        <AreaField
          label="意见内容"
          name="text"
          rows={5}
          {...value('text')}
          hint="照原话记录，不写提意见人的姓名和电话"
        />
        <label class="field">
          <span>针对</span>
          <select name="item" {...value('item')}>
            <option value="">全文</option>
            {period.items.map((item) => (
              <option key={item.number} value={String(item.number)}>
                第{item.number}项 {item.title}
              </option>
            ))}
          </select>
        </label>
        <TextField label="姓名或单位" name="name" required={false} {...value('name')} hint="不愿留的不填" />
        <TextField label="联系方式" name="contact" required={false} {...value('contact')} />
        <label class="field for-call">
          <span>接到的时间</span>
          <input type="datetime-local" name="heardAt" {...value('heardAt')} />
          <small>电话、电子邮件填写；不填为现在</small>
        </label>
        <div class="pair for-post">
          <TextField
            label="邮戳日"
            name="postmark"
            kind="date"
            required={false}
            {...value('postmark')}
            hint="信函填写"
          />
          <TextField
            label="收到日"
            name="arrived"
            kind="date"
            required={false}
            {...value('arrived')}
            hint="信函填写；不填为今天"
          />
        </div>
      </ActForm>
    </details>
  );
}
