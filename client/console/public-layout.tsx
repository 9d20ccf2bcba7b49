/** The frame of the public's pages: way past the bar, areas, content, foot. No script, no login, nothing about visitors. */
import type { ComponentChildren, VNode } from 'preact';

const areas = [
  ['/public', '征求意见'],
  ['/public/receipt', '查询办理结果'],
] as const;

interface PublicLayoutProps {
  readonly title: string;
  readonly area?: (typeof areas)[number][0];
  /** Pages about one person's comment stay out of search engines. */
  readonly hidden?: true;
  readonly children: ComponentChildren;
}

export function PublicLayout({ title, area, hidden, children }: PublicLayoutProps): VNode {
  return (
    <html lang="zh-CN">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        {hidden ? <meta name="robots" content="noindex" /> : null}
        <title>{`${title} · 公开征求意见`}</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="/static/duban.css" />
      </head>
      <body class="public">
        <a class="skip" href="#main">
          跳到正文
        </a>
        <header class="bar">
          <div class="bar-inner">
            <a class="brand plain" href="/public">
              公开征求意见
            </a>
            <nav aria-label="栏目">
              {areas.map(([href, word]) => (
                <a key={href} href={href} aria-current={href === area ? 'page' : undefined}>
                  {word}
                </a>
              ))}
            </nav>
          </div>
        </header>
        <main id="main" tabIndex={-1}>
          {children}
        </main>
        <footer class="foot">本网站无需登录，不使用 Cookie，不跟踪访问者。提意见人的姓名和联系方式不公开。</footer>
      </body>
    </html>
  );
}

/** A text of several lines as paragraphs; empty lines are dropped. */
export function Paragraphs({ text }: { readonly text: string }): VNode {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '');
  return (
    <>
      {lines.map((line, index) => (
        <p key={index}>{line.trim()}</p>
      ))}
    </>
  );
}
