import os from 'node:os';
import FakeTimers from '@sinonjs/fake-timers';
import { epochMsFromUs, usFromMs, WORLD_EPOCH_MS } from '../kernel/index.ts';
import { methodWhere, replacement } from './replacement.ts';
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

/** The time of day in the world at hand, as the clock of the host whose code asks has it; null between runs. */
export function virtualEpochMs(): number | null {
  return inForce === null ? null : epochMsFromUs(inForce.nowUs) + clockAheadMs(inForce.nowUs);
}

/** How far that clock is ahead, in whole ms. Code that has lost its scope is told the time of the world. */
export function clockAheadMs(nowUs: number): number {
  return currentScope.getStore()?.globals?.clockError.aheadMs(nowUs) ?? 0;
}

/** When the process began whose code asks, in kernel time. Code that has lost its scope is told when the world did. */
export function processSinceUs(): number {
  return currentScope.getStore()?.globals?.sinceUs ?? 0;
}

/** How long that process has run, by the clock that nobody sets; 0 between runs. */
export function monotonicUs(): number {
  return inForce === null ? 0 : inForce.nowUs - processSinceUs();
}

/** Real milliseconds or, while a run has the globals, virtual ones: to all code, since much of it loses its scope. */
function fakedDate(RealDate: DateConstructor): DateConstructor {
  const realNow = RealDate.now.bind(RealDate);
  const now = (): number => virtualEpochMs() ?? realNow();
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
  const hrtime = (since?: [number, number]): [number, number] => {
    // Asked for the sake of what it refuses.
    const now = real(since);
    if (inForce === null) return now;
    const [sinceSeconds, sinceNanoseconds] = since ?? [0, 0];
    const nowUs = monotonicUs();
    const seconds = Math.floor(nowUs / 1_000_000) - sinceSeconds;
    const left = (nowUs % 1_000_000) * 1000 - sinceNanoseconds;
    return left < 0 ? [seconds - 1, left + 1_000_000_000] : [seconds, left];
  };
  return Object.assign(hrtime, {
    bigint: () => (inForce === null ? real.bigint() : BigInt(monotonicUs()) * 1000n),
  });
}

/** Whether a host asks, not the harness around it. */
function isHost(): boolean {
  return inForce !== null && currentScope.getStore() !== undefined;
}

/** A machine starts with what runs on it; the process of the harness, and its machine, are older. */
function uptime(): number {
  return monotonicUs() / 1_000_000;
}

/** Work takes no virtual time, so a host's processor has done none. Not every Node has each of them. */
const USAGES: readonly Replacement[] = ['cpuUsage', 'threadCpuUsage', 'resourceUsage']
  .filter((name) => Reflect.has(process, name))
  .map((name) =>
    methodWhere(isHost, process, name, ({ real }) => {
      const used: unknown = real();
      return Object.fromEntries(Object.keys(Object(used)).map((part) => [part, 0]));
    }),
  );

const fakeDate = replacement(globalThis, 'Date', fakedDate);

/** All that tells time by a number. */
export const TIME: readonly Replacement[] = [
  fakeDate,
  // `new date.constructor()` is a common way to another date of the same kind.
  { ...fakeDate, target: Date.prototype, name: 'constructor' },
  replacement(process, 'hrtime', fakedHrtime),
  methodWhere(isHost, process, 'uptime', uptime),
  methodWhere(isHost, os, 'uptime', uptime),
  ...USAGES,
];
