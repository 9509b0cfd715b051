import type { Kernel } from '../kernel/index.ts';
import type { KeyedRandom } from '../random/index.ts';
import type { AttemptKey, Cause, FaultName, TraceEvent } from '../trace/index.ts';
import { recordOtherAnswers, recordOthers } from './companions.ts';
import { Delivery } from './delivery.ts';
import type { DeliveryEnds } from './delivery.ts';
import type { ClientEnd } from './ends.ts';
import type { EdgeEnd } from './delivery.ts';
import { HangUps } from './hang-ups.ts';
import { ANSWER_WAY, latencyUs, REQUEST_WAY } from './latency.ts';
import { Links } from './links.ts';
import { OpenAttempt } from './open-attempt.ts';
import type { Sent, Surroundings } from './open-attempt.ts';
import type { FaultGate, FaultInForce, NetworkInForce, Verdict } from './passage.ts';
import { UNEVENTFUL } from './plan.ts';
import type { Plan } from './plan.ts';
import { ComingRequest } from './coming-request.ts';
import { damaged } from './request.ts';
import type { Answer, Request } from './request.ts';
import { slower, SlowAnswers } from './slow-answers.ts';
import type { Slow } from './slow-answers.ts';

export interface FabricOptions {
  readonly kernel: Kernel;
  readonly random: KeyedRandom;
  readonly record: (event: TraceEvent) => void;
  readonly edge: EdgeEnd;
  /** What it is like now, for the device at this place in the fleet. */
  readonly network: (deviceIndex: number) => NetworkInForce;
  /** Of the device at this place; null where there are none. */
  readonly groupOf: (deviceIndex: number) => string | null;
  /** Null: every fault in force acts as it decides. */
  readonly gate: FaultGate | null;
  /** What the header of an answer asks for, by the clock of the device, in ms. */
  readonly retryAfterMs: (retryAfter: string, deviceIndex: number) => number | null;
  /** The same by the `Date` of the answer: for devices that may go by that. Default: none does. */
  readonly byDateMs?: (retryAfter: string, date: string) => number | null;
  /**
   * Whether the process of a device can't take what has come for it, and goes on with `arrive` when it can. Default: it always
   * can.
   */
  readonly holds?: (deviceIndex: number, key: AttemptKey, arrive: () => void) => boolean;
  /** Called when fewer are on the way and no event says so. */
  readonly landed?: () => void;
}

/**
 * Carries requests to the edge and answers back. It routes and waits; what goes wrong is decided by the faults. One
 * attempt has one of six endings: refused, request lost, answered, answer lost, answer late, duplicated.
 *
 * Over 300 lines, because the ways of one attempt there and back change one state and are read together.
 */
export class Fabric {
  readonly #options: FabricOptions;
  readonly #around: Surroundings;
  readonly #hangUps: HangUps;
  readonly #links: Links;
  readonly #slow: SlowAnswers;
  #onTheWay = 0;

  constructor(options: FabricOptions) {
    this.#options = options;
    const { kernel, record, network, groupOf } = options;
    this.#links = new Links(options.random);
    this.#hangUps = new HangUps({
      kernel,
      network,
      verdict: (fault, attempt) => this.#verdict(fault, attempt),
      waitNoLonger: (attempt) => this.#waitNoLonger(attempt),
    });
    this.#slow = new SlowAnswers({
      kernel,
      begun: (attempt, answer, slow) => this.#begin(attempt, answer, slow),
      ended: (attempt, answer) => this.#reachClient(attempt, answer),
      broken: (attempt, answer, by) => this.#breakOff(attempt, answer, by),
    });
    this.#around = {
      kernel,
      record,
      groupOf,
      gate: options.gate,
      hangUp: (attempt) => this.#hangUps.goodbye(attempt),
    };
  }

  /** Requests, copies and answers that have not arrived yet, wherever they are. */
  get onTheWay(): number {
    return this.#onTheWay;
  }

  send(key: AttemptKey, deviceIndex: number, request: Request, client: ClientEnd): Sent {
    const link = this.#links.of(key.device, deviceIndex);
    const attempt = new OpenAttempt(this.#around, key, deviceIndex, link, request, client);
    // Field by field, here and in the other events of every attempt: a spread behind other fields costs as much as the rest.
    const { device, reading, attempt: number } = key;
    const { timestamp, others } = request;
    const at = this.#now;
    if (others !== undefined) {
      const all = others.map((other) => other.reading);
      const readings = reading === null ? all : [reading, ...all];
      this.#record({ at, kind: 'batch_sent', device, reading, attempt: number, readings });
    }
    this.#record({ at, kind: 'attempt_sent', device, reading, attempt: number, timestamp });
    if (others !== undefined)
      for (const other of others) this.#record({ at, kind: 'attempt_sent', device, ...other });
    const plan = this.#plan(attempt);
    const travelUs =
      latencyUs(this.#options.network(deviceIndex).latency, attempt, REQUEST_WAY) + (plan?.delayUs ?? 0);
    if (plan === null) this.#sendOut(attempt, request, travelUs, 0, null);
    else this.#follow(attempt, plan, travelUs);
    return attempt;
  }

  get #now(): number {
    return this.#options.kernel.nowUs;
  }

  #record(event: TraceEvent): void {
    this.#options.record(event);
  }

  #injected(fault: FaultName, { key, request }: OpenAttempt): void {
    const { device, reading, attempt } = key;
    this.#tell({ at: this.#now, kind: 'fault_injected', device, reading, attempt, fault }, request);
  }

  /** Of each reading that the request carries. */
  #tell(event: Parameters<typeof recordOthers>[1], { others }: Request): void {
    this.#record(event);
    recordOthers(this.#options.record, event, others);
  }

  #tellAnswer(event: Parameters<typeof recordOtherAnswers>[1], { others }: Request, { items }: Answer): void {
    this.#record(event);
    recordOtherAnswers(this.#options.record, event, others, items);
  }

  #verdict(fault: FaultInForce, attempt: OpenAttempt): Verdict {
    const { gate } = this.#options;
    return gate === null ? fault.decide(attempt) : gate.decide(fault, attempt);
  }

  /** Null: nothing happens to it. */
  #plan(attempt: OpenAttempt): Plan | null {
    const deadBy = attempt.request.connection?.deadBy ?? null;
    if (deadBy !== null) {
      this.#injected(deadBy, attempt);
      return { ...UNEVENTFUL, ending: 'lose', by: deadBy };
    }
    let plan: Plan | null = null;
    for (const fault of this.#options.network(attempt.deviceIndex).onRequest) {
      const verdict = this.#verdict(fault, attempt);
      if (verdict.kind === 'pass') continue;
      this.#injected(fault.name, attempt);
      plan ??= { ...UNEVENTFUL };
      switch (verdict.kind) {
        case 'delay':
          plan.delayUs += verdict.us;
          break;
        case 'duplicate':
          plan.copiesAfterUs ??= [];
          plan.copiesAfterUs.push(verdict.afterUs);
          break;
        case 'lose-answer':
          plan.answerLostBy ??= fault.name;
          break;
        case 'corrupt':
          plan.corruptAt = verdict.at;
          break;
        case 'in-pieces':
          plan.pieces = verdict;
          if (verdict.us !== null) break;
          return { ...plan, ending: 'reset', by: fault.name, processed: true };
        case 'reset':
          plan.ending = 'reset';
          plan.by = fault.name;
          plan.processed = verdict.processed;
          break;
        case 'half-open':
          if (attempt.request.connection !== undefined) attempt.request.connection.deadBy = fault.name;
          return { ...plan, ending: 'lose', by: fault.name };
        case 'dribble':
        case 'cut':
          throw cannotMeet(fault, verdict, 'request');
        case 'lose':
        case 'refuse':
          plan.ending = verdict.kind;
          plan.by = fault.name;
          return plan;
        default:
          verdict satisfies never;
      }
    }
    return plan;
  }

  #follow(attempt: OpenAttempt, plan: Plan, travelUs: number): void {
    const { ending, by, processed, corruptAt, copiesAfterUs } = plan;
    attempt.answerLostBy = plan.answerLostBy;
    if (by !== null && ending === 'lose') {
      const { device, reading, attempt: number } = attempt.key;
      const event = { at: this.#now, kind: 'request_lost', device, reading, attempt: number, by } as const;
      this.#tell(event, attempt.request);
      return;
    }
    if (by !== null && ending === 'refuse') {
      this.#arriveAfter(0, () => this.#refuse(attempt, by));
      return;
    }
    if (by !== null && ending === 'reset' && !processed) {
      this.#arriveAfter(travelUs, () => this.#reset(attempt, by, false));
      return;
    }
    const request = corruptAt === null ? attempt.request : damaged(attempt.request, corruptAt);
    const first = plan.pieces === null ? request : { ...request, coming: new ComingRequest(plan.pieces) };
    this.#sendOut(attempt, first, travelUs, 0, by);
    copiesAfterUs?.forEach((afterUs, index) => {
      this.#sendOut(attempt, request, travelUs + afterUs, index + 1, null);
    });
  }

  #arriveAfter(delayUs: number, arrive: () => void): void {
    this.#onTheWay += 1;
    this.#options.kernel.after(delayUs, () => {
      this.#onTheWay -= 1;
      arrive();
    });
  }

  #sendOut(
    attempt: OpenAttempt,
    request: Request,
    travelUs: number,
    copy: number,
    resetBy: FaultName | null,
  ): void {
    this.#onTheWay += 1;
    if (copy === 0) {
      attempt.awaited = true;
      attempt.atEdgeUs = this.#now + travelUs;
    }
    this.#options.kernel.after(travelUs, () => this.#reachEdge(attempt, request, copy, resetBy));
  }

  #reachEdge(attempt: OpenAttempt, request: Request, copy: number, resetBy: FaultName | null): void {
    const { edge } = this.#options;
    if (edge.isUp()) {
      const atEdge = edge.deliver(new Delivery(this.#ends, attempt, copy, resetBy), request);
      if (copy > 0) return;
      if (attempt.atEdgeUs !== null) attempt.atEdge = atEdge;
      const { coming } = request;
      if (resetBy === null) {
        if (coming !== undefined && coming.us !== null)
          this.#options.kernel.after(coming.us, () => coming.arrive());
        return;
      }
      // The connection breaks now. Both ends hear of it, each one latency later. What has not come does not come any more.
      const isWhole = coming === undefined;
      this.#travelBack(attempt, () => this.#reset(attempt, resetBy, isWhole));
      this.#hangUps.broken(attempt);
      return;
    }
    this.#leaveEdge(attempt, copy);
    // Nobody hears what becomes of a copy: its sender has another connection, or none any more.
    if (copy > 0)
      this.#tell(
        { at: this.#now, kind: 'copy_lost', ...attempt.key, copy, by: 'edge_down' },
        attempt.request,
      );
    else this.#travelBack(attempt, () => this.#refuse(attempt, 'edge_down'));
  }

  /** The edge is done with it. */
  #leaveEdge(attempt: OpenAttempt, copy: number): void {
    if (copy > 0 || attempt.awaited) this.#onTheWay -= 1;
    if (copy > 0) return;
    attempt.awaited = false;
    this.#hangUps.over(attempt);
  }

  #waitNoLonger(attempt: OpenAttempt): void {
    if (!attempt.awaited) return;
    attempt.awaited = false;
    this.#onTheWay -= 1;
    this.#options.landed?.();
  }

  /** For the ends of deliveries; made once. */
  readonly #ends: DeliveryEnds = {
    answered: ({ of: attempt, copy, resetBy }, answer) => {
      this.#leaveEdge(attempt, copy);
      // Over a connection that broke nothing comes back.
      if (copy === 0 && resetBy === null) this.#sendBack(attempt, answer);
    },
    broken: ({ of: attempt, copy }, by) => {
      this.#leaveEdge(attempt, copy);
      if (copy === 0) this.#travelBack(attempt, () => this.#reset(attempt, by, true));
    },
  };

  #travelBack(attempt: OpenAttempt, arrive: () => void): void {
    this.#arriveAfter(this.#answerLatencyUs(attempt), arrive);
  }

  #answerLatencyUs(attempt: OpenAttempt): number {
    return latencyUs(this.#options.network(attempt.deviceIndex).answerLatency, attempt, ANSWER_WAY);
  }

  #sendBack(attempt: OpenAttempt, answer: Answer): void {
    attempt.answer = answer;
    if (attempt.answerLostBy !== null) {
      this.#lose(attempt, answer, attempt.answerLostBy);
      return;
    }
    let delayUs = 0;
    let slow: Slow | null = null;
    for (const fault of this.#options.network(attempt.deviceIndex).onAnswer) {
      const verdict = this.#verdict(fault, attempt);
      if (verdict.kind === 'pass') continue;
      this.#injected(fault.name, attempt);
      if (verdict.kind === 'lose') {
        this.#lose(attempt, answer, fault.name);
        return;
      }
      if (verdict.kind === 'delay') {
        delayUs += verdict.us;
        continue;
      }
      if (verdict.kind !== 'dribble' && verdict.kind !== 'cut') throw cannotMeet(fault, verdict, 'answer');
      slow = slower(slow, fault.name, verdict);
    }
    this.#onTheWay += 1;
    const travelUs = this.#answerLatencyUs(attempt) + delayUs;
    const coming = answer.endless === undefined ? slow : null;
    this.#options.kernel.after(travelUs, () => {
      if (coming === null) this.#reachClient(attempt, answer);
      else this.#slow.begin(attempt, answer, coming);
    });
  }

  #begin(attempt: OpenAttempt, answer: Answer, slow: Slow): void {
    if (this.#waits(attempt, () => this.#begin(attempt, answer, slow))) return;
    const { by } = slow;
    const event = {
      at: this.#now,
      kind: 'answer_begun',
      ...attempt.key,
      by,
      status: statusOf(answer),
    } as const;
    this.#tellAnswer(event, attempt.request, answer);
    attempt.client.begun(answer, slow);
  }

  #breakOff(attempt: OpenAttempt, answer: Answer, by: Cause): void {
    if (this.#waits(attempt, () => this.#breakOff(attempt, answer, by))) return;
    this.#onTheWay -= 1;
    if (attempt.state === 'open') this.#reset(attempt, by, true);
    else this.#lose(attempt, answer, by);
  }

  #lose(attempt: OpenAttempt, answer: Answer, by: Cause): void {
    const status = statusOf(answer);
    this.#tellAnswer(
      { at: this.#now, kind: 'answer_lost', ...attempt.key, by, status },
      attempt.request,
      answer,
    );
  }

  /** Until the process that it is for goes on. */
  #waits(attempt: OpenAttempt, arrive: () => void): boolean {
    const { holds } = this.#options;
    return holds !== undefined && attempt.state === 'open' && holds(attempt.deviceIndex, attempt.key, arrive);
  }

  #reachClient(attempt: OpenAttempt, answer: Answer): void {
    // Asked here, so that nearly all answers need no function to go on by.
    const mayWait = this.#options.holds !== undefined;
    if (mayWait && this.#waits(attempt, () => this.#reachClient(attempt, answer))) return;
    this.#onTheWay -= 1;
    const { key, request } = attempt;
    const status = statusOf(answer);
    switch (attempt.state) {
      case 'open': {
        // Not over before the client gives up.
        if (answer.endless !== undefined) {
          attempt.client.answered(answer);
          return;
        }
        attempt.state = 'over';
        if (request.connection !== undefined) request.connection.idleSinceUs = this.#now;
        const { retryAfter } = answer;
        const retryAfterMs =
          retryAfter === null ? null : this.#options.retryAfterMs(retryAfter, attempt.deviceIndex);
        const echoed = answer.items?.[0]?.echoed ?? answer.echoed;
        const { device, reading, attempt: number } = key;
        const at = this.#now;
        const event = {
          at,
          kind: 'answer_delivered',
          device,
          reading,
          attempt: number,
          status,
          echoed,
          retryAfterMs,
        } as const;
        const byDateMs = retryAfter === null ? null : this.#byDateMs(answer, retryAfter);
        const isOther = byDateMs !== null && byDateMs !== retryAfterMs;
        this.#tellAnswer(isOther ? { ...event, byDateMs } : event, request, answer);
        attempt.client.answered(answer);
        return;
      }
      case 'abandoned':
        this.#tellAnswer({ at: this.#now, kind: 'answer_late', ...key, status }, request, answer);
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

  /** How long the client is asked to wait by the clock of whoever asks. */
  #byDateMs({ headers }: Answer, retryAfter: string): number | null {
    const date = headers['date'];
    return date === undefined ? null : (this.#options.byDateMs?.(retryAfter, date) ?? null);
  }

  #refuse(attempt: OpenAttempt, by: Cause): void {
    if (attempt.state !== 'open' || this.#waits(attempt, () => this.#refuse(attempt, by))) return;
    attempt.state = 'over';
    this.#tell({ at: this.#now, kind: 'attempt_refused', ...attempt.key, by }, attempt.request);
    attempt.client.refused();
  }

  #reset(attempt: OpenAttempt, by: Cause, processed: boolean): void {
    if (attempt.state !== 'open' || this.#waits(attempt, () => this.#reset(attempt, by, processed))) return;
    attempt.state = 'over';
    this.#tell({ at: this.#now, kind: 'attempt_reset', ...attempt.key, by, processed }, attempt.request);
    attempt.client.reset();
  }
}

function cannotMeet({ name }: FaultInForce, { kind }: Verdict, what: 'request' | 'answer'): Error {
  return new Error(`The fault ${name} gave the verdict "${kind}", which no ${what} can meet.`);
}

/** What it says of the reading of the attempt. */
function statusOf({ status, items }: Answer): number {
  return items?.[0]?.status ?? status;
}
