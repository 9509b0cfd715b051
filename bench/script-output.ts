import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

/**
 * What a script of this folder prints, from a process of its own: what one leaves behind (async hooks, sockets that wait)
 * must not slow the next. It has the young generation that `npm run sim` has.
 */
export function scriptOutput(script: string, ...words: readonly string[]): unknown {
  const file = join(import.meta.dirname, script);
  const flags = ['--min-semi-space-size=64', '--max-semi-space-size=64', '--import', 'tsx'];
  return JSON.parse(execFileSync(process.execPath, [...flags, file, ...words], { encoding: 'utf8' }));
}

export function rateOf(script: string, ...words: readonly string[]): number {
  return Number(scriptOutput(script, ...words));
}
