import { saySent } from './attempt-lines.ts';
import { batchOutcome } from './batch-outcomes.ts';
import type { Verdict } from './classify-answer.ts';
import type { ClientCore } from './client-core.ts';
import { sayCopied, sayCopyEnded } from './copies.ts';
import { isInFlight } from './entry.ts';
import type { Entry } from './entry.ts';
import { isDuplicated } from './instabilities.ts';
import type { SendOutcome } from '../ports/index.ts';
import { judge, transmitMany } from './transmission.ts';

/** Many readings in one request, which takes one place. */

export type Batch = readonly [Entry, ...Entry[]];

/**
 * Those that the device repeats: their copies go behind all in the list of their first attempt, and are no part of the
 * readings' ends.
 */
function copiesIn(core: ClientCore, entries: Batch): readonly Entry[] {
  const { env, settings } = core;
  const copies = entries.filter(
    ({ attempt, sequenceId }) => attempt === 0 && isDuplicated(env.random, settings, sequenceId),
  );
  for (const entry of copies) {
    entry.copied = true;
    sayCopied(core, entry);
  }
  return copies;
}

/** Sends them together; `done` is called at most once, and not after the device stopped. It gets what stood in the list. */
export function startBatch(
  core: ClientCore,
  entries: Batch,
  done: (outcome: SendOutcome, listed: Batch) => void,
): void {
  const [first] = entries;
  core.inFlight += 1;
  const attempts = entries.map(({ attempt }) => attempt);
  for (const entry of entries) {
    entry.phase = 'in-flight';
    core.counters.attempts += 1;
    saySent(core.env, entry, entry.attempt);
  }
  const listed: Batch = [first, ...entries.slice(1), ...copiesIn(core, entries)];
  core.say('debug', 'batch_sent', first, { sequence_ids: listed.map(({ sequenceId }) => sequenceId) });
  let isOpen = true;
  const cancel = transmitMany(core, listed, (outcome) => {
    if (core.stopped || !isOpen) return;
    isOpen = false;
    done(outcome, listed);
  });
  entries.forEach((entry, index) => {
    if (isInFlight(entry, attempts[index] ?? 0)) entry.cancel = cancel;
  });
}

/** Calls `settle` for each reading, in their order, with what the one outcome means for it. Of its copy it is only said. */
export function settleBatch(
  core: ClientCore,
  {
    entries,
    listed,
    outcome,
  }: { readonly entries: Batch; readonly listed: Batch; readonly outcome: SendOutcome },
  settleReading: (entry: Entry, own: SendOutcome, verdict: Verdict) => void,
): void {
  const { id: deviceId } = core.env;
  const [{ correlationId }] = entries;
  const sayCopy = (entry: Entry, own: SendOutcome, verdict: Verdict): void =>
    sayCopyEnded(core, entry, own, verdict);
  const told = batchOutcome(
    outcome,
    listed.map(({ sequenceId, correlationId: id, message }) => ({
      deviceId,
      sequenceId,
      correlationId: id,
      message,
    })),
    correlationId,
  );
  listed.forEach((entry, index) => {
    const settle = index < entries.length ? settleReading : sayCopy;
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
