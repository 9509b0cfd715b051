import { EXIT_CODES } from '../../program/exit-codes.ts';
import type { Program } from '../../program/parse-flags.ts';
import {
  completed,
  count,
  duration,
  flag,
  maybe,
  orNone,
  section,
  text,
  word,
} from '../../settings/index.ts';
import { printDuration } from '../../settings/duration.ts';
import type { ValueOf } from '../../settings/index.ts';
import { EDGE_SETTINGS } from '../settings.ts';
import type { EdgeSettings } from '../settings.ts';
import { storePlace } from '../store/store-place.ts';

function file(doc: string) {
  return text(doc, { allowed: 'the name of a file', isRight: (value) => value !== '' });
}

/** What the edge is told as a program, beside its settings as an edge. */
const PROGRAM_SETTINGS = section('The ingestion edge.', {
  port: count('Port to listen on; 0 takes any free one', { min: 0, max: 65_535, standard: 8000 }),
  host: text('Address to listen on; :: for all of them', {
    standard: '127.0.0.1',
    allowed: 'not empty',
    isRight: (value) => value.trim() !== '',
  }),
  keys: maybe(file('File of the keys that devices send with; petrel edge devices writes it')),
  insecure: maybe(flag('true lets anybody send as any device, beyond this machine too')),
  tls: section('TLS.', {
    cert: maybe(file('File of the certificate that the edge shows, in PEM; with it all is TLS')),
    key: maybe(file('File of its private key')),
    clientCa: maybe(file('File of who signs the certificates of devices, whose CN or SAN is their id')),
  }),
  config: maybe(file('File of settings, in YAML, in the words of `edge` in a scenario')),
  printConfig: maybe(flag('true prints every setting and where it comes from, and ends')),
  profile: word(
    'production, or the mix of the system that Petrel re-implements, which sheds 10 % of the requests',
    ['production', 'seed'],
    { standard: 'production' },
  ),
  store: text('Where readings go: sqlite:FILE keeps them, memory forgets with the process', {
    standard: 'sqlite:./data/edge.db',
    allowed: 'memory, sqlite:FILE or redis://HOST:PORT',
    isRight: (value) => storePlace(value) !== null,
    hint: (value) => (value === 'sqlite' ? 'name its file: sqlite:./data/edge.db' : null),
  }),
  retain: orNone(
    duration('How long SQLite keeps readings, at least as long as their keys; none: for ever', {
      minMs: 1,
      standard: 'none',
    }),
  ),
  shed: section('When the edge has more to do than it can do in time, it refuses readings with 503.', {
    delay: duration('How long a reading may wait to be looked at', { minMs: 1, standard: '1s' }),
    open: count('Requests that may be open at once', { min: 1, max: 1e6, standard: 1_000 }),
  }),
  silentAfter: orNone(
    duration('Without a reading for so long a device is logged as silent; none: never', {
      minMs: 1,
      standard: '5m',
    }),
  ),
  ...EDGE_SETTINGS.keys,
  logLevel: word('Least level that is logged', ['debug', 'info', 'warn', 'error'], { standard: 'info' }),
});

export type ServerOptions = ValueOf<typeof PROGRAM_SETTINGS>;

const PRODUCTION = completed(PROGRAM_SETTINGS, {}, null);

/** Not every request is taken, so that a client meets a 503 on its first day. */
const SEED = completed(PROGRAM_SETTINGS, PROGRAM_SETTINGS.codec.parse({ overload: '10%' }), PRODUCTION);

export const EDGE_PROGRAM: Program<(typeof PROGRAM_SETTINGS)['keys']> = {
  command: 'npm run edge --',
  does: 'Serves the ingestion edge.',
  prefix: 'PETREL_EDGE_',
  settings: PROGRAM_SETTINGS,
  defaults: PRODUCTION,
  profiles: { production: PRODUCTION, seed: SEED },
  former: {
    'overload-probability': 'overload',
    'state-dir': 'store',
    'retry-after': 'overload-retry-after',
    'body-limit': 'body-bytes-max',
    'capacity-rate': 'capacity',
    'rate-burst': 'rate-limit-burst',
  },
  contradictions: (options) => [...openDoors(options), ...shortLives(options)],
  exitCodes: { 0: 'stopped by a signal', ...EXIT_CODES },
};

const LOOPBACK_PATTERN = /^(localhost|::1|127(\.\d{1,3}){3})$/;

/** Where anybody could send as any device, and where nobody could read what is sent. */
function openDoors({ host, keys, insecure, tls }: ServerOptions): readonly string[] {
  const errors: string[] = [];
  if ((tls.cert === null) !== (tls.key === null)) errors.push('--tls-cert and --tls-key need each other');
  if (tls.clientCa !== null && tls.cert === null)
    errors.push('--tls-client-ca has no effect without --tls-cert');
  const isAsked = keys !== null || tls.clientCa !== null;
  if (!LOOPBACK_PATTERN.test(host) && !isAsked && insecure !== true) {
    errors.push(
      `--host is ${JSON.stringify(host)}, where anybody could send as any device: give the devices keys (--keys) or certificates (--tls-client-ca), or say --insecure true`,
    );
  }
  return errors;
}

function shortLives({ retainMs, dedupe }: ServerOptions): readonly string[] {
  return retainMs === null || retainMs >= dedupe.ttlMs
    ? []
    : [
        `--retain is ${printDuration(retainMs)}, but must not be below --dedupe-ttl, which is ${printDuration(dedupe.ttlMs)}: a key lives in its reading`,
      ];
}

/** What the edge itself is told of that. */
export function edgeSettings(options: ServerOptions): EdgeSettings {
  const { overload, capacity, rateLimit, slow, contention, dedupe, bodyBytesMax, readingsMax } = options;
  return { overload, capacity, rateLimit, slow, contention, dedupe, bodyBytesMax, readingsMax };
}
