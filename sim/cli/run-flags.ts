import { duration, word } from '../../settings/index.ts';
import { TRANSPORT_NAMES } from '../transport/index.ts';
import { text, texts } from './flags.ts';
import { quantityFlag } from './quantity-flag.ts';
import { SUBJECT_FLAGS } from './subject-flags.ts';

/** Flags that make a run what it is: the line to paste has them, in this order. */
export const RUN_FLAGS = {
  scenario: texts('Names (lost-* for several), files, or all'),
  seed: text('Any text; drawn and printed when it is left out'),
  policy: text('Backoff policy: a name, or a module that exports policy'),
  ...SUBJECT_FLAGS,
  until: quantityFlag(duration('Stop here, in virtual time; nothing is judged then')),
  transport: quantityFlag(
    word('How requests reach the edge; supertest when left out', TRANSPORT_NAMES, { what: 'a transport' }),
  ),
};
