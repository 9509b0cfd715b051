/** `npm run edge`: the ingestion edge as a program, on real time, real chance and a real port. */
import type { Log, Random } from '../ports/index.ts';
import { logToStdout, realClock, startProgram, stopOnSignal } from '../program/index.ts';
import type { ProgramLog } from '../program/index.ts';
import { createEdge } from './create-edge.ts';
import { explainStartError } from './server/explain-start-error.ts';
import { edgeSettings, EDGE_PROGRAM } from './server/program-settings.ts';
import type { ServerOptions } from './server/program-settings.ts';
import { serve } from './server/serve.ts';
import type { RunningEdge } from './server/serve.ts';
import { openStore } from './store/open-store.ts';
import type { ReadingStore } from './store/reading-store.ts';
import { storePlace } from './store/store-place.ts';

// Overload and slowness need no better chance, and correlation ids are no secrets.
const random: Random = { draw: () => Math.random() };

// Not awaited at the top level, which a bundle can't do.
void startProgram(EDGE_PROGRAM, start);

async function start(options: ServerOptions): Promise<void> {
  const { port, host, logLevel } = options;
  const log = logToStdout(logLevel);
  const store = await storeFor(options, log);
  if (store === null) return;
  const edge = createEdge({ settings: edgeSettings(options), clock: realClock, random, log, store });
  try {
    const running = await serve({ edge, clock: realClock, log, port, host: host ?? undefined });
    stopOnSignal((signal) => {
      void stop(running, log, signal);
    });
  } catch (error) {
    process.stderr.write(`${explainStartError(error, port)}\n`);
    process.exitCode = 1;
    await edge.close();
  }
}

async function stop(running: RunningEdge, log: ProgramLog, signal: NodeJS.Signals): Promise<void> {
  try {
    await running.stop(signal);
  } catch (error) {
    process.stderr.write(`The edge did not stop cleanly: ${String(error)}\n`);
    process.exitCode = 1;
  }
  await log.close();
}

/** Null: there is none, and it is said why. */
async function storeFor(options: ServerOptions, log: Log): Promise<ReadingStore | null> {
  const { dedupe, retainMs } = options;
  const place = storePlace(options.store);
  try {
    if (place === null) throw new Error(`${options.store} is no place for readings`);
    return await openStore(place, { clock: realClock, log, dedupe, retainMs });
  } catch (error) {
    process.stderr.write(`${explainStartError(error, options.port)}\n`);
    process.exitCode = 1;
    return null;
  }
}
