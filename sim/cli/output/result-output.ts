import { EXIT, gravest } from '../exit-code.ts';
import type { ExitCode } from '../exit-code.ts';
import { reasonOf } from '../reason-of.ts';
import { say } from './terminal.ts';
import { NAME } from '../program-name.ts';

interface Output {
  on(event: 'error', listener: (error: NodeJS.ErrnoException) => void): unknown;
}

/**
 * Results go out here, and the exit code stays what the runs earned, whoever reads them. A reader that goes away early
 * (`| head`) has seen what it wanted: the rest is written to nobody. Where results can't be written at all, a run that
 * passed is no success.
 */
export class ResultOutput {
  #earned: ExitCode = EXIT.passed;
  #unwritten = false;

  constructor(output: Output) {
    output.on('error', (error) => {
      if (error.code === 'EPIPE' || this.#unwritten) return;
      this.#unwritten = true;
      say(`${NAME}: the results could not be written: ${reasonOf(error)}`);
      this.#tell();
    });
  }

  /** What the runs earned; called once, when all is printed. What could not be written may show later. */
  end(earned: ExitCode): void {
    this.#earned = earned;
    this.#tell();
  }

  #tell(): void {
    process.exitCode = this.#unwritten ? gravest([this.#earned, EXIT.unwritten]) : this.#earned;
  }
}
