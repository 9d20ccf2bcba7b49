/** Walks the XML of a docx part and writes what its last version shows onto a sheet. Element names: ECMA-376 part 1, 17. */
import type { ListPlace, Numbering } from './numbering.js';
import { type CellSpan, Sheet } from './sheet.js';
import type { Attributes, XmlReader } from './xml.js';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** Deleted text, properties as they were before a revision, second copies of text boxes, field codes, ruby. */
const OUT = new Set([
  'del',
  'moveFrom',
  'delText',
  'delInstrText',
  'instrText',
  'rt',
  'mc:Fallback',
  'pPrChange',
  'rPrChange',
  'sectPrChange',
  'tblPrChange',
  'tblPrExChange',
  'trPrChange',
  'tcPrChange',
  'numberingChange',
]);
const PROPERTIES = new Set(['pPr', 'rPr', 'trPr', 'tcPr', 'tblPr', 'sectPr']);

export class DocxBody implements XmlReader {
  readonly #sheet = new Sheet();
  readonly #numbering: Numbering;
  readonly #notes: ReadonlyMap<string, string>;
  /** Elements open inside something that is out. */
  #out = 0;
  /** Property elements now open, the outermost first. */
  readonly #properties: string[] = [];
  #place: Mutable<ListPlace> = {};
  #begun = false;
  #markDeleted = false;
  #hidden = false;
  #inText = false;
  readonly #rowsDeleted: boolean[] = [];
  #span: Mutable<CellSpan> = { columns: 1, down: 0 };
  /** Notes and text boxes that follow the paragraph they are set in. */
  #after: string[] = [];
  #box: DocxBody | null = null;
  #boxDepth = 0;

  /** `notes`: the text of each note, by `footnote/ID` and `endnote/ID`. */
  constructor(numbering: Numbering, notes: ReadonlyMap<string, string>) {
    this.#numbering = numbering;
    this.#notes = notes;
  }

  /** The text of everything walked so far. */
  result(): string {
    this.#flush();
    return this.#sheet.text();
  }

  open(name: string, attributes: Attributes): void {
    if (this.#box) {
      this.#boxDepth++;
      this.#box.open(name, attributes);
    } else if (this.#out > 0) this.#out++;
    else if (this.#properties.length > 0 && !name.endsWith('Change')) this.#property(name, attributes);
    else if (OUT.has(name)) this.#out = 1;
    else if (PROPERTIES.has(name)) this.#properties.push(name);
    else if (name === 'txbxContent') {
      this.#box = new DocxBody(this.#numbering, this.#notes);
      this.#boxDepth = 1;
    } else this.#content(name, attributes);
  }

  close(name: string): void {
    if (this.#box) {
      if (--this.#boxDepth > 0) this.#box.close(name);
      else {
        this.#after.push(...linesOf(this.#box.result()));
        this.#box = null;
      }
    } else if (this.#out > 0) this.#out--;
    else if (this.#properties.at(-1) === name) this.#properties.pop();
    else if (this.#properties.length === 0) this.#closeContent(name);
  }

  text(words: string): void {
    if (this.#box) this.#box.text(words);
    else if (this.#inText && this.#out === 0 && !this.#hidden && words !== '')
      this.#write(words.replace(/[\t\r\n]/g, ' '));
  }

  #property(name: string, { val }: Attributes): void {
    if (PROPERTIES.has(name)) {
      this.#properties.push(name);
      return;
    }
    const on = val === undefined || !/^(?:0|false|off)$/.test(val);
    const within = this.#properties[0];
    if (within === 'pPr') {
      if (name === 'pStyle') this.#place.style = val;
      else if (name === 'numId') this.#place.num = val;
      else if (name === 'ilvl') this.#place.level = Number(val ?? 0);
      // A deleted or moved paragraph mark joins the paragraph to the next one.
      else if ((name === 'del' || name === 'moveFrom') && this.#properties.at(-1) === 'rPr') this.#markDeleted = true;
    } else if (within === 'rPr' && name === 'vanish') this.#hidden = on;
    else if (within === 'trPr' && name === 'del') this.#rowsDeleted[this.#rowsDeleted.length - 1] = true;
    else if (within === 'tcPr' && name === 'gridSpan') this.#span.columns = Number(val ?? 1) || 1;
    else if (within === 'tcPr' && name === 'vMerge' && val !== 'restart') this.#span.down = 'above';
  }

  #content(name: string, attributes: Attributes): void {
    switch (name) {
      case 'p':
        this.#place = {};
        this.#begun = false;
        this.#markDeleted = false;
        this.#hidden = false;
        break;
      case 'r':
        this.#hidden = false;
        break;
      case 't':
      case 'm:t':
        this.#inText = true;
        break;
      case 'tab':
      case 'ptab':
        this.#write(' ');
        break;
      case 'br':
      case 'cr':
        this.#begin();
        this.#sheet.endLine();
        break;
      case 'noBreakHyphen':
        this.#write('-');
        break;
      case 'sym':
        // A sign of a picture font: it has no character of its own.
        this.#write('□');
        break;
      case 'footnoteReference':
      case 'endnoteReference': {
        const note = this.#notes.get(`${name.slice(0, -'Reference'.length)}/${attributes.id ?? ''}`);
        if (note) this.#after.push(...linesOf(note));
        break;
      }
      case 'tbl':
        this.#flush();
        this.#sheet.openTable();
        break;
      case 'tr':
        this.#rowsDeleted.push(false);
        this.#sheet.openRow();
        break;
      case 'tc':
        this.#span = { columns: 1, down: 0 };
        this.#sheet.openCell(this.#span);
        break;
      default:
    }
  }

  #closeContent(name: string): void {
    switch (name) {
      case 'p':
        if (this.#markDeleted) return;
        // A number without words still counts, but is not written.
        if (!this.#begun && this.#sheet.open === '') this.#numbering.next(this.#place);
        this.#flush();
        break;
      case 't':
      case 'm:t':
        this.#inText = false;
        break;
      case 'tc':
        this.#flush();
        this.#sheet.closeCell();
        break;
      case 'tr':
        if (this.#rowsDeleted.pop()) this.#sheet.dropRow();
        break;
      case 'tbl':
        this.#sheet.closeTable();
        break;
      default:
    }
  }

  #write(words: string): void {
    if (this.#hidden) return;
    this.#begin();
    this.#sheet.write(words);
  }

  /** Puts the paragraph's number before its first word; text carried over from a joined paragraph has its own. */
  #begin(): void {
    if (this.#begun) return;
    this.#begun = true;
    if (this.#sheet.open === '') this.#sheet.write(this.#numbering.next(this.#place));
  }

  #flush(): void {
    this.#sheet.endLine();
    for (const line of this.#after) {
      this.#sheet.write(line);
      this.#sheet.endLine();
    }
    this.#after = [];
  }
}

function linesOf(text: string): string[] {
  return text.split('\n').filter((line) => line !== '');
}
