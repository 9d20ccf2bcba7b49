/** Annotations to duties: names looked up in the directory, group words told from units, riders applied. */
import type { Resolution } from '../org.js';
import type { AnnotatedParagraph, BoundAnnotation } from './annotated.js';
import { finding, type ReadingFinding } from './findings.js';
import type { Span } from './passage.js';
import type { ReadDuty } from './reading.js';
import { isGroupWord } from './words.js';

export type Resolve = (words: string) => Resolution;

export interface DutyReading {
  readonly duties: ReadDuty[];
  readonly findings: ReadingFinding[];
}

/** What holds at this place of the document. */
export interface DutyContext {
  readonly resolve: Resolve;
  readonly source: string;
  /** Words of the first-is-lead rider in force, or null. */
  readonly firstIsLead: string | null;
  /** The text an annotation is bound to, where there are several. */
  readonly scope: Span | null;
}

/** Reads the parties of one annotation. */
export function dutiesOf(
  paragraph: AnnotatedParagraph,
  annotation: BoundAnnotation,
  context: DutyContext,
): DutyReading {
  const { passage } = paragraph;
  const findings: ReadingFinding[] = [];
  const duties: ReadDuty[] = [];
  const printsLead = annotation.parties.some((party) => party.role === 'lead');
  annotation.parties.forEach((party, index) => {
    const words = passage.text.slice(party.from, party.to).trim();
    const found = context.resolve(words);
    const group =
      found.kind === 'group' || (found.kind === 'unknown' && isGroupWord(passage.folded.slice(party.from, party.to)));
    const ridden = context.firstIsLead !== null && index === 0 && !printsLead && party.role !== 'support' && !group;
    const span = passage.span(party.from, party.to);
    duties.push({
      role: ridden ? 'lead' : (party.role ?? 'responsible'),
      ...(group ? { group: words } : { unit: words }),
      resolved: resolvedOf(found),
      open: party.open || group,
      raw: context.source.slice(...span),
      span,
      ...(context.scope ? { scope: context.scope } : {}),
      ...(ridden && context.firstIsLead !== null ? { rider: context.firstIsLead } : {}),
    });
    if (party.role === null) findings.push(finding('role-missing', passage, party.from, party.to));
    findings.push(...nameFindings(paragraph, party.from, party.to, found, group));
  });
  for (const list of annotation.openLists) findings.push(finding('open-list', passage, list.from, list.to));
  for (const words of annotation.persons) findings.push(finding('person-named', passage, words.from, words.to));
  const [from, to] = annotation.outer;
  if (annotation.form === 'unclosed')
    findings.push(
      finding('bracket-unclosed', passage, from, to, { words: passage.text.slice(Math.max(from, to - 12), to) }),
    );
  if (annotation.form === 'unopened') findings.push(finding('bracket-unopened', passage, from, to));
  return { duties, findings };
}

function resolvedOf(found: Resolution): ReadDuty['resolved'] {
  if (found.kind === 'unit') return { id: found.unit.id, name: found.unit.name };
  if (found.kind === 'group') return { id: found.group.word, name: found.group.word, members: found.group.members };
  return null;
}

function nameFindings(
  { passage }: AnnotatedParagraph,
  from: number,
  to: number,
  found: Resolution,
  group: boolean,
): ReadingFinding[] {
  if (found.kind === 'unit') {
    return found.by === 'alias' ? [finding('unit-alias', passage, from, to, { name: found.unit.name })] : [];
  }
  if (found.kind === 'group' && found.group.members.length > 0) {
    return [finding('group-word', passage, from, to, { count: found.group.members.length })];
  }
  if (group) return [finding('group-unknown', passage, from, to)];
  const nearest =
    found.kind === 'unknown' && found.nearest.length > 0
      ? `，相近的有：${found.nearest.join('、')}`
      : '，请补充名录或改为具体单位';
  return [finding('unit-unknown', passage, from, to, { nearest })];
}
