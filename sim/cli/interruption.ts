import { EXIT } from './exit-code.ts';
import type { ExitCode } from './exit-code.ts';
import { say } from './output/terminal.ts';

export interface Interruption {
  /** Set once a signal has come. */
  readonly code: () => ExitCode | null;
  readonly stop: () => void;
}

/** The first signal lets the run at hand finish and print; the second stops at once. */
export function listenForInterruption(): Interruption {
  let code: ExitCode | null = null;
  const heard = (signalCode: ExitCode) => (): void => {
    if (code !== null) process.exit(code);
    code = signalCode;
    say('Finishing the run at hand; once more to stop at once.');
  };
  const onInterrupt = heard(EXIT.interrupted);
  const onTerminate = heard(EXIT.terminated);
  process.on('SIGINT', onInterrupt);
  process.on('SIGTERM', onTerminate);
  return {
    code: () => code,
    stop: () => {
      process.off('SIGINT', onInterrupt);
      process.off('SIGTERM', onTerminate);
    },
  };
}
