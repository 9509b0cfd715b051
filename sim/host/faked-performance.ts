import perfHooks from 'node:perf_hooks';
import { epochMsFromUs, msFromUs } from '../kernel/index.ts';
import { clockAheadMs, clockInForce, monotonicUs, processSinceUs } from './faked-time.ts';
import { methodWhere } from './replacement.ts';
import type { Replacement } from './replacement.ts';

function isVirtual(): boolean {
  return clockInForce() !== null;
}

/** ms since the process began. */
function nowMs(): number {
  return msFromUs(monotonicUs());
}

/** The time of day at which it began, by its wall clock. */
function timeOrigin(): number {
  const sinceUs = processSinceUs();
  return epochMsFromUs(sinceUs) + clockAheadMs(sinceUs);
}

const { nodeTiming: realTiming } = performance;

/** The process of a host was ready at once. */
function nodeTiming(): object {
  return {
    name: 'node',
    entryType: 'node',
    startTime: 0,
    duration: nowMs(),
    nodeStart: 0,
    v8Start: 0,
    bootstrapComplete: 0,
    environment: 0,
    loopStart: 0,
    loopExit: -1,
    idleTime: 0,
  };
}

/** Time stands still while code runs. */
function eventLoopUtilization(): object {
  return { idle: 0, active: 0, utilization: 0 };
}

/** What a mark is made of: it stands at the time of the world, unless its maker says where. */
function markedNow(given: readonly unknown[]): readonly unknown[] {
  const [name, options] = given;
  if (given.length === 0) return given;
  if (options === undefined || options === null) return [name, { startTime: nowMs() }];
  if (typeof options !== 'object' || ('startTime' in options && options.startTime !== undefined))
    return given;
  return [name, { ...options, startTime: nowMs() }];
}

/** Node's own milestones are names of marks too: `nodeStart` and others, all at the beginning of the process. */
function place(mark: unknown): unknown {
  return typeof mark === 'string' && mark !== 'name' && mark !== 'entryType' && mark in realTiming ? 0 : mark;
}

/** What a measure is made of: without an end it ends now. What is at odds with itself is left for Node to refuse. */
function measuredNow(given: readonly unknown[]): readonly unknown[] {
  const [name, start, end] = given;
  if (given.length === 0) return given;
  if (typeof start !== 'object' || start === null) return [name, place(start), place(end) ?? nowMs()];
  const { start: from, end: to, duration, ...rest }: Record<string, unknown> = { ...start };
  const isOpen = from !== undefined && to === undefined && duration === undefined && end === undefined;
  const placed = { ...start, ...(from !== undefined && { start: place(from) }) };
  return isOpen ? [name, { ...rest, start: place(from), end: nowMs() }] : [name, placed, end];
}

/** Marks that are made without the performance object. */
const FakedMark: typeof PerformanceMark = new Proxy(PerformanceMark, {
  construct: (target, given: unknown[], newTarget) =>
    Reflect.construct(
      target,
      isVirtual() ? markedNow(given) : given,
      newTarget === FakedMark ? target : newTarget,
    ),
});

/** All that `performance` tells, to all code: much of it loses its scope. */
export const PERFORMANCE: readonly Replacement[] = [
  // Called for the sake of what it refuses: a `now` that was taken off its object.
  methodWhere(isVirtual, performance, 'now', ({ real }) => (real(), nowMs())),
  { target: performance, name: 'timeOrigin', get: timeOrigin },
  { target: performance, name: 'nodeTiming', get: nodeTiming },
  methodWhere(isVirtual, performance, 'eventLoopUtilization', eventLoopUtilization),
  methodWhere(isVirtual, performance, 'toJSON', ({ real }) => ({
    ...Object(real()),
    nodeTiming: nodeTiming(),
    timeOrigin: timeOrigin(),
    eventLoopUtilization: eventLoopUtilization(),
  })),
  methodWhere(isVirtual, performance, 'mark', ({ given, real }) => real(markedNow(given))),
  methodWhere(isVirtual, performance, 'measure', ({ given, real }) => real(measuredNow(given))),
  { target: globalThis, name: 'PerformanceMark', value: FakedMark },
  { target: perfHooks, name: 'PerformanceMark', value: FakedMark },
];
