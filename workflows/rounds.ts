/**
 * The office's calendar of letters (design section 3). Holds a small table of open tasks and wakes once per distinct
 * instant; the thinking is domain/schedule/rounds.ts, shared with the rehearsal.
 *
 *   ┌─ wait: next instant of the table, or a change of a task, a unit, the calendar
 *   ├─ take the round: drafts of 督办函 to the ledger, letters to the mail queue (spread where many fall together)
 *   └─ at the end of the known slots, with no letter under way: continue as new with the table
 */
import {
  ApplicationFailure,
  allHandlersFinished,
  condition,
  continueAsNew,
  type ExternalWorkflowHandle,
  getExternalWorkflowHandle,
  log,
  ParentClosePolicy,
  setCurrentDetails,
  setHandler,
  sleep,
  startChild,
  workflowInfo,
} from '@temporalio/workflow';
import { clockOf, dayOf } from '../domain/day.js';
import { fault } from '../domain/errors.js';
import { roundsWorkflowId } from '../domain/ids.js';
import { letterKindWords } from '../domain/letter-words.js';
import { admit, releaseFormal, takeRound } from '../domain/schedule/rounds.js';
import { mustSplit, split } from '../domain/schedule/shards.js';
import { signingDue, withUnsigned } from '../domain/schedule/signing.js';
import { succeedUnit } from '../domain/schedule/succeeded.js';
import { type RoundsState, slotAt } from '../domain/schedule/table.js';
import type { LetterDraft, LetterKind } from '../domain/schedule/types.js';
import { hasWork, nextWake } from '../domain/schedule/wake.js';
import type { Actor } from '../domain/task.js';
import {
  calendarChanged,
  formalApproved,
  letterResent,
  type RoundsInput,
  roundsTable,
  tasksChanged,
  unitPaused,
  unitSucceeded,
} from './messages.js';
import { computeSlots, draftFormal, letterDraft, numberFormal, unsignedUnits, withdrawFormals } from './proxies.js';
import { send } from './send.js';

/** What the list of activities calls a letter; names that differ from those on pages. */
const letterNames: Readonly<Record<LetterKind, string>> = {
  ...letterKindWords,
  digest: '例行函件',
  'head-digest': '致主要负责人',
  'approval-reminder': '督办函待签发',
  undelivered: '未送达告知',
  accepted: '销号告知',
  returned: '退回告知',
  'extension-decided': '延期批复',
};

/** Lives as long as the office; continues as new whenever its slots are used up. */
export async function rounds(input: RoundsInput): Promise<void> {
  let state: RoundsState = { ...input.state, slots: [] };
  let ladder = input.ladder;
  let stale = true;
  let changes = 0;
  let underWay = 0;

  const post = (letter: LetterDraft): void => {
    underWay++;
    void send(letter, `${letterNames[letter.kind]} ${letter.unit} ${letter.day}`).finally(() => underWay--);
  };
  const replace = (next: RoundsState): void => {
    const withdrawn = Object.keys(state.formal).filter((id) => !(id in next.formal));
    state = next;
    changes++;
    if (withdrawn.length === 0) return;
    underWay++;
    void withdrawFormals(withdrawn, Date.now())
      .catch((error: unknown) => log.error('drafts not withdrawn', { withdrawn, error: String(error) }))
      .finally(() => underWay--);
  };

  // Tasks and the office know the first shard only; it passes on what the others must hear.
  let passedOn: Promise<void> = Promise.resolve();
  let waitingShards = state.shards > 1 ? 0 : -1;
  const passOn = (tell: (shard: ExternalWorkflowHandle) => Promise<void>): void => {
    if (state.shard !== 0 || state.shards === 1) return;
    underWay++;
    passedOn = passedOn.then(async () => {
      await condition(() => waitingShards === 0);
      for (let shard = 1; shard < state.shards; shard++) {
        try {
          await tell(getExternalWorkflowHandle(roundsWorkflowId(state.office, shard)));
        } catch (error) {
          log.error('shard not told', { shard, error: String(error) });
        }
      }
      underWay--;
    });
  };
  const divide = async (): Promise<void> => {
    const [own, ...others] = split(state);
    if (!own) return;
    waitingShards = others.length;
    state = own;
    for (const shard of others) {
      await startChild(rounds, {
        workflowId: roundsWorkflowId(shard.office, shard.shard),
        args: [{ state: shard, ladder }],
        parentClosePolicy: ParentClosePolicy.ABANDON,
        staticSummary: `信件日程 ${shard.shard + 1}/${shard.shards}`,
      });
      waitingShards--;
    }
  };

  setHandler(tasksChanged, (change) => {
    replace(admit(state, change, Date.now()));
    passOn((shard) => shard.signal(tasksChanged, change));
  });
  setHandler(unitPaused, (unit, paused) => {
    replace({
      ...state,
      paused: paused ? [...new Set([...state.paused, unit])] : state.paused.filter((u) => u !== unit),
    });
    passOn((shard) => shard.signal(unitPaused, unit, paused));
  });
  setHandler(unitSucceeded, (succession) => replace(succeedUnit(state, succession)));
  setHandler(calendarChanged, (rules) => {
    ladder = rules ?? ladder;
    stale = true;
    changes++;
    passOn((shard) => shard.signal(calendarChanged, rules));
  });
  setHandler(letterResent, async (key) => {
    const letter = await letterDraft(key);
    if (letter) post(letter);
  });
  setHandler(
    formalApproved,
    async (id, actor) => {
      const pending = state.formal[id];
      const day = slotAt(state, Date.now())?.day ?? dayOf(Date.now());
      // From here on the draft is this approval's: a task that closes meanwhile must not withdraw it under its number.
      const { [id]: _taken, ...formal } = state.formal;
      state = { ...state, formal };
      changes++;
      let number: string;
      try {
        ({ number } = await numberFormal(id, actor, dayOf(Date.now()), Date.now()));
      } catch (error) {
        if (pending) state = { ...state, formal: { ...state.formal, [id]: pending } };
        changes++;
        throw error;
      }
      // Approved twice at once: the letter is on its way already and keeps its number.
      const released =
        pending && releaseFormal({ ...state, formal: { [id]: pending } }, id, number, actor.name, day, Date.now());
      if (released) post(released.letter);
      return { number };
    },
    {
      validator: (id: string, _actor: Actor) => {
        if (id in state.formal) return;
        const refused = fault('formal-not-waiting', { id });
        throw ApplicationFailure.nonRetryable(refused.message, refused.code, refused);
      },
      description: '签发督办函',
    },
  );
  setHandler(roundsTable, () => state, { description: '在办任务与下次发信时间' });

  for (;;) {
    if (!hasWork(state)) {
      setCurrentDetails('没有在办任务');
      await condition(() => hasWork(state));
    }
    if (mustSplit(state)) await divide();
    if (stale || endsAt(state) <= Date.now()) {
      if (!stale && underWay === 0 && allHandlersFinished() && workflowInfo().historyLength > 20)
        await continueAsNew<typeof rounds>({ ladder, state });
      const slots = await computeSlots({ now: Date.now(), ladder });
      state = { ...state, slots };
      stale = false;
    }
    const now = Date.now();
    const signing = signingDue(state, now);
    if (signing.length > 0) {
      const unsigned = await unsignedUnits(signing);
      state = withUnsigned(state, unsigned);
    }
    const round = takeRound(state, now);
    state = round.state;
    for (const draft of round.drafts) await draftFormal(draft, state.office, now);
    await spreadOut(round.letters, post);
    const wake = nextWake(state, Date.now());
    if (wake === undefined) continue;
    setCurrentDetails(`在办 ${Object.keys(state.tasks).length} 项；下次发信 ${clockOf(wake)}`);
    await untilWake(
      wake,
      () => (stale ? undefined : nextWake(state, Date.now())),
      () => changes,
    );
  }
}

/** Waits for an instant on one timer; changes re-arm it only when they move the instant. */
async function untilWake(wake: number, next: () => number | undefined, changes: () => number): Promise<void> {
  let moved = false;
  let due = false;
  void condition(() => moved, Math.max(1, wake - Date.now()), { summary: `下次发信 ${clockOf(wake)}` }).then(
    (early) => {
      due = !early;
    },
  );
  while (!moved) {
    const seen = changes();
    await condition(() => due || changes() !== seen);
    if (due) return;
    moved = next() !== wake;
  }
}

/** Start of the last known slot: from then on new slots are needed. */
function endsAt(state: RoundsState): number {
  return state.slots.at(-1)?.from ?? 0;
}

/** Hands letters over in one-second groups of their own spread instants. */
async function spreadOut(letters: readonly LetterDraft[], post: (letter: LetterDraft) => void): Promise<void> {
  for (const letter of letters) {
    const ahead = letter.at - Date.now();
    if (ahead > 1000) await sleep(ahead, { summary: '错峰发信' });
    post(letter);
  }
}
