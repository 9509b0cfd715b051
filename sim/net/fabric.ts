import type { Kernel } from '../kernel/index.ts';
import { OwnerStreams } from '../random/index.ts';
import type { KeyedRandom } from '../random/index.ts';
import type { AttemptKey, Cause, FaultName, TraceEvent } from '../trace/index.ts';
import { Delivery } from './delivery.ts';
import type { DeliveryEnds, OpenAttempt } from './delivery.ts';
import type { ClientEnd, EdgeEnd } from './ends.ts';
import type { Passage } from './fault.ts';
import { NETWORK_FAULTS } from './faults/faults.ts';
import { latencyUs } from './latency.ts';
import { Link } from './link.ts';
import type { NetworkSettings } from './network-settings.ts';
import { KeyedPassage } from './passage.ts';
import type { Answer, Request } from './request.ts';

export interface FabricOptions {
  readonly kernel: Kernel;
  readonly random: KeyedRandom;
  readonly record: (event: TraceEvent) => void;
  readonly edge: EdgeEnd;
  /** The settings in force now. */
  readonly network: () => NetworkSettings;
  /** What the header of an answer asks for, by the clock of the device, in ms. */
  readonly retryAfterMs: (retryAfter: string) => number | null;
}

/** What is to become of one request, as all faults together decided when it was sent. */
interface Plan {
  delayUs: number;
  ending:
    | { readonly kind: 'arrive' }
    | { readonly kind: 'lose' | 'refuse'; readonly by: FaultName }
    | { readonly kind: 'reset'; readonly by: FaultName; readonly processed: boolean };
  copiesAfterUs: number[];
  corruptAt: number | null;
}

/** Gives up an attempt: `timeout` when the client waits no longer, `crash` when there is no client any more. */
export type Abandon = (why: 'timeout' | 'crash') => void;

/**
 * Carries requests to the edge and answers back. It routes and waits; what goes wrong is decided by the faults. One
 * attempt has one of six endings: refused, request lost, answered, answer lost, answer late, duplicated.
 */
export class Fabric {
  readonly #options: FabricOptions;
  readonly #links = new Map<string, Link>();
  #onTheWay = 0;

  constructor(options: FabricOptions) {
    this.#options = options;
  }

  /** Requests, copies and answers that have not arrived yet, wherever they are. */
  get onTheWay(): number {
    return this.#onTheWay;
  }

  send(key: AttemptKey, deviceIndex: number, request: Request, client: ClientEnd): Abandon {
    const attempt: OpenAttempt = { key, deviceIndex, request, client, state: 'open' };
    // Field by field, here and in the other events of every attempt: a spread behind other fields costs as much as the rest.
    const { device, reading, attempt: number } = key;
    const { timestamp } = request;
    this.#record({ at: this.#now, kind: 'attempt_sent', device, reading, attempt: number, timestamp });
    const passage = this.#passage(attempt);
    const plan = this.#plan(passage);
    const travelUs = this.#latencyUs(passage, 'latency/request') + plan.delayUs;
    this.#follow(attempt, plan, travelUs);
    return (why) => this.#abandon(attempt, why);
  }

  get #now(): number {
    return this.#options.kernel.nowUs;
  }

  #record(event: TraceEvent): void {
    this.#options.record(event);
  }

  #injected(fault: FaultName, { device, reading, attempt }: AttemptKey): void {
    this.#record({ at: this.#now, kind: 'fault_injected', device, reading, attempt, fault });
  }

  #passage(attempt: OpenAttempt): Passage {
    const { random, network } = this.#options;
    const { device } = attempt.key;
    let link = this.#links.get(device);
    if (link === undefined) {
      link = new Link(new OwnerStreams(random, device));
      this.#links.set(device, link);
    }
    return new KeyedPassage({
      nowUs: this.#now,
      attempt: attempt.key,
      deviceIndex: attempt.deviceIndex,
      bytes: attempt.request.body.length,
      network: network(),
      link,
    });
  }

  #latencyUs(passage: Passage, purpose: string): number {
    return latencyUs(passage.network.latency, (which) => passage.draw(`${purpose}/${which}`));
  }

  #plan(passage: Passage): Plan {
    const plan: Plan = { delayUs: 0, ending: { kind: 'arrive' }, copiesAfterUs: [], corruptAt: null };
    for (const fault of NETWORK_FAULTS) {
      const verdict = fault.onRequest?.(passage);
      if (verdict === undefined || verdict.kind === 'pass') continue;
      this.#injected(fault.name, passage.attempt);
      switch (verdict.kind) {
        case 'delay':
          plan.delayUs += verdict.us;
          break;
        case 'duplicate':
          plan.copiesAfterUs.push(verdict.afterUs);
          break;
        case 'corrupt':
          plan.corruptAt = verdict.at;
          break;
        case 'reset':
          plan.ending = { kind: 'reset', by: fault.name, processed: verdict.processed };
          break;
        case 'lose':
        case 'refuse':
          plan.ending = { kind: verdict.kind, by: fault.name };
          return plan;
        default:
          verdict satisfies never;
      }
    }
    return plan;
  }

  #follow(attempt: OpenAttempt, plan: Plan, travelUs: number): void {
    const { key } = attempt;
    const { ending } = plan;
    switch (ending.kind) {
      case 'lose':
        this.#record({ at: this.#now, kind: 'request_lost', ...key, by: ending.by });
        return;
      case 'refuse':
        this.#arriveAfter(0, () => this.#refuse(attempt, ending.by));
        return;
      case 'reset':
        if (!ending.processed) {
          this.#arriveAfter(travelUs, () => this.#reset(attempt, ending.by, false));
          return;
        }
        break;
      case 'arrive':
        break;
      default:
        ending satisfies never;
    }
    const request = plan.corruptAt === null ? attempt.request : damaged(attempt.request, plan.corruptAt);
    const resetBy = ending.kind === 'reset' ? ending.by : null;
    this.#arriveAfter(travelUs, () => this.#reachEdge(attempt, request, 0, resetBy));
    plan.copiesAfterUs.forEach((afterUs, index) => {
      this.#arriveAfter(travelUs + afterUs, () => this.#reachEdge(attempt, request, index + 1, null));
    });
  }

  #arriveAfter(delayUs: number, arrive: () => void): void {
    this.#onTheWay += 1;
    this.#options.kernel.after(delayUs, () => {
      this.#onTheWay -= 1;
      arrive();
    });
  }

  #reachEdge(attempt: OpenAttempt, request: Request, copy: number, resetBy: FaultName | null): void {
    const { edge } = this.#options;
    const isCopy = copy > 0;
    if (!edge.isUp()) {
      // Nobody hears what becomes of a copy: its sender has another connection, or none any more.
      if (isCopy) this.#record({ at: this.#now, kind: 'copy_lost', ...attempt.key, copy, by: 'edge_down' });
      else this.#travelBack(attempt, () => this.#refuse(attempt, 'edge_down'));
      return;
    }
    this.#onTheWay += 1;
    edge.deliver({ ...attempt.key, copy }, request, new Delivery(this.#ends, attempt, isCopy, resetBy));
  }

  /** For the ends of deliveries; made once. */
  readonly #ends: DeliveryEnds = {
    answered: (attempt, answer, isCopy, resetBy) => {
      this.#onTheWay -= 1;
      if (isCopy) return;
      if (resetBy === null) this.#sendBack(attempt, answer);
      else this.#travelBack(attempt, () => this.#reset(attempt, resetBy, true));
    },
    broken: (attempt, by, isCopy) => {
      this.#onTheWay -= 1;
      if (!isCopy) this.#travelBack(attempt, () => this.#reset(attempt, by, true));
    },
  };

  #travelBack(attempt: OpenAttempt, arrive: () => void): void {
    this.#arriveAfter(this.#latencyUs(this.#passage(attempt), 'latency/answer'), arrive);
  }

  #sendBack(attempt: OpenAttempt, answer: Answer): void {
    const passage = this.#passage(attempt);
    for (const fault of NETWORK_FAULTS) {
      const verdict = fault.onAnswer?.(passage);
      if (verdict === undefined || verdict.kind === 'pass') continue;
      this.#injected(fault.name, attempt.key);
      if (verdict.kind === 'lose') {
        this.#lose(attempt, answer, fault.name);
        return;
      }
      throw new Error(
        `The fault ${fault.name} gave the verdict "${verdict.kind}", which no answer can meet.`,
      );
    }
    this.#arriveAfter(this.#latencyUs(passage, 'latency/answer'), () => this.#reachClient(attempt, answer));
  }

  #lose(attempt: OpenAttempt, answer: Answer, by: Cause): void {
    this.#record({ at: this.#now, kind: 'answer_lost', ...attempt.key, by, status: answer.status });
  }

  #reachClient(attempt: OpenAttempt, answer: Answer): void {
    const { key } = attempt;
    const { status } = answer;
    switch (attempt.state) {
      case 'open': {
        attempt.state = 'over';
        const retryAfterMs =
          answer.retryAfter === null ? null : this.#options.retryAfterMs(answer.retryAfter);
        const { echoed } = answer;
        const { device, reading, attempt: number } = key;
        this.#record({
          at: this.#now,
          kind: 'answer_delivered',
          device,
          reading,
          attempt: number,
          status,
          echoed,
          retryAfterMs,
        });
        attempt.client.answered(answer);
        return;
      }
      case 'abandoned':
        this.#record({ at: this.#now, kind: 'answer_late', ...key, status });
        return;
      case 'device-gone':
        this.#lose(attempt, answer, 'device_down');
        return;
      case 'over':
        throw new Error(`Attempt ${key.attempt} of reading ${key.reading} of ${key.device} ended twice.`);
      default:
        attempt.state satisfies never;
    }
  }

  #refuse(attempt: OpenAttempt, by: Cause): void {
    if (attempt.state !== 'open') return;
    attempt.state = 'over';
    this.#record({ at: this.#now, kind: 'attempt_refused', ...attempt.key, by });
    attempt.client.refused();
  }

  #reset(attempt: OpenAttempt, by: Cause, processed: boolean): void {
    if (attempt.state !== 'open') return;
    attempt.state = 'over';
    this.#record({ at: this.#now, kind: 'attempt_reset', ...attempt.key, by, processed });
    attempt.client.reset();
  }

  #abandon(attempt: OpenAttempt, why: 'timeout' | 'crash'): void {
    if (attempt.state !== 'open') return;
    if (why === 'timeout') {
      attempt.state = 'abandoned';
      this.#record({ at: this.#now, kind: 'attempt_abandoned', ...attempt.key });
    } else {
      attempt.state = 'device-gone';
    }
  }
}

/** 0xFF never occurs in UTF-8, so whatever byte it replaces, no valid text is left. */
function damaged(request: Request, at: number): Request {
  const bytes = Buffer.from(request.body);
  bytes[Math.floor(at * bytes.length)] = 0xff;
  return { ...request, body: bytes };
}
