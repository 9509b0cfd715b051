import { spawn } from 'node:child_process';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** What a process of its own is started with. */
export interface ProcessOptions {
  readonly env: Readonly<Record<string, string>>;
  /** For Node itself. */
  readonly nodeFlags: readonly string[];
}

export interface Ended {
  /** Null: a signal ended it. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const HERE = import.meta.dirname;
const START = join(HERE, '..', '..', 'start');

/** What Node must be given to start this very program: of a bundle, the same one, whatever its sources have become. */
function thisProgram(): readonly string[] {
  switch (basename(import.meta.filename)) {
    case 'bundle.cjs':
      return [join(START, 'from-bundle.cjs'), HERE];
    case 'own-process.ts':
      return ['--import', pathToFileURL(join(START, 'read-typescript.mjs')).href, join(HERE, 'main.ts')];
    default:
      return [join(HERE, 'main.js')];
  }
}

/** This command line once more, in a process of its own, with other words. */
export function inOwnProcess(words: readonly string[], { env, nodeFlags }: ProcessOptions): Promise<Ended> {
  const child = spawn(process.execPath, [...nodeFlags, ...thisProgram(), ...words], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const stdout: Buffer[] = [];
  const stderr: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => void stdout.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => void stderr.push(chunk));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) =>
      resolve({
        code,
        stdout: Buffer.concat(stdout).toString(),
        stderr: Buffer.concat(stderr).toString(),
      }),
    );
  });
}
