import type { AttemptKey, TraceEvent } from '../../sim/trace/event.ts';
import type { ByKind } from '../trace/by-kind.ts';
import { lookUp } from '../trace/by-kind.ts';
import { movementOf } from '../trace/movement.ts';
import type { RunFound } from '../trace/run-found.ts';
import type { Reporter } from './report.ts';

/** A clock of the edge knows all devices: the file grows with their square. */
const DEVICES_MAX = 20;

const EDGE = 'edge';

type Clock = Map<string, number>;

/**
 * A log with vector clocks, as ShiViz reads it by its usual expression (`(?<host>\S*) (?<clock>{.*})\n(?<event>.*)`): two
 * lines an event, for each device and for the edge. What a request brings and what an answer brings orders them. The
 * first devices alone; the first event says how many are left out.
 */
export const shivizReporter: Reporter = ({ found }) => {
  const runs = found.kind === 'runs' ? found.runs : [];
  return runs.map(logOf).join('\n');
};

function logOf({ result, witnessed }: RunFound, index: number): string {
  const { devices = [], devicesSeen = 0, events = [] } = witnessed?.trace ?? {};
  const shown = new Set(devices.slice(0, DEVICES_MAX));
  const clocks = new Clocks();
  const run = index === 0 ? '' : `run${index + 1}.`;
  const about = `${result.scenario.name}, seed ${result.seed}; devices left out: ${devicesSeen - shown.size}`;
  const lines = [clocks.tick(`${run}${EDGE}`, about)];
  for (const event of events) {
    if ('device' in event && event.device !== null && !shown.has(event.device)) continue;
    const host = hostOf(event);
    if (host === null) continue;
    const name = run + host.replaceAll(/\s/g, '_');
    const { sends, hears } = lookUp(MESSAGES, event) ?? { sends: null, hears: null };
    if (hears !== null) clocks.hear(name, hears);
    lines.push(clocks.tick(name, wordsOf(event)));
    if (sends !== null) clocks.send(name, sends);
  }
  return lines.join('\n');
}

class Clocks {
  readonly #hosts = new Map<string, Clock>();
  readonly #messages = new Map<string, Clock>();

  /** One more event of this host, as two lines. */
  tick(host: string, says: string): string {
    const clock = this.#clockOf(host);
    clock.set(host, (clock.get(host) ?? 0) + 1);
    return `${host} ${JSON.stringify(Object.fromEntries(clock))}\n${says.replaceAll(/[\r\n]/g, ' ')}`;
  }

  send(host: string, message: string): void {
    this.#messages.set(message, new Map(this.#clockOf(host)));
  }

  /** What the sender knew the host knows from here on. */
  hear(host: string, message: string): void {
    const clock = this.#clockOf(host);
    for (const [other, count] of this.#messages.get(message) ?? [])
      clock.set(other, Math.max(count, clock.get(other) ?? 0));
  }

  #clockOf(host: string): Clock {
    let clock = this.#hosts.get(host);
    if (clock === undefined) {
      clock = new Map();
      this.#hosts.set(host, clock);
    }
    return clock;
  }
}

/** Where it happens; null: nowhere that has a clock. */
function hostOf(event: TraceEvent): string | null {
  switch (movementOf(event).from) {
    case 'device':
      return 'device' in event ? event.device : null;
    case 'edge':
      return EDGE;
    case 'disk':
      return null;
    case 'network':
      return arrivesAt(event);
  }
}

function arrivesAt(event: TraceEvent): string | null {
  const { to } = movementOf(event);
  if (to === 'edge') return EDGE;
  return to === 'device' && 'device' in event ? event.device : null;
}

interface Messages {
  readonly sends: string | null;
  readonly hears: string | null;
}

/** A request is known by its attempt, and so is an answer. */
const MESSAGES: ByKind<Messages> = {
  attempt_sent: (event) => ({ sends: `request ${keyOf(event)}`, hears: null }),
  request_delivered: (event) => ({ sends: null, hears: `request ${keyOf(event)}` }),
  request_answered: (event) => ({ sends: `answer ${keyOf(event)}`, hears: null }),
  answer_delivered: (event) => ({ sends: null, hears: `answer ${keyOf(event)}` }),
  answer_late: (event) => ({ sends: null, hears: `answer ${keyOf(event)}` }),
};

function keyOf({ device, reading, attempt }: AttemptKey): string {
  return JSON.stringify([device, reading, attempt]);
}

function wordsOf(event: TraceEvent): string {
  const reading = 'reading' in event && event.reading !== null ? `reading ${event.reading}: ` : '';
  return `${reading}${movementOf(event).text}`;
}
