import { field } from './field.ts';
import { accept, refuse, within } from './parsed.ts';
import type { Parsed } from './parsed.ts';
import { isMapping } from './plain-document.ts';
import { legacyHint } from './read-scalar.ts';
import { didYouMean } from './suggest.ts';
import type { DeviceSet } from '../net/network-settings.ts';

const ALLOWED = 'all, or { first: N } for the first N devices of the fleet';

const SET_SCHEMA = [
  { const: 'all' },
  {
    type: 'object',
    properties: { first: { type: 'integer', minimum: 1 } },
    required: ['first'],
    additionalProperties: false,
  },
] as const;

/** `all` or `{ first: 3 }`. */
export function deviceSet(description: string) {
  return field<DeviceSet>({ description, anyOf: SET_SCHEMA }, '{ first: 3 }', parseDeviceSet);
}

/** `true` (all), `all` or `{ first: 3 }`. */
export function reboot(description: string) {
  return field<DeviceSet>({ description, anyOf: [{ const: true }, ...SET_SCHEMA] }, 'true', (value) => {
    if (value === true) return accept('all');
    if (value === false) return refuse({ allowed: `true, ${ALLOWED}`, hint: 'remove the key instead' });
    return parseDeviceSet(value);
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
