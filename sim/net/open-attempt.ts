import type { EntryId, Kernel } from '../kernel/index.ts';
import type { AttemptKey, FaultName, TraceEvent } from '../trace/index.ts';
import { recordOthers } from './companions.ts';
import type { AtEdge, ClientEnd } from './ends.ts';
import type { FaultGate, GatedPassage, Passage } from './passage.ts';
import type { Link } from './link.ts';
import type { Answer, Request } from './request.ts';

/** Stands for "no reading could be told" in the key of a draw: no sequence id is negative. */
const NO_READING = -1;

/** An attempt under way, as its sender holds it. */
export interface Sent {
  /** `timeout` when the client waits no longer, `crash` when there is no client any more. */
  abandon(why: 'timeout' | 'crash'): void;
}

/** What all attempts of a world share. */
export interface Surroundings {
  readonly kernel: Kernel;
  readonly record: (event: TraceEvent) => void;
  /** By the place of the device in the fleet. */
  readonly groupOf: (deviceIndex: number) => string | null;
  readonly gate: FaultGate | null;
  /** The client of this attempt, which was open, closed the connection. */
  readonly hangUp: (attempt: OpenAttempt) => void;
}

/** One attempt on its way, and what the faults see of it: its draws are keyed by it. */
export class OpenAttempt implements GatedPassage, Sent {
  readonly key: AttemptKey;
  readonly deviceIndex: number;
  readonly request: Request;
  readonly client: ClientEnd;
  readonly link: Link;
  /** Open until the client knows an end, gives up, or is gone. */
  state: 'open' | 'over' | 'abandoned' | 'device-gone' = 'open';
  /** When the request gets to the edge, or got there; null where it never does, and once the edge is done with it. */
  atEdgeUs: number | null = null;
  /** Since it is there. */
  atEdge: AtEdge | null = null;
  /** Whether it is counted as on the way, from the sending to the answer of the edge. */
  awaited = false;
  /** The fault that takes the answer, as was decided when the request was sent. */
  answerLostBy: FaultName | null = null;
  /** Since it is on its way back. */
  answer: Answer | null = null;
  /** Once its client is gone: when it will be awaited no longer. */
  patience: EntryId | null = null;
  readonly #around: Surroundings;

  constructor(
    around: Surroundings,
    key: AttemptKey,
    deviceIndex: number,
    link: Link,
    request: Request,
    client: ClientEnd,
  ) {
    this.#around = around;
    this.key = key;
    this.deviceIndex = deviceIndex;
    this.link = link;
    this.request = request;
    this.client = client;
  }

  get nowUs(): number {
    return this.#around.kernel.nowUs;
  }

  get group(): string | null {
    return this.#around.groupOf(this.deviceIndex);
  }

  get isAnswer(): boolean {
    return this.answer !== null;
  }

  get bytes(): number {
    const { answer } = this;
    if (answer === null) return this.request.body.length;
    return answer.bytes?.byteLength ?? Buffer.byteLength(answer.body);
  }

  get idleUs(): number | null {
    const since = this.request.connection?.idleSinceUs ?? null;
    return since === null ? null : this.nowUs - since;
  }

  draw(purpose: string): number {
    const { device, reading, attempt } = this.key;
    const { gate } = this.#around;
    const number = reading === null || gate === null ? reading : gate.originalNumber(device, reading);
    return this.link.streams.draw(purpose, number ?? NO_READING, attempt);
  }

  happens(purpose: string, probability: number): boolean {
    return probability > 0 && this.draw(purpose) < probability;
  }

  over(link: Link): Passage {
    const same = new OpenAttempt(this.#around, this.key, this.deviceIndex, link, this.request, this.client);
    same.answer = this.answer;
    return same;
  }

  abandon(why: 'timeout' | 'crash'): void {
    if (this.state !== 'open') return;
    if (why === 'crash') this.state = 'device-gone';
    else {
      this.state = 'abandoned';
      const { device, reading, attempt } = this.key;
      const { record } = this.#around;
      const event = { at: this.nowUs, kind: 'attempt_abandoned', device, reading, attempt } as const;
      record(event);
      recordOthers(record, event, this.request.others);
    }
    this.#around.hangUp(this);
  }
}
