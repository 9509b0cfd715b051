import { ContendedRow } from '../../lists/contended-row.ts';
import { RateLimiter } from '../../lists/rate-limiter.ts';
import { ServiceQueue } from '../../lists/service-queue.ts';
import { msFromUs, usFromMs } from '../kernel/index.ts';
import { recordOthers } from '../net/index.ts';
import type { Answer, DeliveryEnd, Request } from '../net/index.ts';
import { OwnerStreams } from '../random/index.ts';
import type { DeliveryKey, FaultName } from '../trace/index.ts';
import { refusal } from './gateway-answers.ts';
import type { GatewaySettings, SlowSettings } from './gateway-settings.ts';
import type { HeldRequest } from './open-exchange.ts';
import type { WorldServices } from './world-services.ts';

/** Draws for one delivery, by purpose. */
export type DrawFor = (purpose: string) => number;

/** A request at the gateway, and what becomes of it. */
export interface Passing {
  readonly key: DeliveryKey;
  readonly request: Request;
  readonly end: DeliveryEnd;
  /** Where the edge is told that the client is gone, once it has the request. */
  readonly held: HeldRequest;
}

export interface GatewayOptions {
  readonly world: WorldServices;
  readonly settings: GatewaySettings;
  /** Hands a request to the edge behind it. */
  readonly pass: (passing: Passing) => void;
  /** What the edge behind it has crashed of since; null: it is up. */
  readonly downBy: () => FaultName | null;
  readonly answered: (key: DeliveryKey, answer: Answer, request: Request) => void;
}

/**
 * What stands in front of an edge that takes no settings, as a load balancer would, and plays the faults of the edge that
 * can be played from outside: in the order in which our own edge meets them, and with the draws that it would take. One
 * for each boot of the edge: what waits in it when the edge crashes is cut off when its time comes.
 */
export class Gateway {
  readonly #options: GatewayOptions;
  #settings: GatewaySettings;
  readonly #queue: ServiceQueue;
  readonly #limiter: RateLimiter;
  readonly #row = new ContendedRow();

  constructor(options: GatewayOptions) {
    const { settings, world } = options;
    this.#options = options;
    this.#settings = settings;
    this.#queue = new ServiceQueue(
      settings.capacity,
      (delayMs, then) => void world.kernel.after(usFromMs(delayMs), then),
      { nowMs: () => msFromUs(world.kernel.nowUs), waited: (ms) => world.queued(ms) },
    );
    this.#limiter = new RateLimiter(settings.rateLimit);
  }

  configure(settings: GatewaySettings): void {
    this.#settings = settings;
    this.#queue.reconfigure(settings.capacity);
    this.#limiter.reconfigure(settings.rateLimit);
  }

  deliver(passing: Passing): void {
    const { key } = passing;
    const draw = drawForDelivery(this.#options.world, key);
    const { overload } = this.#settings;
    if (happens(overload.probability, 'overload', draw))
      this.#refuse(passing, 'edge.overload', refusal(503, overload.retryAfterMs));
    else this.#queueUp(passing, draw);
  }

  #queueUp(passing: Passing, draw: DrawFor): void {
    const { capacity } = this.#settings;
    if (capacity === null) {
      this.#limitRate(passing, draw);
      return;
    }
    const isIn = this.#queue.enter(
      capacity,
      () => draw('service'),
      () => this.#ifUp(passing, () => this.#limitRate(passing, draw)),
    );
    if (!isIn) this.#refuse(passing, 'edge.capacity', refusal(503, capacity.retryAfterMs));
  }

  #limitRate(passing: Passing, draw: DrawFor): void {
    const waitMs = this.#limiter.take(passing.key.device, msFromUs(this.#options.world.kernel.nowUs));
    if (waitMs > 0) this.#refuse(passing, 'edge.rateLimit', refusal(429, waitMs));
    else this.#contend(passing, draw);
  }

  #contend(passing: Passing, draw: DrawFor): void {
    const { contention } = this.#settings;
    if (contention === null) {
      this.#slow(passing, draw);
      return;
    }
    const { minMs, maxMs, retryAfterMs } = contention;
    const version = this.#row.read();
    this.#after(minMs + draw('contention-work') * (maxMs - minMs), passing, () => {
      if (this.#row.write(version)) this.#slow(passing, draw);
      else this.#refuse(passing, 'edge.contention', refusal(503, retryAfterMs));
    });
  }

  #slow(passing: Passing, draw: DrawFor): void {
    const { pass, world } = this.#options;
    const { slow } = this.#settings;
    const delayMs = slownessMs(slow, draw);
    if (delayMs === null) {
      pass(passing);
      return;
    }
    this.#injected(passing, 'edge.slow');
    if (slow.stage === 'before-commit') {
      this.#after(delayMs, passing, () => pass(passing));
      return;
    }
    const { end } = passing;
    const later = (answer: Answer): void =>
      void world.kernel.after(usFromMs(delayMs), () => end.answered(answer));
    pass({ ...passing, end: { answered: later, broken: (by) => end.broken(by) } });
  }

  #after(delayMs: number, passing: Passing, then: () => void): void {
    this.#options.world.kernel.after(usFromMs(delayMs), () => this.#ifUp(passing, then));
  }

  #ifUp({ end }: Passing, then: () => void): void {
    const by = this.#options.downBy();
    if (by === null) then();
    else end.broken(by);
  }

  #refuse(passing: Passing, fault: FaultName, answer: Answer): void {
    const { key, request, end } = passing;
    this.#injected(passing, fault);
    this.#options.answered(key, answer, request);
    end.answered(answer);
  }

  #injected({ key, request }: Passing, fault: FaultName): void {
    const { kernel, record } = this.#options.world;
    const { device, reading, attempt } = key;
    const event = { at: kernel.nowUs, kind: 'fault_injected', device, reading, attempt, fault } as const;
    record(event);
    recordOthers(record, event, request.others);
  }
}

/** A draw that cannot matter is not drawn. */
function happens(probability: number, purpose: string, draw: DrawFor): boolean {
  return probability > 0 && draw(purpose) < probability;
}

/** How long to hold this delivery back, in ms. Null: not at all. */
function slownessMs({ probability, minMs, maxMs }: SlowSettings, draw: DrawFor): number | null {
  return happens(probability, 'slow', draw) ? minMs + draw('slow-delay') * (maxMs - minMs) : null;
}

/** Key of a delivery's draws, which are those of our own edge; −1 stands for "no reading could be told". */
export function drawForDelivery(
  { random, gate }: Pick<WorldServices, 'random' | 'gate'>,
  { device, reading, attempt, copy }: DeliveryKey,
): DrawFor {
  const key = [reading ?? -1, attempt, copy];
  if (gate !== null) return (purpose) => gate.draw('edge', device, purpose, key);
  const streams = new OwnerStreams(random, device, 'edge/');
  return (purpose) => streams.draw(purpose, ...key);
}
