/** `npm run device`: the device as a program, on real time, real chance and the real `fetch`. */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { MemoryDisk } from '../ports/index.ts';
import type { Disk, Log } from '../ports/index.ts';
import { logToStdout, realClock, startProgram, stopOnSignal } from '../program/index.ts';
import { encodeFileName } from './disk/file-name.ts';
import { FileDisk } from './disk/file-disk.ts';
import { DEVICE_PROGRAM } from './program/program-settings.ts';
import type { ProgramOptions } from './program/program-settings.ts';
import { runProgram } from './program/run-program.ts';

// Not awaited at the top level, which a bundle can't do.
void startProgram(DEVICE_PROGRAM, start);

function start(options: ProgramOptions): void {
  const log = logToStdout(options.logLevel);
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
    clock: realClock,
    fetch,
    log,
    disk,
    // Timers and sockets that are still open (kept-alive connections) have nothing more to say.
    onEnd: () => process.exit(0),
  });
  stopOnSignal((signal) => program.stop(signal));
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
