/** Letters answered by mail: those that wait for the office, or all of them. */
import type { VNode } from 'preact';
import { oneLine } from '../../domain/letter-words.js';
import type { ReplyAnswer } from '../http/reply-answers.js';
import { Layout, type Signed } from './layout.js';
import { Done, Table, When } from './parts.js';

/** Characters of words that a list shows: strangers choose how long they are. */
const SHOWN = 80;

interface RepliesProps {
  readonly signed: Signed;
  readonly replies: readonly ReplyAnswer[];
  readonly all: boolean;
  readonly done: string | undefined;
}

export function repliesPage({ signed, replies, all, done }: RepliesProps): VNode {
  return (
    <Layout title="待处理的回信" area="/letters" signed={signed}>
      <Done words={done} />
      <p class="crumb">
        <a href="/letters">信件</a> / 回信
      </p>
      <h1>{all ? '全部回信' : `待处理的回信（${replies.length}封）`}</h1>
      <p class="lead">
        单位直接回复信件来签收、报告的，核对发件地址后自动办理；认不准的在这里等办公室看过再办。
        {all ? <a href="/replies">只看待处理的</a> : <a href="/replies?all=yes">全部回信</a>}
      </p>
      <Table
        rows={replies}
        keyOf={(one) => String(one.no)}
        empty="没有。"
        columns={[
          { head: '收到', cell: (one) => <When at={one.arrivedAt} />, tight: true },
          { head: '状态', cell: (one) => <ReplyMark reply={one} />, tight: true },
          {
            head: '回信',
            wide: true,
            cell: (one) => (
              <>
                <a href={`/replies/${one.no}`}>
                  第{one.no}号：{subjectOf(one)}
                </a>
                <small>{oneLine(one.text, SHOWN) || '（没有正文）'}</small>
              </>
            ),
          },
          { head: '信件发给', cell: (one) => one.unit?.name ?? '不明' },
          {
            head: '发件',
            cell: (one) => (
              <>
                {one.senderWords === null ? '不是该单位的地址' : `${one.unit?.name ?? ''} ${one.senderWords}`}
                <small>{one.from ?? '没有发件人'}</small>
              </>
            ),
          },
          { head: '任务', cell: (one) => numbersOf(one) },
          { head: '为什么等办公室', cell: (one) => one.whyWords ?? '' },
        ]}
      />
    </Layout>
  );
}

/** The state as a coloured word. */
export function ReplyMark({ reply }: { readonly reply: Pick<ReplyAnswer, 'status' | 'statusWords'> }): VNode {
  const colour = reply.status === 'waiting' ? 'yellow' : reply.status === 'dismissed' ? 'grey' : 'green';
  return <span class={`light ${colour}`}>{reply.statusWords}</span>;
}

/** The subject as a list shows it. */
export const subjectOf = ({ subject }: Pick<ReplyAnswer, 'subject'>): string =>
  subject === '' ? '（无主题）' : oneLine(subject, SHOWN);

const numbersOf = ({ acts }: ReplyAnswer): string =>
  acts.length === 0 ? '' : `第${[...new Set(acts.map((one) => one.number))].join('、')}项`;
