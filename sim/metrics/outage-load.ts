import type { TraceEvent } from '../trace/event.ts';

const SECOND_US = 1_000_000;

/**
 * The load that the fleet puts on a place that is in trouble: requests sent per second while at least one window of
 * the timeline is open. Windows that overlap count once. A window that is open when the run ends counts up to there.
 */
export class OutageLoadMeter {
  #open = 0;
  #openedAt = 0;
  #openUs = 0;
  #requests = 0;
  #lastAt = 0;

  observe(event: TraceEvent): void {
    this.#lastAt = event.at;
    if (event.kind === 'attempt_sent') {
      if (this.#open > 0) this.#requests += 1;
    } else if (event.kind === 'window_opened') {
      if (this.#open === 0) this.#openedAt = event.at;
      this.#open += 1;
    } else if (event.kind === 'window_closed') {
      this.#open -= 1;
      if (this.#open === 0) this.#openUs += event.at - this.#openedAt;
    }
  }

  /** Requests per second of virtual time; null when no window was open for any time. */
  conclude(): number | null {
    const openUs = this.#openUs + (this.#open > 0 ? this.#lastAt - this.#openedAt : 0);
    return openUs === 0 ? null : (this.#requests * SECOND_US) / openUs;
  }
}
