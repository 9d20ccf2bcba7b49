/** What units contest in a published bulletin, and the office's answers. Those who took part step aside. */
import type { VNode } from 'preact';
import { clockOf, inChinese } from '../../domain/day.js';
import { type Maker, makersOf } from '../../domain/supervision/makers.js';
import type { ContestAnswer } from '../http/cycle-answers.js';
import { typedIn } from './comments-parts.js';
import type { CycleProps } from './cycles-one-page.js';
import { cycleHref } from './cycles-parts.js';
import { ActForm, AreaField, SelectField, TextField } from './parts.js';

export function Contests(props: CycleProps): VNode | null {
  const { contests, contestBy } = props.cycle;
  const open = contestBy !== null && props.today <= contestBy;
  if (contests.length === 0 && !open) return null;
  return (
    <section class="card" id="contests">
      <h2>异议（{contests.length}件）</h2>
      {contests.map((one) => (
        <One key={one.no} contest={one} {...props} />
      ))}
      {open ? <Enter {...props} /> : null}
    </section>
  );
}

/** A contest that reached the office by letter or telephone; one that waits for its answer keeps its unit from another. */
function Enter({ cycle, signed, tried }: CycleProps): VNode | null {
  const waiting = new Set(cycle.contests.filter((one) => one.answer === undefined).map((one) => one.unit));
  const units = cycle.asked.filter((one) => !waiting.has(one.unit));
  if (units.length === 0) return null;
  const typed = typedIn(tried, 'contest');
  return (
    <details open={tried?.form === 'contest'}>
      <summary>代单位登记异议</summary>
      <ActForm action={`${cycleHref(cycle.id)}/acts`} csrf={signed.csrf} hidden={{ kind: 'contest' }} button="登记异议">
        <SelectField
          label="单位"
          name="unit"
          options={units.map((one) => ({ value: one.unit, word: one.name }))}
          value={typed['unit'] ?? ''}
        />
        <AreaField label="异议内容" name="text" rows={4} value={typed['text'] ?? ''} />
        <TextField
          label="为什么代为登记"
          name="why"
          value={typed['why'] ?? ''}
          hint="如“来函”“来电，已复述核对”；会记入台账"
        />
      </ActForm>
    </details>
  );
}

function One({ contest, ...props }: CycleProps & { readonly contest: ContestAnswer }): VNode {
  const { no, unitName, by, at, text, answer, answerBy } = contest;
  const late = answer === undefined && props.today > answerBy;
  const corrected = answer !== undefined && (props.cycle.state.bulletin?.draftedAt ?? 0) > answer.at;
  return (
    <>
      <h3>
        第{no}号：{unitName}，{clockOf(at)}
        {by === unitName ? '' : `（${by}）`}
      </h3>
      <div class="said">{text}</div>
      {answer === undefined ? (
        <>
          <p class={late ? 'fault' : undefined}>
            应于{inChinese(answerBy)}前答复（《政府督查工作条例》第十七条）{late ? '，已经逾期' : ''}。
          </p>
          <Answer contest={contest} {...props} />
        </>
      ) : (
        <>
          <p>
            {answer.upheld ? '异议成立' : '异议不成立'}（{answer.by}，{clockOf(answer.at)}）
            {answer.upheld && props.cycle.stage === 'published' && !corrected ? (
              <>
                ：<a href={`${cycleHref(props.cycle.id)}/bulletin#correct`}>更正通报</a>
              </>
            ) : null}
          </p>
          <div class="said">{answer.text}</div>
        </>
      )}
    </>
  );
}

const partWords: Readonly<Record<Maker['part'], string>> = { drafted: '起草', approved: '审签' };

function Answer({ contest: { no }, cycle, signed, tried }: CycleProps & { readonly contest: ContestAnswer }): VNode {
  const makers = makersOf(cycle.state);
  const parts = makers.filter((one) => one.name === signed.name).map((one) => partWords[one.part]);
  if (parts.length > 0)
    return (
      <p class="warn">
        您（{signed.name}）{parts.join('、')}了本期通报或者更正，按规定应当回避，请未参与本期通报的人员登录后答复。
      </p>
    );
  const typed = typedIn(tried, `answerContest ${no}`);
  return (
    <ActForm
      action={`${cycleHref(cycle.id)}/acts`}
      csrf={signed.csrf}
      hidden={{ kind: 'answerContest', no: String(no) }}
      button={`以${signed.name}的名义答复`}
    >
      <fieldset class="choices row">
        <legend>核实结果</legend>
        <label>
          <input type="radio" name="upheld" value="yes" required checked={typed['upheld'] === 'yes'} />{' '}
          异议成立，更正通报
        </label>
        <label>
          <input type="radio" name="upheld" value="no" required checked={typed['upheld'] === 'no'} />{' '}
          异议不成立，维持结论
        </label>
      </fieldset>
      <AreaField
        label="答复"
        name="text"
        rows={4}
        value={typed['text'] ?? ''}
        hint={`写明核实的情况和依据。参与本期通报的${[...new Set(makers.map((one) => one.name))].join('、')}应当回避。`}
      />
    </ActForm>
  );
}
