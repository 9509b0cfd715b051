import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Message } from '../protocol/index.ts';
import type { Clock } from './clock.ts';
import type { Disk } from './disk.ts';
import type { BegunExchange, EdgeAnswer, EdgeRequest } from './edge-exchange.ts';
import type { Log } from './log.ts';
import type { Random } from './random.ts';

export interface EdgeEnv {
  readonly clock: Clock;
  /** Inside a request handler the exchange at hand (device, reading, attempt, copy) is part of each key. */
  readonly random: Random;
  readonly log: Log;
  /** Where the edge has several instances, what one has synced is there for all of them. */
  readonly disk: Disk;
  /** Which instance of the edge this is, from 1. */
  readonly instance: number;
  /** The `edge` section of the resolved scenario. */
  readonly config: unknown;
  /** Tell the harness of a reading at the moment it is stored. See `EdgeUnderTest.accepted`. */
  readonly stored: (reading: AcceptedReading) => void;
  /** Tell the harness how long a request waited in a queue of yours, in ms, as its service begins: for the metrics alone. */
  readonly queued: (waitedMs: number) => void;
}

/** A reading as the edge stored it, by the ids that its message had: `sequence_id` may be a text. */
export type AcceptedReading = Omit<Message, 'device_id' | 'sequence_id'> & {
  /** May be left out where no two devices use the same ids. */
  readonly device_id?: string;
  readonly sequence_id: number | string;
};

export interface EdgeUnderTest {
  /** Any Node request handler; an Express app is one. */
  readonly handler: (request: IncomingMessage, response: ServerResponse) => void;
  /**
   * The edge's own word on what it stored. Either a function that lists the readings that are in its store, or those stored since
   * this boot, in any order, once per time each was stored, whenever it is asked; or `'as-it-happens'` when the edge calls
   * `env.stored` for each. Where the store outlives a crash its list is the better word: of what was stored right before one, the
   * edge may not have got to say it.
   * Without it, checks that need it say "not observable".
   */
  readonly accepted?: 'as-it-happens' | (() => Iterable<AcceptedReading>);
  /**
   * Promises that all work on a request is done within the handler, the events of the request and timers of
   * `env.clock`, never after an `await`: then promises need not be followed to know which exchange draws. Faster.
   */
  readonly synchronous?: true;
  /**
   * The same work without HTTP: request in, answer out, at once where nothing has to be waited for. The transport
   * `direct` calls it instead of the handler, for every path; a run must be the same by either way. There is no connection,
   * so it is not told of a client that is gone.
   */
  exchange?(request: EdgeRequest): EdgeAnswer | Promise<EdgeAnswer>;
  /** `exchange` in two steps, where the head of a request comes before its body. Without it, it begins with the whole. */
  begin?(head: Omit<EdgeRequest, 'body' | 'message'>): BegunExchange;
  /** Takes a new `edge` section while it runs (the timeline changed it). Without it, the harness simulates the
   *  faults of the edge in front of it, as a gateway would. */
  reconfigure?(config: unknown): void;
  /** What it still has to do. At an orderly stop it may take its time; at the end of a run there is none: no timer fires any more. */
  close?(): void | Promise<void>;
}

/** Called at each boot, first or later; `env.disk` holds what the boots before it synced. */
export type EdgeFactory = (env: EdgeEnv) => EdgeUnderTest | Promise<EdgeUnderTest>;
