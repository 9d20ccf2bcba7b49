/** The revised draft as a Word document; pages and API send the same. */
import type { Revised } from '../life/drafts.js';
import type { Records } from '../records.js';

const DOCX = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';

/** The file, under the plan's title. */
export async function revisedFile(
  records: Pick<Records, 'plan'>,
  { plan, paragraphs }: Pick<Revised, 'plan' | 'paragraphs'>,
): Promise<{ readonly name: string; readonly mediaType: string; readonly bytes: Uint8Array }> {
  const { title, plan: kept } = await records.plan(plan);
  // The library that writes documents is loaded by the first who asks for one.
  const { draftDocument } = await import('../../activities/documents/revised-draft.js');
  return {
    name: `${[...title].slice(0, 60).join('')}（修改稿）.docx`,
    mediaType: DOCX,
    bytes: await draftDocument({ title, issuer: kept.issuer }, paragraphs),
  };
}
