/** Reorganisations of units: the form, all there were, and the units that bore other names or are there no longer. */
import type { VNode } from 'preact';
import { inChinese } from '../../domain/day.js';
import { contactRoleWords } from '../../domain/letter-words.js';
import { reorganisationKinds, reorganisationWords } from '../../domain/reorganisation.js';
import { foundedKinds } from '../../domain/reorganisation-request.js';
import type { ReorganisationAnswer, ReorganisationsAnswer, UnitPast } from '../http/reorganise-answers.js';
import { Faults, type Tried, typedIn } from './comments-parts.js';
import { Layout, type Signed } from './layout.js';
import { ActForm, Done, SelectField, Table, TextField, When } from './parts.js';

/** New units that the form has room for; a file takes more. */
export const newUnits = [1, 2, 3] as const;

const kindWords = { department: '部门', township: '镇街', company: '企业' } as const;

interface ReorganiseProps {
  readonly signed: Signed;
  readonly known: ReorganisationsAnswer;
  readonly tried: Tried | undefined;
  readonly done: string | undefined;
}

export function reorganisePage({ signed, known, tried, done }: ReorganiseProps): VNode {
  return (
    <Layout title="机构变更" area="/admin" signed={signed}>
      <Done words={done} />
      <p class="crumb">
        <a href="/admin">管理</a> / 机构变更
      </p>
      <h1>机构变更</h1>
      <p class="lead">
        单位更名、合并、拆分、撤销，在这里登记一次：到生效日零点，未办结的职责自动由承接单位承接，不再发交办函；此前的信件和记录仍是原来的名称。
      </p>
      <Known signed={signed} list={known.reorganisations} tried={tried} />
      <Request signed={signed} tried={tried} />
      <Past units={known.units} />
    </Layout>
  );
}

function Known({
  signed,
  list,
  tried,
}: {
  readonly signed: Signed;
  readonly list: readonly ReorganisationAnswer[];
  readonly tried: Tried | undefined;
}): VNode {
  return (
    <section class="card">
      <h2>已登记</h2>
      {tried?.form === 'withdraw' ? <Faults faults={tried.faults} /> : null}
      <Table
        rows={list}
        keyOf={(one) => one.id}
        empty="没有。"
        columns={[
          {
            head: '内容',
            wide: true,
            cell: (one) => (
              <>
                {one.words}
                <small>
                  {one.document}：{one.reason}
                </small>
              </>
            ),
          },
          {
            head: '经过',
            cell: (one) =>
              one.steps.map(({ step, words, at, by }) => (
                <div key={step}>
                  <When at={at} /> {words}（{by}）
                </div>
              )),
          },
          { head: '状态', cell: (one) => `${one.stageWords}${one.tasks === null ? '' : `，${one.tasks}项任务已承接`}` },
          {
            head: '撤回',
            cell: (one) =>
              one.stage !== 'waiting' ? null : (
                <ActForm
                  action="/units/reorganise"
                  csrf={signed.csrf}
                  hidden={{ step: 'withdraw', id: one.id }}
                  button="撤回"
                >
                  <TextField label="理由" name="reason" value={typedIn(tried, 'withdraw')['reason'] ?? ''} />
                </ActForm>
              ),
          },
        ]}
      />
    </section>
  );
}

function Request({ signed, tried }: { readonly signed: Signed; readonly tried: Tried | undefined }): VNode {
  const typed = typedIn(tried, 'preview');
  const value = (name: string): string => typed[name] ?? '';
  return (
    <section class="card">
      <h2>登记新的变更</h2>
      {tried?.form === 'preview' ? <Faults faults={tried.faults} /> : null}
      <ActForm action="/units/reorganise" csrf={signed.csrf} hidden={{ step: 'preview' }} button="先看职责怎样承接">
        <SelectField
          label="种类"
          name="kind"
          value={value('kind')}
          options={reorganisationKinds.map((kind) => ({ value: kind, word: reorganisationWords[kind] }))}
        />
        <TextField
          label="变更的单位"
          name="units"
          value={value('units')}
          hint="名称或编号，几个单位用“、”分开；合并至少两个，拆分一个"
        />
        <TextField label="新名称" name="name" required={false} value={value('name')} hint="只有更名才填" />
        <TextField
          label="承接的已有单位"
          name="heirs"
          required={false}
          value={value('heirs')}
          hint="名称或编号，几个单位用“、”分开；第一个承接没有写明归谁的职责"
        />
        {newUnits.map((nth) => (
          <details key={nth} open={value(`name${nth}`) !== ''}>
            <summary>承接的新设单位之{nth}</summary>
            <TextField label="名称" name={`name${nth}`} required={false} value={value(`name${nth}`)} />
            <TextField
              label="编号"
              name={`id${nth}`}
              required={false}
              value={value(`id${nth}`)}
              hint="小写字母、数字和连字符，以字母开头"
            />
            <SelectField
              label="类别"
              name={`kind${nth}`}
              value={value(`kind${nth}`)}
              options={foundedKinds.map((kind) => ({ value: kind, word: kindWords[kind] }))}
            />
            {(['liaison', 'head', 'leader'] as const).map((role) => (
              <TextField
                key={role}
                label={`${contactRoleWords[role]}邮箱`}
                name={`${role}${nth}`}
                required={false}
                value={value(`${role}${nth}`)}
              />
            ))}
          </details>
        ))}
        <TextField label="生效日期" name="on" kind="date" value={value('on')} />
        <TextField label="文号" name="document" value={value('document')} />
        <TextField label="理由" name="reason" value={value('reason')} />
      </ActForm>
    </section>
  );
}

function Past({ units }: { readonly units: readonly UnitPast[] }): VNode {
  return (
    <section class="card">
      <h2>曾用名和已撤销的单位</h2>
      <Table
        rows={units}
        keyOf={(unit) => unit.id}
        empty="没有。"
        columns={[
          { head: '单位', cell: (unit) => unit.name },
          {
            head: '曾用名',
            cell: (unit) => unit.formerNames.map((one) => `${one.name}（${inChinese(one.until)}以前）`).join('、'),
          },
          {
            head: '撤销',
            cell: ({ ended }) =>
              ended === null
                ? ''
                : `${inChinese(ended.on)}，由${ended.successors.map((one) => one.name).join('、')}承接（${ended.document}）`,
          },
        ]}
      />
    </section>
  );
}
