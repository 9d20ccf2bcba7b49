/** The frame of every page: head, bar with the areas, content. No script anywhere. */
import type { ComponentChildren, VNode } from 'preact';

export interface Signed {
  readonly name: string;
  readonly csrf: string;
  /** True while letters stay in the local mailbox. */
  readonly mailbox: boolean;
}

const areas = [
  ['/', '计划'],
  ['/comments', '征求意见'],
  ['/cycles', '督查'],
  ['/letters', '信件'],
  ['/formal', '督办函'],
  ['/mailbox', '信箱'],
  ['/admin', '管理'],
] as const;
export type Area = (typeof areas)[number][0];

interface LayoutProps {
  readonly title: string;
  /** The area shown as chosen. */
  readonly area?: Area;
  /** Who is logged in; absent: the bar shows the name only. */
  readonly signed?: Signed | undefined;
  readonly children: ComponentChildren;
}

export function Layout({ title, area, signed, children }: LayoutProps): VNode {
  return (
    <html lang="zh-CN">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <title>{`${title} · 督办`}</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="/static/duban.css" />
      </head>
      <body>
        <header class="bar">
          <div class="bar-inner">
            <a class="brand" href="/">
              督办
            </a>
            {signed === undefined ? null : <Areas area={area} signed={signed} />}
          </div>
        </header>
        <main>{children}</main>
        <footer class="foot">重点任务督办：从计划印发到办结销号全程跟踪</footer>
      </body>
    </html>
  );
}

function Areas({ area, signed }: { readonly area: Area | undefined; readonly signed: Signed }): VNode {
  return (
    <>
      <nav aria-label="栏目">
        {areas
          .filter(([href]) => href !== '/mailbox' || signed.mailbox)
          .map(([href, word]) => (
            <a key={href} href={href} aria-current={href === area ? 'page' : undefined}>
              {word}
            </a>
          ))}
      </nav>
      <form method="post" action="/logout" class="who">
        <input type="hidden" name="csrf" value={signed.csrf} />
        <span>{signed.name}</span>
        <button type="submit" class="plain">
          退出
        </button>
      </form>
    </>
  );
}
