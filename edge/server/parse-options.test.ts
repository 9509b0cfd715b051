import { expect, test } from 'vitest';
import { DEFAULT_EDGE_SETTINGS } from '../settings.ts';
import { parseOptions } from './parse-options.ts';

test('without a word it is port 8000 and the defaults', async () => {
  expect(await parseOptions([], { HOME: '/root' })).toStrictEqual({
    kind: 'options',
    options: { port: 8000, host: undefined, logLevel: 'info', settings: DEFAULT_EDGE_SETTINGS },
  });
});

test('every flag has its effect', async () => {
  const argv =
    '--port 0 --host 127.0.0.1 --overload-probability 25% --retry-after none --dedupe-ttl 5m --dedupe-limit 7 ' +
    '--body-limit 100 --capacity-rate 2.5 --capacity-concurrency 3 --capacity-queue 0 --capacity-service exponential ' +
    '--rate-limit 0.5 --rate-burst 4 --contention-min 10ms --contention-max 1s --log-level debug';
  expect(await parseOptions(argv.split(' '), {})).toStrictEqual({
    kind: 'options',
    options: {
      port: 0,
      host: '127.0.0.1',
      logLevel: 'debug',
      settings: {
        overload: { probability: 0.25, retryAfterMs: null },
        capacity: {
          ratePerSecond: 2.5,
          concurrency: 3,
          queueLimit: 0,
          service: 'exponential',
          retryAfterMs: null,
        },
        rateLimit: { ratePerSecond: 0.5, burst: 4 },
        slow: DEFAULT_EDGE_SETTINGS.slow,
        contention: { minMs: 10, maxMs: 1000, retryAfterMs: null },
        dedupe: { ttlMs: 300_000, limit: 7 },
        bodyBytesMax: 100,
      },
    },
  });
});

test('a flag wins over the environment, the environment over the default', async () => {
  const environment = { PETREL_EDGE_PORT: '1234', PETREL_EDGE_LOG_LEVEL: 'warn' };
  expect(await parseOptions(['--port=4321'], environment)).toMatchObject({
    options: { port: 4321, logLevel: 'warn' },
  });
});

test('help names every flag and the variables', async () => {
  const parsed = await parseOptions(['--help'], {});
  expect(parsed.kind === 'help' && parsed.text).toMatch(/PETREL_EDGE_PORT[^]*--port[^]*--log-level/);
});

test.for([
  [['--port', '99999'], '--port is "99999", but must be a whole number from 0 to 65535'],
  [['--port', '80.5'], '--port is "80.5", but must be a whole number from 0 to 65535'],
  [['--port', '-1'], '--port is "-1", but must be a whole number from 0 to 65535'],
  [['--port', '0x10'], '--port is "0x10", but must be a whole number from 0 to 65535'],
  [['--port'], '--port is "", but must be a whole number from 0 to 65535'],
  [['--prot', '1'], 'There is no --prot; did you mean --port?'],
  [['--colour', 'red'], 'There is no --colour. See --help for all flags.'],
  [['--prot', '1', '--hots', 'x'], 'There is no --hots; did you mean --host?'],
  [['start'], 'Only flags are expected, no other words'],
  [['--overload-probability', '150%'], 'must be a probability: 0 to 1, or 0% to 100%'],
  [['--overload-probability', '-0.1'], 'must be a probability: 0 to 1, or 0% to 100%'],
  [['--dedupe-ttl', '5'], 'must be a duration above 0 such as 250ms, 2s, 5m or 1h; did you mean 5s?'],
  [['--dedupe-ttl', '0s'], 'must be a duration above 0'],
  [['--retry-after', '1 s'], 'must be a duration such as 250ms, 2s, 5m or 1h'],
  [['--dedupe-limit', '0'], 'must be a whole number of 1 or more'],
  [['--capacity-rate', '0'], 'must be a number of 0.001 or more'],
  [['--capacity-rate', '1', '--capacity-service', 'gamma'], 'must be one of constant, exponential'],
  [['--capacity-queue', '5'], '--capacity-queue has no effect without --capacity-rate'],
  [['--rate-burst', '5'], '--rate-burst has no effect without --rate-limit'],
  [['--contention-min', '5ms'], '--contention-min has no effect without --contention-max'],
  [['--contention-max', '0s'], 'must be a duration above 0'],
  [
    ['--contention-max', '5ms', '--contention-min', '1s'],
    '--contention-min is "1s", but must not be above --contention-max, "5ms"',
  ],
  [['--log-level', 'loud'], 'must be one of debug, info, warn, error'],
] as const)('%j is refused: %s', async ([argv, message]) => {
  const parsed = await parseOptions(argv, {});
  expect(parsed.kind === 'error' && parsed.message).toContain(message);
});

test.for([
  [{ PETREL_EDGE_PORT: 'x' }, 'PETREL_EDGE_PORT is "x", but must be a whole number'],
  [{ PETREL_EDGE_PROT: '1' }, 'PETREL_EDGE_PROT is no setting of the edge; did you mean PETREL_EDGE_PORT?'],
  [{ PETREL_EDGE_COLOUR: '1' }, 'PETREL_EDGE_COLOUR is no setting of the edge; there are PETREL_EDGE_PORT,'],
] as const)('the environment %j is refused: %s', async ([environment, message]) => {
  const parsed = await parseOptions([], environment);
  expect(parsed.kind === 'error' && parsed.message).toContain(message);
});
