import { saySent } from './attempt-lines.ts';
import { batchOutcome } from './batch-outcomes.ts';
import type { Verdict } from './classify-answer.ts';
import type { ClientCore } from './client-core.ts';
import { isInFlight } from './entry.ts';
import type { Entry } from './entry.ts';
import type { SendOutcome } from '../ports/index.ts';
import { judge, transmitMany } from './transmission.ts';

/** Many readings in one request, which takes one place. */

export type Batch = readonly [Entry, ...Entry[]];

/** Sends them together; `done` is called at most once, and not after the device stopped. */
export function startBatch(core: ClientCore, entries: Batch, done: (outcome: SendOutcome) => void): void {
  const [first] = entries;
  core.inFlight += 1;
  const attempts = entries.map(({ attempt }) => attempt);
  for (const entry of entries) {
    entry.phase = 'in-flight';
    core.counters.attempts += 1;
    saySent(core.env, entry, entry.attempt);
  }
  core.say('debug', 'batch_sent', first, { sequence_ids: entries.map(({ sequenceId }) => sequenceId) });
  let isOpen = true;
  const cancel = transmitMany(core, entries, (outcome) => {
    if (core.stopped || !isOpen) return;
    isOpen = false;
    done(outcome);
  });
  entries.forEach((entry, index) => {
    if (isInFlight(entry, attempts[index] ?? 0)) entry.cancel = cancel;
  });
}

/** Calls `settle` for each reading, in their order, with what the one outcome means for it. */
export function settleBatch(
  core: ClientCore,
  entries: Batch,
  outcome: SendOutcome,
  settle: (entry: Entry, own: SendOutcome, verdict: Verdict) => void,
): void {
  const { id: deviceId } = core.env;
  const [{ correlationId }] = entries;
  const told = batchOutcome(
    outcome,
    entries.map(({ sequenceId, correlationId: id, message }) => ({
      deviceId,
      sequenceId,
      correlationId: id,
      message,
    })),
    correlationId,
  );
  entries.forEach((entry, index) => {
    switch (told.kind) {
      case 'each': {
        const own = told.outcomes[index] ?? outcome;
        settle(entry, own, judge(core, entry, own));
        break;
      }
      case 'no-results':
        settle(entry, outcome, judgeWhole(core, entry, correlationId, outcome));
        break;
      case 'other': {
        const { status, retryAfter } = told;
        settle(entry, outcome, { kind: 'transient', status, reason: 'no_echo', retryAfter });
        break;
      }
    }
  });
}

/** Where a request for many is refused, one of them may be what was wrong, and only by itself does it show which. */
function judgeWhole(core: ClientCore, entry: Entry, correlationId: string, outcome: SendOutcome): Verdict {
  const verdict = judge(core, { sequenceId: entry.sequenceId, correlationId }, outcome);
  if (verdict.kind !== 'permanent') return verdict;
  entry.alone = true;
  const retryAfter = outcome.kind === 'answered' ? outcome.retryAfter : null;
  return { kind: 'transient', status: verdict.status, reason: 'status', retryAfter };
}
