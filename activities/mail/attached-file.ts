/** Renders what a letter carries: an official letter, the Excel sheet of a return, a bulletin, an evaluation of indicators. */
import { dayOf } from '../../domain/day.js';
import type { Directory } from '../../domain/org.js';
import { bulletinDocument } from '../documents/bulletin.js';
import { evaluationDocument } from '../documents/evaluation.js';
import { keptDocument } from '../documents/kept-document.js';
import { officialLetterDocument } from '../documents/official-letter.js';
import { returnSheet } from '../documents/return-sheet.js';
import type { Attachment } from './content.js';
import type { Message } from './transport.js';
import { nameIn } from './view.js';

const WORD = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
const EXCEL = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** The file as it goes into the mail. `directory` gives the printed names. */
export async function attachedFile(
  attachment: Attachment,
  directory: Directory,
): Promise<Message['attachments'][number]> {
  const { filename } = attachment;
  switch (attachment.kind) {
    case 'official-letter':
      return { filename, content: await officialLetterDocument(attachment.letter), contentType: WORD };
    case 'return-sheet':
      return {
        filename,
        content: await returnSheet({ ...attachment.facts, unitName: nameIn(directory)(attachment.facts.unit) }),
        contentType: EXCEL,
      };
    case 'bulletin': {
      const { bulletin, number, approvedAt, office, leadership, units } = attachment.bulletin;
      const name = nameIn(directory);
      const says = [attachment.bulletin, directory.units.map((unit) => [unit.id, unit.name])];
      const content = await keptDocument(JSON.stringify(says), () =>
        bulletinDocument(bulletin, {
          number,
          officeName: name(office),
          name,
          day: dayOf(approvedAt),
          to: units,
          copies: leadership === '' ? [] : [leadership],
        }),
      );
      return { filename, content, contentType: WORD };
    }
    case 'evaluation': {
      const { evaluation, approvedAt, office, leadership } = attachment.evaluation;
      const name = nameIn(directory);
      const paper = {
        officeName: name(office),
        name,
        day: dayOf(approvedAt),
        to: leadership === '' ? [] : [leadership],
      };
      return { filename, content: await evaluationDocument(evaluation, paper), contentType: WORD };
    }
  }
}
