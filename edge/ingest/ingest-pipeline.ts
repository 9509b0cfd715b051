import type { Message } from '../../protocol/index.ts';
import { batchItems, INGEST_PATH, instantMs, isMessage, messageSchema } from '../../protocol/index.ts';
import { accepted } from '../answer/accepted.ts';
import { batchAnswer } from '../answer/batch.ts';
import { isHeard } from '../../ports/index.ts';
import type { EdgeAnswer, Log, PlainClock, Random } from '../../ports/index.ts';
import { correlationIdOf } from '../answer/correlation-id.ts';
import { unsupportedContent } from '../message/content-headers.ts';
import { describeIssues } from '../message/describe-issues.ts';
import { digestOf, idempotencyKey } from '../message/digest.ts';
import { areAtHand, messageAtHand } from '../message/message-at-hand.ts';
import type { Counters } from '../metrics/counters.ts';
import type { Capacity } from '../overload/capacity.ts';
import { contentionWorkMs } from '../overload/contention.ts';
import type { ContendedRow } from '../../lists/contended-row.ts';
import { isShed } from '../overload/probability.ts';
import { slownessMs } from '../overload/slowness.ts';
import type { RateLimiter } from '../../lists/rate-limiter.ts';
import type { IngestRequest, RequestHead } from '../request.ts';
import type { EdgeSettings } from '../settings.ts';
import type { ClaimResult, ReadingStore } from '../store/reading-store.ts';
import { continuedSpan } from '../trace/request-span.ts';
import { strictParse } from '../strict-json.ts';
import type { Timers } from '../timers.ts';
import type { Authenticate } from '../auth/authenticator.ts';
import { Exchange } from './exchange.ts';
import type { Refuser } from './refuser.ts';

export interface IngestParts {
  readonly clock: PlainClock;
  readonly random: Random;
  readonly log: Log;
  readonly counters: Counters;
  readonly refuser: Refuser;
  /** Whether there is more to do than can be done in time. */
  readonly isOverloaded: () => boolean;
  /** Null: anybody may send as any device. */
  readonly authenticate: Authenticate | null;
  readonly store: ReadingStore;
  readonly capacity: Capacity;
  readonly rateLimiter: RateLimiter;
  /** What all readings write to while `contention` is set. */
  readonly row: ContendedRow;
  readonly timers: Timers;
  /** A timestamp further than this from the clock is flagged. */
  readonly clockSkewMsMax: number;
  /** Called synchronously as soon as the store has committed a reading. */
  readonly onStored: (message: Message) => void;
}

/**
 * The life of one `POST /ingest`, free of any transport: count it; shed load; authenticate; parse;
 * rate-limit the device; validate; claim the key; win the row, if one is contended for; store; answer. The limit of a
 * device comes after the parse because its id is in the body, and before the validation, so that a device that sends
 * rubbish pays for it too.
 *
 * As long as the store answers at once and nothing is simulated to be slow, so does `ingest`: no promise is made on
 * that way. It never throws and never rejects.
 *
 * Over 300 lines because each step hands on to the next, and nothing stands beside that one way.
 */
export class IngestPipeline {
  readonly #parts: IngestParts;
  #settings: EdgeSettings;
  #draining = false;

  constructor(settings: EdgeSettings, parts: IngestParts) {
    this.#settings = settings;
    this.#parts = parts;
  }

  get bodyBytesMax(): number {
    return this.#settings.bodyBytesMax;
  }

  get draining(): boolean {
    return this.#draining;
  }

  reconfigure(settings: EdgeSettings): void {
    this.#settings = settings;
  }

  /** From now on every reading is refused with 503. */
  beginDraining(): void {
    this.#draining = true;
  }

  /** A whole request that is at hand. */
  ingest(request: IngestRequest): EdgeAnswer | Promise<EdgeAnswer> {
    return this.answer(request, this.arrive(request));
  }

  /** Counts a request whose body is still to come. It must be answered or aborted. */
  arrive(head: RequestHead): Exchange {
    const counted = head.path === INGEST_PATH;
    if (counted) this.#parts.counters.begin();
    const { random } = this.#parts;
    return new Exchange(correlationIdOf(head.headers, random), counted, continuedSpan(head.headers, random));
  }

  /** Whether so much is under way that whatever comes now would be refused. */
  get isOverloaded(): boolean {
    return !this.#draining && this.#parts.isOverloaded();
  }

  /** The same request, without a look at more than that it is there. */
  turnAway(exchange: Exchange): EdgeAnswer {
    return this.#parts.refuser.refuse(exchange, 'overloaded');
  }

  /** The connection ended before the body did. */
  abort(exchange: Exchange): void {
    this.#parts.log('warn', 'request_aborted', exchange.logFields());
    this.#parts.refuser.end(exchange, 'aborted_total');
  }

  answer(request: IngestRequest, exchange: Exchange): EdgeAnswer | Promise<EdgeAnswer> {
    try {
      const answer = this.#admit(request, exchange);
      if (!(answer instanceof Promise)) return answer;
      return answer.catch((error: unknown) => this.#fault(exchange, error));
    } catch (error) {
      return this.#fault(exchange, error);
    }
  }

  #admit(request: IngestRequest, exchange: Exchange): EdgeAnswer | Promise<EdgeAnswer> {
    const { refuser, random, capacity } = this.#parts;
    if (request.path !== INGEST_PATH) return refuser.refuse(exchange, 'not_found');
    if (request.method !== 'POST') return refuser.methodNotAllowed(exchange, 'POST');
    if (this.#draining) return refuser.refuse(exchange, 'draining');
    if (this.#parts.isOverloaded()) return this.turnAway(exchange);
    const { overload } = this.#settings;
    if (isShed(overload.probability, random))
      return refuser.refuseFor(exchange, 'overload_probability', overload.retryAfterMs);
    if (capacity.settings === null) return this.#read(request, exchange);
    const { retryAfterMs } = capacity.settings;
    const served = capacity.enter(capacity.settings, random);
    if (served === undefined) return refuser.refuseFor(exchange, 'overload_capacity', retryAfterMs);
    return served.then(() => this.#read(request, exchange));
  }

  #read(request: IngestRequest, exchange: Exchange): EdgeAnswer | Promise<EdgeAnswer> {
    const { refuser } = this.#parts;
    const refused = this.authenticate(request, exchange);
    if (refused !== undefined) return refused;
    const unsupported = unsupportedContent(request.headers);
    if (unsupported !== undefined)
      return refuser.refuse(exchange, 'unsupported_media_type', { detail: unsupported });
    const { body } = request;
    if (body === null) return this.#tooLarge(exchange);
    if (typeof body !== 'string') return this.#parse(body, exchange);
    const message = messageAtHand(request.message);
    if (message === undefined) {
      const items = batchItems(request.message);
      if (items === null || !areAtHand(items)) return this.#parse(Buffer.from(body), exchange);
      return body.length > this.bodyBytesMax ? this.#tooLarge(exchange) : this.#takeAll(items, exchange);
    }
    if (body.length > this.bodyBytesMax) return this.#tooLarge(exchange);
    exchange.identifyAs(message);
    return this.#limitRate(exchange) ?? this.#claim(message, exchange);
  }

  /** The refusal of who may not speak here at all; for others the exchange knows for whom they may. */
  authenticate(head: RequestHead, exchange: Exchange): EdgeAnswer | undefined {
    const { authenticate, refuser } = this.#parts;
    if (authenticate === null) return undefined;
    const principal = authenticate(head);
    switch (principal.kind) {
      case 'devices':
        exchange.speaksFor = principal.ids;
        return undefined;
      case 'unknown':
        return refuser.refuse(exchange, 'unauthenticated');
      case 'revoked':
        return refuser.refuse(exchange, 'revoked');
    }
  }

  #tooLarge(exchange: Exchange): EdgeAnswer {
    const detail = `The body must not be longer than ${this.bodyBytesMax} bytes.`;
    return this.#parts.refuser.refuse(exchange, 'too_large', { detail });
  }

  /** The refusal of a device that sends as another, or too fast, or of whoever sends while all together do; undefined for others. */
  #limitRate(exchange: Exchange): EdgeAnswer | undefined {
    const { refuser, rateLimiter, clock } = this.#parts;
    if (exchange.isOfAnother) return refuser.refuse(exchange, 'another_device');
    const waitMs = rateLimiter.take(exchange.deviceId, clock.monotonic());
    return waitMs <= 0 ? undefined : refuser.refuseFor(exchange, 'rate_limited', waitMs);
  }

  #parse(bytes: Uint8Array, exchange: Exchange): EdgeAnswer | Promise<EdgeAnswer> {
    const { refuser } = this.#parts;
    if (bytes.byteLength > this.bodyBytesMax) return this.#tooLarge(exchange);
    const parsed = strictParse(bytes);
    if (!parsed.ok) {
      const detail = `The body is not acceptable JSON: ${parsed.message} (at position ${parsed.position}).`;
      return refuser.refuse(exchange, 'invalid_json', { detail });
    }
    const items = batchItems(parsed.value);
    return items === null ? this.#take(parsed.value, exchange) : this.#takeAll(items, exchange);
  }

  /** Many readings in one request: each as if it had come alone, and at the same instant. */
  #takeAll(items: readonly unknown[], first: Exchange): EdgeAnswer | Promise<EdgeAnswer> {
    const { counters, refuser } = this.#parts;
    const { readingsMax } = this.#settings;
    if (items.length > readingsMax) {
      const detail = `A request must not carry more than ${readingsMax} readings.`;
      return refuser.refuse(first, 'too_large', { detail });
    }
    const { correlationId, counted, span } = first;
    const exchanges = items.map((_, index) => {
      if (index === 0) return first;
      if (counted) counters.begin();
      return new Exchange(correlationId, counted, span);
    });
    const whole = (answers: readonly EdgeAnswer[]): EdgeAnswer =>
      batchAnswer(
        answers.map((answer, index) => ({
          deviceId: exchanges[index]?.deviceId,
          sequenceId: exchanges[index]?.sequenceId,
          answer,
        })),
        correlationId,
      );
    const answers = exchanges.map((exchange, index) => this.#takeOne(items[index], exchange));
    const ready = answers.filter((answer): answer is EdgeAnswer => !(answer instanceof Promise));
    return ready.length === answers.length
      ? whole(ready)
      : Promise.all(answers.map(async (answer) => answer)).then(whole);
  }

  /** What goes wrong with one of many is none of the others' business. */
  #takeOne(item: unknown, exchange: Exchange): EdgeAnswer | Promise<EdgeAnswer> {
    try {
      const answer = this.#take(item, exchange);
      return answer instanceof Promise
        ? answer.catch((error: unknown) => this.#fault(exchange, error))
        : answer;
    } catch (error) {
      return this.#fault(exchange, error);
    }
  }

  #take(value: unknown, exchange: Exchange): EdgeAnswer | Promise<EdgeAnswer> {
    const { refuser } = this.#parts;
    exchange.identify(value);
    const limited = this.#limitRate(exchange);
    if (limited !== undefined) return limited;
    if (isMessage(value)) return this.#claim(value, exchange);
    const checked = messageSchema.safeParse(value);
    if (checked.success) return this.#claim(checked.data, exchange);
    return refuser.refuse(exchange, 'invalid_message', { errors: describeIssues(checked.error.issues) });
  }

  #claim(message: Message, exchange: Exchange): EdgeAnswer | Promise<EdgeAnswer> {
    const { store, log } = this.#parts;
    if (isHeard(log, 'info', 'telemetry_received')) log('info', 'telemetry_received', exchange.logFields());
    const key = idempotencyKey(message);
    let claim: ClaimResult | Promise<ClaimResult>;
    try {
      claim = store.claim(key, digestOf(message));
    } catch (error) {
      return this.#storeFailed(exchange, error);
    }
    if (typeof claim === 'string') return this.#claimed(claim, key, message, exchange);
    return Promise.resolve(claim).then(
      (result) => this.#claimed(result, key, message, exchange),
      (error: unknown) => this.#storeFailed(exchange, error),
    );
  }

  #claimed(
    claim: ClaimResult,
    key: string,
    message: Message,
    exchange: Exchange,
  ): EdgeAnswer | Promise<EdgeAnswer> {
    const { refuser } = this.#parts;
    switch (claim) {
      case 'claimed':
        exchange.claimedKey = key;
        return this.#contend(message, exchange);
      case 'in-progress':
        // Never 409 here: the first may still fail, and a device takes 409 for done.
        return refuser.refuse(exchange, 'in_progress');
      case 'duplicate':
        return refuser.refuse(exchange, 'duplicate');
      case 'conflict':
        return refuser.refuse(exchange, 'conflict');
      case 'full':
        return refuser.refuse(exchange, 'store_full');
    }
  }

  /** Reads the row that all readings write, if there is one, and works on it until the commit. */
  #contend(message: Message, exchange: Exchange): EdgeAnswer | Promise<EdgeAnswer> {
    const { random, row } = this.#parts;
    const { contention } = this.#settings;
    if (contention === null) return this.#store(message, exchange);
    exchange.race = { version: row.read(), retryAfterMs: contention.retryAfterMs };
    return this.#pause(contentionWorkMs(contention, random)).then(() => this.#store(message, exchange));
  }

  #store(message: Message, exchange: Exchange): EdgeAnswer | Promise<EdgeAnswer> {
    const { random, log, counters } = this.#parts;
    const delayMs = slownessMs(this.#settings.slow, random);
    if (delayMs === 0) return this.#commit(message, exchange, 0);
    const { stage } = this.#settings.slow;
    counters.slow++;
    log('warn', 'slow_simulated', { ...exchange.logFields(), stage, delay_ms: delayMs });
    if (stage === 'after-commit') return this.#commit(message, exchange, delayMs);
    return this.#pause(delayMs).then(() => this.#commit(message, exchange, 0));
  }

  /** `pauseMs`: how long to wait between the commit and the answer. */
  #commit(message: Message, exchange: Exchange, pauseMs: number): EdgeAnswer | Promise<EdgeAnswer> {
    const { race } = exchange;
    if (race !== undefined && !this.#parts.row.write(race.version)) {
      // Never 409: nothing is stored, and a device takes that for done.
      this.#release(exchange);
      return this.#parts.refuser.refuseFor(exchange, 'contention', race.retryAfterMs);
    }
    const key = exchange.claimedKey ?? idempotencyKey(message);
    let committed: void | Promise<void>;
    try {
      committed = this.#parts.store.commit(key, message);
    } catch (error) {
      return this.#storeFailed(exchange, error);
    }
    if (committed === undefined) return this.#committed(message, exchange, pauseMs);
    return Promise.resolve(committed).then(
      () => this.#committed(message, exchange, pauseMs),
      (error: unknown) => this.#storeFailed(exchange, error),
    );
  }

  #committed(message: Message, exchange: Exchange, pauseMs: number): EdgeAnswer | Promise<EdgeAnswer> {
    exchange.claimedKey = undefined;
    this.#parts.onStored(message);
    if (pauseMs === 0) return this.#accepted(message, exchange);
    return this.#pause(pauseMs).then(() => this.#accepted(message, exchange));
  }

  #accepted(message: Message, exchange: Exchange): EdgeAnswer {
    const { clock, clockSkewMsMax, counters, log, refuser } = this.#parts;
    const isSkewed = Math.abs(instantMs(message.timestamp) - clock.now()) > clockSkewMsMax;
    if (isSkewed) counters.clockSkew++;
    if (isHeard(log, 'info', 'telemetry_accepted')) {
      const fields = exchange.logFields();
      if (isSkewed) fields['clock_skew'] = true;
      log('info', 'telemetry_accepted', fields);
    }
    refuser.end(exchange, 'accepted_total');
    return accepted(message, exchange.correlationId);
  }

  /** Nothing was stored: whoever retries may claim the key again. */
  #storeFailed(exchange: Exchange, error: unknown): EdgeAnswer {
    this.#release(exchange);
    return this.#parts.refuser.refuse(exchange, 'store_failed', { log: { error: String(error) } });
  }

  #fault(exchange: Exchange, error: unknown): EdgeAnswer {
    this.#release(exchange);
    return this.#parts.refuser.fault(exchange, error);
  }

  /** The answer does not wait for it: until it is done a retry is refused with 503, which is true enough. */
  #release(exchange: Exchange): void {
    const key = exchange.claimedKey;
    if (key === undefined) return;
    exchange.claimedKey = undefined;
    const failed = (error: unknown): void => {
      this.#parts.log('error', 'release_failed', { ...exchange.logFields(), error: String(error) });
    };
    try {
      Promise.resolve(this.#parts.store.release(key)).catch(failed);
    } catch (error) {
      failed(error);
    }
  }

  #pause(delayMs: number): Promise<void> {
    return new Promise((resolve) => {
      this.#parts.timers.after(delayMs, resolve);
    });
  }
}
