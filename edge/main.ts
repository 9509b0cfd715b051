/** `npm run edge`: the ingestion edge as a program, on real time, real chance and a real port. */
import { randomBytes } from 'node:crypto';
import type { Log, Random } from '../ports/index.ts';
import { logToStdout, realClock, speakToNobody, startProgram, stopOnSignal } from '../program/index.ts';
import type { ProgramLog } from '../program/index.ts';
import { authenticator } from './auth/authenticator.ts';
import type { Authenticate } from './auth/authenticator.ts';
import { devicesCommand } from './auth/devices-command.ts';
import { createEdge } from './create-edge.ts';
import { explainStartError } from './server/explain-start-error.ts';
import { edgeSettings, EDGE_PROGRAM } from './server/program-settings.ts';
import type { ServerOptions } from './server/program-settings.ts';
import { serve } from './server/serve.ts';
import type { RunningEdge, TlsFiles } from './server/serve.ts';
import { watchEdge } from './server/watch-edge.ts';
import type { EdgeWatch } from './server/watch-edge.ts';
import { openStore } from './store/open-store.ts';
import type { ReadingStore } from './store/reading-store.ts';
import { findTracing } from './trace/find-tracing.ts';
import { storePlace } from './store/store-place.ts';

// Overload and slowness need no better chance, and correlation ids are no secrets.
const random: Random = { draw: () => Math.random() };

// Not awaited at the top level, which a bundle can't do.
void (process.argv[2] === 'devices' ? devices(process.argv.slice(3)) : startProgram(EDGE_PROGRAM, start));

/** The command beside the service: it changes the file of keys, and the service sees it. */
async function devices(words: readonly string[]): Promise<void> {
  speakToNobody();
  process.exitCode = await devicesCommand(words, {
    now: () => new Date().toISOString(),
    random: randomBytes,
    out: (text) => void process.stdout.write(text),
    complain: (text) => void process.stderr.write(text),
  });
}

async function start(options: ServerOptions): Promise<void> {
  const { port, host, logLevel } = options;
  const log = logToStdout(logLevel);
  const opened = await open(options, log);
  if (opened === null) return;
  const watch = watchEdge({ options, clock: realClock, log, store: opened.store });
  const settings = edgeSettings(options);
  const tracing = await findTracing();
  const edge = createEdge({ settings, clock: realClock, random, tracing, ...watch.parts, ...opened.asked });
  try {
    const { answered } = watch;
    const running = await serve({
      edge,
      clock: realClock,
      log,
      port,
      host,
      tls: tlsFiles(options),
      answered,
    });
    watch.begin(running);
    stopOnSignal((signal) => {
      void stop(signal, { running, watch, log });
    });
  } catch (error) {
    process.stderr.write(`${explainStartError(error, port)}\n`);
    process.exitCode = 1;
    watch.end();
    await edge.close();
  }
}

interface Stopping {
  readonly running: RunningEdge;
  readonly watch: EdgeWatch;
  readonly log: ProgramLog;
}

async function stop(signal: NodeJS.Signals, { running, watch, log }: Stopping): Promise<void> {
  watch.end();
  try {
    await running.stop(signal);
  } catch (error) {
    process.stderr.write(`The edge did not stop cleanly: ${String(error)}\n`);
    process.exitCode = 1;
  }
  await log.close();
}

interface Opened {
  readonly store: ReadingStore;
  readonly asked: { readonly authenticate?: Authenticate };
}

/** What is in files and beyond. Null: something is not there, and it is said why. */
async function open(options: ServerOptions, log: Log): Promise<Opened | null> {
  const { dedupe, retainMs, keys, tls } = options;
  const place = storePlace(options.store);
  try {
    if (place === null) throw new Error(`${options.store} is no place for readings`);
    const isAsked = keys !== null || tls.clientCa !== null;
    const asked = isAsked ? { authenticate: authenticator({ keyFile: keys, clock: realClock, log }) } : {};
    return { store: await openStore(place, { clock: realClock, log, dedupe, retainMs }), asked };
  } catch (error) {
    process.stderr.write(`${explainStartError(error, options.port)}\n`);
    process.exitCode = 1;
    return null;
  }
}

function tlsFiles({ tls: { cert, key, clientCa } }: ServerOptions): TlsFiles | null {
  return cert === null || key === null ? null : { cert, key, clientCa };
}
