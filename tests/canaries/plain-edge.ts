import express from 'express';
import type { ErrorRequestHandler, Response } from 'express';
import type { EdgeSettings } from '../../edge/index.ts';
import { CORRELATION_ID_HEADER, INGEST_PATH, messageSchema, METRICS_PATH } from '../../protocol/index.ts';
import type { Message } from '../../protocol/index.ts';
import { edgeSettingsIn } from './edge-settings.ts';
import type { EdgeEnv, EdgeFactory, EdgeUnderTest } from '../../ports/index.ts';

/** How a request ends; each has one status and one counter. */
export type Reply = 'accepted' | 'duplicate' | 'invalid' | 'busy';

const STATUS = { accepted: 200, duplicate: 409, invalid: 400, busy: 503 } as const satisfies Record<
  Reply,
  number
>;

/**
 * The edge as somebody might write it in an afternoon: Express, a Map of keys, an array for a database. It is right,
 * and the control of the canaries: each of them overrides the one method in which its mistake is.
 */
export class PlainEdge {
  protected readonly env: EdgeEnv;
  protected readonly keys = new Map<string, 'claimed' | 'committed'>();
  /** The committed keys and when they are to be forgotten (monotonic), in that order. */
  readonly #expiries: { readonly key: string; readonly atMs: number }[] = [];
  #keysPeak = 0;
  protected readonly counts = { received: 0, accepted: 0, duplicate: 0, invalid: 0, busy: 0 };
  protected settings: EdgeSettings;

  constructor(env: EdgeEnv) {
    this.env = env;
    this.settings = edgeSettingsIn(env.config);
  }

  /** The whole of one request whose body is JSON. */
  protected async answer(body: unknown): Promise<Reply> {
    if (this.sheds()) return 'busy';
    const message = this.validate(body);
    return message === null ? 'invalid' : this.take(message);
  }

  /** The same of a list of readings, each by itself. `id` is that of the request. */
  protected async answerAll(items: readonly unknown[], _id: string): Promise<readonly Reply[]> {
    return Promise.all(items.map(async (item) => this.answer(item)));
  }

  protected sheds(): boolean {
    if (this.env.random.draw('overload') >= this.settings.overload.probability) return false;
    this.env.log('warn', 'overload_simulated', { reason: 'probability' });
    return true;
  }

  protected validate(body: unknown): Message | null {
    return messageSchema.safeParse(body).data ?? null;
  }

  protected keyOf(message: Message): string {
    return `${message.device_id}/${message.sequence_id}`;
  }

  /** Claim, store, commit; never 409 before the commit. */
  protected async take(message: Message): Promise<Reply> {
    this.sweep();
    const key = this.keyOf(message);
    const state = this.keys.get(key);
    if (state === 'committed') return 'duplicate';
    if (state === 'claimed' || !this.hasRoom()) return 'busy';
    this.keys.set(key, 'claimed');
    this.#keysPeak = Math.max(this.#keysPeak, this.keys.size);
    await this.pause('before-commit');
    this.store(message);
    this.keys.set(key, 'committed');
    this.#expiries.push({ key, atMs: this.env.clock.monotonic() + this.settings.dedupe.ttlMs });
    await this.pause('after-commit');
    return 'accepted';
  }

  protected hasRoom(): boolean {
    return this.keys.size < this.settings.dedupe.limit;
  }

  /** Forgets the keys whose time is over. */
  protected sweep(): void {
    const nowMs = this.env.clock.monotonic();
    for (let next = this.#expiries[0]; next !== undefined && next.atMs <= nowMs; next = this.#expiries[0]) {
      this.keys.delete(next.key);
      this.#expiries.shift();
    }
  }

  protected store(message: Message): void {
    this.env.stored(message);
  }

  /** The slowness that the scenario asks for, on this side of the commit. */
  protected async pause(stage: EdgeSettings['slow']['stage']): Promise<void> {
    const { probability, minMs, maxMs, stage: where } = this.settings.slow;
    const { clock, random } = this.env;
    if (where !== stage || random.draw('slow') >= probability) return;
    this.env.log('warn', 'slow_simulated', { stage });
    await clock.sleep(minMs + random.draw('slow-delay') * (maxMs - minMs));
  }

  protected acceptedStatus(): number {
    return STATUS.accepted;
  }

  protected count(reply: Reply): void {
    this.counts[reply] += 1;
  }

  protected metrics(): Readonly<Record<string, number>> {
    const { received, accepted, duplicate, invalid, busy } = this.counts;
    return {
      received_total: received,
      accepted_total: accepted,
      duplicates_total: duplicate,
      rejected_total: invalid,
      transient_503_total: busy,
      rate_limited_total: 0,
      aborted_total: 0,
      errors_total: 0,
      in_progress: received - accepted - duplicate - invalid - busy,
      idempotency_entries: this.keys.size,
      idempotency_entries_peak: Math.max(this.#keysPeak, this.keys.size),
      idempotency_entries_max: this.settings.dedupe.limit,
    };
  }

  protected accepted(): EdgeUnderTest['accepted'] {
    return 'as-it-happens';
  }

  /** What it says that it took. */
  protected receipt(body: unknown): Readonly<Record<string, unknown>> {
    return keysOf(body);
  }

  #sendAll(response: Response, replies: readonly Reply[], items: readonly unknown[]): void {
    for (const reply of replies) this.count(reply);
    const { retryAfterMs } = this.settings.overload;
    if (replies.includes('busy') && retryAfterMs !== null)
      response.set('retry-after', String(retryAfterMs / 1000));
    const results = replies.map((reply, index) => ({ ...keysOf(items[index]), status: STATUS[reply] }));
    response.status(207).json({ results });
  }

  #send(response: Response, reply: Reply, body: unknown): void {
    this.count(reply);
    const { retryAfterMs } = this.settings.overload;
    if (reply === 'busy' && retryAfterMs !== null) response.set('retry-after', String(retryAfterMs / 1000));
    response.status(reply === 'accepted' ? this.acceptedStatus() : STATUS[reply]);
    if (reply === 'accepted') response.json({ status: 'accepted', ...this.receipt(body) });
    else response.json({ type: 'about:blank', title: reply, status: STATUS[reply] });
  }

  listen(): EdgeUnderTest {
    const app = express();
    app.post(
      INGEST_PATH,
      (_request, _response, next) => {
        this.counts.received += 1;
        next();
      },
      express.json(),
      (request, response, next) => {
        const body: unknown = request.body;
        if (Array.isArray(body)) {
          const items: readonly unknown[] = body;
          this.counts.received += items.length - 1;
          const id = request.get(CORRELATION_ID_HEADER) ?? '';
          this.answerAll(items, id).then((replies) => this.#sendAll(response, replies, items), next);
          return;
        }
        this.answer(body).then((reply) => this.#send(response, reply, body), next);
      },
    );
    app.get(METRICS_PATH, (_request, response) => {
      response.json(this.metrics());
    });
    // Express tells an error handler by its four parameters; what comes here is JSON that could not be parsed.
    const onError: ErrorRequestHandler = (_error, _request, response, _next) => {
      this.#send(response, 'invalid', null);
    };
    app.use(onError);
    const accepted = this.accepted();
    return {
      handler: app,
      ...(accepted !== undefined && { accepted }),
      reconfigure: (config) => {
        this.settings = edgeSettingsIn(config);
      },
    };
  }
}

function keysOf(body: unknown): Readonly<Record<string, unknown>> {
  if (typeof body !== 'object' || body === null) return {};
  return {
    device_id: 'device_id' in body ? body.device_id : null,
    sequence_id: 'sequence_id' in body ? body.sequence_id : null,
  };
}

/** The control: everything right. */
export const plainEdge: EdgeFactory = (env) => new PlainEdge(env).listen();
