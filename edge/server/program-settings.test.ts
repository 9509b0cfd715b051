import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { scratchFolder } from '../../tests/scratch-folder.ts';
import { DEFAULT_EDGE_SETTINGS } from '../settings.ts';
import { parseFlags } from '../../program/parse-flags.ts';
import { EDGE_PROGRAM } from './program-settings.ts';

test('without a word it is port 8000 and the defaults', async () => {
  expect(await parseFlags(EDGE_PROGRAM, [], { HOME: '/root' })).toStrictEqual({
    kind: 'options',
    options: {
      ...DEFAULT_EDGE_SETTINGS,
      port: 8000,
      host: '127.0.0.1',
      config: null,
      printConfig: null,
      keys: null,
      insecure: null,
      tls: { cert: null, key: null, clientCa: null },
      logLevel: 'info',
      shed: { delayMs: 1_000, open: 1_000 },
      silentAfterMs: 300_000,
      profile: 'production',
      store: 'sqlite:./data/edge.db',
      retainMs: null,
    },
  });
});

test('the profile of the seed system sheds a tenth, unless a flag says otherwise', async () => {
  const seed = ['--profile', 'seed'];
  expect(await parseFlags(EDGE_PROGRAM, seed, {})).toMatchObject({
    options: { overload: { probability: 0.1, retryAfterMs: 1_000 } },
  });
  expect(await parseFlags(EDGE_PROGRAM, [...seed, '--overload', '0'], {})).toMatchObject({
    options: { overload: { probability: 0 } },
  });
});

test('every flag has its effect', async () => {
  const argv =
    '--port 0 --host 127.0.0.1 --overload 25% --overload-retry-after none --dedupe-ttl 5m --dedupe-limit 7 ' +
    '--body-bytes-max 100 --readings-max 9 --capacity 2.5 --capacity-concurrency 3 --capacity-queue 0 --capacity-service exponential ' +
    '--capacity-retry-after none --rate-limit 0.5 --rate-limit-burst 4 --rate-limit-total 20 --rate-limit-total-burst 6 --contention-min 10ms --contention-max 1s ' +
    '--slow 5% --slow-max 3s --log-level debug --store redis://127.0.0.1:6379/2 --retain 30d --profile seed ' +
    '--keys k.json --insecure --tls-cert c.pem --tls-key k.pem --tls-client-ca ca.pem --shed-delay 1s --shed-open 5 --silent-after none';
  expect(await parseFlags(EDGE_PROGRAM, argv.split(' '), {})).toStrictEqual({
    kind: 'options',
    options: {
      port: 0,
      host: '127.0.0.1',
      logLevel: 'debug',
      overload: { probability: 0.25, retryAfterMs: null },
      capacity: {
        ratePerSecond: 2.5,
        concurrency: 3,
        queueLimit: 0,
        service: 'exponential',
        retryAfterMs: null,
      },
      rateLimit: { ratePerSecond: 0.5, burst: 4, total: { ratePerSecond: 20, burst: 6 } },
      slow: { probability: 0.05, minMs: 500, maxMs: 3_000, stage: 'before-commit' },
      contention: { minMs: 10, maxMs: 1000, retryAfterMs: null },
      dedupe: { ttlMs: 300_000, limit: 7 },
      bodyBytesMax: 100,
      readingsMax: 9,
      store: 'redis://127.0.0.1:6379/2',
      retainMs: 30 * 24 * 3_600_000,
      profile: 'seed',
      shed: { delayMs: 1_000, open: 5 },
      silentAfterMs: null,
      config: null,
      printConfig: null,
      keys: 'k.json',
      insecure: true,
      tls: { cert: 'c.pem', key: 'k.pem', clientCa: 'ca.pem' },
    },
  });
});

test('a flag wins over the environment, the environment over the default', async () => {
  const environment = { PETREL_EDGE_PORT: '1234', PETREL_EDGE_LOG_LEVEL: 'warn' };
  expect(await parseFlags(EDGE_PROGRAM, ['--port=4321'], environment)).toMatchObject({
    options: { port: 4321, logLevel: 'warn' },
  });
});

test.for([
  '--host localhost',
  '--host ::1',
  '--host 127.1.2.3',
  '--host :: --insecure',
  '--host :: --keys k.json',
])('%s needs no more', async (words) => {
  expect(await parseFlags(EDGE_PROGRAM, words.split(' '), {})).toMatchObject({ kind: 'options' });
});

describe('a file of settings', () => {
  const folder = scratchFolder('config');
  const file = join(folder, 'edge.yaml');

  test('says what a scenario would say, and gives way to variables, and they to flags', async () => {
    writeFileSync(
      file,
      'port: 1\nhost: 127.0.0.2\noverload: { probability: 20%, retryAfter: none }\ndedupe:\n  ttl: 7m\nlog-level: warn\ninsecure: true\n',
    );
    const environment = { PETREL_EDGE_CONFIG: file, PETREL_EDGE_PORT: '2', PETREL_EDGE_HOST: '127.0.0.3' };
    expect(await parseFlags(EDGE_PROGRAM, ['--port', '3'], environment)).toMatchObject({
      options: {
        port: 3,
        host: '127.0.0.3',
        overload: { probability: 0.2, retryAfterMs: null },
        dedupe: { ttlMs: 420_000 },
        logLevel: 'warn',
        insecure: true,
      },
    });
  });

  test('what is printed says where each comes from, without a password, and can be read again', async () => {
    writeFileSync(file, 'overload: 20%\n');
    const store = { PETREL_EDGE_STORE: 'redis://user:secret@redis:6379' };
    const words = ['--config', file, '--port', '3', '--print-config'];
    const printed = await parseFlags(EDGE_PROGRAM, words, store);
    const text = printed.kind === 'help' ? printed.text : '';
    expect(text).toContain('port: 3 # --port\n');
    expect(text).toContain(`overload: 20% # ${file}:1:11, overload\n`);
    expect(text).toContain('dedupe-ttl: 5m # default\n');
    expect(text).toContain('# PETREL_EDGE_STORE\n');
    expect(text).not.toContain('secret');
    writeFileSync(file, text);
    expect(await parseFlags(EDGE_PROGRAM, ['--config', file], {})).toMatchObject({
      options: { port: 3, overload: { probability: 0.2 }, dedupe: { ttlMs: 300_000 } },
    });
  });

  test.for<readonly [string, RegExp]>([
    ['prot: 1', /^There is no .*edge\.yaml:1:7, prot; did you mean port\?/],
    ['overload:\n  probabillity: 1', /There is no .*edge\.yaml:2:17, overload\.probabillity/],
    ['port: high', /edge\.yaml:1:7, port is "high", but must be a whole number/],
    ['port: 1\nport: 2', /edge\.yaml:2:1: Map keys must be unique/],
    ['port: [1]', /edge\.yaml:1:7, port: a word, a number or a mapping is allowed here/],
    ['port: &a 1', /a word, a number or a mapping is allowed here/],
    ['port: *a', /edge\.yaml:1:7, port: a word, a number or a mapping is allowed here/],
    ['port:', /edge\.yaml:1:6, port: a word, a number or a mapping is allowed here|has no value/],
    ['- 1', /edge\.yaml:1:1: a word, a number or a mapping is allowed here/],
    ['constructor: 1', /There is no .*edge\.yaml:1:14, constructor/],
    ['__proto__: 1', /There is no .*edge\.yaml:1:12, __proto__/],
    ['['.repeat(10_000), /has more than 200 brackets/],
    ['#'.repeat(70_000), /cannot be read: it has 70000 bytes; 65536 are allowed/],
  ])('%j is refused with its place', async ([content, message]) => {
    writeFileSync(file, content);
    const parsed = await parseFlags(EDGE_PROGRAM, ['--config', file], {});
    expect(parsed.kind === 'error' && parsed.message).toMatch(message);
  });

  test('that is not there, or a folder, is refused', async () => {
    for (const name of [join(folder, 'none.yaml'), folder]) {
      const parsed = await parseFlags(EDGE_PROGRAM, ['--config', name], {});
      expect(parsed.kind === 'error' && parsed.message).toMatch(/cannot be read/);
    }
  });
});

test('help names every flag and the variables', async () => {
  const parsed = await parseFlags(EDGE_PROGRAM, ['--help'], {});
  expect(parsed.kind === 'help' && parsed.text).toMatch(/PETREL_EDGE_PORT[^]*--port[^]*--log-level/);
});

test.for([
  [['--port', '99999'], '--port is "99999", but must be a whole number from 0 to 65535'],
  [['--port', '80.5'], '--port is "80.5", but must be a whole number from 0 to 65535'],
  [['--port', '-1'], '--port is "-1", but must be a whole number from 0 to 65535'],
  [['--port', '0x10'], '--port is "0x10", but must be a whole number from 0 to 65535'],
  [['--port'], 'Not enough arguments following: port'],
  [['--prot', '1'], 'There is no --prot; did you mean --port?'],
  [['--colour', 'red'], 'There is no --colour. See --help for all flags.'],
  [['--prot', '1', '--hots', 'x'], 'There is no --hots; did you mean --host?'],
  [['--constructor'], 'There is no --constructor. See --help for all flags.'],
  [['--toString=1'], 'There is no --toString. See --help for all flags.'],
  [['--port.x', '5'], 'There is no --port.x; did you mean --port?'],
  [
    ['--host', '0.0.0.0'],
    '--host is "0.0.0.0", where anybody could send as any device: give the devices keys',
  ],
  [['--host', '::'], '--host is "::", where anybody could send as any device'],
  [['--tls-cert', 'c.pem'], '--tls-cert and --tls-key need each other'],
  [['--tls-client-ca', 'c.pem'], '--tls-client-ca has no effect without --tls-cert'],
  [['--insecure', 'yes'], '--insecure is "yes", but must be true'],
  [['--host', ''], '--host is "", but must be not empty'],
  [['start'], '"start" is not expected: there are only flags.'],
  [['--overload', '150%'], 'must be a probability: a number from 0 to 1, or a percentage from 0% to 100%'],
  [['--overload', '-0.1'], 'a probability cannot be negative'],
  [['--dedupe-ttl', '5'], 'a unit is needed; did you mean 5s?'],
  [['--dedupe-ttl', '0s'], 'must be a duration from 1ms'],
  [['--overload-retry-after', '1 s'], 'must be a duration with its unit'],
  [['--dedupe-limit', '0'], 'must be a whole number from 1 to '],
  [['--capacity', '0'], 'must be a number from 0.001 to '],
  [['--capacity', '1', '--capacity-service', 'gamma'], 'must be one of: constant or exponential'],
  [['--capacity-queue', '5'], '--capacity-queue has no effect without --capacity'],
  [['--rate-limit-burst', '5'], '--rate-limit-burst has no effect without --rate-limit'],
  [
    ['--contention-max', '5ms', '--contention-min', '1s'],
    '--contention-min is 1s, but must not be above --contention-max, which is 5ms',
  ],
  [['--store', 'sqlite'], 'must be memory, sqlite:FILE or redis://HOST:PORT; name its file'],
  [['--store', 'redis://'], 'must be memory, sqlite:FILE or redis://HOST:PORT'],
  [['--retain', '1m'], '--retain is 1m, but must not be below --dedupe-ttl, which is 5m'],
  [['--log-level', 'loud'], 'must be one of: debug, info, warn or error'],
  [['--overload-probability', '0'], 'There is no --overload-probability; did you mean --overload?'],
  [['--body-limit', '5'], 'There is no --body-limit; did you mean --body-bytes-max?'],
] as const)('%j is refused: %s', async ([argv, message]) => {
  const parsed = await parseFlags(EDGE_PROGRAM, argv, {});
  expect(parsed.kind === 'error' && parsed.message).toContain(message);
});

test.for([
  [{ PETREL_EDGE_PORT: 'x' }, 'PETREL_EDGE_PORT is "x", but must be a whole number'],
  [{ PETREL_EDGE_CONSTRUCTOR: '1' }, 'There is no PETREL_EDGE_CONSTRUCTOR. See --help for all flags.'],
  [{ PETREL_EDGE_HOST: '' }, 'PETREL_EDGE_HOST is "", but must be not empty'],
  [{ PETREL_EDGE_PROT: '1' }, 'There is no PETREL_EDGE_PROT; did you mean PETREL_EDGE_PORT?'],
  [{ PETREL_EDGE_COLOUR: '1' }, 'There is no PETREL_EDGE_COLOUR. See --help for all flags.'],
] as const)('the environment %j is refused: %s', async ([environment, message]) => {
  const parsed = await parseFlags(EDGE_PROGRAM, [], environment);
  expect(parsed.kind === 'error' && parsed.message).toContain(message);
});
