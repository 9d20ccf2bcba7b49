/** Comma-separated text (RFC 4180) into rows that remember the line they start on. No types, no guesses. */
export interface CsvRow {
  /** 1-based line of the text on which the row starts. */
  readonly line: number;
  readonly fields: readonly string[];
}

export interface Csv {
  readonly rows: readonly CsvRow[];
  /** Line of the row whose quotation mark is never closed; that row is left out. */
  readonly unclosed?: number;
}

/**
 * Splits the text into rows. A byte order mark and blank lines are passed over; quoted fields may hold commas, line
 * breaks and doubled quotation marks; fields are trimmed because people line columns up with spaces.
 */
export function readCsv(text: string): Csv {
  const rows: CsvRow[] = [];
  let fields: string[] = [];
  let field = '';
  let quoted = false;
  let line = 1;
  let start = 1;

  const endRow = () => {
    fields.push(field.trim());
    if (fields.some((f) => f !== '')) rows.push({ line: start, fields });
    fields = [];
    field = '';
  };

  const input = text.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n');
  for (let i = 0; i < input.length; i++) {
    const c = input.charAt(i);
    if (c === '\n') line++;
    if (quoted) {
      if (c !== '"') field += c;
      else if (input.charAt(i + 1) === '"') field += input.charAt(i++);
      else quoted = false;
    } else if (c === '"' && field.trim() === '') {
      quoted = true;
      field = '';
    } else if (c === ',') {
      fields.push(field.trim());
      field = '';
    } else if (c === '\n') {
      endRow();
      start = line;
    } else {
      field += c;
    }
  }
  if (quoted) return { rows, unclosed: start };
  endRow();
  return { rows };
}
