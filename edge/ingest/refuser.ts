import { outcomeOf } from '../../protocol/index.ts';
import type { Outcome, Problem } from '../../protocol/index.ts';
import { isHeard } from '../../ports/index.ts';
import type { EdgeAnswer, Log } from '../../ports/index.ts';
import { problem } from '../answer/problem.ts';
import { REFUSALS } from '../answer/refusals.ts';
import type { Reason } from '../answer/refusals.ts';
import { retryAfter } from '../answer/retry-after.ts';
import type { Counters } from '../metrics/counters.ts';
import type { Exchange } from './exchange.ts';

/** What is special about one refusal, instead of what all of its kind say. */
export interface RefusalDetails {
  readonly detail?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly errors?: NonNullable<Problem['errors']>;
  /** More fields for the line in the log. */
  readonly log?: Readonly<Record<string, unknown>>;
}

const NO_DETAILS: RefusalDetails = {};

/** Says no: one line in the log, one counter, one problem document, for every reason alike. */
export class Refuser {
  readonly #log: Log;
  readonly #counters: Counters;

  constructor(log: Log, counters: Counters) {
    this.#log = log;
    this.#counters = counters;
  }

  refuse(exchange: Exchange, reason: Reason, details: RefusalDetails = NO_DETAILS): EdgeAnswer {
    const refusal = REFUSALS[reason];
    const { status, event, level = 'warn' } = refusal;
    this.#counters.refused(reason);
    this.end(exchange, outcomeOf(status));
    if (isHeard(this.#log, level, event)) {
      const fields = exchange.logFields();
      fields['status'] = status;
      if (refusal.reason !== undefined) fields['reason'] = refusal.reason;
      if (details.log !== undefined) Object.assign(fields, details.log);
      this.#log(level, event, fields);
    }
    const { detail = refusal.detail, headers = refusal.headers, errors } = details;
    return problem({ status, detail, correlationId: exchange.correlationId, errors, headers });
  }

  /** It may come back after `delayMs`; null: nothing is said of that. */
  refuseFor(exchange: Exchange, reason: Reason, delayMs: number | null): EdgeAnswer {
    return this.refuse(exchange, reason, { headers: retryAfter(delayMs) });
  }

  methodNotAllowed(exchange: Exchange, allow: string): EdgeAnswer {
    const detail = `The methods allowed here: ${allow}.`;
    return this.refuse(exchange, 'method_not_allowed', { detail, headers: { allow } });
  }

  /** An error nobody expected. The log has its stack, the answer does not. */
  fault(exchange: Exchange, error: unknown): EdgeAnswer {
    const stack = error instanceof Error ? { stack: error.stack } : {};
    return this.refuse(exchange, 'fault', { log: { error: String(error), ...stack } });
  }

  /** Counts how a request ended, once, if it came to the ingest path at all. */
  end(exchange: Exchange, outcome: Outcome): void {
    if (exchange.ended) return;
    exchange.ended = true;
    if (exchange.counted) this.#counters.end(outcome);
  }
}
