import { Worker } from 'node:worker_threads';
import type { TransportName } from '../../transport/index.ts';
import type { ProcessOptions } from '../own-process.ts';

/** A machine as a run may meet it; nothing of it may show in the run. */
interface Surroundings extends ProcessOptions {
  readonly name: string;
}

/** Node takes its locale from these two, whether the system has it or not. */
function locale(name: string): Readonly<Record<string, string>> {
  return { LANG: name, LC_ALL: name };
}

/** Where shells and containers say whose machine it is, and programs look. */
function owner(name: string): Readonly<Record<string, string>> {
  return { HOSTNAME: name, USER: name, LOGNAME: name };
}

const CALM: Surroundings = {
  name: 'in UTC',
  env: { TZ: 'UTC', ...locale('C'), ...owner('calm'), UV_THREADPOOL_SIZE: '4' },
  nodeFlags: ['--random-seed=1', '--min-semi-space-size=64', '--max-semi-space-size=64'],
};

/**
 * A zone that is half an hour off, a language whose small i has no capital I, one thread for files, and a collector of
 * garbage that comes often and then takes all, which else it seldom does within a run.
 */
const BUSY: Surroundings = {
  name: 'in Kolkata',
  env: { TZ: 'Asia/Kolkata', ...locale('tr_TR.UTF-8'), ...owner('busy'), UV_THREADPOOL_SIZE: '1' },
  nodeFlags: ['--random-seed=4711', '--gc-global', '--min-semi-space-size=4', '--max-semi-space-size=4'],
};

/** One way to run what is verified. */
export interface Variant {
  readonly surroundings: Surroundings;
  readonly transport: TransportName;
  /** The index of the one that it must equal; null for the first. They differ in one thing: surroundings or transport. */
  readonly against: number | null;
}

/** `foreignEdge`: it takes requests of HTTP and nothing else, so the way that leaves HTTP out can't reach it. */
export function variantsFor(foreignEdge: boolean): readonly Variant[] {
  return [
    { surroundings: CALM, transport: 'supertest', against: null },
    { surroundings: BUSY, transport: 'supertest', against: 0 },
    { surroundings: CALM, transport: 'inject', against: 0 },
    foreignEdge
      ? { surroundings: BUSY, transport: 'inject', against: 1 }
      : { surroundings: BUSY, transport: 'direct', against: 1 },
  ];
}

export function nameOf({ surroundings, transport }: Variant): string {
  return `${surroundings.name}, ${transport}`;
}

/** A thread that never rests, beside whatever runs meanwhile. */
export function startLoad(): { readonly stop: () => Promise<unknown> } {
  const busy = new Worker('for (;;);', { eval: true });
  return { stop: () => busy.terminate() };
}
