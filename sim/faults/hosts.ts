import * as z from 'zod';
import { isMapping } from '../../settings/plain.ts';
import type { Fault, HostFault } from './fault.ts';
import { FAULTS } from './faults.ts';

type Table = typeof FAULTS;
type Machine = 'device' | 'edge';

/** The settings of what the machines under one kind of program play, by their keys. */
type KeysOf<P extends Machine> = {
  readonly [
    Name in keyof Table as Table[Name] extends HostFault<Fault['setting']>
      ? Name extends `${P}.${infer Key}`
        ? Key
        : never
      : never
  ]: Table[Name]['setting'];
};

function keysOf(player: Machine): object {
  const own = Object.values(FAULTS).filter((fault) => 'onHost' in fault && fault.player === player);
  return Object.fromEntries(own.map(({ key, setting }) => [key, setting]));
}

/** To stand among the settings of the devices and of the edge, in a scenario and in a window of its timeline. */
export const DEVICE_HOST_KEYS = z.custom<KeysOf<'device'>>().parse(keysOf('device'));
export const EDGE_HOST_KEYS = z.custom<KeysOf<'edge'>>().parse(keysOf('edge'));

const KEYS: Readonly<Record<Machine, ReadonlySet<string>>> = {
  device: new Set(Object.keys(DEVICE_HOST_KEYS)),
  edge: new Set(Object.keys(EDGE_HOST_KEYS)),
};

/** What the program is told: all but what its machine plays. */
export function withoutHost<T extends object>(player: Machine, settings: T): T {
  if (!isMapping(settings)) return settings;
  const told = Object.entries(settings).filter(([key]) => !KEYS[player].has(key));
  return z.custom<T>().parse(Object.fromEntries(told));
}
