/** Words for a plan's way to its issue, the same on its page and in the terminal. */
import { inChinese } from '../domain/day.js';
import type { DraftRound, DraftStanding } from './life/drafts.js';

/** A comment period in one line. */
export function roundWords({ id, stage, stageWords, lastDay, adopted, revised }: DraftRound): string {
  const round = `第${id.split('/').at(-1)}轮公开征求意见：${stageWords}`;
  if (stage === 'withdrawn') return round;
  const until = `，${inChinese(lastDay)}截止`;
  if (adopted === null) return `${round}${until}`;
  const carried =
    adopted === 0 ? '，没有改动草案文字' : `，改动草案${adopted}处${revised ? '，已改进草案' : '，还没有改进草案'}`;
  return `${round}${until}${carried}`;
}

/** What is next; with `commands` how to do it in the terminal. */
export function nextWords({ plan, next }: DraftStanding, how: 'commands' | 'page'): string {
  const by = (command: string): string => (how === 'commands' ? `（${command}）` : '');
  switch (next) {
    case 'comments':
      return `下一步：公开征求意见${by(`duban comment open 文件，文件中的 plan 写 ${plan}`)}，或者不征求意见、直接登记印发${by(`duban plan issue ${plan}`)}`;
    case 'close-out':
      return `下一步：截止后公布采纳情况${by('duban comment publish')}`;
    case 'revise':
      return `下一步：把采纳的意见改进草案${by(`duban plan revise ${plan}`)}`;
    case 'issue':
      return `下一步：登记印发${by(`duban plan issue ${plan}`)}，或者再征求一轮意见`;
    case 'launch':
      return `下一步：启动${by(`duban launch ${plan}`)}`;
    case null:
      return '印发之前的各步都已走完。';
  }
}
