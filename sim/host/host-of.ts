import { clockInForce } from './faked-time.ts';
import { currentScope } from './scope.ts';
import type { HostGlobals } from './scope.ts';

/** The host whose code asks, while a run has the globals. */
export function hostOf(): HostGlobals | null {
  return clockInForce() === null ? null : (currentScope.getStore()?.globals ?? null);
}

export function isHost(): boolean {
  return hostOf() !== null;
}

/** The code that runs tried what is not simulated: the run ends as unsupported, and `remedy` is what it is told to do. */
export function notSimulated(what: string, remedy: string): void {
  hostOf()?.network.unsupported(what, remedy);
}
