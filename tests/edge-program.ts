import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

type Line = Readonly<Record<string, unknown>>;

export interface EdgeProgram {
  readonly child: ChildProcess;
  readonly port: number;
  readonly lines: readonly Line[];
  readonly stderr: () => string;
  /** The exit code, or null after a signal that could not be caught. */
  readonly ended: Promise<number | null>;
}

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/**
 * The edge as an operator starts it, on loopback and a free port unless `flags` say otherwise, once it listens.
 * @throws {Error} with what it said, when it ends before that.
 */
export async function startEdge(
  flags: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<EdgeProgram> {
  const child = spawn(process.execPath, ['start/petrel.cjs', 'edge', '--port', '0', ...flags], {
    cwd: ROOT,
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const lines: Line[] = [];
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const ended = once(child, 'close').then(() => child.exitCode);
  const started = new Promise<number>((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (text) => {
      const line = JSON.parse(text) as Line;
      lines.push(line);
      if (line['event'] === 'edge_started') resolve(Number(line['port']));
    });
    child.once('close', () => reject(new Error(`The edge ended before it listened. It said: ${stderr}`)));
  });
  return { child, port: await started, lines, stderr: () => stderr, ended };
}
