import * as z from 'zod';
import { deviceInputSchema, deviceWindowSchema } from './device-input.ts';
import { edgeInputSchema, edgeWindowSchema } from './edge-input.ts';
import { expectInputSchema } from './expect-input.ts';
import { count, duration, field, word } from './field.ts';
import { networkInputSchema } from './network-input.ts';
import { accept, refuse } from './parsed.ts';
import { POLICY_NAMES } from './policy-name.ts';
import { section } from './section.ts';
import { suggest } from './suggest.ts';

const NAME_PATTERN = /^[a-z][a-z0-9-]{0,63}$/;
const DESCRIPTION_CHARACTERS_MAX = 500;
const WINDOWS_MAX = 1_000;

const name = field<string>(
  {
    description: 'The name, as the command line and reports use it',
    type: 'string',
    pattern: NAME_PATTERN.source,
  },
  'my-scenario',
  (value) => {
    const allowed = 'a lower-case letter, then up to 63 lower-case letters, digits and dashes';
    if (typeof value !== 'string') return refuse({ code: 'wrong-type', allowed });
    if (NAME_PATTERN.test(value)) return accept(value);
    const plain = value.toLowerCase().replace(/[\s_.]+/g, '-');
    const near = NAME_PATTERN.test(plain) ? suggest(value, [plain]) : undefined;
    return refuse({ allowed, hint: near === undefined ? null : `did you mean ${near}?` });
  },
);

const description = field<string>(
  {
    description: 'One or two sentences that say what this scenario proves',
    type: 'string',
    maxLength: DESCRIPTION_CHARACTERS_MAX,
  },
  'No reading is lost while the edge restarts',
  (value) => {
    const allowed = `at most ${DESCRIPTION_CHARACTERS_MAX} printable characters`;
    if (typeof value !== 'string') return refuse({ code: 'wrong-type', allowed: `text, ${allowed}` });
    // A folded block ends in a line break that nobody meant to be part of the text.
    const text = value.trim();
    if (text.length <= DESCRIPTION_CHARACTERS_MAX && !/\p{C}/u.test(text)) return accept(text);
    return refuse({ allowed });
  },
);

const windowSchema = section('A stretch of time in which some settings differ.', {
  at: duration('When the window opens, from the start'),
  for: duration('How long it stays open', 1),
  device: deviceWindowSchema.optional(),
  network: networkInputSchema.optional(),
  edge: edgeWindowSchema.optional(),
});

/** The file as a whole. Built for a list of policy names, since users bring their own. */
export function scenarioInputSchema(policies: readonly string[] = POLICY_NAMES) {
  return section('A scenario of Petrel.', {
    name,
    description: description.optional(),
    duration: duration('How long readings are generated and faults last', 1, '5m'),
    fleet: section('The devices.', {
      devices: count('How many devices', { min: 1, max: 1e9 }).optional(),
      perProcess: count('Devices that run in one process and share what a policy remembers by process', {
        min: 1,
        max: 1e9,
      }).optional(),
      interval: duration('Time between two readings of a device', 1).optional(),
      start: word('When the first readings come: spread over one interval, all at once, or drawn', [
        'staggered',
        'together',
        'random',
      ]).optional(),
      arrivals: word('One reading each interval, or after exponential gaps of that mean', [
        'regular',
        'poisson',
      ]).optional(),
    }).optional(),
    device: deviceInputSchema(policies).optional(),
    network: networkInputSchema.optional(),
    edge: edgeInputSchema.optional(),
    timeline: z
      .array(windowSchema)
      .max(WINDOWS_MAX)
      .meta({ description: 'Windows in which settings differ.' })
      .optional(),
    drain: section('The end, when all faults are over.', {
      within: duration('Longest time until all that can be retried is resolved', 1).optional(),
    }).optional(),
    expect: expectInputSchema.optional(),
    limits: section('Where a run is stopped.', {
      events: count('Calendar entries', { min: 1, max: 1e12 }).optional(),
      virtual: duration('Virtual time', 1).optional(),
      wall: duration('Real time', 1).optional(),
      openExchanges: count('Exchanges open at the edge at once', { min: 1, max: 1e9 }).optional(),
    }).optional(),
  });
}

/** A file whose every value was read: durations are milliseconds, probabilities 0 to 1; defaults are still missing. */
export type ScenarioInput = z.output<ReturnType<typeof scenarioInputSchema>>;
export type WindowInput = z.output<typeof windowSchema>;
