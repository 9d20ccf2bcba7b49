/** One mail that answered a letter: its words, what was read in them, and what the office makes of it. */
import type { VNode } from 'preact';
import { oneLine } from '../../domain/letter-words.js';
import { isBounce } from '../../domain/reply/reply.js';
import { unitActs } from '../../domain/roles.js';
import { actNames } from '../../domain/task-acts.js';
import type { ReplyActAnswer, ReplyDetail } from '../http/reply-answers.js';
import { Faults, type Tried, typedIn } from './comments-parts.js';
import { Layout, type Signed } from './layout.js';
import { ActForm, AreaField, SelectField, Table, TextField, When } from './parts.js';
import { ReplyMark, subjectOf } from './replies-page.js';

interface ReplyProps {
  readonly signed: Signed;
  readonly reply: ReplyDetail;
  readonly tried: Tried | undefined;
}

const taskHref = (id: string): string => `/tasks/${id.split('/').map(encodeURIComponent).join('/')}`;

export function replyPage({ signed, reply, tried }: ReplyProps): VNode {
  return (
    <Layout title={`第${reply.no}号回信`} area="/letters" signed={signed}>
      <p class="crumb">
        <a href="/letters">信件</a> / <a href="/replies">待处理的回信</a>
      </p>
      <h1>
        第{reply.no}号：{subjectOf(reply)}
      </h1>
      <Faults faults={tried?.faults} />
      <section class="card">
        <dl class="facts">
          <dt>状态</dt>
          <dd>
            <ReplyMark reply={reply} />
          </dd>
          <dt>发件</dt>
          <dd>
            {reply.from ?? '没有发件人'}
            {reply.senderWords === null ? '' : `（${reply.unit?.name ?? ''} ${reply.senderWords}）`}，
            <When at={reply.arrivedAt} />
          </dd>
          <dt>信件</dt>
          <dd>
            {reply.letter === null ? (
              '不明'
            ) : (
              <a href={`/letters/view?key=${encodeURIComponent(reply.letter)}`}>发给{reply.unit?.name}的信</a>
            )}
          </dd>
          {reply.whyWords === null ? null : (
            <>
              <dt>为什么等办公室</dt>
              <dd>{reply.whyWords}</dd>
            </>
          )}
          {reply.files.length === 0 ? null : (
            <>
              <dt>附件</dt>
              <dd>{reply.files.map((name) => oneLine(name, 80)).join('、')}（没有登记，请到收信邮箱查看）</dd>
            </>
          )}
          {reply.settled === null ? null : (
            <>
              <dt>办公室意见</dt>
              <dd>
                {reply.settled.reason}（{reply.settled.by}，<When at={reply.settled.at} />）
              </dd>
            </>
          )}
        </dl>
      </section>
      <pre class="letter">{reply.text.trim() === '' ? '没有正文。' : reply.text}</pre>
      <Table
        rows={reply.acts}
        keyOf={(one) => `${one.task} ${one.act.kind}`}
        empty={isBounce(reply.why) ? '这是退信，没有要办理的事项。' : '没有读出要办理的事项。'}
        columns={[
          { head: '任务', cell: (one) => <a href={taskHref(one.task)}>第{one.number}项</a>, tight: true },
          { head: '要办的事', cell: (one) => one.words, wide: true },
          { head: '结果', cell: resultOf },
        ]}
      />
      {reply.status === 'waiting' ? <Settling reply={reply} csrf={signed.csrf} tried={tried} /> : null}
    </Layout>
  );
}

function resultOf({ done, refused }: ReplyActAnswer): VNode | string {
  if (done !== undefined)
    return (
      <>
        {done.again === true ? '此前已登记' : '已办理'}
        <small>
          <When at={done.at} />
        </small>
      </>
    );
  return refused ?? '未办理';
}

function Settling({
  reply,
  csrf,
  tried,
}: {
  readonly reply: ReplyDetail;
  readonly csrf: string;
  readonly tried: Tried | undefined;
}): VNode {
  const action = `/replies/${reply.no}`;
  const open = reply.acts.some((one) => one.done === undefined);
  const reasonOf = (form: string): string => typedIn(tried, form)['reason'] ?? '';
  return (
    <div class="grid">
      {open ? (
        <section class="card">
          <h2>照此代为办理</h2>
          <ActForm action={action} csrf={csrf} hidden={{ act: 'carry' }} button="代为办理">
            <TextField label="理由" name="reason" value={reasonOf('carry')} hint="如“已电话核实，是该单位经办人”" />
          </ActForm>
        </section>
      ) : null}
      {isBounce(reply.why) || reply.tasks.length === 0 ? null : (
        <ChosenAct reply={reply} csrf={csrf} typed={typedIn(tried, 'carry-chosen')} />
      )}
      <section class="card">
        <h2>不需要办理</h2>
        <ActForm action={action} csrf={csrf} hidden={{ act: 'dismiss' }} button="了结">
          <TextField label="理由" name="reason" value={reasonOf('dismiss')} hint="如“已电话答复”“广告”" />
        </ActForm>
      </section>
    </div>
  );
}

/** What the person reads out of words that the rules could not. */
function ChosenAct({
  reply,
  csrf,
  typed,
}: {
  readonly reply: ReplyDetail;
  readonly csrf: string;
  readonly typed: Readonly<Record<string, string>>;
}): VNode {
  return (
    <section class="card">
      <h2>按看到的意思代为办理</h2>
      <ActForm action={`/replies/${reply.no}`} csrf={csrf} hidden={{ act: 'carry' }} button="办理">
        <SelectField
          label="任务"
          name="task"
          options={reply.tasks.map(({ id, number, title }) => ({
            value: id,
            word: `${number}. ${oneLine(title, 60)}`,
          }))}
          {...(typed['task'] === undefined ? {} : { value: typed['task'] })}
        />
        <SelectField
          label="办理什么"
          name="kind"
          options={unitActs.map((kind) => ({ value: kind, word: actNames[kind] }))}
          {...(typed['kind'] === undefined ? {} : { value: typed['kind'] })}
        />
        <AreaField
          label="情况或者延期理由"
          name="text"
          required={false}
          value={typed['text'] ?? reply.text}
          hint="签收不用写"
        />
        <TextField label="延期至" name="to" kind="date" required={false} value={typed['to'] ?? ''} />
        <TextField label="理由" name="reason" value={typed['reason'] ?? ''} hint="为什么由办公室代办" />
      </ActForm>
    </section>
  );
}
