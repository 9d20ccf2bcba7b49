/** The sentence in which a notice says why its period is shorter than the rule (Order 713 Art. 15). */
import { withoutNames } from './deadlines.js';
import type { Span } from './passage.js';

const CAUSE =
  /(?<!原)因(?!此|地制宜|素|而|故)|由于|鉴于|考虑到|(?<=^|[,;\n])\s*为(?!期|止|准|征|进一步|了?贯彻|深入)|按照.{0,30}要求/;
const HASTE =
  /紧急|紧迫|急迫|时间紧|时间较紧|时间有限|任务(?:较|很)?紧|时间要求|尽快|尽早|急需|亟需|亟待|急于|缩短|特殊(?:情况|原因)|情况特殊|来不及|限期|如期|按期|赶在/;
/** The rule itself, quoted, is no reason; an emergency telephone neither. */
const NOT = /应当(?:在|予以|说明)|紧急(?:联系|电话|联络)/;

/** Finds the sentence in the folded text of a notice; names of documents do not count. */
export function reasonIn(folded: string): Span | null {
  const text = withoutNames(folded);
  for (const match of text.matchAll(/[^。;!?]+[。;!?]?/g)) {
    const [sentence] = match;
    // Line breaks inside a sentence stay; a heading above it does not belong to it.
    const lines = [...sentence.matchAll(/[^\r\n]+/g)];
    const told = CAUSE.test(sentence) && HASTE.test(sentence) && !NOT.test(sentence);
    if (!told) continue;
    const line = lines.find(([words]) => CAUSE.test(words) && HASTE.test(words));
    const [from, words] = line ? [match.index + line.index, line[0]] : [match.index, sentence];
    const lead = words.length - words.trimStart().length;
    return [from + lead, from + words.trimEnd().length];
  }
  return null;
}
