/** What one line of an answer says: which tasks it names, and what it asks for. Pure. */
import type { Day } from '../day.js';
import { readDate } from './date.js';
import type { WaitCode } from './reply.js';

/** What is asked for, before it is known of which task. */
export type Wish =
  | { readonly kind: 'sign' }
  | { readonly kind: 'progress' | 'report'; readonly text: string }
  | { readonly kind: 'requestExtension'; readonly to: Day; readonly reason: string };

export interface Sentence {
  /** Numbers of the tasks it names; empty: none. */
  readonly numbers: readonly number[];
  /** What it asks for; undefined where it only names tasks, and the words follow on the next line. */
  readonly wish: Wish | { readonly why: WaitCode };
}

const OWN = '(?:(?:我|本)(?:单位|局|委|办|部|处|镇|街道|公司|院|中心|区|县)?)?';
const ABOUT =
  '(?:(?:贵办)?(?:来信|来函|来文|信件|邮件|通知|函件|督办函|此信|本信|以上|上述|所列|全部|各项)?(?:任务|事项|内容)?)';
const sign = new RegExp(
  `^(?:好的[，,。\\s]*)?${OWN}${ABOUT}(?:均|都|全部)?已?(?:经)?(?:签收|收到|收悉)(?:${ABOUT}了?)[。.!！~\\s]*(?:[，,]?\\s*(?:谢谢|感谢|多谢))?[。.!！~\\s]*$`,
);
/** Followed by its words, or by nothing; 已完成80% is none. */
const report =
  /^(?:现?已(?:经)?|均已|全部|全部已)(?:全部)?(?:完成|办结|办理完毕|办理完成|办毕)(?:情况)?(?=[：:，,。；;、\s]|$)[：:，,。；;、\s]*/;
/** Done in part, or not yet: whoever reports that does not report completion. A hundred per cent is done. */
const partial = new RegExp(
  [
    '^(?:约|近|超过|达到?)?\\s*(?!100(?:\\.0+)?\\s*[%％])[\\d一二三四五六七八九十百]+(?:\\.\\d+)?\\s*(?:%|％|成|多?个?百分)',
    '(?:完成|进度|工程量|形象)\\D{0,6}(?!100(?:\\.0+)?\\s*[%％])\\d+(?:\\.\\d+)?\\s*[%％]|完成.{0,4}[一二三四五六七八九]成',
    '百分之(?!百)|部分|一半|过半|大半|多半|前期|初步|阶段性?(?:完成|成果)|^阶段|基本(?:完成|建成|完工|竣工|办结|到位|结束)',
    `项\\s*(?:工作|任务|工程|项目)?\\s*(?:之?中|里)|[\\d一二三四五六七八九十两]\\s*[个项条处户家座所]\\s*(?:工作|任务|工程|项目)?[，,]?\\s*(?:已|其中)?完成了?\\s*[\\d一二三四五六七八九十两]`,
  ].join('|'),
);
/** Under way, still to come, or somewhere else: nobody can say from these words that it is done. */
const unfinished = new RegExp(
  [
    '正在|[仍还]在|[仍还]将|[尚仍还](?:有|未|没|需|待|须|差|不)|剩余|剩下|仅剩|只剩|其余|余下|(?<![招接优期看善对])待(?!遇|业)',
    '预计|预期|预定|计划.{0,20}前|计划(?:于|在|到)|(?<![草虚模])拟(?:于|在|到)|即将|将(?:于|在)|争取|力争|明年|后年|下个?月|下(?:半年|季度)',
    '(?:推进|进行|建设|施工|办理|整改|实施|落实|审批|验收|招标|筹备)(?:之|过程)?中(?![心学央小型医])|(?:继续|持续|抓紧|加快)(?:推进|推动|实施|建设|施工|办理)',
    '(?:未|没有?)(?:能|予|经|曾|全部|全面|完全)?(?:完成|办结|完工|竣工|开工|动工|启动|验收|到位|建成|开展|落实|实施|办理|通过|交付|投用|批复|解决)',
    '暂停|停工|中止|无法|除.{1,20}外|(?<!不)但|不过|然而|见附|详见|附后|另附|附件',
  ].join('|'),
);
const progress = /^(?:目前|最新|工作|办理)?(?:进展|进度)(?:情况)?(?:如下)?(?=[：:，,。；;\s]|$)[：:，,。；;\s]*/;
const extension = new RegExp(
  `^(?:特|现|拟)?${OWN}(?:特|现|拟)?申请(?:将?(?:办结|完成)?时限)?(?:延期|延长|延迟|延)(?:办理|完成|办结|时限)?(?:至|到)\\s*`,
);
const reasonMark =
  /^[）)]?(?:之?前|以前)?(?:完成|办结)?[。，,；;：:\s]*(?:（|\()?(?:(?:申请|延期)?(?:理由|原因)(?:是|为)?|因为|由于|因)?[：:，,\s]*/;

const LIST = '\\d{1,4}(?:\\s*[、,，和及]\\s*\\d{1,4})*';
const named = new RegExp(`^(?:任务)?第\\s*(${LIST})\\s*项(?:任务)?[：:，,.．、。\\s]*`);
const bare = /^(\d{1,4})\s*(?:[.．、：:]|[)）])(?!\d)\s*/;

/** Figures of full width as they are meant. */
export const plainFigures = (text: string): string =>
  text.replace(/[０-９]/g, (figure) => String.fromCharCode(figure.charCodeAt(0) - 0xfee0));

/** The tasks a line names at its head, and the rest of it. */
export function numbersAt(line: string): { readonly numbers: readonly number[]; readonly rest: string } {
  const match = named.exec(line) ?? bare.exec(line);
  if (match === null) return { numbers: [], rest: line };
  return { numbers: [...(match[1] ?? '').matchAll(/\d+/g)].map(Number), rest: line.slice(match[0].length) };
}

/** What a line, without its numbers, asks for; undefined when it begins nothing that is known. */
export function wishOf(line: string, today: Day): Wish | { readonly why: WaitCode } | undefined {
  if (sign.test(line)) return { kind: 'sign' };
  const reported = report.exec(line);
  if (reported !== null) {
    const text = line.slice(reported[0].length).trim();
    return isDone(text) && !ofOthers(text) ? { kind: 'report', text } : { why: 'unclear' };
  }
  const told = progress.exec(line);
  if (told !== null) {
    const text = line.slice(told[0].length).trim();
    return ofOthers(text) ? { why: 'unclear' } : { kind: 'progress', text };
  }
  const asked = extension.exec(line);
  if (asked === null) return undefined;
  const date = readDate(line.slice(asked[0].length), today);
  if (date === undefined) return { why: 'date-unclear' };
  const reason = date.rest
    .replace(reasonMark, '')
    .replace(/[）)]\s*$/, '')
    .trim();
  return ofOthers(reason) ? { why: 'unclear' } : { kind: 'requestExtension', to: date.day, reason };
}

/** True for words that can stand in a report of completion: nothing in them says that something is left to do. */
export const isDone = (text: string): boolean => !partial.test(text) && !unfinished.test(text);

/** True for words that speak of another task, or ask for something else than the sentence they stand in. */
const ofOthers = (text: string): boolean =>
  /第\s*[\d一二三四五六七八九十百]+\s*[、,，至到和及项]|任务\s*\d+|(?:申请|请求|请予|恳请|希望|建议|拟).{0,10}(?:延期|延长|延后|延迟|顺延|推迟|展期|取消|撤销|调整|移交|转办)|签收|不同意|异议/.test(
    text,
  );

/** True for a line that cannot be a part of what was said of one task before: it speaks of another, or of something else. */
export const speaksOfMore = (line: string): boolean => ofOthers(line) || /(?:尚未|未|没有?)(?:完成|办结)/.test(line);

/** A sentence of signing at the head of a line that goes on: 收到。第12项已完成：… */
export function signThenMore(line: string): string | undefined {
  const match = /^([^。；;！!]{1,20}[。；;！!])\s*(\S.*)$/.exec(line);
  return match !== null && sign.test(match[1] ?? '') ? match[2] : undefined;
}

const politeness =
  /^(?:(?:各位|尊敬的)?.{0,12}(?:领导|同志|办公室|老师)?[，,]?(?:您好|你好|大家好)|(?:各位|尊敬的)?(?:领导|同志)(?:们)?(?:好)?|.{0,20}办公室|您好|你好|谢谢|感谢|多谢|辛苦了|此致|敬礼|特此(?:报告|回复|函复|说明)|妥否[，,]?请(?:批示|指示)|以上|顺[颂祝].{0,6}|祝(?:好|工作顺利)|回复如下|现(?:将.{0,20})?(?:回复|报告|汇报)如下)[。.!！：:，,~\s]*$/;
const signature =
  /^(?:(?:电话|手机|座机|传真|邮箱|电子邮件|邮编|地址|联系人|联系方式|联系电话|经办人|Tel|Mobile|Phone|Fax|E-?mail)\s*[：:]?\s*.{0,60}|[\d\s()（）+-]{7,20}|\d{4}\s*[年./-]\s*\d{1,2}\s*[月./-]\s*\d{1,2}\s*日?|(?:发自|来自)我的.{0,20}|Sent from .{0,30}|[-_=—*]{2,})$/i;
/** The commonest family names: two or three characters that begin with one, alone on a line, are who wrote. */
const person =
  /^[王李张刘陈杨黄赵周吴徐孙朱胡郭林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘蒋蔡余杜叶程苏魏吕丁沈姚卢姜崔钟谭陆汪范廖贾夏韦傅邹熊秦邱尹薛阎段雷侯龙陶黎贺顾郝龚邵钱覃][\u4e00-\u9fa5]{1,2}$/;

/** True for a line that asks for nothing: greeting, thanks, who wrote. `names`: how the unit is called. */
export function asksNothing(line: string, names: readonly string[]): boolean {
  return (
    politeness.test(line) ||
    signature.test(line) ||
    names.some(
      (name) =>
        line.startsWith(name) &&
        [...line].length <= [...name].length + 12 &&
        !/[。，,；;：:]/.test(line) &&
        !/[不未无没需请]/.test(line.slice(name.length)),
    ) ||
    person.test(line.replace(/\s/g, ''))
  );
}
