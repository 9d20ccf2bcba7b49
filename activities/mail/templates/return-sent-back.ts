/** To a unit: its return was sent back with the reason, and is to be given again within a short time. */
import { inChinese } from '../../../domain/day.js';
import { oneLine } from '../../../domain/letter-words.js';
import { letterFacts, type SentBackFacts } from '../../../domain/supervision/cycle-letters.js';
import type { Template } from '../content.js';
import { cycleTitle } from '../cycle-words.js';
import { returnLink, returnSheets } from '../returns.js';

export const returnSentBack: Template = {
  version: 1,
  mark: '退回',
  write(view) {
    const facts = letterFacts<SentBackFacts>(view.draft);
    return {
      subject: `${cycleTitle(facts)}报送被退回，请不迟于${inChinese(facts.due)}重报`,
      blocks: [
        {
          kind: 'paragraph',
          tone: 'warn',
          text: `贵单位${facts.periodWords}督查的第${facts.version}次报送经审核予以退回，请按退回意见修改补充，不迟于${inChinese(facts.due)}重新报送。原报送内容已保留在页面中，只需修改有关部分；起草通报时仍未重报的，在通报中列名。`,
        },
        {
          kind: 'facts',
          rows: [
            ['退回意见', oneLine(facts.reason)],
            ['重报时限', inChinese(facts.due)],
          ],
        },
        { kind: 'action', label: '重新报送', href: returnLink(view, facts.return, facts.due) },
      ],
      attachments: returnSheets(view),
    };
  },
};
