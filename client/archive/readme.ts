/** The two texts that explain an archive to whoever opens it without this program. */
import type { PlanRow } from '../../activities/ledger/plans.js';
import { clockOf } from '../../domain/day.js';
import type { ArchiveOptions } from './collect.js';
import type { Manifest } from './manifest.js';

export function readmeWords(row: PlanRow, { now, contacts }: ArchiveOptions, chain: Manifest['chain']): string {
  const closed = row.status === 'closed';
  return `${[
    `${row.title}（${row.id}）督办档案`,
    '',
    `制作时间：${clockOf(now)}（北京时间）`,
    closed
      ? `计划状态：已结束${row.closedAt === null ? '' : `（${clockOf(row.closedAt)}）`}。本档案为结束后的完整档案。`
      : `计划状态：${row.status === 'draft' ? '草稿' : '执行中'}。注意：计划尚未结束，本档案只是制作时的摘录，此后的情况不在其中。`,
    `台账：制作时全部台账共 ${chain.entries} 条，末条指纹 ${chain.hash}`,
    contacts
      ? '个人信息：本档案含公众意见提出人的姓名、联系方式、回执编号和附件，请按个人信息保护法的要求保管。'
      : '个人信息：公众意见中的姓名、联系方式、回执编号、附件已略去，意见文字中的号码以 *** 代替。',
    '',
    '目录',
    '  plan/         定稿的计划、办公室的决定、任务、所涉单位；life.json 为计划全周期：印发、各年、调整、暂停、评估',
    '  letters/      信件，一封一个 .eml 文件，邮件程序可以打开；index.csv 为目录，未发出的信件只在目录中',
    '  formal/       督办函',
    '  comments/     公开征求意见：公告事项、征求意见稿、意见和采纳情况、公布的反馈',
    '  supervision/  督查周期：单位各次报送和佐证材料、通报、异议',
    '  indicators/   指标：各年数值、评估',
    '  ledger/       台账摘录；chain.txt 说明怎样核对',
    '  manifest.json、manifest.sha256  文件清单和清单的指纹',
    '没有内容的目录不列。',
    '',
    '说明',
    '  信件的收件人、主题、正文、日程和 Message-ID 与发出时一致，发出日期为实发时间；台账记有每封信内容的指纹。',
    '  发件人一栏为办公室现用邮箱。信件附件在制作档案时按台账重新生成：通报与印发时一致，督办函和报送表按任务的现有记录生成。',
    '  合并发给一个单位的信件可能同时列有其他计划的任务。',
    '',
    '核验',
    '  npx duban verify 档案文件.zip（不需要运行服务）',
    '  或按 ledger/chain.txt 手工核对。',
  ].join('\r\n')}\r\n`;
}

export function chainWords(chain: Manifest['chain']): string {
  return `${[
    'events.ndjson 每行一条台账记录，从第 1 条到最后一条：',
    '  seq 序号；id 记录编号；prev 上一条的指纹；hash 本条的指纹；body 本条的内容。',
    '  与本计划无关的记录不含 body，只留指纹，使全部台账仍可首尾相接。',
    '',
    '手工核对：',
    `  1. 第 1 条的 prev 为 64 个 0；其后每条的 prev 等于上一条的 hash；末条（第 ${chain.entries} 条）的 hash 为`,
    `     ${chain.hash}`,
    '  2. 有 body 的，sha256（prev，一个换行符，body）等于 hash。取出 JSON 字符串 body 的原文后：',
    '     printf \'%s\\n%s\' "$prev" "$body" | sha256sum',
    '  3. 信件：kind 为 letter.sent 的记录中，content 等于 sha256（主题、正文、HTML、日程四段，段间为一个 0x1F 字符）。',
    '  4. 意见采纳情况 close-out.json、通报 bulletins/1.json、报送 returns/…/v1.json、评估：',
    '     sha256sum 所得等于台账中的 sha256 或 digest。',
    '  5. 文件：sha256sum -c manifest.sha256，再按 manifest.json 逐个核对。',
    '',
    '没有 body 的记录无从重算，其指纹须与运行中的台账核对：台账中同一序号的指纹应当相同。',
  ].join('\r\n')}\r\n`;
}
