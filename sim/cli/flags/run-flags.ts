import { duration, word } from '../../../settings/index.ts';
import { TRANSPORT_NAMES } from '../../transport/index.ts';
import type { TransportName } from '../../transport/index.ts';
import { parsed, text, texts } from './flags.ts';
import { quantityFlag } from './quantity-flag.ts';
import { oneSeed } from './seed.ts';
import { AS_SCENARIO, SUBJECT_FLAGS } from './subject-flags.ts';

/** A run is looked at for itself, so what is most real comes first. */
export const TRANSPORT_DEFAULT: TransportName = 'supertest';

/** Flags that make a run what it is: the line to paste has them, in this order. */
export const RUN_FLAGS = {
  scenario: texts('Names (lost-* for several), files, or all'),
  seed: parsed(
    'Any text',
    (given, flag) => (given === undefined ? undefined : oneSeed(given, flag)),
    'drawn, and printed',
  ),
  policy: text('Backoff policy: a name, or a module that exports policy', AS_SCENARIO),
  ...SUBJECT_FLAGS,
  until: quantityFlag(duration('Stop here, in virtual time; nothing is judged then')),
  transport: quantityFlag(
    word(
      'How requests reach the edge, from real HTTP to the fastest way; the run is the same',
      TRANSPORT_NAMES,
      { what: 'a transport', otherwise: TRANSPORT_DEFAULT },
    ),
  ),
};
