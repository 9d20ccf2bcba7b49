/** To the office: how a supervision cycle stands and what it has to do: approve and publish the bulletin, answer a contest. */
import { type Day, daysBetween, inChinese } from '../../../domain/day.js';
import { oneLine } from '../../../domain/letter-words.js';
import { cycleStageWords } from '../../../domain/supervision/cycle.js';
import {
  type CycleOfficeFacts,
  type HeldFacts,
  letterFacts,
  type UnpublishedFacts,
} from '../../../domain/supervision/cycle-letters.js';
import type { Block, Template, Tone, View } from '../content.js';
import { cycleTitle, namesOf } from '../cycle-words.js';

interface Matter {
  readonly subject: string;
  readonly text: string;
  readonly tone?: Tone;
}

/** Who drafts when nobody does. */
const SYSTEM = 'duban';

export const cycleOffice: Template = {
  version: 1,
  mark: '督查',
  write(view) {
    const facts = letterFacts<CycleOfficeFacts>(view.draft);
    const matters = mattersOf(facts, view);
    const [gravest, ...others] = matters;
    return {
      subject: `${cycleTitle(facts)}${[gravest, ...others.slice(0, 1)]
        .map((matter) => matter?.subject ?? '')
        .filter(Boolean)
        .join('，')}`,
      blocks: [
        ...matters.map(
          ({ text, tone }): Block => ({ kind: 'paragraph', text, ...(tone === undefined ? {} : { tone }) }),
        ),
        { kind: 'facts', rows: standing(facts, view) },
        { kind: 'action', label: '打开督办台办理', href: view.context.link({ kind: 'console' }) },
      ],
    };
  },
};

/** What there is to tell, the gravest first. */
function mattersOf(facts: CycleOfficeFacts, view: View): readonly Matter[] {
  const reasons = facts.why.split(',');
  return [
    ...(reasons.includes('burden') ? [held(letterFacts<HeldFacts>(view.draft), view)] : []),
    ...reasons.filter((one) => one.startsWith('contest-')).flatMap((one) => contestMatter(facts, one, view)),
    ...(reasons.includes('approval-overdue') ? [overdue(facts, view.draft.day)] : []),
    ...(reasons.includes('publish-overdue')
      ? [unpublished(letterFacts<UnpublishedFacts>(view.draft), view.draft.day)]
      : []),
    ...(reasons.includes('returned') ? [returned(facts)] : []),
    ...(reasons.includes('compile') ? [compiled(facts, view)] : []),
    ...(reasons.includes('approval') ? [waiting(facts)] : []),
  ];
}

function held({ request, over, ceiling }: HeldFacts, view: View): Matter {
  const units = over.split(',').map((one) => {
    const [unit = '', count = ''] = one.split('/');
    return `${view.name(unit)}（本月已收${count}件）`;
  });
  return {
    subject: '超过填报上限，待批准',
    tone: 'warn',
    text: `本期督查通知应于${inChinese(request)}发出。发出后，${units.join('、')}本月收到的通知、表格和函件将超过${ceiling}件的上限（《政府督查工作条例》第十五条），因此没有发出。确需发出的，请在督办台“定期督查”写明由谁批准和理由后开始；不需要的，请推迟或取消。未作决定的，下月件数重新计算，不超过上限时自动补发。`,
  };
}

function returned({ units }: CycleOfficeFacts): Matter {
  return { subject: '各单位均已报送', text: `${units}个单位均已报送。` };
}

function compiled({ units, returned: answered, silent, sentBack, compile }: CycleOfficeFacts, view: View): Matter {
  const [never, again] = [namesOf(view, silent), namesOf(view, sentBack)];
  const left = [
    ...(never.length === 0 ? [] : [`未报送${never.length}个（${never.join('、')}）`]),
    ...(again.length === 0 ? [] : [`退回后未重报${again.length}个（${again.join('、')}）`]),
  ];
  const day = compile <= view.draft.day ? `已到起草通报日（${inChinese(compile)}），` : '';
  return {
    subject: `${units - answered}个单位未报送`,
    tone: 'warn',
    text: `${day}要求报送的${units}个单位中已报送${answered}个${left.length === 0 ? '' : `，${left.join('，')}`}。通报中将列出这些单位，审签之前报送的仍予收录。`,
  };
}

function waiting({ approveBy, author }: CycleOfficeFacts): Matter {
  const by = author === '' || author === SYSTEM ? '系统' : oneLine(author, 40);
  const until = approveBy === '' ? '' : `不迟于${inChinese(approveBy)}`;
  return {
    subject: '通报待审签',
    text: `通报稿已由${by}拟好，请在督办台核对后${until}审签。${by === '系统' ? '' : '起草人不能审签，须由另一人办理。'}审签后编号，再印发各单位和领导小组。`,
  };
}

function overdue(facts: CycleOfficeFacts, day: Day): Matter {
  const { approveBy } = facts;
  const late = approveBy === '' ? 0 : Math.max(0, daysBetween(approveBy, day));
  return {
    subject: late === 0 ? '通报今日应审签' : `通报逾期${late}天未审签`,
    tone: 'late',
    text: `通报稿应不迟于${approveBy === '' ? '规定时间' : inChinese(approveBy)}审签，至今尚未审签。请尽快审签印发；未印发之前下一周期不能开始。`,
  };
}

function unpublished({ number, publishBy }: UnpublishedFacts, day: Day): Matter {
  const late = Math.max(0, daysBetween(publishBy, day));
  return {
    subject: late === 0 ? '通报今日应印发' : `通报逾期${late}天未印发`,
    tone: 'late',
    text: `通报（${oneLine(number, 40)}）已审签，应不迟于${inChinese(publishBy)}印发，至今尚未印发。请在督办台印发各单位和领导小组；未印发之前下一周期不能开始。`,
  };
}

function contestMatter(facts: CycleOfficeFacts, reason: string, view: View): readonly Matter[] {
  const [, no = ''] = /^contest-(\d+)-/.exec(reason) ?? [];
  const found = facts.contests
    .split(',')
    .map((one) => one.split('/'))
    .find((one) => one[0] === no);
  if (found === undefined) return [];
  const [, unit = '', answerBy = ''] = found;
  const left = daysBetween(view.draft.day, answerBy);
  const about = `${view.name(unit)}对通报提出的第${no}号异议`;
  const how = '由没有起草、审签本期通报的人员办理（《政府督查工作条例》第十七条）';
  return left < 0
    ? [
        {
          subject: `第${no}号异议逾期${-left}天未答复`,
          tone: 'late',
          text: `${about}应不迟于${inChinese(answerBy)}答复，已逾期${-left}天。请今日答复，${how}。`,
        },
      ]
    : [
        {
          subject: `第${no}号异议${left === 0 ? '今日答复到期' : `还有${left}天答复到期`}`,
          tone: 'warn',
          text: `${about}应不迟于${inChinese(answerBy)}答复，${left === 0 ? '今日到期' : `还有${left}天`}。请${how}。`,
        },
      ];
}

function standing(facts: CycleOfficeFacts, view: View): readonly (readonly [label: string, value: string])[] {
  const { cycle, stage, due, units, returned: answered, silent, sentBack, approveBy } = facts;
  if (facts.why === 'burden')
    return [
      ['编号', oneLine(cycle, 80)],
      ['要求报送', `${units}个单位`],
    ];
  const [never, again] = [namesOf(view, silent), namesOf(view, sentBack)];
  return [
    ['编号', oneLine(cycle, 80)],
    ['进度', cycleStageWords[stage]],
    ['报送期限', inChinese(due)],
    ['报送', `要求${units}个单位，已报送${answered}个`],
    ...(never.length === 0 ? [] : [['未报送', never.join('、')] as const]),
    ...(again.length === 0 ? [] : [['退回未重报', again.join('、')] as const]),
    ...(approveBy === '' || stage !== 'compiling' ? [] : [['审签期限', inChinese(approveBy)] as const]),
  ];
}
