/** What a page says after a form was taken. */
import { z } from 'zod';

/** Sentences a page can show after a form; the address carries only the key, never words. */
const doneWords: Readonly<Record<string, string>> = {
  imported: '已导入为草稿，请处理待定事项。没有向任何人发信。',
  settled: '已处理。',
  revised: '采纳的意见已改进草案，草案已重新导入。',
  issued: '已登记印发，可以启动了。',
  launched: '计划已启动，任务已交办。',
  yearLaunched: '新一年的任务已启动，已交办。',
  closed: '计划已结束。',
  amended: '计划已调整，任务随即变更，各单位将在下一封例行信中得知。',
  acted: '已办理，记入台账。',
  resent: '已重新交付发送。',
  approved: '已签发，函件正在发出。',
  announced: '征求意见已经公布。',
  entered: '意见已登记，请把回执编号告诉提意见人。',
  disposed: '处理结果已保存。',
  disposedNext: '上一条意见的处理结果已保存，这是下一条待处理的意见。',
  disposedLast: '处理结果已保存，没有待处理的意见了。',
  decided: '已办理，记入台账。',
  redacted: '已按要求删除，意见仍然计数。',
  redactedLeft:
    '已删除姓名和联系方式，意见仍然计数。意见内容里还有电话、证件号码等，请在“按本人要求删除个人信息”中选“隐去内容里的号码”。',
  published: '采纳情况已经公布。',
  publishedAlready: '采纳情况此前已经公布，没有重复公布。',
  cycleStarted: '督查周期已经开始，通知正在发给各单位。',
  putOff: '已推迟，到期再开始。',
  dropped: '本期不再督查。',
  returnEntered: '已代为报送，记入台账。',
  returnSentBack: '已退回，单位会收到通知。',
  compiled: '通报草稿已拟好，请另一人审签。',
  bulletinApproved: '通报已审签并编号，内容不再变动。可以印发了。',
  bulletinPublished: '通报已印发，正在发给各单位和领导小组。',
  correcting: '更正通报已起草，请另一人审签。',
  correctionWithdrawn: '更正通报已撤回，原通报照旧有效。',
  contestAnswered: '答复已记入台账，正在发给提出异议的单位。',
  contestEntered: '异议已登记，请由未参与本期通报的人员答复。',
  indicatorsAssigned: '责任单位已明确，记入台账。',
  indicatorsStarted: '已开始跟踪指标。',
  indicatorJudged: '判断已记入台账。',
  evaluationWritten: '评估意见已保存，请另一人审签。',
  evaluationApproved: '评估已审签并编号，不再变化，正在报送领导小组。',
  raised: '已作为专报报送领导小组，并抄送办公室。',
  assigned: '邮件已归入，登记为意见。',
  reorganised: '机构变更已登记，到生效日自动承接。',
  reorganisationWithdrawn: '机构变更已撤回。',
  dismissed: '已记为已阅，不再列出。',
  replyCarried: '已代为办理，记入台账。',
  replyDismissed: '已了结，记入台账。',
};

export const doneQuery = z.object({ done: z.string().max(40).optional() });
/** The sentence for a key of the address; nothing for a key that is not ours. */
export const doneOf = (key: string | undefined): string | undefined => (key === undefined ? undefined : doneWords[key]);
