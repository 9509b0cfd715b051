import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

type Line = Readonly<Record<string, unknown>>;

export interface StartedProgram {
  readonly child: ChildProcess;
  /** In the order in which they came; more come. */
  readonly lines: readonly Line[];
  readonly stderr: () => string;
  /** The exit code, or null after a signal that could not be caught. */
  readonly ended: Promise<number | null>;
  /** Kept with the next line that `wanted` takes. Rejects when the program ends first. */
  readonly seen: (wanted: (line: Line) => boolean) => Promise<Line>;
}

export interface EdgeProgram extends StartedProgram {
  readonly port: number;
}

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** One of the two programs, as an operator starts it. */
export function startProgram(
  name: 'edge' | 'device',
  flags: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): StartedProgram {
  const child = spawn(process.execPath, ['start/petrel.cjs', name, ...flags], {
    cwd: ROOT,
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const lines: Line[] = [];
  const watchers = new Set<(line: Line | null) => void>();
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  createInterface({ input: child.stdout }).on('line', (text) => {
    // What is no service says plain words.
    if (!text.startsWith('{')) return;
    const line = JSON.parse(text) as Line;
    lines.push(line);
    for (const watcher of watchers) watcher(line);
  });
  const ended = once(child, 'close').then(() => {
    for (const watcher of watchers) watcher(null);
    return child.exitCode;
  });
  const seen = (wanted: (line: Line) => boolean): Promise<Line> =>
    new Promise((resolve, reject) => {
      const watcher = (line: Line | null): void => {
        if (line !== null && !wanted(line)) return;
        watchers.delete(watcher);
        if (line === null) reject(new Error(`The ${name} ended too early. It said: ${stderr}`));
        else resolve(line);
      };
      watchers.add(watcher);
    });
  return { child, lines, stderr: () => stderr, ended, seen };
}

/** The edge, on loopback and a free port unless `flags` say otherwise, once it listens. */
export async function startEdge(
  flags: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<EdgeProgram> {
  const program = startProgram('edge', ['--port', '0', ...flags], environment);
  const { port } = await program.seen(({ event }) => event === 'edge_started');
  return { ...program, port: Number(port) };
}
