/** What a person sees when something was refused or failed. */
import type { VNode } from 'preact';
import type { Fault } from '../../domain/errors.js';
import { Layout } from './layout.js';

const heads: Readonly<Record<number, string>> = {
  401: '请先登录',
  403: '不能这样办理',
  404: '没有找到',
  409: '没有办成',
  410: '链接已经失效',
  413: '内容太大',
  429: '请稍候',
  500: '系统出错',
  503: '服务暂不可用',
};

/** @param byLink true on pages of signed links, whose readers have no console to go back to. */
export function errorPage(status: number, faults: readonly Fault[], byLink: boolean): VNode {
  return (
    <Layout title={heads[status] ?? '没有办成'}>
      <h1>{heads[status] ?? '没有办成'}</h1>
      <div class="fault" role="alert">
        <ul class="plainlist">
          {faults.map((f) => (
            <li key={f.message}>{f.message}</li>
          ))}
        </ul>
      </div>
      {byLink ? (
        <p>没有任何内容被改动。请返回上一页核对后重做，或与督办办公室联系。</p>
      ) : (
        <p>
          <a href="/">回到首页</a>
        </p>
      )}
    </Layout>
  );
}
