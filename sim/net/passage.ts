import type { AttemptKey, FaultName } from '../trace/index.ts';
import type { Latency } from './latency.ts';
import type { Link } from './link.ts';

/** What a fault makes of one passage of one attempt; the fabric carries it out. */
export type Verdict =
  | { readonly kind: 'pass' }
  /** Arrives this much later; an answer too. */
  | { readonly kind: 'delay'; readonly us: number }
  /** Vanishes; the client hears nothing. */
  | { readonly kind: 'lose' }
  /** The other end of the connection is gone: the request vanishes, and so does all that follows over it. Of requests only. */
  | { readonly kind: 'half-open' }
  /** The edge gets the request, and its answer vanishes. Of requests only. */
  | { readonly kind: 'lose-answer' }
  /** The client learns at once; the edge never sees the request. */
  | { readonly kind: 'refuse' }
  /** The connection breaks, before or after the edge got the request. */
  | { readonly kind: 'reset'; readonly processed: boolean }
  /** The edge gets the request once more, this long after the first time. */
  | { readonly kind: 'duplicate'; readonly afterUs: number }
  /** The byte at this share of the body, [0, 1), is damaged. */
  | { readonly kind: 'corrupt'; readonly at: number }
  /**
   * The head comes with this share of the body, [0, 1), and the rest this much later; null: the connection breaks before
   * it. Of requests only.
   */
  | { readonly kind: 'in-pieces'; readonly share: number; readonly us: number | null }
  /** The head comes, and the last byte of the body this much later. Of answers only. */
  | { readonly kind: 'dribble'; readonly us: number }
  /**
   * The connection breaks after the head and this share of the body, [0, 1). Of answers only. `closes`: the other end closes it
   * (FIN), as a proxy does whose server is gone, and does not reset it (RST).
   */
  | { readonly kind: 'cut'; readonly share: number; readonly closes: boolean };

export const PASS: Verdict = { kind: 'pass' };
export const LOSE: Verdict = { kind: 'lose' };

/** All that a fault may look at. */
export interface Passage {
  readonly nowUs: number;
  /** The device's place in the fleet, from 0. */
  readonly deviceIndex: number;
  /** Null where the fleet has none. */
  readonly group: string | null;
  /** Size of the body that passes: the request's, or the answer's. */
  readonly bytes: number;
  /** How long the connection was idle, in µs, before this was sent over it; null: it is the first that it carries. */
  readonly idleUs: number | null;
  readonly link: Link;
  /** Uniform on [0, 1), keyed by the purpose (`network.jitter/delay`) and this attempt. */
  draw(purpose: string): number;
  /** Whether it comes out so, with this probability. */
  happens(purpose: string, probability: number): boolean;
}

/** A fault that is on, and what it makes of a passage: it installs nothing and schedules nothing. */
export interface FaultInForce {
  readonly name: FaultName;
  readonly decide: (passage: Passage) => Verdict;
}

/** Decides in place of a fault, where not all that was drawn may act. */
export interface FaultGate {
  decide(fault: FaultInForce, attempt: GatedPassage): Verdict;
  /** The number by which the draws of a reading are keyed: readings before it may be left out. */
  originalNumber(device: string, reading: number): number;
}

/** A passage that can be seen as if its link, and with it its draws, were another. */
export interface GatedPassage extends Passage {
  readonly key: AttemptKey;
  /** It is the answer that passes. */
  readonly isAnswer: boolean;
  over(link: Link): Passage;
}

/** What the network is like at one instant. Faults stand in the order in which a passage meets them. */
export interface NetworkInForce {
  /** Of requests, and of goodbyes. */
  readonly latency: Latency;
  readonly answerLatency: Latency;
  readonly onRequest: readonly FaultInForce[];
  readonly onAnswer: readonly FaultInForce[];
  /** Of the goodbye of a client: what does not let it pass loses it. */
  readonly onHangUp: readonly FaultInForce[];
}
