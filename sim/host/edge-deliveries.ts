import { INGEST_PATH } from '../../protocol/index.ts';
import { OpenList } from '../../lists/open-list.ts';
import type { EdgeAnswer } from '../../ports/index.ts';
import { usFromMs } from '../kernel/index.ts';
import { recordOtherAnswers, recordOthers } from '../net/index.ts';
import type { Answer, ComingRequest, DeliveryEnd, NamedReading, Request, StoredNow } from '../net/index.ts';
import type { Cause, DeliveryKey, FaultName } from '../trace/index.ts';
import type { Transport } from '../transport/index.ts';
import { answerFrom } from './edge-answer.ts';
import type { InstanceTold } from './edge-instance.ts';
import { OpenExchange } from './open-exchange.ts';
import type { ProcessFreeze } from './process-freeze.ts';
import { currentScope } from './scope.ts';
import type { Scope } from './scope.ts';
import type { WorldServices } from './world-services.ts';

/** An edge may go on with a request whose client is gone, for so long. */
const GONE_MS_MAX = 60_000;

export interface EdgeDeliveriesOptions {
  readonly world: WorldServices;
  readonly instance: InstanceTold;
  readonly scope: Scope;
  readonly transport: Transport;
  /** The path that devices post to, where that is not the path of our own edge; undefined: they are the same, or the edge is not ours. */
  readonly path: string | undefined;
  /** Whether it crashes instead of giving this answer. */
  readonly crashesAt: (exchange: OpenExchange, wire: EdgeAnswer | null) => boolean;
  readonly freeze: ProcessFreeze;
  /** Called when the last that somebody waited for is over. */
  readonly idle: () => void;
  /** What the edge says at this instant that it has of a device; null: it does not say. */
  readonly storedOf: (device: string) => StoredNow | null;
  /** Hears each answer of the edge, before anything can happen to it on its way. */
  readonly heard: (answer: Answer) => void;
}

/** The requests that one boot of an edge works on, and what it answers. */
export class EdgeDeliveries {
  readonly #options: EdgeDeliveriesOptions;
  readonly #open = new OpenList<OpenExchange>();
  /** Those whose client is gone: the edge may work on them still, or it may not. */
  readonly #gone = new OpenList<OpenExchange>();
  /** How many of the open ones wait for the rest of their request. */
  #inPart = 0;

  constructor(options: EdgeDeliveriesOptions) {
    this.#options = options;
  }

  /** Those that somebody waits for. */
  get open(): number {
    return this.#open.size;
  }

  /** Those of them that are there as a whole: the others wait for the network. */
  get whole(): number {
    return this.#open.size - this.#inPart;
  }

  /** Whether one of them waits for the rest of it, which comes by itself. */
  get awaitsRest(): boolean {
    return this.#inPart > 0;
  }

  /** The oldest of those that are there. */
  get first(): OpenExchange | null {
    for (const exchange of this.#open) if (exchange.isWhole) return exchange;
    return null;
  }

  /** All that it may be at work on. */
  get inWork(): number {
    return this.#open.size + this.#gone.size;
  }

  /** Those that it may be expected to be at work on. */
  keys(): ReadonlySet<unknown> {
    const { nowUs } = this.#options.world.kernel;
    const keys = new Set<unknown>();
    for (const { exchange } of this.#open) keys.add(exchange);
    for (const { exchange, goneAtUs } of this.#gone) {
      if (nowUs - goneAtUs <= usFromMs(GONE_MS_MAX)) keys.add(exchange);
    }
    return keys;
  }

  begin(key: DeliveryKey, request: Request, end: DeliveryEnd): OpenExchange {
    const exchange = new OpenExchange(this.#options.scope, key, end, this.#hungUp, request);
    this.#record(exchange, exchange.isWhole ? 'request_delivered' : 'request_begun');
    this.#open.add(exchange);
    if (request.coming !== undefined && !exchange.isWhole) this.#awaitRest(request.coming, exchange);
    if (exchange.isWhole || this.#options.transport.inPieces) this.#bring(exchange);
    return exchange;
  }

  #record({ exchange, request }: OpenExchange, kind: 'request_begun' | 'request_delivered'): void {
    const { world, instance } = this.#options;
    const { device, reading, attempt, copy } = exchange;
    const plain = { at: world.kernel.nowUs, kind, device, reading, attempt, copy };
    const event = 'instance' in instance ? { ...plain, ...instance } : plain;
    world.record(event);
    recordOthers(world.record, event, request.others);
  }

  /** A transport that knows no pieces begins when all of them are there. */
  #awaitRest(coming: ComingRequest, exchange: OpenExchange): void {
    const { world, transport, freeze } = this.#options;
    this.#inPart += 1;
    const goOn = (): void => {
      if (!exchange.listed || exchange.isGone || exchange.isWhole) return;
      this.#becomeWhole(exchange);
      if (!transport.inPieces) {
        this.#bring(exchange);
        return;
      }
      world.kernel.unsettle();
      currentScope.run(exchange, () => exchange.connection?.rest());
    };
    coming.whenWhole(() => {
      // Should the process crash instead, the request goes with it by itself.
      if (freeze.isOn) freeze.holdArrival(exchange.exchange, { goOn, broken: () => {} });
      else goOn();
    });
  }

  /** The rest is there, or the edge has not waited for it. */
  #becomeWhole(exchange: OpenExchange): void {
    exchange.isWhole = true;
    this.#inPart -= 1;
    this.#record(exchange, 'request_delivered');
  }

  #bring(exchange: OpenExchange): void {
    const { world } = this.#options;
    const wire = this.#carry(this.#atItsPath(exchange.request), exchange);
    if (!(wire instanceof Promise)) {
      world.kernel.soon(() => this.#answered(exchange, wire));
      return;
    }
    world.kernel.unsettle();
    wire
      .then(
        (complete) => this.#answered(exchange, complete),
        () => this.#answered(exchange, null),
      )
      .catch((error: unknown) => world.crashed('the harness failed on an answer of the edge', error));
  }

  /** The edge crashed of this: nobody gets an answer any more. */
  crash(by: FaultName): void {
    for (const exchange of this.#open.takeAll()) exchange.end.broken(by);
    this.#inPart = 0;
    for (const exchange of this.#gone.takeAll()) exchange.end.broken(by);
  }

  /** What the edge makes of that is up to it: nothing waits for its answer any more, and nothing keeps it from answering. */
  readonly #hungUp = (exchange: OpenExchange): void => {
    if (!this.#open.remove(exchange)) return;
    const { world, transport } = this.#options;
    const { kernel, record } = world;
    if (!exchange.isWhole) this.#inPart -= 1;
    // Who was to hear of it as a whole never does.
    if (exchange.isWhole || transport.inPieces) this.#gone.add(exchange);
    exchange.goneAtUs = kernel.nowUs;
    const { device, reading, attempt, copy } = exchange.exchange;
    const gone = { at: kernel.nowUs, kind: 'client_gone', device, reading, attempt, copy } as const;
    record(gone);
    recordOthers(record, gone, exchange.request.others);
    const { connection } = exchange;
    if (connection !== null) {
      kernel.unsettle();
      currentScope.run(exchange, () => connection.hangUp());
    }
    this.#over();
  };

  /** Null: the edge closed the connection. */
  #carry(request: Request, exchange: OpenExchange): EdgeAnswer | null | Promise<EdgeAnswer> {
    const { transport } = this.#options;
    try {
      return transport.exchange(request, (run) => currentScope.run(exchange, run), exchange);
    } catch {
      return null;
    }
  }

  #answered(exchange: OpenExchange, wire: EdgeAnswer | null): void {
    const { crashesAt, freeze } = this.#options;
    if (exchange.listed && !exchange.isGone && crashesAt(exchange, wire)) return;
    if (!this.#close(exchange)) return;
    if (!exchange.isWhole) {
      // To half of a request whose client is gone: nobody hears it, and it says nothing of a reading.
      if (exchange.isGone) return;
      this.#becomeWhole(exchange);
      // The connection is free for others only behind it.
      currentScope.run(exchange, () => exchange.connection?.rest());
    }
    if (freeze.isOn) {
      const { exchange: key, end } = exchange;
      freeze.holdAnswer(key, {
        goOn: () => this.#answer(exchange, wire),
        broken: (by) => end.broken(by),
      });
    } else this.#answer(exchange, wire);
    this.#over();
  }

  #over(): void {
    if (this.open === 0) this.#options.idle();
  }

  /** False when a crash had closed it before. */
  #close(exchange: OpenExchange): boolean {
    return (exchange.isGone ? this.#gone : this.#open).remove(exchange);
  }

  #answer({ exchange: key, end, request }: OpenExchange, wire: EdgeAnswer | null): void {
    if (wire === null) {
      end.broken('edge_closed' satisfies Cause);
      return;
    }
    const answer = this.#read(wire, key, request);
    this.#options.heard(answer);
    recordAnswer(this.#options.world, 'edge', { key, answer, request });
    if (answer.named !== undefined) this.#recordOther(key, answer.named);
    end.answered(answer);
  }

  /** Who goes by what answers name takes that reading for stored. */
  #recordOther({ device, reading, attempt, copy }: DeliveryKey, other: NamedReading): void {
    if (this.#options.storedOf(other.device)?.(other.reading) !== false) return;
    const { kernel, record } = this.#options.world;
    const of = { otherDevice: other.device, otherReading: other.reading };
    record({ at: kernel.nowUs, kind: 'other_acknowledged', device, reading, attempt, copy, ...of });
  }

  /** What reads an answer may be code of a user's. */
  #read(wire: EdgeAnswer, key: DeliveryKey, { judge }: Request): Answer {
    const { storedOf, world } = this.#options;
    const stored = (): StoredNow | null => storedOf(key.device);
    try {
      return answerFrom(wire, key, judge, stored);
    } catch (error) {
      world.crashed('what tells readings from answers threw', error);
      return answerFrom(wire, key, undefined, stored);
    }
  }

  /** Our own edge has one path; who believes it to be elsewhere comes by way of a proxy that knows. */
  #atItsPath(request: Request): Request {
    const { path } = this.#options;
    return path === undefined || request.path !== path ? request : { ...request, path: INGEST_PATH };
  }
}

interface Answered {
  readonly key: DeliveryKey;
  readonly answer: Answer;
  readonly request: Request;
}

/** Tells the trace of an answer: of the edge, or of what stands in front of it. */
export function recordAnswer(
  { kernel, record }: Pick<WorldServices, 'kernel' | 'record'>,
  source: 'edge' | 'gateway',
  { key, answer, request }: Answered,
): void {
  const { device, reading, attempt, copy } = key;
  const { retryAfter, items } = answer;
  const status = items?.[0]?.status ?? answer.status;
  const at = kernel.nowUs;
  const kind = 'request_answered';
  const event = { at, kind, device, reading, attempt, copy, status, retryAfter, source } as const;
  record(event);
  recordOtherAnswers(record, event, request.others, items);
}
