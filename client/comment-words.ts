/** Words for the entries of the record about comment periods and comments, the same on pages and in the terminal. */
import {
  type CommentChannel,
  channelWords,
  type DispositionKind,
  dispositionWords,
} from '../domain/comment/comment.js';
import { clockOf, inChinese, isDay } from '../domain/day.js';
import type { LedgerEvent } from '../domain/task.js';

const kindWords: Readonly<Record<string, string>> = {
  'comment.announced': '公布并开始征求意见',
  'comment.extend': '延长期限',
  'comment.suspend': '暂停征求意见',
  'comment.resume': '恢复征求意见',
  'comment.recalendar': '按放假安排重新计算期限',
  'comment.withdraw': '撤回征求意见',
  'comment.publish': '公布采纳情况',
  'comment.stage.open': '征求意见开始',
  'comment.stage.closed': '征求意见截止',
  'comment.stage.answering': '清点完毕，开始办理意见',
  'comment.received': '收到意见',
  'comment.disposed': '处理意见',
  'comment.merged': '合并意见',
  'comment.parted': '拆分意见',
  'comment.setAside': '不作为有效意见',
  'comment.restored': '恢复为有效意见',
  'comment.judged': '判定是否在期限内',
  'comment.itemAssigned': '指定条目',
  'comment.opinion': '单位提出处理建议',
  'comment.errand': '转单位提处理建议',
  'comment.redacted': '按要求删除个人信息',
  'comment.mailAssigned': '来信归入',
  'comment.mailDismissed': '来信已阅，不作处理',
};

/** What happened, in one line: the act, then what it said. `name` gives the printed name of a unit id. */
export function commentEventWords(
  event: Pick<LedgerEvent, 'kind' | 'data'>,
  name: (unit: string) => string = (unit) => unit,
): string {
  const said = saidIn(event.data, event.kind, name).filter((words) => words !== '');
  const act = kindWords[event.kind] ?? event.kind;
  return `${act}${said.length === 0 ? '' : `：${said.join('，')}`}`;
}

function saidIn(data: LedgerEvent['data'], kind: string, name: (unit: string) => string): readonly string[] {
  const text = (field: string): string => (typeof data[field] === 'string' ? data[field] : '');
  const day = (field: string): string => (isDay(text(field)) ? inChinese(text(field)) : '');
  const number = (field: string): number | undefined => (typeof data[field] === 'number' ? data[field] : undefined);
  const result = dispositionWords[text('kind') as DispositionKind] ?? '';
  const where = (item: number | null | undefined): string =>
    item === null ? '全文' : item === undefined ? '' : `第${item}项`;
  switch (kind) {
    case 'comment.announced':
      return [text('title'), span('截止日', day('lastDay'))];
    case 'comment.extend':
    case 'comment.resume':
    case 'comment.recalendar':
      return [
        data['from'] === data['to'] || day('to') === '' ? '' : `截止日由${day('from')}改为${day('to')}`,
        kind === 'comment.recalendar' ? span('采纳情况应不迟于', span(day('closeOutDue'), '公布')) : '',
        text('reason'),
      ];
    case 'comment.stage.closed':
    case 'comment.stage.answering':
      return number('received') === undefined ? [] : [`收到${number('received')}条意见`];
    case 'comment.disposed':
      return [result, text('where'), text('reason'), span('转', text('forwardedTo'))];
    case 'comment.merged':
      return number('into') === undefined ? [] : [`并入第${number('into')}条`];
    case 'comment.parted':
      return number('from') === undefined ? [] : [`不再随第${number('from')}条答复`];
    case 'comment.judged':
      return [data['inTime'] === true ? '在期限内' : data['inTime'] === false ? '逾期' : '', text('reason')];
    case 'comment.itemAssigned':
      return [where(data['item'] as number | null | undefined)];
    case 'comment.opinion':
      return [name(text('unit')), result];
    case 'comment.received': {
      const at = number('arrivedAt');
      const channel = channelWords[text('channel') as CommentChannel] ?? '';
      return [
        channel,
        at === undefined ? '' : `${clockOf(at)}收到`,
        data['afterClose'] === true ? '公布或撤回后登记' : '',
      ];
    }
    case 'comment.errand':
      return [name(text('unit')), numbers(data['nos']), span('时限', day('due'))];
    case 'comment.redacted':
      return [
        data['text'] === true ? '连同意见内容和附件' : data['numbers'] === true ? '隐去内容里的号码' : '',
        text('reason'),
      ];
    default:
      return [text('reason')];
  }
}

const span = (before: string, words: string): string => (words === '' ? '' : `${before}${words}`);

function numbers(value: unknown): string {
  return Array.isArray(value) && value.length > 0
    ? `第${value.slice(0, 20).join('、')}条${value.length > 20 ? '等' : ''}`
    : '';
}
