/** Why the mailbox is not read, in words for the office and whoever runs the service. */
import type { MailboxFailure } from '../activities/ledger/comments/mailbox.js';

export const mailboxFailureWords: Readonly<Record<MailboxFailure, string>> = {
  certificate: '邮件服务器的证书不被信任（过期、自签名或与主机名不符），没有连接。请更换证书，或核对 IMAP_URL 的主机名',
  login: '邮件服务器不接受用户名或密码，请检查 IMAP_URL',
  connection: '连不上邮件服务器',
  mail: '有邮件暂时收不下来，稍后自动再收',
  other: '收信时出错，详见日志',
};
