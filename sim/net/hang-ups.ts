import type { Kernel } from '../kernel/index.ts';
import { HANG_UP_WAY, latencyUs } from './latency.ts';
import type { OpenAttempt } from './open-attempt.ts';
import type { FaultInForce, NetworkInForce, Verdict } from './passage.ts';

/**
 * So long after its client is gone a request counts as on the way: many handlers never answer then, and nobody can tell
 * them from those that take their time.
 */
const GONE_US = 60_000_000;

export interface HangUpsOptions {
  readonly kernel: Kernel;
  readonly network: (deviceIndex: number) => NetworkInForce;
  /** What a fault that is in force makes of an attempt. */
  readonly verdict: (fault: FaultInForce, attempt: OpenAttempt) => Verdict;
  readonly waitNoLonger: (attempt: OpenAttempt) => void;
}

/**
 * Tells the edge, one latency later, of connections whose other end is gone. What is lost on its way is silent, and so is
 * the goodbye of a client that is cut off. A copy hears nothing: its sender has a connection of its own.
 */
export class HangUps {
  readonly #options: HangUpsOptions;

  constructor(options: HangUpsOptions) {
    this.#options = options;
  }

  /** The client closed the connection. */
  goodbye(attempt: OpenAttempt): void {
    if (attempt.atEdgeUs === null) return;
    const { network, verdict, kernel } = this.#options;
    if (network(attempt.deviceIndex).onHangUp.some((fault) => verdict(fault, attempt).kind !== 'pass'))
      return;
    // What was sent before arrives before.
    this.#after(attempt, Math.max(this.#latencyUs(attempt), attempt.atEdgeUs - kernel.nowUs));
  }

  /** The connection broke in between, while the request was at the edge. */
  broken(attempt: OpenAttempt): void {
    this.#after(attempt, this.#latencyUs(attempt));
  }

  /** The edge is done with it. */
  over(attempt: OpenAttempt): void {
    attempt.atEdgeUs = null;
    attempt.atEdge = null;
    if (attempt.patience !== null) this.#options.kernel.cancel(attempt.patience);
  }

  #latencyUs(attempt: OpenAttempt): number {
    return latencyUs(this.#options.network(attempt.deviceIndex).latency, attempt, HANG_UP_WAY);
  }

  #after(attempt: OpenAttempt, delayUs: number): void {
    const { kernel, waitNoLonger } = this.#options;
    kernel.after(delayUs, () => {
      if (attempt.atEdge === null) return;
      attempt.atEdge.hungUp();
      attempt.patience ??= kernel.after(GONE_US, () => waitNoLonger(attempt));
    });
  }
}
