import FakeTimers from '@sinonjs/fake-timers';
import { epochMsFromUs, msFromUs, usFromMs, WORLD_EPOCH_MS } from '../kernel/index.ts';
import { replacement } from './replacement.ts';
import type { Replacement } from './replacement.ts';
import { currentScope } from './scope.ts';

/** The clock that code sees which goes through the globals, in step with the kernel. It counts whole milliseconds. */
export class OutsideClock {
  readonly timers = FakeTimers.createClock(WORLD_EPOCH_MS);
  #nowUs = 0;

  /** Kernel time. */
  get nowUs(): number {
    return this.#nowUs;
  }

  nextUs(): number | null {
    const dueMs = this.timers.timerHeap?.peek()?.callAt;
    return dueMs === undefined ? null : usFromMs(dueMs - WORLD_EPOCH_MS);
  }

  fireNext(): void {
    this.#nowUs = Math.max(this.#nowUs, this.nextUs() ?? 0);
    this.timers.next();
  }

  advanceTo(nowUs: number): void {
    this.#nowUs = nowUs;
    const behindMs = epochMsFromUs(nowUs) - this.timers.now;
    if (behindMs > 0) this.timers.tick(behindMs);
  }
}

let inForce: OutsideClock | null = null;

/** The clock of the run at hand; null between runs. */
export function clockInForce(): OutsideClock | null {
  return inForce;
}

export function putInForce(clock: OutsideClock | null): void {
  inForce = clock;
}

/** Real milliseconds or, while a run has the globals, virtual ones: to all code, since much of it loses its scope. */
function fakedDate(RealDate: DateConstructor): DateConstructor {
  const realNow = RealDate.now.bind(RealDate);
  const now = (): number => (inForce === null ? realNow() : epochMsFromUs(inForce.nowUs));
  const faked: DateConstructor = new Proxy(RealDate, {
    construct: (target, given: unknown[], newTarget) =>
      Reflect.construct(
        target,
        given.length === 0 ? [now()] : given,
        newTarget === faked ? target : newTarget,
      ),
    // Called without `new`, Date ignores what it is given and answers with a text.
    apply: () => new RealDate(now()).toString(),
    get: (target, name) => (name === 'now' ? now : Reflect.get(target, name)),
  });
  return faked;
}

function fakedHrtime(real: NodeJS.HRTime): NodeJS.HRTime {
  const nanoseconds = (clock: OutsideClock): bigint => BigInt(clock.nowUs) * 1000n;
  const hrtime = (since?: [number, number]): [number, number] => {
    if (inForce === null) return real(since);
    const [sinceSeconds, sinceNanoseconds] = since ?? [0, 0];
    const passed = nanoseconds(inForce) - (BigInt(sinceSeconds) * 1_000_000_000n + BigInt(sinceNanoseconds));
    return [Number(passed / 1_000_000_000n), Number(passed % 1_000_000_000n)];
  };
  return Object.assign(hrtime, {
    bigint: () => (inForce === null ? real.bigint() : nanoseconds(inForce)),
  });
}

/** All that tells time. */
export const TIME: readonly Replacement[] = [
  replacement(globalThis, 'Date', fakedDate),
  replacement(performance, 'now', (real) => {
    const realNow = real.bind(performance);
    return () => (inForce === null ? realNow() : msFromUs(inForce.nowUs));
  }),
  replacement(performance, 'timeOrigin', () => WORLD_EPOCH_MS),
  replacement(process, 'hrtime', fakedHrtime),
  // The machine of a host started with the world; the process of the harness is older.
  replacement(process, 'uptime', (real) => {
    const realUptime = real.bind(process);
    return () =>
      inForce === null || currentScope.getStore() === undefined ? realUptime() : inForce.nowUs / 1_000_000;
  }),
];
