/** Small files of each kind that people attach. */
import { strToU8, zipSync } from 'fflate';

export const DAY_MS = 86_400_000;

export const pdf = new Uint8Array(Buffer.from('%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n'));
export const png = new Uint8Array(Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'));
export const docx = zipSync({
  '[Content_Types].xml': strToU8('<Types/>'),
  'word/document.xml': strToU8('<w:document/>'),
});
/** A Windows program. */
export const exe = new Uint8Array(Buffer.concat([Buffer.from('MZ\x90\0\x03\0\0\0', 'latin1'), Buffer.alloc(200)]));
export const txt = (words: string): Uint8Array => new Uint8Array(Buffer.from(words, 'utf8'));
