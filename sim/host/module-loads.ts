import { wallMs } from './wall-clock.ts';

/** What Node waits at for the thread that loads modules. A program may have some of these for itself. */
const PORT = 'MessagePort';

/** Real ms after which a port that is waited at is taken for one that the program has for good. */
const LOAD_MS_MAX = 3_000;

/** Ports that were there before, or that turned out to stay. */
let usual = 0;
let beganMs: number | null = null;

function portsIn(resources: readonly string[]): number {
  return resources.filter((kind) => kind === PORT).length;
}

/** What is there now is usual: to be said before a world begins, since a thread has ports to whoever started it. */
export function forgetModuleLoads(): void {
  usual = portsIn(process.getActiveResourcesInfo());
  beganMs = null;
}

/** Whether an `import()` is under way, which takes real time and no virtual time. `resources`: those that are active. */
export function isLoadingModules(resources: readonly string[]): boolean {
  const ports = portsIn(resources);
  if (ports <= usual) {
    beganMs = null;
    return false;
  }
  beganMs ??= wallMs();
  if (wallMs() - beganMs < LOAD_MS_MAX) return true;
  usual = ports;
  beganMs = null;
  return false;
}
