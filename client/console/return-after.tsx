/** What a unit may do beside its return: contest the published bulletin, report a major problem. */
import type { VNode } from 'preact';
import { clockOf, dayOf, inChinese } from '../../domain/day.js';
import { contestDays } from '../../domain/supervision/bulletin.js';
import type { ContestAnswer } from '../http/cycle-answers.js';
import { ActForm, TextField } from './parts.js';
import type { ReturnProps } from './return-page.js';

const TEXT = 5000;

/** Contests of the unit with their answers, and the form while the time for one runs. */
export function ContestPart({ asked, said, path, now }: ReturnProps): VNode | null {
  const { cycle, unit } = asked;
  const { contestBy } = cycle;
  if (contestBy === null) return null;
  const own = cycle.contests.filter((one) => one.unit === unit.unit);
  const waiting = own.some((one) => one.answer === undefined);
  const inTime = dayOf(now) <= contestBy;
  const { answer } = contestDays(cycle.bulletin?.bulletin ?? {});
  return (
    <section class="card" id="contest">
      <h2>对通报的异议</h2>
      {own.map((one) => (
        <One key={one.no} contest={one} />
      ))}
      {waiting ? (
        <p>答复之前不能再提。</p>
      ) : inTime ? (
        <>
          <p>
            对通报的结论有异议的，请不迟于{inChinese(contestBy)}
            提出，由未参与本期通报的人员核实，{answer}日内答复（《政府督查工作条例》第十七条）。
          </p>
          <ActForm action={`${path}/return`} hidden={{ act: 'contest' }} button="提出异议">
            <label class="field">
              <span>异议内容</span>
              <textarea name="contest" rows={5} maxLength={TEXT} required>
                {said.contest}
              </textarea>
              <small>请写明对哪一项结论有异议、事实和依据</small>
            </label>
            <TextField label="经办人（可不填）" name="by" required={false} value={said.by} />
          </ActForm>
        </>
      ) : (
        <p>提出异议的期限到{inChinese(contestBy)}为止，已经超过。</p>
      )}
    </section>
  );
}

function One({ contest }: { readonly contest: ContestAnswer }): VNode {
  const { no, text, at, answer, answerBy } = contest;
  return (
    <>
      <p>
        第{no}号异议，{clockOf(at)}提出，
        {answer === undefined
          ? `不迟于${inChinese(answerBy)}答复`
          : `${clockOf(answer.at)}答复：${answer.upheld ? '异议成立，另行更正' : '异议不成立，结论维持不变'}`}
      </p>
      <div class="said">{text}</div>
      {answer === undefined ? null : <div class="said">{answer.text}</div>}
    </>
  );
}

/** A major problem of one task goes to the leadership group at once. */
export function ProblemPart({ asked, said, path }: ReturnProps): VNode {
  const { task, text } = said.problem;
  return (
    <details class="card" open={text !== ''} id="problem">
      <summary>报告重大问题</summary>
      <p>影响任务完成的重大问题可随时报告，不必等到报送时。提交后立即以专报送领导小组，同时告知办公室。</p>
      <ActForm action={`${path}/return`} hidden={{ act: 'problem' }} button="立即报告领导小组">
        <label class="field">
          <span>任务</span>
          <select name="task" required>
            <option value="">请选择</option>
            {asked.tasks.map((one) => (
              <option key={one.id} value={one.id} selected={one.id === task}>
                {`第${one.number}项　${short(one.title)}`}
              </option>
            ))}
          </select>
        </label>
        <label class="field">
          <span>问题</span>
          <textarea name="problem" rows={5} maxLength={TEXT} required>
            {text}
          </textarea>
          <small>请写明发生了什么、影响多大、需要领导小组决定什么</small>
        </label>
        <TextField label="经办人（可不填）" name="by" required={false} value={said.by} />
      </ActForm>
    </details>
  );
}

/** The first words of a title, so that the list stays readable on a phone. */
function short(title: string): string {
  const points = [...title.trim()];
  return points.length <= 24 ? points.join('') : `${points.slice(0, 23).join('')}…`;
}
