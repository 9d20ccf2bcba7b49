/** A published close-out as a page that stands by itself: same words as the public's page, no address but its neighbours. */
import type { ComponentChildren, VNode } from 'preact';
import { renderToString } from 'preact-render-to-string';
import type { CloseOut } from '../../domain/comment/close-out.js';
import type { CommentChannel } from '../../domain/comment/comment.js';
import { closeOutPage } from '../console/close-out-page.js';

const style = `body{font-family:"Noto Sans CJK SC","Microsoft YaHei","PingFang SC",sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;line-height:1.7}
table{border-collapse:collapse;margin:1rem 0}th,td{border:1px solid #444;padding:.3rem .6rem;text-align:left;vertical-align:top}`;

function Frame({ title, children }: { readonly title: string; readonly children: ComponentChildren }): VNode {
  return (
    <html lang="zh-CN">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{title}</title>
        <style>{style}</style>
      </head>
      <body>{children}</body>
    </html>
  );
}

export function closeOutHtml(closeOut: CloseOut, publishedAt: number, channels: readonly CommentChannel[]): string {
  const links = { docxUrl: 'close-out.docx', pageUrl: 'draft.txt' };
  return `<!doctype html>${renderToString(closeOutPage({ closeOut, publishedAt, channels, ...links, publicLayout: Frame }))}`;
}
