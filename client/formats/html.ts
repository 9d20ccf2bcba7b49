/**
 * A web page as the text it shows: block elements as lines, lists with the numbers a browser prints, tables as rows.
 * Scripts, styles, forms' controls, hidden elements and comments are left out, and so are menus: navigation elements
 * and lists of short links. Nothing is run and nothing is fetched.
 */
import { Parser } from 'htmlparser2';
import { refuse } from '../../domain/errors.js';
import { markerOf } from '../../domain/parse/marker.js';
import { fold } from '../../domain/parse/passage.js';
import { numeralOf } from './numerals.js';
import { Sheet } from './sheet.js';
import { DEPTH } from './xml.js';

type Attributes = Readonly<Record<string, string>>;

/** Never shown as text. */
const OUT = new Set(
  'script style head noscript template iframe title object embed svg math canvas audio video select datalist option button textarea map del rp rt dialog'.split(
    ' ',
  ),
);
const BLOCKS = new Set(
  'p div h1 h2 h3 h4 h5 h6 section article main header footer nav aside address blockquote figure figcaption form fieldset legend center pre ul ol dl li dt dd hr body caption details summary menu'.split(
    ' ',
  ),
);
const MENUS = new Set(['nav', 'footer', 'aside', 'menu', 'ul', 'dl']);
const MENU_NAME =
  /^(?:nav|navbar|navigation|menu|mainmenu|submenu|breadcrumbs?|crumbs?|footer|foot|bottom|sidebar|share|toolbar|topbar|copyright|pagination|pager|friendlinks?|dqwz|weizhi|location|position)$/i;
/** CSS list styles by the number format they print. */
const LIST_STYLES: Readonly<Record<string, string>> = {
  '1': 'decimal',
  a: 'lowerLetter',
  A: 'upperLetter',
  i: 'lowerRoman',
  I: 'upperRoman',
  decimal: 'decimal',
  'lower-alpha': 'lowerLetter',
  'lower-latin': 'lowerLetter',
  'upper-alpha': 'upperLetter',
  'upper-latin': 'upperLetter',
  'lower-roman': 'lowerRoman',
  'upper-roman': 'upperRoman',
  'cjk-ideographic': 'chineseCounting',
  'simp-chinese-informal': 'chineseCounting',
  'trad-chinese-informal': 'chineseCounting',
  'cjk-decimal': 'ideographDigital',
  none: 'none',
};

interface List {
  readonly format: string;
  next: number;
}

/** Part of the page that may turn out to be a menu when it ends. */
interface Candidate {
  readonly depth: number;
  readonly mark: number;
  readonly named: boolean;
  words: number;
  linked: number;
  links: number;
  sentences: number;
}

/** The shown text of a page. @throws DubanError `file-too-deep`. */
export function htmlText(source: string): string {
  const page = new Page();
  const parser = new Parser(
    {
      onopentag: (name, attributes) => page.open(name, attributes),
      onclosetag: (name) => page.close(name),
      ontext: (words) => page.text(words),
    },
    { decodeEntities: true },
  );
  // An XML declaration or a stray byte order mark is no text.
  parser.end(source.replace(/^\ufeff?\s*<\?xml[^>]*\?>/, ''));
  return page.result();
}

class Page {
  readonly #sheet = new Sheet();
  readonly #lists: (List | null)[] = [];
  #depth = 0;
  #out = 0;
  #pre = 0;
  #links = 0;
  #space = '';
  #last = '';
  #number = '';
  #candidate: Candidate | null = null;

  result(): string {
    return this.#sheet.text();
  }

  open(name: string, attributes: Attributes): void {
    if (++this.#depth > DEPTH) throw refuse('file-too-deep', { limit: DEPTH });
    if (this.#out > 0 || OUT.has(name) || isHidden(attributes)) {
      this.#out++;
      return;
    }
    if (name === 'br' || BLOCKS.has(name)) this.#endLine();
    this.#openCandidate(name, attributes);
    if (name === 'a') this.#links++;
    if (name === 'pre') this.#pre++;
    if (name === 'ol' || name === 'ul') this.#lists.push(name === 'ol' ? listOf(attributes) : null);
    if (name === 'li') this.#openItem(attributes);
    this.#openTable(name, attributes);
  }

  close(name: string): void {
    const depth = this.#depth--;
    if (this.#out > 0) {
      this.#out--;
      return;
    }
    if (BLOCKS.has(name)) this.#endLine();
    if (name === 'a') this.#links--;
    if (name === 'pre') this.#pre--;
    if (name === 'ol' || name === 'ul') this.#lists.pop();
    if (name === 'td' || name === 'th') {
      this.#endLine();
      this.#sheet.closeCell();
    } else if (name === 'table') {
      this.#endLine();
      this.#sheet.closeTable();
    }
    if (this.#candidate?.depth === depth) this.#closeCandidate(this.#candidate);
  }

  text(words: string): void {
    if (this.#out > 0) return;
    if (this.#pre > 0) {
      for (const [i, line] of words.split(/\r\n|[\n\r]/).entries()) {
        if (i > 0) this.#endLine();
        if (line !== '') this.#write(line.replaceAll('\t', ' '));
      }
      return;
    }
    for (const [piece] of words.matchAll(/[ \t\r\n\f]+|[^ \t\r\n\f]+/g)) {
      if (!/^[ \t\r\n\f]/.test(piece)) this.#write(piece);
      else if (this.#space !== '\n') this.#space = /[\r\n]/.test(piece) ? '\n' : ' ';
    }
  }

  #write(words: string): void {
    if (this.#number !== '') {
      // Many pages print the numbers themselves and switch the browser's off by a style sheet.
      if (markerOf(fold(words)) === null) this.#sheet.write(this.#number);
      this.#number = '';
    }
    // A line break of the source between two Chinese characters is no blank (CSS Text 3, 4.1.3).
    const joined = this.#last === '' || (this.#space === '\n' && WIDE.test(this.#last) && WIDE.test(words[0] ?? ''));
    if (this.#space !== '' && !joined) this.#sheet.write(' ');
    this.#space = '';
    this.#last = words.at(-1) ?? '';
    this.#sheet.write(words);
    if (!this.#candidate) return;
    this.#candidate.words += words.length;
    this.#candidate.linked += this.#links > 0 ? words.length : 0;
    this.#candidate.sentences += words.split('。').length - 1;
  }

  #endLine(): void {
    this.#sheet.endLine();
    this.#space = '';
    this.#last = '';
  }

  #openItem({ value }: Attributes): void {
    const list = this.#lists.at(-1);
    if (!list) return;
    if (value !== undefined && /^-?\d{1,6}$/.test(value)) list.next = Number(value);
    const number = numeralOf(list.next++, list.format);
    if (number !== '') this.#number = /^[\x20-\x7e]+$/.test(number) ? `${number}. ` : `${number}、`;
  }

  #openTable(name: string, { colspan, rowspan }: Attributes): void {
    if (name === 'table') {
      this.#endLine();
      this.#sheet.openTable();
    } else if (name === 'tr') {
      this.#endLine();
      this.#sheet.openRow();
    } else if (name === 'td' || name === 'th') {
      this.#endLine();
      this.#sheet.openCell({ columns: countOf(colspan), down: countOf(rowspan) - 1 });
    }
  }

  #openCandidate(name: string, { class: classes = '', id = '', role = '' }: Attributes): void {
    if (this.#candidate) {
      if (name === 'a') this.#candidate.links++;
      return;
    }
    const named =
      (MENUS.has(name) && name !== 'ul' && name !== 'dl') ||
      role === 'navigation' ||
      (name !== 'body' && `${classes} ${id}`.split(/\s+/).some((word) => MENU_NAME.test(word)));
    if (!named && !MENUS.has(name)) return;
    this.#endLine();
    const mark = this.#sheet.mark();
    this.#candidate = { depth: this.#depth, named, mark, words: 0, linked: 0, links: 0, sentences: 0 };
  }

  /** A part with sentences is no menu, whatever it is called; a list is one where nearly all of it is short links. */
  #closeCandidate({ named, mark, words, linked, links, sentences }: Candidate): void {
    this.#candidate = null;
    const menu = named ? sentences < 3 : sentences === 0 && links >= 3 && linked >= words * 0.9 && linked <= links * 14;
    if (!menu) return;
    this.#endLine();
    this.#sheet.dropSince(mark);
  }
}

const WIDE = /[\u2e80-\u9fff\uf900-\ufaff\uff00-\uff60]/;

function isHidden({ hidden, style = '' }: Attributes): boolean {
  return hidden !== undefined || /display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all/i.test(style);
}

function listOf({ type = '1', start, style = '' }: Attributes): List {
  const named = /list-style(?:-type)?\s*:\s*([a-z-]+)/i.exec(style)?.[1]?.toLowerCase();
  const format = LIST_STYLES[named ?? type] ?? 'decimal';
  return { format, next: start !== undefined && /^-?\d{1,6}$/.test(start) ? Number(start) : 1 };
}

function countOf(words: string | undefined): number {
  return words !== undefined && /^\s*\d{1,4}\s*$/.test(words) ? Math.max(1, Number(words)) : 1;
}
