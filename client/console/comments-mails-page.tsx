/** Mails that a person must look at: those of nobody knows which period, those that came when theirs was over, and those that came back. */
import type { VNode } from 'preact';
import { isLive } from '../../domain/comment/period.js';
import { oneLine } from '../../domain/letter-words.js';
import type { MailAnswer, MailPage, PeriodAnswer } from '../http/comment-answers.js';
import { Faults, periodHref, type Tried } from './comments-parts.js';
import { Layout, type Signed } from './layout.js';
import { ActForm, Done, SelectField, Table, TextField, When } from './parts.js';

/** Characters of a subject that are shown. */
const SUBJECT = 80;

interface MailsProps {
  readonly signed: Signed;
  readonly page: MailPage;
  /** The last mail of the page before; undefined on the first. */
  readonly after: string | undefined;
  readonly periods: readonly PeriodAnswer[];
  readonly done: string | undefined;
  readonly tried?: Tried | undefined;
}

export function mailsPage({ signed, page, after: before, periods, done, tried }: MailsProps): VNode {
  const { mails, counts, next } = page;
  const unsorted = mails.filter((mail) => mail.class === 'unsorted');
  const bounces = mails.filter((mail) => mail.class === 'bounce');
  const after = mails.filter((mail) => mail.class === 'comment');
  const options = optionsOf(periods);
  const dismiss = (mail: MailAnswer, words: string): VNode => (
    <DismissForm mail={mail.id} words={words} csrf={signed.csrf} tried={tried} />
  );
  return (
    <Layout title="来信归类和退信" area="/comments" signed={signed}>
      <Done words={done} />
      <p class="crumb">
        <a href="/comments">征求意见</a> / 来信归类和退信
      </p>
      <h1>来信归类和退信</h1>
      <Faults faults={tried?.faults} />
      <h2>待归类的邮件（{counts.unsorted ?? 0}封）</h2>
      <p class="lead">发到意见邮箱、但看不出属于哪一次征求意见的邮件。归入之后登记为意见，按邮件收到的时间计。</p>
      {unsorted.length > 0 && options.length === 0 ? <p class="warn">现在没有进行中的征求意见可以归入。</p> : null}
      <Table
        rows={unsorted}
        keyOf={(mail) => mail.id}
        empty="没有。"
        columns={[
          { head: '收到', cell: (mail) => <When at={mail.arrivedAt} />, tight: true },
          {
            head: '邮件',
            wide: true,
            cell: (mail) => (
              <>
                <a href={`/comments/mails/view?id=${encodeURIComponent(mail.id)}`}>{subjectWords(mail)}</a>
                <small>{mail.from ?? '没有发件人'}</small>
              </>
            ),
          },
          { head: '原因', cell: (mail) => mail.detail ?? '' },
          {
            head: '归入',
            cell: (mail) =>
              options.length === 0 ? null : (
                <AssignForm
                  mail={mail.id}
                  options={options}
                  csrf={signed.csrf}
                  value={tried?.values['mail'] === mail.id ? tried.values['period'] : undefined}
                />
              ),
          },
          { head: '不是意见', cell: (mail) => dismiss(mail, '不是意见') },
        ]}
      />
      <h2>公布或撤回后收到的意见（{counts.comment ?? 0}封）</h2>
      <p class="lead">
        登记时采纳情况已经公布或征求意见已经撤回。不计入收到的条数，不再处理，留存参考；看过的记为已阅。
      </p>
      <Table
        rows={after}
        keyOf={(mail) => mail.id}
        empty="没有。"
        columns={[
          { head: '收到', cell: (mail) => <When at={mail.arrivedAt} />, tight: true },
          {
            head: '意见',
            wide: true,
            cell: (mail) => (
              <>
                <a href={`${periodHref(mail.period ?? '')}/${mail.no}`}>
                  {mail.period}，第{mail.no}条
                </a>
                <small>{subjectWords(mail)}</small>
              </>
            ),
          },
          { head: '已阅', cell: (mail) => dismiss(mail, '已阅') },
        ]}
      />
      <h2>退信（{counts.bounce ?? 0}封）</h2>
      <p class="lead">回执等邮件没有送到。意见本身已经登记，不受影响。</p>
      <Table
        rows={bounces}
        keyOf={(mail) => mail.id}
        empty="没有。"
        columns={[
          { head: '收到', cell: (mail) => <When at={mail.arrivedAt} />, tight: true },
          { head: '退回的地址', cell: (mail) => mail.detail ?? '' },
          { head: '邮件', cell: (mail) => subjectWords(mail) },
          { head: '已阅', cell: (mail) => dismiss(mail, '已阅') },
        ]}
      />
      {before === undefined && next === null ? null : (
        <p class="toolbar">
          {before === undefined ? null : <a href="/comments/mails">最近的</a>}
          {next === null ? null : <a href={`/comments/mails?after=${encodeURIComponent(next)}`}>更早的</a>}
        </p>
      )}
    </Layout>
  );
}

/** The words of one mail that waits to be sorted. */
export function mailTextPage({
  signed,
  mail,
  text,
  periods,
}: Pick<MailsProps, 'signed' | 'periods'> & {
  readonly mail: MailAnswer;
  readonly text: string | undefined;
}): VNode {
  const options = optionsOf(periods);
  return (
    <Layout title={subjectWords(mail)} area="/comments" signed={signed}>
      <p class="crumb">
        <a href="/comments">征求意见</a> / <a href="/comments/mails">来信归类和退信</a>
      </p>
      <h1>{subjectWords(mail)}</h1>
      <p class="lead">
        {mail.from ?? '没有发件人'}，<When at={mail.arrivedAt} />
        {mail.detail === null ? '' : `，${mail.detail}`}
      </p>
      <pre class="letter">{(text ?? '').trim() === '' ? '这封邮件没有可以显示的正文，请到收信邮箱查看。' : text}</pre>
      {mail.class === 'unsorted' && options.length > 0 ? (
        <AssignForm mail={mail.id} options={options} csrf={signed.csrf} value={undefined} />
      ) : null}
      {mail.class === 'unsorted' ? (
        <DismissForm mail={mail.id} words="不是意见" csrf={signed.csrf} tried={undefined} />
      ) : null}
    </Layout>
  );
}

interface Option {
  readonly value: string;
  readonly word: string;
}

function AssignForm({
  mail,
  options,
  csrf,
  value,
}: {
  readonly mail: string;
  readonly options: readonly Option[];
  readonly csrf: string;
  readonly value: string | undefined;
}): VNode {
  return (
    <ActForm action="/comments/mails" csrf={csrf} hidden={{ mail }} button="归入">
      <SelectField
        label="归入哪一次征求意见"
        name="period"
        options={options}
        {...(value === undefined ? {} : { value })}
      />
    </ActForm>
  );
}

function DismissForm({
  mail,
  words,
  csrf,
  tried,
}: {
  readonly mail: string;
  readonly words: string;
  readonly csrf: string;
  readonly tried: Tried | undefined;
}): VNode {
  const typed = tried?.values['mail'] === mail ? tried.values['reason'] : undefined;
  return (
    <ActForm action="/comments/mails" csrf={csrf} hidden={{ act: 'dismiss', mail }} button={words}>
      <TextField label="理由" name="reason" value={typed ?? ''} hint="如“广告”“已电话告知”" />
    </ActForm>
  );
}

const optionsOf = (periods: readonly PeriodAnswer[]): readonly Option[] =>
  periods.filter(isLive).map((period) => ({ value: period.id, word: `${period.title}（${period.id}）` }));

/** The subject as a list shows it: strangers choose how long it is. */
export const subjectWords = ({ subject }: Pick<MailAnswer, 'subject'>): string =>
  subject === '' ? '（无主题）' : oneLine(subject, SUBJECT);
