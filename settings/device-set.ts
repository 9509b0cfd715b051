import * as z from 'zod';
import { legacyHint } from './legacy-hint.ts';
import { isMapping } from './plain.ts';
import { accept, refuse, within } from './problem.ts';
import type { Parsed } from './problem.ts';
import { quantity } from './quantity.ts';
import type { Quantity, QuantityOptions, Reading } from './quantity.ts';
import { didYouMean } from './suggest.ts';

/** All devices, or the first n of the fleet. */
export type DeviceSet = 'all' | { readonly first: number };

/** `deviceIndex`: the device's place in the fleet, from 0. */
export function includesDevice(devices: DeviceSet, deviceIndex: number): boolean {
  return devices === 'all' || deviceIndex < devices.first;
}

const ALLOWED = 'all, or { first: N } for the first N devices of the fleet';
const ALLOWED_OF_REBOOT = `true, ${ALLOWED}`;

const SET_SCHEMA = [
  { const: 'all' },
  {
    type: 'object',
    properties: { first: { type: 'integer', minimum: 1 } },
    required: ['first'],
    additionalProperties: false,
  },
] as const;

const DEVICE_SET: Reading<DeviceSet> = {
  form: 'devices',
  allowed: ALLOWED,
  keywords: { anyOf: SET_SCHEMA },
  example: '{ first: 3 }',
  values: z.union([z.literal('all'), z.strictObject({ first: z.int().min(1) })]),
  parse: (value) => parseDeviceSet(value),
  print: (set) => (set === 'all' ? 'all' : { first: set.first }),
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
  const strangers = Object.keys(value).filter((key) => key !== 'first');
  if (strangers.length > 0) {
    const problems = strangers.flatMap((key) => {
      const hint = didYouMean(key, ['first']) ?? 'for example { first: 3 }';
      return within(refuse({ code: 'unknown-key', allowed: 'the key first', hint }).problems, key);
    });
    return { ok: false, problems };
  }
  const first = value['first'];
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
