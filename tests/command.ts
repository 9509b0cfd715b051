import { spawn } from 'node:child_process';
import { join } from 'node:path';

export const ROOT = join(import.meta.dirname, '..');

export interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CommandOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** For Node itself. */
  readonly nodeFlags?: readonly string[];
  /** No file may become longer, in KiB: what stands in for a full disk. */
  readonly fileKibMax?: number;
  /** Called with what stands on stderr so far, each time that more does. */
  readonly onStderr?: (said: string) => void;
}

/** The command line as a user runs it: a process of its own, not a terminal. */
export function sim(words: readonly string[], options: CommandOptions = {}): Promise<Ran> {
  return node([join(ROOT, 'start', 'petrel.cjs'), 'sim', ...words], options);
}

export function node(words: readonly string[], options: CommandOptions = {}): Promise<Ran> {
  const { env = {}, cwd = ROOT, nodeFlags = [], fileKibMax, onStderr } = options;
  const line = [process.execPath, ...nodeFlags, ...words];
  const limited = ['bash', '-c', `ulimit -f ${fileKibMax}; exec "$0" "$@"`, ...line];
  const [program = '', ...given] = fileKibMax === undefined ? line : limited;
  const child = spawn(program, given, {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const stdout: Buffer[] = [];
  const stderr: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => {
    stderr.push(chunk);
    onStderr?.(Buffer.concat(stderr).toString());
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => {
      // Nobody here sends any: it broke down, and its own words say best where.
      if (signal !== null) {
        reject(new Error(`${line.join(' ')}\nwas ended by ${signal}: ${Buffer.concat(stderr).toString()}`));
        return;
      }
      resolve({ code, stdout: Buffer.concat(stdout).toString(), stderr: Buffer.concat(stderr).toString() });
    });
  });
}

/** Several words as a user types them. */
export function words(line: string): readonly string[] {
  return line.split(' ').filter((word) => word !== '');
}

/** The results of `--json` without the one part that differs from run to run. */
export function withoutTiming(stdout: string): string {
  return stdout.replace(/"timing": \{[^}]*\}/g, '"timing": {}');
}
