/**
 * `npm run edge`: the ingestion edge as a program, on real time, real chance and a real port. Exit codes: 0 stopped by
 * a signal, 1 could not start, 2 wrong flags, 130 or 143 when a second signal cuts it off.
 */
import { pino } from 'pino';
import { createEdge } from './create-edge.ts';
import type { PlainClock, Random } from '../ports/index.ts';
import { createLog } from './server/create-log.ts';
import { explainStartError } from './server/explain-start-error.ts';
import { parseFlags } from '../program/parse-flags.ts';
import { EDGE_PROGRAM } from './server/program-settings.ts';
import type { ServerOptions } from './server/program-settings.ts';
import { serve } from './server/serve.ts';

/**
 * npm hands on what its whole process group has got already: a signal so soon after the first is the same one. A later
 * one ends the process at once.
 */
const SAME_SIGNAL_MS = 1_000;

const clock: PlainClock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  setTimeout: (callback, delayMs) => setTimeout(callback, delayMs),
  clearTimeout: (handle) => {
    if (isTimeout(handle)) clearTimeout(handle);
  },
};

// Overload and slowness need no better chance, and correlation ids are no secrets.
const random: Random = { draw: () => Math.random() };

// Not awaited at the top level, which a bundle can't do.
void main();

async function main(): Promise<void> {
  const parsed = await parseFlags(EDGE_PROGRAM, process.argv.slice(2), process.env);
  switch (parsed.kind) {
    case 'help':
      process.stdout.write(`${parsed.text}\n`);
      break;
    case 'error':
      process.stderr.write(`${parsed.message}\nSee --help for all flags.\n`);
      process.exitCode = 2;
      break;
    case 'options':
      await run(parsed.options);
      break;
  }
}

async function run(options: ServerOptions): Promise<void> {
  const { port, host, logLevel } = options;
  // Synchronous: the last lines before an end are the ones that matter.
  const log = createLog({ level: logLevel, clock, destination: pino.destination({ dest: 1, sync: true }) });
  const edge = createEdge({ settings: options, clock, random, log });
  try {
    const running = await serve({ edge, clock, log, port, host: host ?? undefined });
    const stop = (signal: NodeJS.Signals): void => {
      running.stop(signal).catch((error: unknown) => {
        process.stderr.write(`The edge did not stop cleanly: ${String(error)}\n`);
        process.exitCode = 1;
      });
    };
    let stoppingSinceMs: number | null = null;
    for (const [signal, code] of [
      ['SIGINT', 130],
      ['SIGTERM', 143],
    ] as const) {
      process.on(signal, () => {
        if (stoppingSinceMs === null) {
          stoppingSinceMs = clock.monotonic();
          stop(signal);
        } else if (clock.monotonic() - stoppingSinceMs > SAME_SIGNAL_MS) process.exit(code);
      });
    }
  } catch (error) {
    process.stderr.write(`${explainStartError(error, port)}\n`);
    process.exitCode = 1;
    await edge.close();
  }
}

function isTimeout(handle: unknown): handle is NodeJS.Timeout {
  return typeof handle === 'object' && handle !== null && 'hasRef' in handle;
}
