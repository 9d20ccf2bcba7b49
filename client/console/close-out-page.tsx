/** A published close-out for the public: its words, the tables of opinions and changes, and the document. No script. */
import type { ComponentChildren, VNode } from 'preact';
import type { CloseOut } from '../../domain/comment/close-out.js';
import {
  type CloseOutExtras,
  channelRows,
  closeOutParagraphs,
  closeOutTitle,
  numberWords,
  placeWords,
  resultRows,
} from '../../domain/comment/close-out-words.js';
import { dispositionWords } from '../../domain/comment/comment.js';
import { dayOf, inChinese } from '../../domain/day.js';
import type { Column } from './parts.js';

export interface CloseOutPageProps extends CloseOutExtras {
  readonly closeOut: CloseOut;
  /** Epoch ms. */
  readonly publishedAt: number;
  readonly docxUrl: string;
  /** The page of the period, where notice and draft stand. */
  readonly pageUrl: string;
  readonly publicLayout: (props: { readonly title: string; readonly children: ComponentChildren }) => VNode;
}

export function closeOutPage({
  closeOut,
  publishedAt,
  docxUrl,
  pageUrl,
  publicLayout: Frame,
  ...extras
}: CloseOutPageProps): VNode {
  const title = closeOutTitle(closeOut);
  const { rows, changes, zero, counts, issuer } = closeOut;
  return (
    <Frame title={title}>
      <article>
        <h1>{title}</h1>
        {closeOutParagraphs(closeOut, extras).map((words) => (
          <p key={words}>{words}</p>
        ))}
        <p>
          {issuer}
          <br />
          <time dateTime={dayOf(publishedAt)}>{inChinese(dayOf(publishedAt))}</time>
        </p>
        {zero && counts.received === 0 ? null : <Counts closeOut={closeOut} />}
        {rows.length === 0 ? null : (
          <section>
            <h2>各条意见的采纳情况</h2>
            <CaptionedTable
              caption={`意见及采纳情况表（${rows.length}项）`}
              rows={rows}
              keyOf={(row) => String(row.nos[0])}
              columns={[
                { head: '序号', cell: (row) => numberWords(row.nos), tight: true },
                { head: '渠道', cell: (row) => row.channels.join('、') },
                { head: '涉及内容', cell: placeWords },
                { head: '意见', cell: (row) => row.opinion, wide: true },
                { head: '采纳情况', cell: (row) => dispositionWords[row.result] },
                { head: '说明', cell: (row) => row.words, wide: true },
              ]}
            />
          </section>
        )}
        {changes.length === 0 ? null : (
          <section>
            <h2>文稿修改情况</h2>
            <CaptionedTable
              caption={`根据意见作出的修改（${changes.length}处）`}
              rows={changes}
              keyOf={(change) => JSON.stringify([change.where, change.before, change.after])}
              columns={[
                { head: '修改处', cell: (change) => change.where },
                { head: '修改前', cell: (change) => change.before.trim() || '（新增）', wide: true },
                { head: '修改后', cell: (change) => change.after.trim() || '（删去）', wide: true },
                { head: '对应意见', cell: (change) => `第${numberWords(change.nos)}条` },
              ]}
            />
          </section>
        )}
        <p>
          <a href={docxUrl}>下载本反馈（Word 文档）</a>
        </p>
        <p>
          <a href={pageUrl}>查看征求意见公告和征求意见稿</a>
        </p>
      </article>
    </Frame>
  );
}

function Counts({ closeOut }: { readonly closeOut: CloseOut }): VNode {
  const table = (caption: string, head: string, rows: readonly (readonly [string, number])[]): VNode => (
    <CaptionedTable
      caption={caption}
      rows={rows}
      keyOf={([words]) => words}
      columns={[
        { head, cell: ([words]) => words },
        { head: '条数', cell: ([, count]) => count, tight: true },
      ]}
    />
  );
  return (
    <section>
      <h2>收到意见的总体情况</h2>
      <div class="grid">
        {table('按渠道', '渠道', channelRows(closeOut))}
        {table('按采纳情况', '采纳情况', resultRows(closeOut))}
      </div>
    </section>
  );
}

/** A table with a caption that becomes a stack of cards on a phone. */
function CaptionedTable<T>({
  caption,
  columns,
  rows,
  keyOf,
}: {
  readonly caption: string;
  readonly columns: readonly Column<T>[];
  readonly rows: readonly T[];
  readonly keyOf: (row: T) => string;
}): VNode {
  return (
    <table>
      <caption>{caption}</caption>
      <thead>
        <tr>
          {columns.map(({ head }) => (
            <th key={head} scope="col">
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={keyOf(row)}>
            {columns.map(({ head, cell, tight, wide }) => (
              <td key={head} data-head={head} class={tight ? 'tight' : wide ? 'wide' : undefined}>
                <div>{cell(row)}</div>
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
