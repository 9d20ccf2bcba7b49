/** Every letter with what became of it, and one letter as it was written. */
import type { VNode } from 'preact';
import { isErrand } from '../../domain/comment/errand.js';
import { isValue } from '../../domain/indicators/value.js';
import { letterKindWords } from '../../domain/letter-words.js';
import { isReturn } from '../../domain/supervision/return.js';
import type { LetterAnswer, LetterDetail } from '../http/answers.js';
import { letterStatusWords } from '../words.js';
import { Layout, type Signed } from './layout.js';
import { ActForm, Done, LetterStatusMark, Table, When } from './parts.js';

const letterHref = (key: string) => `/letters/view?key=${encodeURIComponent(key)}`;
const taskHref = (id: string) => `/tasks/${id.split('/').map(encodeURIComponent).join('/')}`;

/** What a letter carried: `3项任务、1件公众意见`. */
function carriedWords(ids: readonly string[]): string {
  const errands = ids.filter(isErrand).length;
  const returns = ids.filter(isReturn).length;
  const values = ids.filter(isValue).length;
  const tasks = ids.length - errands - returns - values;
  return [
    ...(tasks > 0 || errands + returns + values === 0 ? [`${tasks}项任务`] : []),
    ...(errands > 0 ? [`${errands}件公众意见`] : []),
    ...(returns > 0 ? [`${returns}件定期督查报送`] : []),
    ...(values > 0 ? [`${values}件指标数值`] : []),
  ].join('、');
}

/** A table of letters, used on every page that lists some. */
export function Letters({ letters }: { readonly letters: readonly LetterAnswer[] }): VNode {
  return (
    <Table
      rows={letters}
      keyOf={(l) => l.key}
      empty="没有信件。"
      columns={[
        { head: '时间', cell: (l) => <When at={l.sentAt ?? l.plannedAt} />, tight: true },
        { head: '状态', cell: (l) => <LetterStatusMark status={l.status} />, tight: true },
        {
          head: '信件',
          cell: (l) => (
            <>
              <a href={letterHref(l.key)}>{l.subject ?? letterKindWords[l.kind]}</a>
              <small>
                {letterKindWords[l.kind]}，{carriedWords(l.tasks)}
                {l.perhapsTwice ? '，可能重复送达' : ''}
              </small>
            </>
          ),
        },
        {
          head: '收信',
          cell: (l) => (
            <>
              {l.unit.name}
              {l.to === null ? null : <small>{l.to}</small>}
              {l.refused.map((r) => (
                <small key={r.address}>
                  被退回：{r.address}（{r.reason}）
                </small>
              ))}
            </>
          ),
        },
      ]}
    />
  );
}

interface LettersProps {
  readonly signed: Signed;
  readonly letters: readonly LetterAnswer[];
  readonly filter: Readonly<Record<string, string>>;
  /** Address of the next page, when there may be one. */
  readonly more: string | undefined;
}

export function lettersPage({ signed, letters, filter, more }: LettersProps): VNode {
  const chosen = filter['status'];
  return (
    <Layout title="信件" area="/letters" signed={signed}>
      <h1>信件</h1>
      <p class="lead">
        单位以邮件答复、等办公室处理的，见<a href="/replies">待处理的回信</a>。
      </p>
      <p class="crumb">
        <a href="/letters">全部</a>
        {(['sent', 'retry', 'undeliverable', 'draft'] as const).map((status) => (
          <>
            {' · '}
            {status === chosen ? (
              <b>{letterStatusWords[status]}</b>
            ) : (
              <a href={`/letters?status=${status}`}>{letterStatusWords[status]}</a>
            )}
          </>
        ))}
      </p>
      <Letters letters={letters} />
      {more === undefined ? null : (
        <p>
          <a href={more}>更早的信件</a>
        </p>
      )}
    </Layout>
  );
}

export function letterPage({
  signed,
  letter,
  done,
}: {
  readonly signed: Signed;
  readonly letter: LetterDetail;
  readonly done: string | undefined;
}): VNode {
  const again = letter.status === 'undeliverable' || letter.status === 'retry';
  const others = letter.tasks.filter((id) => isErrand(id) || isReturn(id) || isValue(id));
  return (
    <Layout title={letter.subject ?? '信件'} area="/letters" signed={signed}>
      <Done words={done} />
      <p class="crumb">
        <a href="/letters">信件</a>
      </p>
      <h1>{letter.subject ?? letterKindWords[letter.kind]}</h1>
      <section class="card">
        <dl class="facts">
          <dt>状态</dt>
          <dd>
            <LetterStatusMark status={letter.status} />
            {letter.perhapsTwice ? ' 发出时中断过，收信人可能收到两封（Message-ID 相同）' : ''}
            {letter.lastError === null ? '' : ` ${letter.lastError}`}
          </dd>
          <dt>收信</dt>
          <dd>
            {letter.unit.name} {letter.to ?? ''}
            {letter.refused.map((r) => (
              <div key={r.address}>
                被退回：{r.address}（{r.reason}）
              </div>
            ))}
          </dd>
          <dt>时间</dt>
          <dd>
            应发 <When at={letter.plannedAt} />
            {letter.sentAt === null ? null : (
              <>
                ，实发 <When at={letter.sentAt} />
              </>
            )}
          </dd>
          <dt>任务</dt>
          <dd>
            {letter.tasks
              .filter((id) => !isErrand(id) && !isReturn(id) && !isValue(id))
              .map((id) => (
                <>
                  <a href={taskHref(id)}>{id.split('/').at(-1)}</a>{' '}
                </>
              ))}
            {others.length > 0 ? carriedWords(others) : null}
          </dd>
          <dt>信件编号</dt>
          <dd>
            <code>{letter.key}</code>
          </dd>
        </dl>
      </section>
      {again ? (
        <ActForm action="/letters/resend" csrf={signed.csrf} hidden={{ key: letter.key }} button="重发这封信" />
      ) : null}
      {letter.html === null ? null : (
        <iframe
          title="信件（网页）"
          src={`/letters/html?key=${encodeURIComponent(letter.key)}`}
          sandbox="allow-popups allow-popups-to-escape-sandbox"
        />
      )}
      <h2>文字版</h2>
      <pre class="letter">{letter.text ?? '信件在寄出时写成，现在还没有正文。'}</pre>
    </Layout>
  );
}
