import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pinned } from './cores.ts';

const ROOT = join(import.meta.dirname, '..', '..');
/** A MiB in the unit of /proc. */
const MIB = 1024;
/** Of every Linux that Node runs on. */
const TICKS_PER_SECOND = 100;

/** Something that takes readings, in a process of its own. */
export interface LoadedServer {
  readonly port: number;
  /** What it holds of the machine's memory now; only Linux tells. */
  readonly residentMiB: () => number;
  /** What it has computed for so far, whoever else uses the machine; only Linux tells. */
  readonly cpuSeconds: () => number;
  readonly stop: () => Promise<void>;
}

/** `words` are those of Node. Its log is read and forgotten, as by whoever collects logs. */
async function started(words: readonly string[]): Promise<LoadedServer> {
  const [program, ...rest] = pinned('server', [process.execPath, ...words]);
  const child = spawn(program, rest, { cwd: ROOT, stdio: ['ignore', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout });
  const [first]: unknown[] = await once(lines, 'line');
  const { port }: { readonly port: number } = JSON.parse(String(first));
  lines.close();
  child.stdout.resume();
  return {
    port,
    residentMiB: () => {
      const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
      return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]) / MIB;
    },
    cpuSeconds: () => {
      // Behind the name, which may hold blanks, the 12th and 13th: user and system time.
      const fields = readFileSync(`/proc/${child.pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
      return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
    },
    stop: async () => {
      child.kill('SIGTERM');
      await once(child, 'exit');
    },
  };
}

export function bareExpress(): Promise<LoadedServer> {
  return started(['--import', 'tsx', join(import.meta.dirname, 'bare-express.ts')]);
}

/** As an operator starts it; with room for the keys of a whole measurement, where they are in memory. */
export function edge(store: string): Promise<LoadedServer> {
  return started([
    'start/petrel.cjs',
    'edge',
    '--port',
    '0',
    '--store',
    store,
    '--dedupe-limit',
    '100000000',
  ]);
}
