/**
 * The one layout of every letter in HTML: inline styles only, no remote images, one column that fits a telephone.
 * Text goes through preact, which escapes it; there is no raw HTML anywhere in a letter.
 */
import type { JSX } from 'preact';
import { renderToStaticMarkup } from 'preact-render-to-string';
import type { Block, ErrandRow, TaskRow, Tone } from './content.js';
import type { Sheet } from './sheet.js';

const ink = '#1f2328';
const faint = '#57606a';
const line = '#d8dee4';
const red = '#a4161a';
const colours: Readonly<Record<Tone, string>> = { plain: '#1a5fb4', warn: '#9a6700', late: red };

const frame = (colour: string) =>
  `margin:10px 0;padding:10px 12px;border:1px solid ${line};border-left:4px solid ${colour};border-radius:4px`;
const button = `display:inline-block;padding:9px 16px;border-radius:4px;background:${red};color:#ffffff;text-decoration:none;font-size:15px`;

/** A whole HTML document for one letter. */
export function renderHtml(sheet: Sheet): string {
  return `<!doctype html>${renderToStaticMarkup(<Page sheet={sheet} />)}`;
}

function Page({ sheet }: { readonly sheet: Sheet }): JSX.Element {
  return (
    <html lang="zh-CN">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{sheet.subject}</title>
      </head>
      <body
        style={`margin:0;padding:0;background:#f3f4f6;color:${ink};font-family:'PingFang SC','Microsoft YaHei','Noto Sans CJK SC',sans-serif;font-size:15px;line-height:1.7`}
      >
        <div style="max-width:640px;margin:0 auto;padding:12px">
          <div
            style={`background:#ffffff;border:1px solid ${line};border-top:4px solid ${red};border-radius:4px;padding:18px 18px 12px`}
          >
            <div style={`font-size:13px;color:${faint}`}>{sheet.kindWords}</div>
            <p style="margin:8px 0;font-weight:bold">{sheet.greeting}</p>
            {sheet.blocks.map((block) => (
              <Part block={block} />
            ))}
            <p style="margin:22px 0 0;text-align:right">
              {sheet.signature}
              <br />
              {sheet.date}
            </p>
          </div>
          <div style={`padding:10px 4px;font-size:12px;color:${faint}`}>
            {sheet.footer.map((words) => (
              <div>{words}</div>
            ))}
          </div>
        </div>
      </body>
    </html>
  );
}

function Part({ block }: { readonly block: Block }): JSX.Element {
  switch (block.kind) {
    case 'heading':
      return (
        <h2 style={`margin:20px 0 8px;font-size:16px;border-left:4px solid ${red};padding-left:8px`}>{block.text}</h2>
      );
    case 'paragraph':
      return (
        <p style={`margin:8px 0;color:${(block.tone ?? 'plain') === 'plain' ? ink : colours[block.tone ?? 'plain']}`}>
          {block.text}
        </p>
      );
    case 'facts':
      return (
        <table
          role="presentation"
          cellPadding="0"
          cellSpacing="0"
          style="margin:8px 0;border-collapse:collapse;font-size:14px"
        >
          {block.rows.map(([label, value]) => (
            <Fact label={label}>{value}</Fact>
          ))}
        </table>
      );
    case 'tasks':
      return (
        <div>
          {block.rows.map((row) => (
            <Card row={row} />
          ))}
        </div>
      );
    case 'errands':
      return (
        <div>
          {block.rows.map((row) => (
            <ErrandCard row={row} />
          ))}
        </div>
      );
    case 'action':
      return (
        <p style="margin:14px 0">
          <a href={block.href} style={button}>
            {block.label}
          </a>
        </p>
      );
  }
}

function Fact({ label, children }: { readonly label: string; readonly children: string }): JSX.Element {
  return (
    <tr>
      <td style={`padding:1px 10px 1px 0;color:${faint};white-space:nowrap;vertical-align:top`}>{label}</td>
      <td style="padding:1px 0;vertical-align:top">{children}</td>
    </tr>
  );
}

function Card({ row }: { readonly row: TaskRow }): JSX.Element {
  const colour = colours[row.tone];
  return (
    <div style={frame(colour)}>
      <div style="font-weight:bold">
        {row.number}. {row.title}
      </div>
      {row.plan === undefined ? null : <div style={`font-size:13px;color:${faint}`}>{row.plan}</div>}
      <table
        role="presentation"
        cellPadding="0"
        cellSpacing="0"
        style="margin:6px 0;border-collapse:collapse;font-size:14px"
      >
        <Fact label="职责">{row.role}</Fact>
        <Fact label="时限">{row.due}</Fact>
        <tr>
          <td style={`padding:1px 10px 1px 0;color:${faint};white-space:nowrap`}>进度</td>
          <td style="padding:1px 0">
            {row.state}
            {row.remaining === '—' ? '' : '，'}
            {row.remaining === '—' ? null : <span style={`color:${colour};font-weight:bold`}>{row.remaining}</span>}
          </td>
        </tr>
      </table>
      {row.ask === undefined ? null : <div>{row.ask}</div>}
      <NotesAndLink row={row} />
    </div>
  );
}

function ErrandCard({ row }: { readonly row: ErrandRow }): JSX.Element {
  return (
    <div style={frame(colours[row.tone])}>
      <div style="font-weight:bold">{row.title}</div>
      <table
        role="presentation"
        cellPadding="0"
        cellSpacing="0"
        style="margin:6px 0;border-collapse:collapse;font-size:14px"
      >
        {row.facts.map(([label, value]) => (
          <Fact label={label}>{value}</Fact>
        ))}
      </table>
      <div>{row.ask}</div>
      <NotesAndLink row={row} />
    </div>
  );
}

function NotesAndLink({ row }: { readonly row: Pick<TaskRow, 'notes' | 'link'> }): JSX.Element {
  return (
    <>
      {row.notes.map((note) => (
        <div style={`font-size:13px;color:${faint}`}>{note}</div>
      ))}
      {row.link === undefined ? null : (
        <div style="margin:8px 0 2px">
          <a href={row.link.href} style={`color:${red};font-size:14px`}>
            {row.link.label}
          </a>
        </div>
      )}
    </>
  );
}
