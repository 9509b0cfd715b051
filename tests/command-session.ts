import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { ROOT } from './command.ts';
import type { Ran } from './command.ts';

/** A command line, and the folder in which it is typed. */
export interface Asked {
  readonly words: readonly string[];
  readonly cwd: string;
}

/** One process that runs command lines, each after the end of the one before. */
export class CommandSession {
  readonly #root: string;
  readonly #child: ChildProcess;
  #last: Promise<unknown> = Promise.resolve();
  #over = false;

  /** @param root of the source tree whose command line it is */
  constructor(root: string) {
    this.#root = root;
    this.#child = fork(join(root, 'tests', 'run-in-turn.ts'), {
      cwd: root,
      // As `npm run sim` starts it; what this process was started with is the test runner's.
      execArgv: [
        '--min-semi-space-size=64',
        '--max-semi-space-size=64',
        '--import',
        import.meta.resolve('tsx'),
      ],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    this.#child.once('exit', () => {
      this.#over = true;
    });
    // It ends with this process, and does not keep it.
    this.#child.unref();
    this.#child.channel?.unref();
  }

  get isOver(): boolean {
    return this.#over;
  }

  end(): void {
    this.#child.kill();
  }

  run(words: readonly string[], cwd = this.#root): Promise<Ran> {
    const run = (): Promise<Ran> => this.#answerTo({ words, cwd });
    const answer = this.#last.then(run, run);
    this.#last = answer;
    return answer;
  }

  #answerTo(asked: Asked): Promise<Ran> {
    const child = this.#child;
    return new Promise((resolve, reject) => {
      const ended = (code: number | null): void => {
        child.off('message', answered);
        reject(new Error(`The process ended with ${code} while it ran: ${asked.words.join(' ')}`));
      };
      const answered = (ran: Ran): void => {
        child.off('exit', ended);
        resolve(ran);
      };
      child.once('exit', ended);
      child.once('message', answered);
      child.send(asked);
    });
  }
}

let session: CommandSession | null = null;

/**
 * The command line in a process that has run others before: to start one for each would take most of the time to say
 * little. What only a process of its own can show (signals, a closed stdout, its exit code, what holds from process to
 * process) is for `sim`.
 */
export function simInTurn(words: readonly string[], cwd = ROOT): Promise<Ran> {
  if (session === null || session.isOver) session = new CommandSession(ROOT);
  return session.run(words, cwd);
}
