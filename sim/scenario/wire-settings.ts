import * as z from 'zod';
import { section, switched, text, word } from '../../settings/index.ts';
import type { Said } from '../../settings/index.ts';
import { accept, refuse } from '../../settings/problem.ts';
import { quantity } from '../../settings/quantity.ts';
import type { Quantity } from '../../settings/quantity.ts';
import { DIALECT_NAMES } from '../host/wire/dialects.ts';
import type { DialectName } from '../host/wire/dialects.ts';
import { parsePlace, PLACE_FORMS } from '../host/wire/place.ts';

const NONE = 'none';

const STATUS = z.int().min(100).max(599);
const STATUSES = z.array(STATUS).max(100);
const STATUSES_ALLOWED = 'a list of statuses from 100 to 599, or none';

/** A list of statuses; null: those that the preset has. */
function statuses(doc: string): Quantity<readonly number[] | null> {
  return quantity<readonly number[] | null>(
    doc,
    {
      form: 'statuses',
      allowed: STATUSES_ALLOWED,
      keywords: {
        anyOf: [{ const: NONE }, { type: 'array', items: { type: 'integer', minimum: 100, maximum: 599 } }],
      },
      example: '[200, 201, 204]',
      values: STATUSES.nullable(),
      parse: (value) => {
        if (value === NONE) return accept(null);
        const read = STATUSES.safeParse(value);
        return read.success ? accept(read.data) : refuse({ allowed: STATUSES_ALLOWED });
      },
      print: (value) => (value === null ? NONE : [...value]),
    },
    { standard: NONE },
  );
}

/** Where something stands; none: nowhere, or where the preset has it. */
function place(doc: string, example: string): Quantity<string> {
  return text(doc, {
    standard: NONE,
    example,
    allowed: `${PLACE_FORMS}, or none`,
    isRight: (value) => value === NONE || parsePlace(value) !== null,
    hint: (value) => (value.startsWith('/') ? `did you mean body:${value}?` : null),
  });
}

/** A path, whose steps may be `{name}`. */
const PATH = /^\/[^\s?#]*$/;

/** How messages and answers are read that are not in the form of our own device and edge. */
export const WIRE_KEYS = section(
  'How the messages of foreign devices and edges are read; none: the presets are tried in their order.',
  {
    preset: word<typeof NONE | DialectName>(
      'A form that is known, which the other keys change; none: only what they say',
      [NONE, ...DIALECT_NAMES],
      { standard: NONE },
    ),
    path: text('Path of the URL that devices are given; none: /ingest', {
      standard: NONE,
      example: '/v1/telemetry',
      allowed: 'a path such as /v1/devices/{device}/readings, or none',
      isRight: (value) => value === NONE || PATH.test(value),
    }),
    reading: place('Where a request says which reading it is for', 'header:Idempotency-Key'),
    device: place('Where it says of which device', 'body:/meta/device'),
    timestamp: place('Where it says when that was measured; none: it is looked for', 'body:/time'),
    items: place('The list in a request that carries many readings; item: is in it', 'body:/readings'),
    echo: place('Where an answer names the reading; none: its status is enough', 'body:/id'),
    results: place('The list in an answer that says something of each reading', 'body:/results'),
    resultStatus: place('In an item of it: the status', 'item:/status'),
    resultReading: place(
      'In an item of it: the reading; none: they come in the order of the request',
      'item:/id',
    ),
    accepted: statuses('Statuses by which the edge says that it has the reading now; none: every 2xx'),
    duplicate: statuses('Statuses by which it says that it had it before; none: 409'),
    later: statuses('Statuses that say "not now", beside 5xx, 408, 425 and 429'),
  },
  { short: 'preset' },
);

export const WIRE_SETTINGS = switched(WIRE_KEYS);

/** What a file says of it, by property. */
export type SaidWire = Said<(typeof WIRE_KEYS)['keys']>;
