/**
 * `npm run device`: the device as a program, on real time, real chance and the real `fetch`. Exit codes: 0 drained,
 * or stopped by a signal; 1 could not start; 2 wrong flags; 130 or 143 when a second signal cuts it off.
 */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { encodeFileName } from './disk/file-name.ts';
import { FileDisk } from './disk/file-disk.ts';
import { MemoryDisk } from './disk/memory-disk.ts';
import type { Disk, Log, PlainClock } from '../ports/index.ts';
import { createLog } from './program/create-log.ts';
import { parseFlags } from '../program/parse-flags.ts';
import { DEVICE_PROGRAM } from './program/program-settings.ts';
import type { ProgramOptions } from './program/program-settings.ts';
import { runProgram } from './program/run-program.ts';

/**
 * npm hands on what its whole process group has got already: a signal so soon after the first is the same one. A later
 * one ends the process at once.
 */
const SAME_SIGNAL_MS = 1_000;

const clock: PlainClock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  // Rounded up: Node would cut the fraction off and wake early, below what a backoff promises.
  setTimeout: (callback, delayMs) => setTimeout(callback, Math.ceil(delayMs)),
  clearTimeout: (handle) => {
    if (isTimeout(handle)) clearTimeout(handle);
  },
};

// Whoever reads the log through `| head` closes it early: that is no fault.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  process.exit(error.code === 'EPIPE' ? 0 : 1);
});

// Not awaited at the top level, which a bundle can't do.
void main();

async function main(): Promise<void> {
  const parsed = await parseFlags(DEVICE_PROGRAM, process.argv.slice(2), process.env);
  switch (parsed.kind) {
    case 'help':
      process.stdout.write(`${parsed.text}\n`);
      break;
    case 'error':
      process.stderr.write(`${parsed.message}\n`);
      process.exitCode = 2;
      break;
    case 'options':
      start(parsed.options);
      break;
  }
}

function start(options: ProgramOptions): void {
  const log = createLog({ level: options.logLevel, clock, destination: process.stdout });
  let disk: Disk;
  try {
    disk = openDisk(options, log);
  } catch (error) {
    process.stderr.write(
      `The state directory ${options.stateDir} cannot be used: ${error instanceof Error ? error.message : String(error)}\n`,
    );
    process.exitCode = 1;
    return;
  }
  const program = runProgram({
    options,
    seed: options.seed ?? randomBytes(4).toString('hex'),
    clock,
    fetch,
    log,
    disk,
    // Timers and sockets that are still open (kept-alive connections) have nothing more to say.
    onEnd: () => process.exit(0),
  });
  let stoppingSinceMs: number | null = null;
  for (const [signal, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const) {
    process.on(signal, () => {
      if (stoppingSinceMs === null) {
        stoppingSinceMs = clock.monotonic();
        program.stop(signal);
      } else if (clock.monotonic() - stoppingSinceMs > SAME_SIGNAL_MS) process.exit(code);
    });
  }
}

/** A directory of its own for each device, so that several may share a state directory. */
function openDisk({ id, stateDir }: ProgramOptions, log: Log): Disk {
  if (stateDir !== null) return new FileDisk(join(stateDir, encodeFileName(id)));
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

function isTimeout(handle: unknown): handle is NodeJS.Timeout {
  return typeof handle === 'object' && handle !== null && 'hasRef' in handle;
}
