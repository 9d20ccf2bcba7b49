/** A link that does not work any more, or never did, said kindly. */
import type { VNode } from 'preact';
import type { LinkReading } from '../../activities/links.js';
import { isErrand, periodOfErrand } from '../../domain/comment/errand.js';
import { inChinese } from '../../domain/day.js';
import { readValueId } from '../../domain/indicators/value.js';
import { readReturnId } from '../../domain/supervision/return-id.js';
import { Layout } from './layout.js';

export function linkOverPage(reading: Exclude<LinkReading, { readonly ok: true }>): VNode {
  if (reading.reason === 'expired') {
    const { claims } = reading;
    return (
      <Layout title="链接已过期">
        <h1>这个链接已过有效期</h1>
        <p>
          链接有效至{inChinese(claims.expires)}，涉及{aboutWords(claims.tasks)}。没有任何内容被改动。
        </p>
        <p>如仍需办理，请用最近一封来信中的链接，或与督办办公室联系，由办公室代为登记。</p>
      </Layout>
    );
  }
  return (
    <Layout title="链接打不开">
      <h1>这个链接不完整或被改动过</h1>
      <p>地址里少了或错了字符，系统无法确认它来自督办信件，所以没有显示任何内容，也没有改动任何内容。</p>
      <p>请从原信件中重新点开链接；信件里的地址若断成两行，请把两行接起来再打开。仍打不开时，请与督办办公室联系。</p>
    </Layout>
  );
}

/** What an expired link was for. */
function aboutWords(ids: readonly string[]): string {
  const errand = ids.find(isErrand);
  const asked = readReturnId(ids[0] ?? '');
  if (asked !== undefined) return `定期督查报送（${asked.plan}，截至${inChinese(asked.to)}）`;
  const figures = readValueId(ids[0] ?? '');
  if (figures !== undefined) return `${figures.year}年指标数值报送（${figures.plan}）`;
  return errand === undefined ? `任务：${ids.join('、')}` : `公众意见的处理建议（${periodOfErrand(errand)}）`;
}
