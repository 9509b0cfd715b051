import { constants } from 'node:os';
import { PARENT_PID, PID } from './faked-machine.ts';
import { hostOf, isHost } from './host-of.ts';
import { endItself } from './faked-process.ts';
import { methodWhere } from './replacement.ts';
import type { Call, Replacement } from './replacement.ts';

/** No system gives out an id this high: whatever Node says of a process that is not there, it says of this one. */
const NOBODY = 2 ** 30;

/** A process without a handler goes on (signal(7)). */
const IGNORED: ReadonlySet<string> = new Set(['SIGCHLD', 'SIGCONT', 'SIGURG', 'SIGWINCH']);
const UNSTOPPABLE: ReadonlySet<string> = new Set(['SIGKILL', 'SIGSTOP']);

/** Itself, or its group. */
const ITSELF: readonly unknown[] = [PID, 0, -PID];

/** As Node refuses it; there is nobody else on the machine of a host, and the system heeds no signal. */
function kill({ given, real }: Call): unknown {
  const [pid, signal] = given;
  const id = pid === null ? NaN : Number(pid);
  if (id !== PARENT_PID && !ITSELF.includes(id)) return real(isId(id) ? [NOBODY, signal] : given);
  refuseSignal(() => real([NOBODY, signal]));
  if (ITSELF.includes(id) && signal !== 0) tellItself(nameOf(signal));
  return true;
}

/** What Node takes for an id of a process: 32 bits. */
function isId(id: number): boolean {
  return Number.isInteger(id) && Math.abs(id) < 2 ** 31;
}

/** Throws what Node throws of a signal that there is not. */
function refuseSignal(killNobody: () => unknown): void {
  try {
    killNobody();
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}

const SIGNAL_NUMBERS: ReadonlyMap<string, number> = new Map(Object.entries(constants.signals));

function nameOf(signal: unknown): string {
  if (typeof signal === 'string' && signal !== '') return signal;
  if (typeof signal !== 'number') return 'SIGTERM';
  const found = [...SIGNAL_NUMBERS].find(([, number]) => number === signal);
  return found?.[0] ?? `signal ${signal}`;
}

function tellItself(name: string): void {
  const listeners = hostOf()?.processListeners;
  if (listeners !== undefined && !UNSTOPPABLE.has(name) && listeners.listenerCount(name) > 0) {
    // oxlint-disable-next-line no-restricted-globals -- the turn of the host that has the handler
    setImmediate(() => listeners.emit(name, name, SIGNAL_NUMBERS.get(name)));
    return;
  }
  if (!IGNORED.has(name)) endItself('kill', `${PID}, ${name}`);
}

/** A signal of a host is for its own process: under that id somebody else runs on the machine of the harness. */
export const SIGNALS: readonly Replacement[] = [
  methodWhere(isHost, process, 'kill', kill),
  methodWhere(isHost, process, 'abort', () => endItself('abort', '')),
];
