import { EXIT_CODES } from '../../program/exit-codes.ts';
import type { Program } from '../../program/parse-flags.ts';
import { completed, count, maybe, section, text, word } from '../../settings/index.ts';
import type { ValueOf } from '../../settings/index.ts';
import { EDGE_SETTINGS } from '../settings.ts';

/** What the edge is told as a program, beside its settings as an edge. */
const PROGRAM_SETTINGS = section('The ingestion edge.', {
  port: count('Port to listen on; 0 takes any free one', { min: 0, max: 65_535, standard: 8000 }),
  host: maybe(
    text('Address to listen on; all of them if left out', {
      allowed: 'not empty',
      isRight: (value) => value !== '',
    }),
  ),
  ...EDGE_SETTINGS.keys,
  logLevel: word('Least level that is logged', ['debug', 'info', 'warn', 'error'], { standard: 'info' }),
});

export type ServerOptions = ValueOf<typeof PROGRAM_SETTINGS>;

/** Production, apart from the overload, which is there so that a client meets a 503 on its first day. */
const SHOWN = { overload: '10%' };

export const EDGE_PROGRAM: Program<(typeof PROGRAM_SETTINGS)['keys']> = {
  command: 'npm run edge --',
  does: 'Serves the ingestion edge.',
  prefix: 'PETREL_EDGE_',
  settings: PROGRAM_SETTINGS,
  defaults: completed(PROGRAM_SETTINGS, PROGRAM_SETTINGS.codec.parse(SHOWN), null),
  former: {
    'overload-probability': 'overload',
    'retry-after': 'overload-retry-after',
    'body-limit': 'body-bytes-max',
    'capacity-rate': 'capacity',
    'rate-burst': 'rate-limit-burst',
  },
  exitCodes: { 0: 'stopped by a signal', ...EXIT_CODES },
};
