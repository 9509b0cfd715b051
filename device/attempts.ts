import { sayAcknowledged, sayFailed, sayRetrying, saySent } from './attempt-lines.ts';
import { settleBatch, startBatch } from './batches.ts';
import type { Batch } from './batches.ts';
import { isNotTheEdge } from './classify-answer.ts';
import type { Verdict } from './classify-answer.ts';
import type { ClientCore } from './client-core.ts';
import { Copies } from './copies.ts';
import { isInFlight } from './entry.ts';
import type { Entry } from './entry.ts';
import { isDuplicated } from './instabilities.ts';
import { Places } from './places.ts';
import type { Departing } from './places.ts';
import type { AttemptEnd, PolicyMemory, SendOutcome } from '../ports/index.ts';
import { parseRetryAfterMs } from '../protocol/index.ts';
import { retryDelay } from './retry-delay.ts';
import type { RetryDelay } from './retry-delay.ts';
import type { Safekeeping } from './safekeeping.ts';
import { judge, transmit } from './transmission.ts';

/** How often a reading is tried that was answered by others than the edge more often than the policy would try. */
const HELD_MS = 30_000;

/** Why an attempt failed; `retryAfterMs` as it was asked for. */
interface Failure {
  readonly status: number | null;
  readonly last: number | string;
  readonly retryAfterMs: number | null;
  /** It was not the edge that answered: the reading is not given up, however long that goes on. */
  readonly isHeld: boolean;
}

/**
 * The attempts of a client: each ends in a verdict, and that in the end of its reading or in the next attempt. A reading in
 * backoff holds no place in flight, so one that always fails costs the others a place only while its request is open.
 */
export class Attempts implements Departing {
  readonly #core: ClientCore;
  readonly #keeping: Safekeeping;
  readonly #memory: PolicyMemory | null;
  /** When they start. */
  readonly places: Places;
  /** Gives a reading another number; false: it keeps the one it has. */
  readonly #renumber: (entry: Entry) => boolean;
  /** Null before the first. */
  #copies: Copies | null = null;

  constructor(core: ClientCore, keeping: Safekeeping, renumber: (entry: Entry) => boolean) {
    this.#core = core;
    this.#renumber = renumber;
    this.#keeping = keeping;
    this.#memory = core.env.policy.remember?.() ?? null;
    this.places = new Places(core, this, this.#memory);
  }

  start(entry: Entry): void {
    const core = this.#core;
    const { attempt } = entry;
    entry.phase = 'in-flight';
    core.inFlight += 1;
    core.counters.attempts += 1;
    saySent(core.env, entry, attempt);
    const cancel = transmit(core, entry, false, (outcome) => {
      // An answer that comes twice, or after the device stopped, is nobody's.
      if (!core.stopped && isInFlight(entry, attempt)) this.#answered(entry, outcome);
    });
    if (isInFlight(entry, attempt)) entry.cancel = cancel;
  }

  startMany(entries: Batch): void {
    startBatch(this.#core, entries, (outcome, listed) => {
      this.#core.inFlight -= 1;
      settleBatch(this.#core, { entries, listed, outcome }, (entry, own, verdict) =>
        this.#settle(entry, own, verdict),
      );
      this.places.fill();
      this.#core.noticeIdle();
    });
  }

  /** An attempt that never left, by the policy's word, is a failed one all the same. */
  refused(entry: Entry): void {
    const { env } = this.#core;
    this.#core.say('warn', 'send_refused', entry, { attempt: entry.attempt, policy: env.policy.name });
    this.#backOff(entry, { status: null, last: 'refused by the policy', retryAfterMs: null, isHeld: false });
    this.#core.noticeIdle();
  }

  /** Starts none any more, and hears of none. */
  stop(): void {
    this.places.stop();
    this.#core.outbox.cancelAll();
    this.#copies?.cancelAll();
  }

  #answered(entry: Entry, outcome: SendOutcome): void {
    this.#core.inFlight -= 1;
    this.#settle(entry, outcome, judge(this.#core, entry, outcome));
    this.places.fill();
    this.#core.noticeIdle();
  }

  /** What an attempt has come to, for its reading. */
  #settle(entry: Entry, outcome: SendOutcome, verdict: Verdict): void {
    entry.cancel = null;
    const end = this.#memory === null ? null : this.#endOf(entry, verdict.kind === 'transient', outcome);
    if (end !== null) this.places.remember(end);
    switch (verdict.kind) {
      case 'acknowledged':
        this.#acknowledged(entry);
        break;
      case 'duplicate':
        this.#core.outbox.takeOut(entry);
        this.#keeping.journal.forgetReading(entry);
        this.#core.counters.duplicateAcknowledged += 1;
        this.#core.say('info', 'duplicate_acknowledged', entry, { attempts: entry.attempt + 1, copy: false });
        this.#keeping.sync();
        break;
      case 'permanent':
        if (verdict.isNumberTaken === true && this.#renumber(entry)) break;
        this.#keeping.giveUp(entry, 'rejected', verdict.status);
        break;
      case 'transient':
        this.#failed(entry, verdict, end);
        break;
    }
  }

  /** For the policy's memory. */
  #endOf({ sequenceId, attempt }: Entry, failed: boolean, outcome: SendOutcome): AttemptEnd {
    const { clock, random } = this.#core.env;
    return {
      nowMs: clock.monotonic(),
      attempt,
      failed,
      status: outcome.kind === 'answered' ? outcome.status : null,
      uniform: () => random.draw('attempt-end', sequenceId, attempt),
    };
  }

  #acknowledged(entry: Entry): void {
    const { counters, env, outbox, settings } = this.#core;
    outbox.takeOut(entry);
    this.#keeping.forgetLater(entry);
    counters.acknowledged += 1;
    sayAcknowledged(env, entry, entry.attempt + 1);
    if (entry.copied || !isDuplicated(env.random, settings, entry.sequenceId)) return;
    this.#copies ??= new Copies(this.#core);
    this.#copies.send(entry);
  }

  #failed(entry: Entry, verdict: Extract<Verdict, { kind: 'transient' }>, end: AttemptEnd | null): void {
    const { env } = this.#core;
    const { clock, policy } = env;
    const { status, reason, retryAfter } = verdict;
    sayFailed(env, entry, verdict);
    const retryAfterMs = parseRetryAfterMs(retryAfter, clock.now());
    const last = status ?? reason;
    const isHeld = env.holds && isNotTheEdge(reason);
    const retriesLeft = entry.attempt < policy.retriesMax;
    if (retriesLeft && !isHeld && end !== null && this.#memory?.mayRetry?.(end) === false) {
      this.#core.say('warn', 'retry_refused', entry, { attempt: entry.attempt, policy: policy.name });
      this.#keeping.giveUp(entry, 'exhausted', last);
      return;
    }
    this.#backOff(entry, { status, last, retryAfterMs, isHeld });
  }

  /** Waits for the next retry, or gives up when there is none left. */
  #backOff(entry: Entry, failure: Failure): void {
    const { env, settings } = this.#core;
    const { policy, random } = env;
    const retry = entry.attempt;
    if (failure.isHeld) entry.heldAttempts += 1;
    else if (retry - entry.heldAttempts >= policy.retriesMax) {
      this.#keeping.giveUp(entry, 'exhausted', failure.last);
      return;
    }
    const uniform = random.draw('backoff', entry.sequenceId, retry);
    const { status, retryAfterMs } = failure;
    const context = { status, retryAfterMs, previous: entry.previousDelay };
    const delay =
      retry < policy.retriesMax
        ? retryDelay(policy, retry, uniform, context, settings.retryAfterMaxMs)
        : heldDelay(uniform);
    if (retry === policy.retriesMax) this.#core.say('warn', 'telemetry_held', entry, { last: failure.last });
    entry.previousDelay = { delayMs: delay.backoffMs, uniform };
    sayRetrying(env, entry, retry, delay, policy.name);
    entry.attempt += 1;
    this.places.wait(entry, 'backoff', delay.delayMs);
  }
}

/** Of a reading that was tried more often than the policy has delays for: half a minute, give or take a half. */
function heldDelay(uniform: number): RetryDelay {
  const delayMs = HELD_MS * (0.5 + uniform);
  return { delayMs, backoffMs: delayMs, retryAfterMs: null };
}
