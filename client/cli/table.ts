/** Plain columns for the terminal; Chinese characters count as two cells. */
import stringWidth from 'string-width';

const GAP = '  ';

/** Lines of a table with a header and a rule below it. Control characters in cells are shown as spaces. */
export function table(header: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const clean = rows.map((row) => row.map(plain));
  const widths = header.map((head, i) => Math.max(stringWidth(head), ...clean.map((row) => stringWidth(row[i] ?? ''))));
  const line = (cells: readonly string[]) =>
    widths
      .map((width, i) => pad(cells[i] ?? '', width))
      .join(GAP)
      .trimEnd();
  return [line(header), widths.map((width) => '─'.repeat(width)).join(GAP), ...clean.map(line)];
}

/** Text fit for one line of a terminal: no escape sequences or line breaks from a document or a mail reach it. */
export function plain(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is taken out
  return text.replace(/[\u0000-\u001f\u007f-\u009f]+/g, ' ');
}

/** Cuts text to so many cells, with an ellipsis where something was cut. */
export function shorten(text: string, cells: number): string {
  if (stringWidth(text) <= cells) return text;
  let kept = '';
  for (const character of text) {
    if (stringWidth(kept + character) > cells - 1) break;
    kept += character;
  }
  return `${kept}…`;
}

function pad(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - stringWidth(text)));
}
