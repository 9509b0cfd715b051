import { isMainThread, parentPort } from 'node:worker_threads';
import type { ActListener, Atom } from '../../run/index.ts';
import type { TraceEvent, TraceObserver } from '../../trace/index.ts';

/** What a thread of one job is asked to do. */
export interface LoneJob<Job> {
  /** The function that does it, among what a worker exports. */
  readonly name: string;
  readonly job: Job;
  readonly tellsEvents: boolean;
  /** Whether to tell each draw by which a fault acts. */
  readonly tellsActs: boolean;
}

/** What it says; the end comes last. */
export type LoneMessage<End> =
  | { readonly kind: 'alive' }
  | { readonly kind: 'printed'; readonly text: string | Uint8Array }
  /** A JSON array: users' values in events cross no other way, and a trace has them as JSON too. */
  | { readonly kind: 'events'; readonly json: string }
  /** The same of draws. */
  | { readonly kind: 'acts'; readonly json: string }
  | { readonly kind: 'end'; readonly end: End };

/** By name. What is given is of the kind that the function of that name takes: both come from the same parent. */
export type LoneJobs = Readonly<
  Record<string, (job: never, onEvent?: TraceObserver, onAct?: ActListener) => Promise<unknown>>
>;

const BEAT_MS = 500;
const TOLD_AT_ONCE = 1_000;

/** What is told in parcels: each message has its price. */
class Told<Item> {
  readonly #tell: (json: string) => void;
  #items: Item[] = [];

  constructor(tell: (json: string) => void) {
    this.#tell = tell;
  }

  readonly add = (item: Item): void => {
    this.#items.push(item);
    if (this.#items.length >= TOLD_AT_ONCE) this.tell();
  };

  tell(): void {
    if (this.#items.length > 0) this.#tell(JSON.stringify(this.#items));
    this.#items = [];
  }
}

/** The whole life of a thread that does one job: its parent ends it when it has said how it ended. */
export function liveAlone(jobs: LoneJobs): void {
  const port = parentPort;
  if (isMainThread || port === null) throw new Error('This is no thread of its own.');
  const tell = (message: LoneMessage<unknown>): void => port.postMessage(message);
  // What is printed here must not be lost when the thread ends.
  process.stderr.write = (text: string | Uint8Array): boolean => {
    tell({ kind: 'printed', text });
    return true;
  };
  setInterval(() => tell({ kind: 'alive' }), BEAT_MS);
  const events = new Told<TraceEvent>((json) => tell({ kind: 'events', json }));
  const acts = new Told<Atom>((json) => tell({ kind: 'acts', json }));
  port.on('message', (asked: LoneJob<never>) => {
    const { name, job, tellsEvents, tellsActs } = asked;
    const act = jobs[name];
    if (act === undefined) throw new Error(`No thread does a ${name}.`);
    void act(job, tellsEvents ? events.add : undefined, tellsActs ? acts.add : undefined).then((end) => {
      events.tell();
      acts.tell();
      try {
        tell({ kind: 'end', end });
      } catch {
        // A value of the user's stands in it that can't cross, such as a promise for the number of a reading.
        tell({ kind: 'end', end: JSON.parse(JSON.stringify(end)) });
      }
    });
  });
}
