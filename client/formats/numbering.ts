/**
 * Automatic numbers of a docx: Word stores no number in the text, only a list and a level. This counts them as Word does
 * (ECMA-376 part 1, 17.9), so that "一、", "（一）" and "1." stand in the text again.
 */
import { numeralOf } from './numerals.js';
import { readXml } from './xml.js';

interface Level {
  start: number;
  format: string;
  text: string;
  suffix: string;
  /** All numbers of this level's text in Arabic digits. */
  legal: boolean;
  /** The level whose number starts this one again: `undefined` for any above, 0 for none. */
  restart: number | undefined;
  style: string | undefined;
}

interface Abstract {
  readonly levels: Map<number, Level>;
  /** Another list style whose levels are meant. */
  link: string | undefined;
}

interface Num {
  abstract: string;
  readonly starts: Map<number, number>;
  readonly levels: Map<number, Level>;
}

interface Style {
  basedOn: string | undefined;
  num: string | undefined;
  level: number | undefined;
}

/** The list and level of a paragraph as its own properties give them. */
export interface ListPlace {
  readonly style?: string | undefined;
  readonly num?: string | undefined;
  readonly level?: number | undefined;
}

const LEVELS = 9;

export class Numbering {
  readonly #abstracts = new Map<string, Abstract>();
  readonly #nums = new Map<string, Num>();
  readonly #styles = new Map<string, Style>();
  #defaultStyle: string | undefined;
  readonly #counts = new Map<string, (number | undefined)[]>();
  readonly #started = new Set<string>();

  /** `numbering` and `styles`: the parts word/numbering.xml and word/styles.xml, where the file has them. */
  constructor(numbering: Uint8Array | null, styles: Uint8Array | null) {
    if (styles) this.#readStyles(styles);
    if (numbering) this.#readNumbering(numbering);
  }

  /** Counts the paragraph and gives the number printed before it, with its blank; '' where it has none. */
  next(place: ListPlace): string {
    const found = this.#placeOf(place);
    if (!found) return '';
    const { num, abstract, level: at } = found;
    const level = this.#level(num, abstract, at);
    if (!level) return '';
    const key = `${num.abstract}`;
    const counts = this.#counts.get(key) ?? [];
    this.#counts.set(key, counts);
    const startOver = num.starts.get(at);
    const once = `${found.id}/${at}`;
    if (startOver !== undefined && !this.#started.has(once)) counts[at] = startOver;
    else counts[at] = (counts[at] ?? level.start - 1) + 1;
    this.#started.add(once);
    for (let below = at + 1; below < LEVELS; below++) {
      const restart = this.#level(num, abstract, below)?.restart;
      if (restart === undefined || (restart > 0 && at < restart)) counts[below] = undefined;
    }
    return this.#print(level, at, counts, num, abstract);
  }

  #print(level: Level, at: number, counts: (number | undefined)[], num: Num, abstract: Abstract): string {
    if (level.format === 'bullet') return '';
    const words = level.text.replace(/%([1-9])/g, (_, digit: string) => {
      const of = Number(digit) - 1;
      const shown = this.#level(num, abstract, of);
      const value = of > at ? undefined : (counts[of] ?? shown?.start ?? 1);
      if (value === undefined) return '';
      return numeralOf(value, level.legal && shown?.format !== 'none' ? 'decimal' : (shown?.format ?? 'decimal'));
    });
    return words === '' || level.suffix === 'nothing' ? words : `${words} `;
  }

  /** A paragraph's own list goes before that of its style; list 0 means none. */
  #placeOf(place: ListPlace): { id: string; num: Num; abstract: Abstract; level: number } | null {
    const style = this.#styleList(place.style ?? this.#defaultStyle);
    const id = place.num ?? style.num;
    if (id === undefined || id === '0') return null;
    const num = this.#nums.get(id);
    const abstract = num && this.#abstractOf(num, 0);
    if (!num || !abstract) return null;
    const linked = place.num === undefined ? this.#levelOfStyle(abstract, place.style) : undefined;
    const level = Math.min(Math.max(0, place.level ?? linked ?? style.level ?? 0), LEVELS - 1);
    return { id, num, abstract, level };
  }

  #abstractOf(num: Num, seen: number): Abstract | undefined {
    const abstract = this.#abstracts.get(num.abstract);
    if (abstract?.link === undefined || abstract.levels.size > 0 || seen > 8) return abstract;
    const linked = this.#nums.get(this.#styles.get(abstract.link)?.num ?? '');
    return linked ? this.#abstractOf(linked, seen + 1) : abstract;
  }

  #level(num: Num, abstract: Abstract, at: number): Level | undefined {
    return num.levels.get(at) ?? abstract.levels.get(at);
  }

  #levelOfStyle(abstract: Abstract, style: string | undefined): number | undefined {
    if (style === undefined) return undefined;
    for (const [at, level] of abstract.levels) if (level.style === style) return at;
    return undefined;
  }

  #styleList(id: string | undefined): { num: string | undefined; level: number | undefined } {
    let level: number | undefined;
    let next = id;
    for (let seen = 0; next !== undefined && seen < 20; seen++) {
      const style = this.#styles.get(next);
      level ??= style?.level;
      if (style?.num !== undefined) return { num: style.num, level };
      next = style?.basedOn;
    }
    return { num: undefined, level };
  }

  #readStyles(part: Uint8Array): void {
    let style: Style | null = null;
    readXml(part, {
      open: (name, { styleId, val, default: standard, type }) => {
        if (name === 'style') {
          style = { basedOn: undefined, num: undefined, level: undefined };
          if (styleId !== undefined) this.#styles.set(styleId, style);
          if (type === 'paragraph' && (standard === '1' || standard === 'true')) this.#defaultStyle = styleId;
        } else if (style && name === 'basedOn') style.basedOn = val;
        else if (style && name === 'numId') style.num = val;
        else if (style && name === 'ilvl') style.level = Number(val ?? 0);
      },
      close: (name) => {
        if (name === 'style') style = null;
      },
      text: () => undefined,
    });
  }

  #readNumbering(part: Uint8Array): void {
    let abstract: Abstract | null = null;
    let num: Num | null = null;
    let override = 0;
    let level: Level | null = null;
    readXml(part, {
      open: (name, attributes) => {
        const { val } = attributes;
        if (name === 'abstractNum') {
          abstract = { levels: new Map(), link: undefined };
          this.#abstracts.set(attributes.abstractNumId ?? '', abstract);
        } else if (name === 'num') {
          num = { abstract: '', starts: new Map(), levels: new Map() };
          this.#nums.set(attributes.numId ?? '', num);
        } else if (name === 'abstractNumId' && num) num.abstract = val ?? '';
        else if (name === 'numStyleLink' && abstract) abstract.link = val;
        else if (name === 'lvlOverride') override = Number(attributes.ilvl ?? 0);
        else if (name === 'startOverride') num?.starts.set(override, Number(val ?? 1));
        else if (name === 'lvl') {
          level = {
            start: 1,
            format: 'decimal',
            text: '',
            suffix: 'tab',
            legal: false,
            restart: undefined,
            style: undefined,
          };
          (num ?? abstract)?.levels.set(Number(attributes.ilvl ?? 0), level);
        } else if (level) readLevel(level, name, val);
      },
      close: (name) => {
        if (name === 'abstractNum') abstract = null;
        else if (name === 'num') num = null;
        else if (name === 'lvl') level = null;
      },
      text: () => undefined,
    });
  }
}

function readLevel(level: Level, name: string, val: string | undefined): void {
  if (name === 'start') level.start = Number(val ?? 1);
  else if (name === 'numFmt') level.format = val ?? 'decimal';
  else if (name === 'lvlText') level.text = val ?? '';
  else if (name === 'suff') level.suffix = val ?? 'tab';
  else if (name === 'isLgl') level.legal = val === undefined || !/^(?:0|false|off)$/.test(val);
  else if (name === 'lvlRestart') level.restart = Number(val ?? 0);
  else if (name === 'pStyle') level.style = val;
}
