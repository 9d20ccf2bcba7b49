/** The ways to comment that a notice names: telephone, e-mail, post with its envelope mark, web. */
import type { Span } from './passage.js';

export interface NoticeChannel {
  readonly kind: 'phone' | 'email' | 'post' | 'web';
  /** Number or address as printed; for a web way without an address the words that name it. */
  readonly value: string;
  /** What is to be written on the envelope or in the subject of the mail. */
  readonly mark?: string;
}

interface Found {
  readonly kind: NoticeChannel['kind'];
  readonly span: Span;
  mark?: string;
}

const EMAIL = /[A-Za-z0-9][A-Za-z0-9._%+-]*\s?@\s?[A-Za-z0-9-]+(?:\s?\.\s?[A-Za-z0-9-]+)+/g;
const NUMBER =
  /(?<![\w.@/-])(?:\(0\d{2,3}\) ?\d{7,8}|0\d{2,3} ?[-—–] ?\d{7,8}|0\d{2,3} \d{7,8}|0\d{2,3}[- ]\d{3,4} \d{4}|0\d{9,11}|1[3-9]\d{9}|400-?\d{3,4}-?\d{3,4}|\d{7,8}|12345)(?: ?(?:转|-) ?\d{1,5})?(?![\w@])/g;
const WEB =
  /(?:https?:\/\/|www\.)[A-Za-z0-9\-._~:/?#[\]@!$&'*+,;=%]+|(?<![\w@.-])(?:[a-z0-9-]+\.)+(?:gov|org|com|edu)\.cn(?:\/[\w./?=&%-]*)?/gi;
const WEB_WORDS =
  /(?:登录|登陆|进入|访问|通过|点击|关注)[^。;\n,]{0,40}?(?:网站|官网|平台|栏目|专栏|公众号|小程序|网页|页面|系统|APP)[^。;\n]{0,30}?(?:提出|反馈|提交|留言|发表|参与|填写|建言)|(?:网上|在线|网络|线上)(?:反馈|留言|提交|填写|征集|征求|渠道|途径|方式|提出)[^。;\n]{0,30}|(?<=(?:网站|网上|网络|在线|线上)(?:方式|途径|渠道)? ?: ?)[^\s。;:][^。;\n]{2,40}/gi;
const POST =
  /(?:(?<!网站|网络|邮箱|邮件|网页|IP)地 ?址\s?(?:为|是)?\s?:?|(?:信函|信件|来信|来函|邮寄|邮政)(?:方式|途径|反馈)?\s?:|(?:寄往|(?:邮寄|寄送|寄|送|投递|反馈)(?:至|到))\s?:?)\s?(?<value>[^,;。\n:]{5,80})/g;
const PLACE = /[省市区县镇乡村路街道巷号楼室院厦]/;
const PLACE_END =
  /[()[\]]|\s?(?:邮编|邮政编码|收件人|收信人|联系人|联系电话|电话|传真|电子邮|邮箱|并|请|来信|或|\d{6}$)/;
const MARK =
  /(?:注明|标明|写明|标注|主题为|标题为|主题:|标题:)\s?[:]?\s?[“"「『《](?<mark>[^”"」』》\n]{2,80})[”"」』》]/g;

const LABEL = /电 {0,4}话|手机|热线|致电|拨打|传 {0,4}真|邮 {0,4}编|邮政编码|QQ|微信|账号|联系(?:人|方式)|咨询/g;

/** Reads the channels, in the order printed. `folded` is the notice folded, `source` the same stretch as printed. */
export function channelsIn(folded: string, source: string): NoticeChannel[] {
  const found: Found[] = [...emails(folded), ...webs(folded), ...posts(folded)];
  found.push(...phones(folded, found));
  found.sort((a, b) => a.span[0] - b.span[0]);
  for (const match of folded.matchAll(MARK)) mark(found, folded, match, source);
  const value = ({ kind, span }: Found): string => {
    const words = folded.slice(...span);
    return kind === 'email' ? words.replace(/\s/g, '') : (kind === 'post' ? source.slice(...span) : words).trim();
  };
  return found
    .map((one) => ({ kind: one.kind, value: value(one), ...(one.mark === undefined ? {} : { mark: one.mark }) }))
    .filter((one, at, all) => all.findIndex((other) => other.kind === one.kind && other.value === one.value) === at);
}

const spanOf = (match: RegExpMatchArray): Span => [match.index ?? 0, (match.index ?? 0) + match[0].length];
const overlaps = (a: Span, b: Span): boolean => a[0] < b[1] && b[0] < a[1];

function emails(folded: string): Found[] {
  return [...folded.matchAll(EMAIL)].map((match) => ({ kind: 'email' as const, span: spanOf(match) }));
}

/** Addresses where comments can be left; one to download the draft from is no channel. */
function webs(folded: string): Found[] {
  const named = [...folded.matchAll(WEB_WORDS)]
    .filter(([words]) => !/(?:向社会|面向|公开征求|公示|下载|@)/.test(words) && !/传真|电话/.test(words))
    .map(spanOf);
  const addresses = [...folded.matchAll(WEB)]
    .map((match): Span => [match.index, match.index + match[0].replace(/[.,;:!?]+$/, '').length])
    .filter((span) => folded[span[0] - 1] !== '@' && takesComments(folded, span));
  const wordsOnly = named.filter((span) => !addresses.some((one) => overlaps([span[0] - 40, span[1] + 40], one)));
  return [...addresses, ...wordsOnly].map((span) => ({ kind: 'web' as const, span }));
}

function takesComments(folded: string, [from, to]: Span): boolean {
  const before = folded.slice(Math.max(0, from - 60), from);
  const sentence = before.slice(Math.max(before.lastIndexOf('。'), before.lastIndexOf('\n')) + 1);
  const words = `${sentence}${/^[^。\n]{0,40}/.exec(folded.slice(to))?.[0] ?? ''}`.replace(/征求意见稿/g, '');
  if (/下载|查阅|查看|附件|来源|责任编辑/.test(words) && !/反馈|提交|留言|提出|发表/.test(words)) return false;
  return /反馈|提交|留言|提出|发表|意见|征集|在线|网上|网站|网址|登录|途径|方式|平台/.test(words);
}

function posts(folded: string): Found[] {
  const found: Found[] = [];
  for (const match of folded.matchAll(POST)) {
    const printed = match.groups?.['value'] ?? '';
    const stop = printed.search(PLACE_END);
    const value = (stop < 0 ? printed : printed.slice(0, stop)).trimEnd();
    const from = match.index + match[0].length - printed.length;
    const span: Span = [from, from + value.length];
    const place = value.length >= 5 && PLACE.test(value) && /\d|[路街道巷镇村楼院厦]/.test(value);
    if (!place || /@|www|http|网站|邮箱|方式|意见/.test(value)) continue;
    if (!found.some((one) => overlaps(one.span, span))) found.push({ kind: 'post', span });
  }
  return found;
}

/** Numbers that belong to a telephone; faxes, postcodes and lines for complaints are left out. */
function phones(folded: string, others: readonly Found[]): Found[] {
  const found: Found[] = [];
  for (const match of folded.matchAll(NUMBER)) {
    const span = spanOf(match);
    if (others.some((one) => overlaps(one.span, span))) continue;
    const before = folded.slice(Math.max(0, span[0] - 24), span[0]);
    const label = [...before.matchAll(LABEL)].at(-1)?.[0];
    const listed = found.some(
      (one) => one.span[1] <= span[0] && /^ ?[、,;/或和]\s?$/.test(folded.slice(one.span[1], span[0])),
    );
    if (/(?:监督|举报|投诉|技术支持)[^,;。\n]{0,8}$/.test(before)) continue;
    if (label !== undefined && /传|邮|QQ|微信|账号/.test(label) && !/电 {0,4}话[/、和及(]{0,2}传 {0,4}真/.test(before))
      continue;
    const shape = /^(?:\(?0|1[3-9]\d{9}|400)/.test(match[0]);
    if (label !== undefined || listed || shape) found.push({ kind: 'phone', span });
  }
  return found;
}

/** Gives a mark to its channel: words on an envelope to the post, in a subject to the mail, else to the one before. */
function mark(found: readonly Found[], folded: string, match: RegExpMatchArray, source: string): void {
  const at = match.index ?? 0;
  const before = folded.slice(Math.max(0, at - 24), at + 4);
  const kind = /信封|信函|来信|信件/.test(before) ? 'post' : /邮件|主题|标题/.test(before) ? 'email' : null;
  const fits = (one: Found): boolean =>
    kind === null ? one.kind === 'post' || one.kind === 'email' : one.kind === kind;
  const target = found.filter((one) => fits(one) && one.span[0] < at).at(-1) ?? found.find(fits);
  const words = match.groups?.['mark'] ?? '';
  const from = at + match[0].lastIndexOf(words);
  if (target && target.mark === undefined) target.mark = source.slice(from, from + words.length);
}
