/** What a visitor of the public's pages sees when something was refused or failed. */
import type { VNode } from 'preact';
import type { Fault } from '../../domain/errors.js';
import { PublicLayout } from './public-layout.js';

const heads: Readonly<Record<number, string>> = {
  403: '没有提交成功',
  404: '没有这个页面',
  411: '没有提交成功',
  413: '内容太大，没有提交成功',
  429: '请稍候再试',
  500: '系统出错',
  503: '服务暂不可用',
};

/** What to do next, where the fault does not say it. */
const advice: Readonly<Record<number, string>> = {
  403: '请用浏览器的“返回”回到表单，您写的内容通常还在；先复制保存，刷新页面后重新提交。',
  404: '地址可能有误，或页面还没有公布。',
  413: '请用浏览器的“返回”回到表单，减少或压缩附件后重新提交。',
  429: '请用浏览器的“返回”回到刚才的页面，您填写的内容通常还在，到时再提交即可。',
  500: '请过一会儿再试；如果仍然不行，可以按公告中的电话、电子邮箱或通信地址提出意见。',
  503: '请过一会儿再试；如果仍然不行，可以按公告中的电话、电子邮箱或通信地址提出意见。',
};

export function publicErrorPage(status: number, faults: readonly Fault[]): VNode {
  const head = heads[status] ?? '没有办成';
  return (
    <PublicLayout title={head} hidden>
      <h1>{head}</h1>
      {status === 404 ? null : (
        <div class="fault" role="alert">
          <ul class="plainlist">
            {faults.map((f) => (
              <li key={f.message}>{f.message}</li>
            ))}
          </ul>
        </div>
      )}
      {advice[status] === undefined ? null : <p>{advice[status]}</p>}
      <p>
        <a href="/public">查看全部征求意见</a>
      </p>
    </PublicLayout>
  );
}
