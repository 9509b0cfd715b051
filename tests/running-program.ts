import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll } from 'vitest';

export type Line = Readonly<Record<string, unknown>>;

const root = fileURLToPath(new URL('..', import.meta.url));

/**
 * A program of ours as a user starts it: a process of its own, a real port, real time. Nothing sleeps: each wait is for a line
 * of its log or for its end, and ends in an error when the process ends first.
 */
export class RunningProgram {
  readonly lines: Line[] = [];
  /** The exit code; null after a signal. */
  readonly ended: Promise<number | null>;
  stderr = '';
  readonly #child: ChildProcess;
  readonly #watchers = new Set<() => void>();
  #isOver = false;

  constructor(name: string, flags: readonly string[]) {
    const child = spawn(process.execPath, ['start/petrel.cjs', name, ...flags], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#child = child;
    child.stderr.setEncoding('utf8').on('data', (text: string) => (this.stderr += text));
    createInterface({ input: child.stdout }).on('line', (text) => {
      const line: Line = JSON.parse(text);
      this.lines.push(line);
      this.#wake();
    });
    this.ended = new Promise((resolve) => {
      child.once('close', (code) => {
        this.#isOver = true;
        resolve(code);
        this.#wake();
      });
    });
  }

  signal(name: NodeJS.Signals): void {
    this.#child.kill(name);
  }

  /** The first line of this event, as soon as it is there. */
  line(event: string): Promise<Line> {
    return new Promise((resolve, reject) => {
      const look = (): void => {
        const found = this.all(event)[0];
        if (found === undefined && !this.#isOver) return;
        this.#watchers.delete(look);
        if (found !== undefined) resolve(found);
        else reject(new Error(`The program ended without "${event}". It said: ${this.stderr}`));
      };
      this.#watchers.add(look);
      look();
    });
  }

  all(event: string): readonly Line[] {
    return this.lines.filter((line) => line.event === event);
  }

  numbers(event: string): readonly unknown[] {
    return this.all(event).map((line) => line.sequence_id);
  }

  /** The lines about one reading, in their order. */
  story(sequenceId: unknown): readonly Line[] {
    return this.lines.filter((line) => line.sequence_id === sequenceId);
  }

  #wake(): void {
    for (const watcher of this.#watchers) watcher();
  }
}

const running: RunningProgram[] = [];

/** Killed at the end of the file that starts it. */
export function start(name: string, flags: readonly string[]): RunningProgram {
  const program = new RunningProgram(name, flags);
  running.push(program);
  return program;
}

afterAll(() => {
  for (const program of running) program.signal('SIGKILL');
});
