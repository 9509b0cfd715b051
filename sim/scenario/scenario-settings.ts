import { DEVICE_FAULT_SETTINGS, deviceSettings, FIRST_SEQUENCE, REBOOT } from '../../device/settings.ts';
import { RESTART } from '../../edge/settings.ts';
import { count, duration, list, orNone, ratio, section, switched, text, word } from '../../settings/index.ts';
import { jsonSchemaOf } from '../../settings/json-schema.ts';
import type { Said } from '../../settings/index.ts';
import { suggest } from '../../settings/suggest.ts';
import {
  ANY_EDGE_FAULT_SETTINGS,
  ANY_EDGE_SETTINGS,
  DEVICE_HOST_KEYS,
  EDGE_HOST_KEYS,
  NETWORK_SETTINGS,
} from '../faults/index.ts';
import { WORLD_EPOCH_MS } from '../kernel/index.ts';
import { INSTANCE, INSTANCES } from './edge-instances.ts';
import { EXPECT_SETTINGS } from './expect-input.ts';
import { GROUPS } from './group-settings.ts';
import { BOOTED_VERSION, NEXT_SETTINGS, ORDERLY_STOP } from './next-settings.ts';
import { POLICY_NAMES } from '../../device/policy/policies.ts';
import { ZONES } from '../host/zone.ts';
import { WIRE_SETTINGS } from './wire-settings.ts';

const NAME_PATTERN = /^[a-z][a-z0-9-]{0,63}$/;
const DESCRIPTION_CHARACTERS_MAX = 500;
const WINDOWS_MAX = 1_000;
/** From the beginning of the world to the end of the years that a timestamp may name. */
export const RUN_MS_MAX = Date.UTC(2100, 0, 1) - WORLD_EPOCH_MS;

const name = text('The name, as the command line and reports use it', {
  required: true,
  example: 'my-scenario',
  keywords: { pattern: NAME_PATTERN.source },
  allowed: 'a lower-case letter, then up to 63 lower-case letters, digits and dashes',
  isRight: (value) => NAME_PATTERN.test(value),
  hint: (value) => {
    const plain = value.toLowerCase().replace(/[\s_.]+/g, '-');
    const near = NAME_PATTERN.test(plain) ? suggest(value, [plain]) : undefined;
    return near === undefined ? null : `did you mean ${near}?`;
  },
});

const description = text('One or two sentences that say what this scenario proves', {
  example: 'No reading is lost while the edge restarts',
  keywords: { maxLength: DESCRIPTION_CHARACTERS_MAX },
  allowed: `text of at most ${DESCRIPTION_CHARACTERS_MAX} printable characters`,
  // A folded block ends in a line break that nobody meant to be part of the text.
  isRight: (value) => value.trim().length <= DESCRIPTION_CHARACTERS_MAX && !/\p{C}/u.test(value.trim()),
});

export const FLEET_SETTINGS = section('The devices.', {
  devices: count('How many devices', { min: 1, max: 1e9, standard: 1 }),
  perProcess: count('Devices that run in one process and share what a policy remembers by process', {
    min: 1,
    max: 1e9,
    standard: 1,
  }),
  interval: duration('Time between two readings of a device', { minMs: 1, standard: '3s' }),
  burst: count('Readings of a device that come at one instant each time, with one timestamp', {
    min: 1,
    max: 1e6,
    standard: 1,
  }),
  // Spread over one interval, a further device moves no other.
  start: word(
    'When the first readings come: spread over one interval, all at once, or drawn',
    ['staggered', 'together', 'random'],
    { standard: 'staggered' },
  ),
  // At least 1 ms apart, since the timestamp tells the readings of a device apart. With `poisson` a random start is such
  // a gap too, so that the whole fleet is a Poisson process from its first moment on.
  arrivals: word(
    'One reading each interval, or after exponential gaps of that mean',
    ['regular', 'poisson'],
    { standard: 'regular' },
  ),
  swing: switched(
    section('The load swings about its mean, up and down in straight lines.', {
      by: ratio('How far above the mean it is at its peak, and below it half a period later', {
        required: true,
      }),
      peak: duration('When it is at its peak, from the start', { standard: '0s' }),
      period: duration('From peak to peak', { minMs: 1_000, standard: '1d' }),
    }),
  ),
  // Without the zeros d-1 begins like d-10, and d-1 with 10 after it reads like d-11 with 0.
  ids: word(
    'What the devices are called: device-001, or d-1, or names that are alike to whoever compares them loosely',
    ['padded', 'plain', 'hostile'],
    { standard: 'padded' },
  ),
  sensor: word(
    'What is measured: temperature and humidity of a day, or numbers that hurt, two of them in one millisecond, or each time something else, by one name to 32',
    ['daily', 'hostile', 'ragged'],
    { standard: 'daily' },
  ),
  numbers: word(
    'Where the numbers of readings begin: at device.firstSequence, or beyond it, device by device before an end of 8, 15, 16, 31, 32 and 53 bits',
    ['first', 'limits'],
    { standard: 'first' },
  ),
  groups: GROUPS,
});

/** The devices of a scenario: the settings of the program, and what its machine does to it. */
function onDevices(policies: readonly string[]) {
  const { doc, keys } = deviceSettings(policies);
  return section(doc, { ...keys, ...DEVICE_HOST_KEYS });
}

/** With the names of our own policies. */
export const ON_DEVICES = onDevices(POLICY_NAMES);

/** The same of the edge. */
export const ON_EDGE = section(ANY_EDGE_SETTINGS.doc, {
  ...ANY_EDGE_SETTINGS.keys,
  ...EDGE_HOST_KEYS,
  instances: INSTANCES,
});

/** What a window of the timeline may change. A reboot and a restart last for as long as the window is open. */
export const WINDOW_SETTINGS = section('A stretch of time in which some settings differ.', {
  at: duration('When the window opens, from the start', { required: true }),
  for: duration('How long it stays open', { minMs: 1, required: true }),
  device: section('Faults of the devices in this window.', {
    ...DEVICE_FAULT_SETTINGS,
    ...DEVICE_HOST_KEYS,
    // For who boots in this window.
    firstSequence: FIRST_SEQUENCE,
    reboot: REBOOT,
  }),
  network: NETWORK_SETTINGS,
  edge: section('Faults of the edge in this window.', {
    ...ANY_EDGE_FAULT_SETTINGS,
    ...EDGE_HOST_KEYS,
    restart: RESTART,
    orderly: ORDERLY_STOP,
    version: BOOTED_VERSION,
    instance: INSTANCE,
  }),
});

/** Of comparisons: a run by itself shows the metrics of all its readings. */
export const MEASURE_SETTINGS = section(
  'Which readings a comparison measures policies by; the others are judged for safety only.',
  {
    from: duration('Readings born before this are a warm-up, such as queues need to fill', {
      standard: '0s',
    }),
    until: orNone(
      duration(
        'Readings born from here on are a cool-down; none: where the longest of the policies still has time for all its retries before the faults end',
        { standard: 'none' },
      ),
    ),
  },
);

export const LIMIT_SETTINGS = section('Where a run is stopped.', {
  events: count('Calendar entries', { min: 1, max: 1e12, standard: 50_000_000 }),
  virtual: duration('Virtual time', {
    minMs: 1,
    otherwise: 'enough for the run to end, and room to read the last metrics',
  }),
  // The one limit whose outcome depends on the machine.
  wall: duration('Real time', { minMs: 1, standard: '5m' }),
  openExchanges: count('Exchanges open at the edge at once', { min: 1, max: 1e9, standard: 10_000 }),
});

/** The file as a whole. Built for a list of policy names, since users bring their own. */
export function scenarioSettings(policies: readonly string[]) {
  return section('A scenario of Petrel.', {
    name,
    description,
    duration: duration('How long readings are generated and faults last', {
      minMs: 1,
      maxMs: RUN_MS_MAX,
      required: true,
      example: '5m',
    }),
    fleet: FLEET_SETTINGS,
    device: onDevices(policies),
    network: NETWORK_SETTINGS,
    edge: ON_EDGE,
    next: NEXT_SETTINGS,
    zone: word('The time zone of every process that is not ours: what its dates show as local time', ZONES, {
      what: 'a zone',
      standard: 'UTC',
    }),
    wire: WIRE_SETTINGS,
    timeline: list('Windows in which settings differ.', WINDOW_SETTINGS, {
      max: WINDOWS_MAX,
      example: '[{ at: 1m, for: 30s, network: { loss: 50% } }]',
    }),
    drain: section('The end, when all faults are over.', {
      within: duration('Longest time until all that can be retried is resolved', {
        minMs: 1,
        otherwise: 'the longest that all retries can take, and 30s more',
      }),
    }),
    measure: MEASURE_SETTINGS,
    expect: EXPECT_SETTINGS,
    limits: LIMIT_SETTINGS,
  });
}

/** With the names of our own policies. */
export const SCENARIO_SETTINGS = scenarioSettings(POLICY_NAMES);

/** JSON Schema of a scenario file, for editors. It cannot know policies that users bring. */
export function scenarioJsonSchema() {
  return jsonSchemaOf(SCENARIO_SETTINGS);
}

export type ScenarioSettings = typeof SCENARIO_SETTINGS;

/** A file whose every value was read, by property; defaults are still missing. */
export type SaidScenario = Said<ScenarioSettings['keys']>;
export type SaidWindow = Said<(typeof WINDOW_SETTINGS)['keys']>;
