/** The list of a period's comments, with boxes to set several aside or merge them. */
import type { VNode } from 'preact';
import { type CommentChannel, channelWords, dispositionWords } from '../../domain/comment/comment.js';
import { isLive } from '../../domain/comment/period.js';
import { clockOf, dayOf, inChinese } from '../../domain/day.js';
import type { CommentAnswer } from '../http/comment-answers.js';
import {
  afterWords,
  CommentMarks,
  CommentState,
  emptyWords,
  itemWords,
  openWords,
  periodHref,
  typedIn,
} from './comments-parts.js';
import type { CommentsShown, PeriodProps } from './comments-period-page.js';
import { type Column, Table } from './parts.js';

/** Characters of a comment that the list shows. */
const EXCERPT = 90;

export function CommentList({ period, shown, signed, tried }: PeriodProps): VNode {
  const here = periodHref(period.id);
  const typed = typedIn(tried, 'batch');
  const ticked = new Set((typed['nos'] ?? '').split(','));
  const live = isLive(period);
  const columns: Column<CommentAnswer>[] = [
    {
      head: '编号',
      tight: true,
      cell: (one) => (
        <>
          {live ? (
            <input
              type="checkbox"
              name="nos"
              value={String(one.no)}
              checked={ticked.has(String(one.no))}
              aria-label={`勾选第${one.no}条`}
            />
          ) : null}{' '}
          <a href={`${here}/${one.no}`}>{one.no}</a>
        </>
      ),
    },
    {
      head: '意见',
      wide: true,
      cell: (one) => (
        <>
          <a href={`${here}/${one.no}`} class="excerpt">
            {excerpt(one)}
          </a>
          {one.files.length === 0 ? null : <small>附件{one.files.length}个</small>}
          <CommentMarks comment={one} live={live} />
        </>
      ),
    },
    {
      head: '收到',
      tight: true,
      cell: (one) => (
        <>
          {arrivedWords(one)}
          <small>{channelWords[one.channel]}</small>
        </>
      ),
    },
    {
      head: '针对',
      cell: (one) => (
        <>
          {itemWords(one)}
          {one.lead === null ? null : <small>{one.lead.name}</small>}
        </>
      ),
    },
    {
      head: '单位建议',
      cell: (one) =>
        one.opinion === null ? null : (
          <>
            {dispositionWords[one.opinion.kind]}
            <small>{one.opinion.words}</small>
          </>
        ),
    },
    { head: '状态', cell: (one) => <CommentState comment={one} />, tight: true },
  ];
  const table = (
    <Table
      rows={shown.list}
      keyOf={(one) => String(one.no)}
      empty={shown.show === 'open' ? `没有${openWords(period)}的意见。` : '没有意见。'}
      columns={columns}
    />
  );
  return (
    <section id="comments" class="comments">
      <h2>意见</h2>
      <Filter {...{ period, shown }} />
      {shown.show === 'after' ? (
        <p class="lead">
          这些意见登记时，{period.stage === 'withdrawn' ? '征求意见已经撤回' : '采纳情况已经公布'}
          ，不计入收到的条数，不再处理，留存参考；本人凭回执可以查到这一情况。
        </p>
      ) : null}
      {live && shown.list.length > 0 ? (
        <form method="post" action={`${here}/batch?${addressOf(shown, shown.from)}`}>
          <input type="hidden" name="csrf" value={signed.csrf} />
          <input type="hidden" name="seen" value={shown.list.map((one) => `${one.no}:${one.decided}`).join(',')} />
          {table}
          <fieldset class="group batch">
            <legend>勾选的意见一起办理</legend>
            <label class="field">
              <span>不作为有效意见</span>
              <input
                type="text"
                name="reason"
                maxLength={500}
                placeholder="理由，如“广告”"
                value={typed['reason'] ?? ''}
              />
            </label>
            <button type="submit" name="act" value="setAside" class="danger">
              不作为有效意见
            </button>
            <label class="field">
              <span>内容相同，并入第几条</span>
              <input type="text" name="into" inputMode="numeric" placeholder="编号" value={typed['into'] ?? ''} />
            </label>
            <button type="submit" name="act" value="merge">
              合并
            </button>
          </fieldset>
        </form>
      ) : (
        table
      )}
      <p class="pages">
        {shown.from === undefined || shown.from === 1 ? null : (
          <a href={`${here}?${addressOf(shown, undefined)}#comments`}>从头看起</a>
        )}{' '}
        {shown.next === undefined ? null : (
          <a href={`${here}?${addressOf(shown, shown.next)}#comments`}>后面的意见（从第{shown.next}条起）</a>
        )}
      </p>
    </section>
  );
}

function Filter({ period, shown }: Pick<PeriodProps, 'period' | 'shown'>): VNode {
  const here = periodHref(period.id);
  const { open, received } = period.counts;
  const choice = (show: CommentsShown['show'], words: string): VNode =>
    show === shown.show && shown.item === undefined ? (
      <b>{words}</b>
    ) : (
      <a href={`${here}?show=${show}#comments`}>{words}</a>
    );
  return (
    <form method="get" action={`${here}#comments`} class="filter">
      <span>
        {choice('open', `${openWords(period)}（${open}）`)} · {choice('all', `全部（${received}）`)}
        {period.afterClose === 0 ? null : <> · {choice('after', `${afterWords(period)}（${period.afterClose}）`)}</>}
      </span>
      <input type="hidden" name="show" value={shown.show} />
      <label>
        针对{' '}
        <select name="item" value={shown.item === undefined ? '' : String(shown.item)}>
          <option value="">不限</option>
          {period.items.map((item) => (
            <option key={item.number} value={String(item.number)}>
              第{item.number}项 {[...item.title].slice(0, 20).join('')}
            </option>
          ))}
        </select>
      </label>
      <button type="submit" class="narrow">
        筛选
      </button>
    </form>
  );
}

function addressOf({ show, item }: CommentsShown, from: number | undefined): string {
  return new URLSearchParams({
    show,
    ...(item === undefined ? {} : { item: String(item) }),
    ...(from === undefined ? {} : { from: String(from) }),
  }).toString();
}

function excerpt(one: CommentAnswer): string {
  const { text } = one;
  if (text === '') return emptyWords(one);
  const points = [...text];
  return points.length <= EXCERPT ? text : `${points.slice(0, EXCERPT).join('')}…`;
}

/** A letter is known by its day only. */
export function arrivedWords({
  channel,
  arrivedAt,
}: {
  readonly channel: CommentChannel;
  readonly arrivedAt: number;
}): string {
  return channel === 'post' ? inChinese(dayOf(arrivedAt)) : clockOf(arrivedAt);
}
