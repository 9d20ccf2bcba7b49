/** An evaluation as a Word document; pages and API send the same. */
import { dayOf } from '../../domain/day.js';
import { evaluationTitle } from '../../domain/indicators/evaluation.js';
import type { EvaluationAnswer } from './indicator-answers.js';

const DOCX = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';

/** The file; a draft says so in name and text. */
export async function evaluationFile(answer: EvaluationAnswer): Promise<{
  readonly name: string;
  readonly mediaType: string;
  readonly bytes: Uint8Array;
}> {
  const name = (unit: string): string => answer.names[unit] ?? unit;
  // The library that writes documents is loaded by the first who asks for one.
  const { evaluationDocument } = await import('../../activities/documents/evaluation.js');
  return {
    name: `${evaluationTitle(answer.evaluation)}${answer.draft ? '（草稿）' : ''}.docx`,
    mediaType: DOCX,
    bytes: await evaluationDocument(answer.evaluation, {
      officeName: name(answer.office),
      name,
      day: answer.at === null ? null : dayOf(answer.at),
      to: answer.leadership === '' ? [] : [answer.leadership],
    }),
  };
}
