import type { TraceEvent } from '../../sim/trace/event.ts';

/**
 * Events as columns, kind by kind: what is alike stands together and takes no room once it is compressed. Plain JSON.
 */
export interface PackedEvents {
  /** Of each event: the time since the one before, in microseconds. */
  readonly since: readonly number[];
  /** Of each event: the index of its kind in `kinds`. */
  readonly order: readonly number[];
  readonly devices: readonly string[];
  readonly kinds: readonly PackedKind[];
}

interface PackedKind {
  readonly kind: string;
  /** The fields of the kind in their order, and the values of all its events. Devices are indices. */
  readonly columns: readonly (readonly [name: string, values: readonly unknown[]])[];
}

interface Columns {
  readonly index: number;
  readonly values: Map<string, unknown[]>;
}

export function packEvents(events: readonly TraceEvent[]): PackedEvents {
  const devices = new Map<string, number>();
  const kinds = new Map<string, Columns>();
  const since: number[] = [];
  const order: number[] = [];
  let before = 0;
  for (const event of events) {
    const { at, kind, ...fields } = event;
    since.push(at - before);
    before = at;
    let columns = kinds.get(kind);
    if (columns === undefined) {
      const values = new Map(Object.keys(fields).map((name): [string, unknown[]] => [name, []]));
      columns = { index: kinds.size, values };
      kinds.set(kind, columns);
    }
    order.push(columns.index);
    for (const [name, value] of Object.entries(fields))
      columns.values.get(name)?.push(name === 'device' ? indexIn(devices, value) : value);
  }
  return {
    since,
    order,
    devices: [...devices.keys()],
    kinds: [...kinds].map(([kind, { values }]) => ({ kind, columns: [...values] })),
  };
}

/** A log event of an edge may be about no device. */
function indexIn(devices: Map<string, number>, device: unknown): unknown {
  if (typeof device !== 'string') return device;
  const known = devices.get(device);
  if (known !== undefined) return known;
  devices.set(device, devices.size);
  return devices.size - 1;
}

/** The events again, as they were packed. */
export function unpackEvents({ since, order, devices, kinds }: PackedEvents): readonly TraceEvent[] {
  const next = kinds.map(() => 0);
  let at = 0;
  return order.flatMap((index, number) => {
    at += since[number] ?? 0;
    const place = next[index] ?? 0;
    next[index] = place + 1;
    const { kind, columns } = kinds[index] ?? { kind: '', columns: [] };
    const fields = columns.map(([name, values]): [string, unknown] => {
      const value = values[place];
      return [name, name === 'device' && typeof value === 'number' ? devices[value] : value];
    });
    const event = { at, kind, ...Object.fromEntries(fields) };
    return isEvent(event) ? [event] : [];
  });
}

/** They were events when they were packed; for the compiler, which can't follow it. */
function isEvent(value: object): value is TraceEvent {
  return 'at' in value && 'kind' in value;
}
