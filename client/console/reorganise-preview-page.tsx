/** What comes of a reorganisation, before it is decided: who takes which duty, to be changed here, and what to look at. */
import type { VNode } from 'preact';
import { dutyKey } from '../../domain/reorganisation.js';
import type { ReorganisationPreview, TakenDuty } from '../http/reorganise-answers.js';
import { askedWords, dutyName } from '../reorganisation/words.js';
import { Layout, type Signed } from './layout.js';
import { Table } from './parts.js';

interface PreviewProps {
  readonly signed: Signed;
  readonly preview: ReorganisationPreview;
  /** What was typed; goes along with the form. */
  readonly typed: Readonly<Record<string, string>>;
}

/** Prefix of the fields that say who takes a duty. */
export const ASSIGN = 'assign:';

export function reorganisePreviewPage({ signed, preview, typed }: PreviewProps): VNode {
  const { words, duties, warnings } = preview;
  const hidden = Object.entries(typed).filter(([name]) => name !== 'step' && !name.startsWith(ASSIGN));
  return (
    <Layout title="机构变更预览" area="/admin" signed={signed}>
      <p class="crumb">
        <a href="/admin">管理</a> / <a href="/units/reorganise">机构变更</a> / 预览
      </p>
      <h1>{words}</h1>
      <p class="lead">以下是预览，还没有登记，也没有发信。</p>
      {[...warnings, ...askedWords(preview)].map((line) => (
        <p key={line} class="warn">
          {line}
        </p>
      ))}
      <form method="post" action="/units/reorganise" class="act">
        <input type="hidden" name="csrf" value={signed.csrf} />
        {hidden.map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={value} />
        ))}
        <Duties duties={duties} preview={preview} />
        <button type="submit" name="step" value="decide">
          登记
        </button>
        {preview.successors.length < 2 ? null : (
          <button type="submit" name="step" value="preview" class="plain">
            按所选重新预览
          </button>
        )}
      </form>
    </Layout>
  );
}

function Duties({
  duties,
  preview,
}: {
  readonly duties: readonly TakenDuty[];
  readonly preview: ReorganisationPreview;
}): VNode {
  // One choice a duty in every year: a task that runs and is still to come has one row to choose in.
  const first = (duty: TakenDuty): boolean =>
    duties.findIndex((other) => dutyKey(other) === dutyKey(duty)) === duties.indexOf(duty);
  return (
    <Table
      rows={duties}
      keyOf={(duty) => `${duty.task ?? dutyKey(duty)} ${duty.from.id}`}
      empty="所涉单位没有未办结的职责。"
      columns={[
        {
          head: '任务',
          wide: true,
          cell: (duty) => (
            <>
              {duty.title}
              <small>{dutyName(duty)}</small>
            </>
          ),
        },
        { head: '职责', cell: (duty) => duty.roleWords, tight: true },
        { head: '原单位', cell: (duty) => duty.from.name },
        {
          head: '承接单位',
          cell: (duty) =>
            preview.successors.length < 2 || !first(duty) ? (
              duty.to.name
            ) : (
              <select name={`${ASSIGN}${dutyKey(duty)}`} aria-label={`${duty.title}的承接单位`}>
                {preview.successors.map(({ id, name }) => (
                  <option key={id} value={id} selected={id === duty.to.id}>
                    {name}
                  </option>
                ))}
              </select>
            ),
        },
      ]}
    />
  );
}
