import * as z from 'zod';
import { legacyHint } from './legacy-hint.ts';
import { isMapping } from './plain.ts';
import { accept, refuse, within } from './problem.ts';
import type { Parsed } from './problem.ts';
import { quantity } from './quantity.ts';
import type { Quantity, QuantityOptions, Reading } from './quantity.ts';
import { didYouMean } from './suggest.ts';

/** All devices, the first n of the fleet, or those of a group. */
export type DeviceSet = 'all' | { readonly first: number } | { readonly group: string };

/** A device by its place in the fleet, from 0, and its group; null where there are none. */
export interface PlaceInFleet {
  readonly deviceIndex: number;
  readonly group: string | null;
}

export function includesDevice(devices: DeviceSet, { deviceIndex, group }: PlaceInFleet): boolean {
  if (devices === 'all') return true;
  return 'first' in devices ? deviceIndex < devices.first : devices.group === group;
}

const KEYS = ['first', 'group'];
const ALLOWED = 'all, { first: N } for the first N devices of the fleet, or { group: NAME }';
const ALLOWED_OF_REBOOT = `true, ${ALLOWED}`;

const SET_SCHEMA = [
  { const: 'all' },
  {
    type: 'object',
    properties: { first: { type: 'integer', minimum: 1 } },
    required: ['first'],
    additionalProperties: false,
  },
  {
    type: 'object',
    properties: { group: { type: 'string' } },
    required: ['group'],
    additionalProperties: false,
  },
] as const;

const DEVICE_SET: Reading<DeviceSet> = {
  form: 'devices',
  allowed: ALLOWED,
  keywords: { anyOf: SET_SCHEMA },
  example: '{ first: 3 }',
  values: z.union([
    z.literal('all'),
    z.strictObject({ first: z.int().min(1) }),
    z.strictObject({ group: z.string() }),
  ]),
  parse: (value) => parseDeviceSet(value),
  print: (set) => (set === 'all' ? 'all' : { ...set }),
};

/** `all` or `{ first: 3 }`. */
export function deviceSet(doc: string, options: QuantityOptions = {}): Quantity<DeviceSet> {
  return quantity(doc, DEVICE_SET, options);
}

/** `true` (all), `all` or `{ first: 3 }`. */
export function reboot(doc: string): Quantity<DeviceSet> {
  return quantity(doc, {
    ...DEVICE_SET,
    allowed: ALLOWED_OF_REBOOT,
    keywords: { anyOf: [{ const: true }, ...SET_SCHEMA] },
    example: 'true',
    parse: (value) => {
      if (value === true) return accept('all');
      if (value === false) return refuse({ allowed: ALLOWED_OF_REBOOT, hint: 'remove the key instead' });
      return parseDeviceSet(value);
    },
  });
}

function parseDeviceSet(value: unknown): Parsed<DeviceSet> {
  if (value === 'all') return accept('all');
  if (typeof value === 'string') {
    return refuse({
      allowed: ALLOWED,
      hint: didYouMean(value, ['all']) ?? legacyHint(value, 'true or false'),
    });
  }
  if (!isMapping(value)) return refuse({ code: 'wrong-type', allowed: ALLOWED });
  const strangers = Object.keys(value).filter((key) => !KEYS.includes(key));
  if (strangers.length > 0) {
    const problems = strangers.flatMap((key) => {
      const hint = didYouMean(key, KEYS) ?? 'for example { first: 3 }';
      return within(refuse({ code: 'unknown-key', allowed: 'the key first or group', hint }).problems, key);
    });
    return { ok: false, problems };
  }
  const { first, group } = value;
  if (group !== undefined && first !== undefined) {
    return refuse({ code: 'bad-value', allowed: ALLOWED, hint: 'say one of the two' });
  }
  if (typeof group === 'string') return accept({ group });
  if (group !== undefined) {
    const problem = refuse({ code: 'wrong-type', allowed: 'the name of a group', hint: null });
    return { ok: false, problems: within(problem.problems, 'group') };
  }
  if (typeof first === 'number' && Number.isSafeInteger(first) && first >= 1) return accept({ first });
  const code = first === undefined ? 'missing' : 'bad-value';
  return {
    ok: false,
    problems: within(
      refuse({ code, allowed: 'a whole number, 1 or more', hint: 'for example first: 3' }).problems,
      'first',
    ),
  };
}
