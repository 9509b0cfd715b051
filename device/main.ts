/** `npm run device`: the device as a program, on real time, real chance and the real `fetch`. */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { MemoryDisk } from '../ports/index.ts';
import type { Disk, Fetch, Log } from '../ports/index.ts';
import { logToStdout, realClock, startProgram, stopOnSignal } from '../program/index.ts';
import { makeFolder } from '../program/make-folder.ts';
import { encodeFileName } from './disk/file-name.ts';
import { FileDisk } from './disk/file-disk.ts';
import { holdFolder } from '../program/hold-folder.ts';
import { isInTheClear } from './program/edge-url.ts';
import { deviceKey, KEY_VARIABLE } from './program/device-key.ts';
import { isOutboxCommand, outboxCommand } from './program/outbox-command.ts';
import { DEVICE_PROGRAM } from './program/program-settings.ts';
import type { ProgramOptions } from './program/program-settings.ts';
import { runProgram } from './program/run-program.ts';
import { tlsFetch } from './program/tls-fetch.ts';
import { traceHeaders } from './program/trace-headers.ts';
import { withHeaders } from './program/with-headers.ts';

// Not awaited at the top level, which a bundle can't do.
void (isOutboxCommand(process.argv.slice(2))
  ? outboxCommand(process.argv.slice(3), process.env).then(({ text, errors, code }) => {
      process.stdout.write(text);
      process.stderr.write(errors);
      process.exitCode = code;
    })
  : startProgram(DEVICE_PROGRAM, start));

async function start(options: ProgramOptions): Promise<void> {
  const log = logToStdout(options.logLevel);
  let disk: Disk;
  let securedFetch: Fetch;
  try {
    securedFetch = await fetchOf(options, log);
    disk = await openDisk(options, log);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
    return;
  }
  const program = runProgram({
    options,
    seed: options.seed ?? randomBytes(4).toString('hex'),
    clock: realClock,
    fetch: securedFetch,
    log,
    disk,
    // Timers and sockets that are still open (kept-alive connections) have nothing more to say.
    onEnd: () => process.exit(0),
  });
  stopOnSignal((signal) => program.stop(signal));
}

/** With the credentials that the device was given. @throws why they will not do. */
async function fetchOf({ id, keyFile, tls, edgeUrl }: ProgramOptions, log: Log): Promise<Fetch> {
  const plain = Object.values(tls).some((file) => file !== null) ? await tlsFetch(tls) : fetch;
  const own = withHeaders(plain, traceHeaders);
  const variable = process.env[KEY_VARIABLE];
  const key = deviceKey({ file: keyFile, variable, deviceId: id, clock: realClock, log });
  if (key === null) return own;
  if (isInTheClear(edgeUrl))
    log('warn', 'key_in_the_clear', {
      device_id: id,
      sequence_id: null,
      correlation_id: null,
      note: 'Whoever is on the way to the edge can read the key. Use https.',
    });
  return withHeaders(own, () => ({ authorization: `Bearer ${key()}` }));
}

/** A directory of its own for each device, so that several may share a state directory. @throws why there is none. */
async function openDisk({ id, stateDir }: ProgramOptions, log: Log): Promise<Disk> {
  if (stateDir !== null) {
    try {
      return await heldFolder(stateDir, id);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      throw new Error(`The state directory ${stateDir} cannot be used: ${why}`, { cause: error });
    }
  }
  log('warn', 'state_in_memory', {
    device_id: id,
    sequence_id: null,
    correlation_id: null,
    note:
      'Numbers and waiting readings are forgotten at the end. A device that is started again under the same id ' +
      'uses its numbers again, and the edge refuses them with 422 while it remembers them. Use --state-dir.',
  });
  return new MemoryDisk();
}

async function heldFolder(stateDir: string, id: string): Promise<Disk> {
  const folder = join(stateDir, encodeFileName(id));
  makeFolder(folder);
  if ((await holdFolder(folder)) === null) {
    throw new Error(
      `another process runs ${id} there. Stop that one first, or use another --id or --state-dir.`,
    );
  }
  return new FileDisk(folder);
}
