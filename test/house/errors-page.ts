/** docs/errors.md, made from the catalogue. */
import { readFileSync } from 'node:fs';
import { catalogue, type ErrorCode } from '../../domain/errors.js';
import { fromRoot } from '../../worker/root.js';

const titles: Readonly<Record<string, string>> = {
  general: '通用',
  calendar: '工作日历',
  org: '单位名录',
  ladder: '催办规则',
  parse: '读文件',
  plan: '计划与督办函',
  task: '任务',
  mail: '信件',
  reply: '以邮件答复',
  ledger: '台账',
  platform: '运行环境',
  http: '网页、接口与命令',
  story: '剧本与演练',
  comment: '公开征求意见',
  supervision: '定期督查、指标与归档',
  life: '计划全周期',
};

/** The page as it must stand in docs/errors.md. */
export function errorsPage(): string {
  const lines = [
    '# 错误一览',
    '',
    '督办拒绝一件事或办不成一件事时，用的都是下面的说法：命令行打印“说明”、退出码 1；网页和接口以“状态”作答，JSON 中带“代码”。',
    '“可重试”指原样再做一次有可能成功（例如连不上服务器）；其余的要先改正。花括号里的词换成实际的值。',
    '',
    '本页由 `node --import ./test/setup/typescript.js test/house/write-errors.ts` 从 `domain/errors.ts` 生成，不要手改。',
  ];
  for (const { region, codes } of regions()) {
    lines.push('', `## ${titles[region] ?? region}`, '', '| 代码 | 状态 | 可重试 | 说明 |', '|---|---|---|---|');
    for (const code of codes) {
      const { status, retryable, message } = catalogue[code];
      lines.push(
        `| \`${code}\` | ${status} | ${retryable ? '是' : '否'} | ${message.replaceAll('|', '\\|').replaceAll('\n', ' ')} |`,
      );
    }
  }
  return `${lines.join('\n')}\n`;
}

/** Codes by the regions of the catalogue's file. */
function regions(): readonly { readonly region: string; readonly codes: readonly ErrorCode[] }[] {
  const found: { region: string; codes: ErrorCode[] }[] = [];
  for (const line of catalogueLines()) {
    const region = /^ {2}\/\/ region (\w+)/.exec(line)?.[1];
    if (region !== undefined) found.push({ region, codes: [] });
    const code = /^ {2}'?([a-z0-9-]+)'?: \{/.exec(line)?.[1];
    if (code !== undefined && code in catalogue) found.at(-1)?.codes.push(code as ErrorCode);
  }
  return found;
}

/** The lines of the catalogue; each file beside the first is a region of its own. */
function catalogueLines(): readonly string[] {
  const linesOf = (...path: readonly string[]): readonly string[] =>
    readFileSync(fromRoot('domain', ...path), 'utf8').split('\n');
  return [
    ...linesOf('errors.ts'),
    ...['comment', 'supervision', 'life'].flatMap((part) => [`  // region ${part}`, ...linesOf(part, 'errors.ts')]),
  ];
}
