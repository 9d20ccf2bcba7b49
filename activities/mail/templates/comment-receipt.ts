/**
 * The receipt of a comment, to the person who sent it. It repeats nothing of the comment: an address may have been
 * mistyped, or given by somebody else.
 */
import { afterCloseWords } from '../../../domain/comment/receipt.js';
import { clockOf, dayOf, inChinese } from '../../../domain/day.js';
import { oneLine } from '../../../domain/letter-words.js';
import type { DueReceipt } from '../../ledger/comments/receipts.js';
import type { Sheet } from '../sheet.js';

export interface ReceiptFrame {
  /** Printed name of the office. */
  readonly office: string;
  /** Without a slash at the end. */
  readonly publicUrl: string;
  /** Epoch ms of this try. */
  readonly now: number;
}

function timeWords({ after, question, late }: DueReceipt): string {
  if (after !== null) return after === 'published' ? '登记时采纳情况已经公布' : '登记时征求意见已经撤回';
  if (question !== null) return '是否在期限内，待办公室判定';
  return late ? '收到时征求意见已经截止，按逾期意见登记' : '在征求意见期限内';
}

/** The receipt ready to be rendered. Times are Beijing time. */
export function commentReceipt(receipt: DueReceipt, { office, publicUrl, now }: ReceiptFrame): Sheet {
  const title = oneLine(receipt.title, 120);
  const [, clock = ''] = clockOf(receipt.arrivedAt).split(' ');
  return {
    subject: `【意见回执】${title}`,
    kindWords: '意见回执',
    greeting: '您好：',
    blocks: [
      { kind: 'paragraph', text: `您对“${title}”提出的意见已经收到并登记，感谢您的参与。` },
      {
        kind: 'facts',
        rows: [
          ['回执编号', receipt.receipt],
          ['征求意见事项', title],
          ['收到时间', `${inChinese(dayOf(receipt.arrivedAt))} ${clock}（北京时间）`],
          ['意见针对', receipt.item === null ? '全文' : `第${receipt.item}项`],
          ['是否在期限内', timeWords(receipt)],
        ],
      },
      {
        kind: 'paragraph',
        text:
          receipt.after === null
            ? '请保存回执编号。意见采纳情况将在征求意见结束后统一公布，届时凭回执编号可以查到对您的意见的处理结果和理由。'
            : `${afterCloseWords(receipt.after)}请保存回执编号，凭编号可以查到登记情况。`,
      },
      { kind: 'action', label: '凭回执编号查询', href: `${publicUrl}/public/receipt` },
    ],
    signature: oneLine(office, 60),
    date: inChinese(dayOf(now)),
    footer: ['本邮件由系统自动发送，请勿直接回复。', '如果您没有提出过意见，可能是他人误填了您的邮箱，请忽略本邮件。'],
  };
}
