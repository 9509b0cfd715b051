import { msFromUs } from '../kernel/index.ts';
import { clockInForce, monotonicUs } from './faked-time.ts';
import { getterOf } from './replacement.ts';
import type { Replacement } from './replacement.ts';

/** When events came into being, in ms since the process began that they are in. */
const stamps = new WeakMap<object, number>();

function stamp(event: object): number {
  const known = stamps.get(event) ?? msFromUs(monotonicUs());
  stamps.set(event, known);
  return known;
}

const realTimeStamp = getterOf(Event.prototype, 'timeStamp');

/** Events that Node makes itself (an abort) are handed out at once: they come into being when somebody looks. */
const FakedEvent = new Proxy(Event, {
  construct(target, given: unknown[], newTarget) {
    const event: object = Reflect.construct(target, given, newTarget === FakedEvent ? target : newTarget);
    if (clockInForce() !== null) stamp(event);
    return event;
  },
});

export const EVENTS: readonly Replacement[] = [
  { target: globalThis, name: 'Event', value: FakedEvent },
  { target: Event.prototype, name: 'constructor', value: FakedEvent },
  {
    target: Event.prototype,
    name: 'timeStamp',
    get(this: unknown) {
      // Asked for the sake of what it refuses: anything that is no event.
      const real: unknown = Reflect.apply(realTimeStamp, this, []);
      return clockInForce() === null || typeof this !== 'object' || this === null ? real : stamp(this);
    },
  },
];
