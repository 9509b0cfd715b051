/** `npm run edge`: the ingestion edge as a program, on real time, real chance and a real port. */
import type { Random } from '../ports/index.ts';
import { logToStdout, realClock, startProgram, stopOnSignal } from '../program/index.ts';
import { createEdge } from './create-edge.ts';
import { explainStartError } from './server/explain-start-error.ts';
import { EDGE_PROGRAM } from './server/program-settings.ts';
import type { ServerOptions } from './server/program-settings.ts';
import { serve } from './server/serve.ts';

// Overload and slowness need no better chance, and correlation ids are no secrets.
const random: Random = { draw: () => Math.random() };

// Not awaited at the top level, which a bundle can't do.
void startProgram(EDGE_PROGRAM, start);

async function start(options: ServerOptions): Promise<void> {
  const { port, host, logLevel } = options;
  const log = logToStdout(logLevel);
  const edge = createEdge({ settings: options, clock: realClock, random, log });
  try {
    const running = await serve({ edge, clock: realClock, log, port, host: host ?? undefined });
    stopOnSignal((signal) => {
      running.stop(signal).catch((error: unknown) => {
        process.stderr.write(`The edge did not stop cleanly: ${String(error)}\n`);
        process.exitCode = 1;
      });
    });
  } catch (error) {
    process.stderr.write(`${explainStartError(error, port)}\n`);
    process.exitCode = 1;
    await edge.close();
  }
}
