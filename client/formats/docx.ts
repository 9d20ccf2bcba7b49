/**
 * A docx as the text a reader of its last version sees: paragraphs with their automatic numbers, line breaks, tables,
 * footnotes behind the paragraph they belong to; what revisions deleted is out, what they inserted is in. Hidden text,
 * comments, headers and footers, field codes and pictures are not text of the plan.
 */
import { refuse } from '../../domain/errors.js';
import { DocxBody } from './docx-body.js';
import { Numbering } from './numbering.js';
import { readXml } from './xml.js';
import type { Zip } from './zip.js';

/**
 * The text of a docx; `main` is what `mainPartOf` found.
 * @throws DubanError `file-docx-empty`, `file-zip-damaged`, `file-zip-bomb` or `file-too-deep`.
 */
export function docxText(zip: Zip, main: string): string {
  const folder = main.slice(0, main.lastIndexOf('/') + 1);
  const part = zip.part(main);
  if (!part) throw refuse('file-zip-damaged');
  const numbering = new Numbering(zip.part(`${folder}numbering.xml`), zip.part(`${folder}styles.xml`));
  const notes = new Map([
    ...notesOf(zip.part(`${folder}footnotes.xml`), 'footnote'),
    ...notesOf(zip.part(`${folder}endnotes.xml`), 'endnote'),
  ]);
  const body = new DocxBody(numbering, notes);
  readXml(part, body);
  const text = body.result();
  if (!/\S/.test(text)) throw refuse('file-docx-empty');
  return text;
}

/** The name of the part that holds the text; null in a zip that is no docx. */
export function mainPartOf(zip: Zip): string | null {
  const targets: string[] = [];
  const relations = zip.has('word/document.xml') ? null : zip.part('_rels/.rels');
  if (relations) {
    readXml(relations, {
      open: (name, { Type, Target }) => {
        if (name === 'Relationship' && Type?.endsWith('/officeDocument') && Target) targets.push(Target);
      },
      close: () => undefined,
      text: () => undefined,
    });
  }
  const names = ['word/document.xml', ...targets.map((target) => target.replace(/^(?:\.?\/)+/, ''))];
  return names.find((name) => name.startsWith('word/') && zip.has(name)) ?? null;
}

/** Notes by kind and id. */
function notesOf(part: Uint8Array | null, kind: 'footnote' | 'endnote'): [string, string][] {
  const notes: [string, string][] = [];
  if (!part) return notes;
  let note: DocxBody | null = null;
  let id = '';
  readXml(part, {
    open: (name, attributes) => {
      if (name === kind) {
        // The separators above the notes are stored as notes with a type.
        note = attributes.type === undefined ? new DocxBody(new Numbering(null, null), new Map()) : null;
        id = attributes.id ?? '';
      } else note?.open(name, attributes);
    },
    close: (name) => {
      if (name !== kind) note?.close(name);
      else if (note) notes.push([`${kind}/${id}`, note.result().trim()]);
    },
    text: (words) => note?.text(words),
  });
  return notes;
}
