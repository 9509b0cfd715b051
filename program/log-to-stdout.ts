import type { Log, LogLevel } from '../ports/index.ts';
import { createLog } from './create-log.ts';
import { LineBatch } from './line-batch.ts';
import { logOutput } from './log-output.ts';
import type { LogOutput } from './log-output.ts';
import { afterTurn, realClock } from './real-clock.ts';

/** A log, and what became of its lines. */
export type ProgramLog = Log & Pick<LogOutput, 'lost' | 'close'>;

/** `level` is the least that is written. Whatever becomes of stdout, the program goes on. */
export function logToStdout(level: LogLevel): ProgramLog {
  return logTo(logOutput(1), level);
}

/** As soon as lines can be written again after some were lost, one says how many. */
export function logTo(output: LogOutput, level: LogLevel, later = afterTurn): ProgramLog {
  let told = 0;
  const write = (text: string, lines: number): void => {
    const lost = output.lost();
    output.write(text, lines);
    if (lost === told || output.lost() > lost) return;
    const missing = lost - told;
    told = lost;
    log('warn', 'log_lines_lost', { lines: missing });
  };
  const batch = new LineBatch(write, later);
  const log = createLog({ level, clock: realClock, destination: batch });
  // A process that ends in the middle of a turn has its last word all the same.
  const flush = (): void => batch.flush();
  process.on('exit', flush);
  return Object.assign(log, {
    lost: output.lost,
    close: () => {
      process.off('exit', flush);
      flush();
      return output.close();
    },
  });
}
