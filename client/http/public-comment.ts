/** Turns a sent form into a comment, or into everything that is wrong with it, fault by field. */
import { createHash } from 'node:crypto';
import type { IncomingComment } from '../../domain/comment/comment.js';
import { isAddress } from '../../domain/directory.js';
import { type Fault, fault } from '../../domain/errors.js';
import { ATTACHMENT_LIMITS, judgeAttachment, safeName } from '../formats/attached.js';
import { FILE_COUNT, type FormValues, type SentFile, type SentForm } from './public-form.js';

/** Most characters of each field. */
export const FIELD_LIMITS = { text: 5000, name: 40, contact: 100 } as const;

/** A fault and the field it belongs to; `form`: to none in particular. */
export interface FieldFault {
  readonly field: keyof FormValues | 'files' | 'form';
  readonly fault: Fault;
}

export type Drawn =
  | { readonly ok: true; readonly comment: IncomingComment }
  | { readonly ok: false; readonly faults: readonly FieldFault[] };

interface Frame {
  readonly period: string;
  /** Numbers of the draft's items. */
  readonly items: readonly number[];
  /** Epoch ms at which the request began. */
  readonly arrivedAt: number;
  /** Of the form's token. */
  readonly number: string;
}

/** Checks all fields and draws up the comment. Changes nothing. */
export function drawComment(form: SentForm, frame: Frame): Drawn {
  const { values } = form;
  const judged = form.files.map(judge);
  const faults: FieldFault[] = [
    ...(form.whole ? [] : [{ field: 'form', fault: fault('form-unreadable') } as const]),
    ...textFaults(values),
    ...itemFaults(values.item, frame.items),
    ...contactFaults(values.contact),
    ...(form.fileCount > FILE_COUNT
      ? [
          {
            field: 'files',
            fault: fault('attachments-too-many', { count: form.fileCount, allowed: FILE_COUNT }),
          } as const,
        ]
      : []),
    ...judged.flatMap((one) => ('fault' in one ? [{ field: 'files', fault: one.fault } as const] : [])),
  ];
  if (faults.length > 0) return { ok: false, faults };
  const comment = {
    period: frame.period,
    channel: 'web',
    arrivedAt: frame.arrivedAt,
    item: values.item === '' ? null : Number(values.item),
    text: values.text,
    name: values.name === '' ? null : values.name,
    contact: contactOf(values.contact),
    files: judged.flatMap((one) => ('fault' in one ? [] : [one])),
    suspect: form.trap,
  } as const;
  return { ok: true, comment: { ...comment, idempotencyKey: keyOf(frame.number, comment) } };
}

/**
 * The form's number and what was written: a reload or a second click is the same comment; another text written after
 * going back to the same page is another one.
 */
function keyOf(number: string, comment: Omit<IncomingComment, 'idempotencyKey'>): string {
  const { item, text, name, contact, files } = comment;
  const content = JSON.stringify([item, text, name, contact, files.map((f) => [f.name, f.sha256])]);
  return `web/${number}/${createHash('sha256').update(content).digest('base64url').slice(0, 22)}`;
}

function textFaults({ text, name, contact }: FormValues): FieldFault[] {
  const faults: FieldFault[] = [];
  if (text.trim() === '') faults.push({ field: 'text', fault: fault('text-missing', { field: '意见内容' }) });
  const long = (field: keyof typeof FIELD_LIMITS, word: string, value: string) => {
    const length = [...value].length;
    const allowed = FIELD_LIMITS[field];
    if (length > allowed) faults.push({ field, fault: fault('text-too-long', { field: word, length, allowed }) });
  };
  long('text', '意见内容', text);
  long('name', '姓名或单位', name);
  long('contact', '联系方式', contact);
  return faults;
}

function itemFaults(item: string, items: readonly number[]): FieldFault[] {
  if (item === '' || (/^\d{1,4}$/.test(item) && items.includes(Number(item)))) return [];
  return [{ field: 'item', fault: fault('comment-item-missing', { item: [...item].slice(0, 20).join('') }) }];
}

/** A mail address or a telephone number, in the forms people write; anything else could be a comment in the wrong field. */
function contactFaults(contact: string): FieldFault[] {
  if (contact === '' || [...contact].length > FIELD_LIMITS.contact) return [];
  const plain = contact.normalize('NFKC');
  const digits = plain.replace(/\D/g, '').length;
  const phone = /^\+?[\d\s().\-–—转]+$/.test(plain) && digits >= 7 && digits <= 20;
  return phone || isAddress(plain) ? [] : [{ field: 'contact', fault: fault('comment-contact', { contact }) }];
}

/** The contact as it is kept: a mail address typed in full-width characters becomes one that mail can be sent to. */
function contactOf(contact: string): string | null {
  const plain = contact.normalize('NFKC');
  return contact === '' ? null : isAddress(plain) ? plain : contact;
}

/** True where a receipt can be mailed. */
export function isMailContact(contact: string | null): boolean {
  return contact !== null && isAddress(contact);
}

function judge(file: SentFile): IncomingComment['files'][number] | { readonly fault: Fault } {
  const refused = (why: string) => ({ fault: fault('attachment-refused', { name: safeName(file.name), why }) });
  if (file.cut) return refused(`超过${ATTACHMENT_LIMITS.bytes / 1024 / 1024}MB`);
  const judged = judgeAttachment(file.name, file.bytes);
  if (!judged.ok) return refused(judged.why);
  return {
    name: judged.name,
    mediaType: judged.mediaType,
    size: file.bytes.length,
    sha256: createHash('sha256').update(file.bytes).digest('hex'),
    bytes: file.bytes,
  };
}
