import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { Zone } from '../../host/zone.ts';
import type { ActListener, Atom } from '../../run/index.ts';
import type { TraceEvent, TraceObserver } from '../../trace/index.ts';
import { reasonOf } from '../reason-of.ts';
import type { LoneJob, LoneMessage } from './lone-thread.ts';
import { ProcessZone } from './process-zone.ts';
import { doneIn } from './undone.ts';
import type { Done, Undone } from './undone.ts';
import { JOB_FILE, YOUNG_GENERATION_MB } from './worker-file.ts';

/** A thread is asked so often whether it is still there; when it has not answered for that many times, it is ended. */
const LOOK_MS = 1_000;
const LOOKS_MAX = 30;

/** A run whose thread ended before it did. The message says why, in words. */
export class LostRunError extends Error {
  override readonly name = 'LostRunError';
  readonly why: 'stalled' | 'crashed';

  constructor(why: LostRunError['why'], message: string) {
    super(message);
    this.why = why;
  }
}

export interface LoneOptions {
  /** The function that does it, among what a worker exports. */
  readonly name: string;
  /** Where its hosts stand. Default: UTC. */
  readonly zone?: Zone | undefined;
  readonly onEvent?: TraceObserver | undefined;
  readonly onAct?: ActListener | undefined;
}

/** Runs code that users bring, each run in a thread of its own: what one leaves behind, or stops, is gone with it. */
export interface LoneThreads {
  /** @throws {LostRunError} when the thread ended before the job, and what a job throws. */
  readonly run: <End extends Done>(job: unknown, options: LoneOptions) => Promise<End>;
  readonly close: () => Promise<void>;
}

/** Any code that can be loaded as a module: what a thread starts with exports all that threads do. */
const START = new URL(
  `data:text/javascript,import { liveAlone } from ${JSON.stringify(pathToFileURL(JOB_FILE).href)}; await liveAlone();`,
);

function toStderr(text: string | Uint8Array): void {
  process.stderr.write(text);
}

function startThread(): Worker {
  const thread = new Worker(START, {
    execArgv: [],
    resourceLimits: { maxYoungGenerationSizeMb: YOUNG_GENERATION_MB },
  });
  // Until it has a job, what goes wrong is told when it gets one.
  thread.on('error', () => {});
  return thread;
}

/**
 * @param expected runs that are certain to come: the thread of the next starts while one is at work
 * @param printed is given what their code prints. Default: it goes to stderr.
 */
export function createLoneThreads(expected: number, printed = toStderr): LoneThreads {
  const zones = new ProcessZone();
  const open = new Set<Worker>();
  let toCome = expected;
  const start = (): Worker => {
    const thread = startThread();
    open.add(thread);
    return thread;
  };
  const end = async (thread: Worker): Promise<void> => {
    open.delete(thread);
    await thread.terminate();
  };
  /** Waits for its job in UTC, where nearly all runs are. */
  let spare: Worker | null = null;
  const take = async (isUtc: boolean): Promise<Worker> => {
    const waiting = spare;
    spare = null;
    if (waiting !== null && isUtc) return waiting;
    // By now it may have looked at a date.
    if (waiting !== null) await end(waiting);
    return start();
  };
  const runInZone = async <End extends Done>(job: unknown, options: LoneOptions): Promise<End> => {
    const isUtc = (options.zone ?? 'UTC') === 'UTC';
    const thread = await take(isUtc);
    toCome -= 1;
    if (isUtc && toCome > 0) spare ??= start();
    try {
      return doneIn(await endOf<End>(thread, job, { ...options, printed }));
    } finally {
      await end(thread);
    }
  };
  return {
    run: async (job, options) => {
      await zones.enter(options.zone ?? 'UTC');
      try {
        return await runInZone(job, options);
      } finally {
        zones.leave();
      }
    },
    close: async () => {
      await Promise.all([...open].map((thread) => thread.terminate()));
      zones.restore();
    },
  };
}

function endOf<End extends Done>(
  thread: Worker,
  job: unknown,
  { name, onEvent, onAct, printed }: LoneOptions & { readonly printed: typeof toStderr },
): Promise<End | Undone> {
  const tells = { tellsEvents: onEvent !== undefined, tellsActs: onAct !== undefined };
  const asked: LoneJob<unknown> = { name, job, ...tells };
  return new Promise((resolve, reject) => {
    let unanswered = 0;
    const watch = setInterval(() => {
      unanswered += 1;
      if (unanswered > LOOKS_MAX)
        lose(
          'stalled',
          `it did not give the thread back within ${(LOOKS_MAX * LOOK_MS) / 1_000} s, as code that loops and never waits`,
        );
    }, LOOK_MS);
    const lose = (why: LostRunError['why'], reason: string): void => {
      clearInterval(watch);
      reject(new LostRunError(why, `its thread ended before the run did: ${reason}`));
    };
    const partsIn = <Part>(json: string, read: (json: string) => readonly Part[]): readonly Part[] => {
      try {
        return read(json);
      } catch {
        lose('crashed', 'what it told of the run was no JSON: code under test has replaced JSON.stringify');
        return [];
      }
    };
    thread.on('error', (error) => lose('crashed', reasonOf(error)));
    thread.on('exit', (code) => lose('crashed', `it ended by itself, with code ${code}`));
    thread.on('message', (message: LoneMessage<End | Undone>) => {
      unanswered = 0;
      switch (message.kind) {
        case 'alive':
          return;
        case 'printed':
          printed(message.text);
          return;
        case 'events':
          for (const event of partsIn(message.json, eventsIn)) onEvent?.(event);
          return;
        case 'acts':
          for (const atom of partsIn(message.json, actsIn)) onAct?.(atom);
          return;
        case 'end':
          clearInterval(watch);
          resolve(message.end);
          return;
        default:
          message satisfies never;
      }
    });
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread is no window
    thread.postMessage(asked);
  });
}

function eventsIn(json: string): readonly TraceEvent[] {
  return JSON.parse(json);
}

function actsIn(json: string): readonly Atom[] {
  return JSON.parse(json);
}
