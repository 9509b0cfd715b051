import type { Log, LogLevel } from '../ports/index.ts';
import { createLog } from './create-log.ts';
import { logOutput } from './log-output.ts';
import type { LogOutput } from './log-output.ts';
import { realClock } from './real-clock.ts';

/** A log, and what became of its lines. */
export type ProgramLog = Log & Pick<LogOutput, 'lost' | 'close'>;

/** `level` is the least that is written. Whatever becomes of stdout, the program goes on. */
export function logToStdout(level: LogLevel): ProgramLog {
  return logTo(logOutput(1), level);
}

/** As soon as lines can be written again after some were lost, one says how many. */
export function logTo(output: LogOutput, level: LogLevel): ProgramLog {
  let told = 0;
  const write = (line: string): void => {
    const lost = output.lost();
    output.write(line);
    if (lost === told || output.lost() > lost) return;
    const lines = lost - told;
    told = lost;
    log('warn', 'log_lines_lost', { lines });
  };
  const log = createLog({ level, clock: realClock, destination: { write } });
  return Object.assign(log, { lost: output.lost, close: output.close });
}
