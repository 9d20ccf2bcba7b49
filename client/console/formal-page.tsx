/** 督办函: those that wait for the office's approval, then the decided ones. */
import type { VNode } from 'preact';
import { inChinese } from '../../domain/day.js';
import type { FormalAnswer } from '../http/answers.js';
import { formalStatusWords } from '../words.js';
import { Layout, type Signed } from './layout.js';
import { ActForm, Done, Table } from './parts.js';

const taskHref = (id: string) => `/tasks/${id.split('/').map(encodeURIComponent).join('/')}`;

export function formalPage({
  signed,
  formal,
  done,
}: {
  readonly signed: Signed;
  readonly formal: readonly FormalAnswer[];
  readonly done: string | undefined;
}): VNode {
  const waiting = formal.filter((f) => f.status === 'draft');
  const decided = formal.filter((f) => f.status !== 'draft');
  return (
    <Layout title="督办函" area="/formal" signed={signed}>
      <Done words={done} />
      <h1>督办函</h1>
      <p class="lead">逾期到催办规则规定的工作日仍未办结的任务，由系统按单位拟好督办函；签发后才编文号、才发出。</p>
      <h2>等待签发（{waiting.length}份）</h2>
      <Table
        rows={waiting}
        keyOf={(f) => f.id}
        empty="没有等待签发的督办函。"
        columns={[
          { head: '拟稿日', cell: (f) => inChinese(f.day), tight: true },
          { head: '主送', cell: (f) => f.unit.name },
          { head: '抄送', cell: (f) => f.copies.map((u) => u.name).join('、') },
          { head: '任务', cell: (f) => <Tasks ids={f.tasks} /> },
          {
            head: '签发',
            cell: (f) => <ActForm action="/formal/approve" csrf={signed.csrf} hidden={{ id: f.id }} button="签发" />,
          },
        ]}
      />
      <h2>已处理</h2>
      <Table
        rows={decided}
        keyOf={(f) => f.id}
        empty="还没有。"
        columns={[
          { head: '文号', cell: (f) => f.number ?? '', tight: true },
          { head: '状态', cell: (f) => formalStatusWords[f.status], tight: true },
          { head: '主送', cell: (f) => f.unit.name },
          { head: '任务', cell: (f) => <Tasks ids={f.tasks} /> },
          { head: '经办', cell: (f) => f.decidedBy ?? '' },
        ]}
      />
    </Layout>
  );
}

function Tasks({ ids }: { readonly ids: readonly string[] }): VNode {
  return (
    <>
      {ids.map((id) => (
        <>
          <a href={taskHref(id)}>{id.split('/').at(-1)}</a>{' '}
        </>
      ))}
    </>
  );
}
