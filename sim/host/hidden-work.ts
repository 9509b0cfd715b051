import { createHook } from 'node:async_hooks';
import { forgetModuleLoads } from './module-loads.ts';
import { hasRealTraffic } from './real-traffic.ts';

/**
 * Work on Node's thread pool that `process.getActiveResourcesInfo()` does not show, by the type that async_hooks gives
 * it: one job, from its making to its callback.
 */
const POOL_JOBS: ReadonlySet<string> = new Set([
  'PBKDF2REQUEST',
  'SCRYPTREQUEST',
  'RANDOMBYTESREQUEST',
  'RANDOMPRIMEREQUEST',
  'CHECKPRIMEREQUEST',
  'KEYPAIRGENREQUEST',
  'KEYGENREQUEST',
  'KEYEXPORTREQUEST',
  'CIPHERREQUEST',
  'DERIVEBITSREQUEST',
  'HASHREQUEST',
  'SIGNREQUEST',
  'VERIFYREQUEST',
]);

/** A stream that (de)compresses: one job for each write. */
const COMPRESSOR = 'ZLIB';

const jobs = new Set<number>();
let loading = 0;
let loaded = 0;

function markWrites(id: number, compressor: object): void {
  const write: unknown = Reflect.get(compressor, 'write');
  if (typeof write !== 'function') return;
  Object.defineProperty(compressor, 'write', {
    configurable: true,
    value: (...given: unknown[]): unknown => {
      jobs.add(id);
      return Reflect.apply(write, compressor, given);
    },
  });
}

/** What was asked for within the call (`scryptSync`) is done there, and answered with a list; it never calls back. */
function markRun(id: number, job: object): void {
  jobs.add(id);
  const run: unknown = Reflect.get(job, 'run');
  if (typeof run !== 'function') return;
  Object.defineProperty(job, 'run', {
    configurable: true,
    value: (...given: unknown[]): unknown => {
      const done: unknown = Reflect.apply(run, job, given);
      if (Array.isArray(done)) jobs.delete(id);
      return done;
    },
  });
}

const hook = createHook({
  init(id, type, _trigger, resource) {
    if (POOL_JOBS.has(type)) markRun(id, resource);
    else if (type === COMPRESSOR) markWrites(id, resource);
  },
  before(id) {
    jobs.delete(id);
  },
});

/** Begins to count, and returns how to stop. */
export function watchHiddenWork(): () => void {
  jobs.clear();
  forgetModuleLoads();
  hook.enable();
  return () => {
    hook.disable();
    jobs.clear();
  };
}

/** Whether work is under way that needs no virtual time and that the event loop does not show. */
export function hasHiddenWork(): boolean {
  return jobs.size > 0 || loading > 0 || hasRealTraffic();
}

/** How much of the harness's own work for hosts is done: while it grows, nobody is stuck. */
export function realTimeWorkDone(): number {
  return loaded;
}

/** Counts work of the harness for a host, such as loading its code, which takes real time and no virtual time. */
export async function duringRealTime<Value>(work: () => Promise<Value>): Promise<Value> {
  loading += 1;
  try {
    return await work();
  } finally {
    loading -= 1;
    loaded += 1;
  }
}
