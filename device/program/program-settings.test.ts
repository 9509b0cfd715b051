import { describe, expect, test } from 'vitest';
import { DEFAULT_DEVICE_SETTINGS } from '../settings.ts';
import { parseFlags } from '../../program/parse-flags.ts';
import { shownEdgeUrl } from './edge-url.ts';
import { DEVICE_PROGRAM } from './program-settings.ts';
import type { ProgramOptions } from './program-settings.ts';

async function options(argv: string, environment: Record<string, string> = {}): Promise<ProgramOptions> {
  const parsed = await parseFlags(DEVICE_PROGRAM, argv.split(' ').filter(Boolean), environment);
  if (parsed.kind !== 'options') throw new Error(JSON.stringify(parsed));
  return parsed.options;
}

async function refusal(argv: readonly string[], environment: Record<string, string> = {}): Promise<string> {
  const parsed = await parseFlags(DEVICE_PROGRAM, argv, environment);
  return parsed.kind === 'error' ? parsed.message : `not refused: ${JSON.stringify(parsed)}`;
}

describe('an edge URL', () => {
  test.for([
    ['http://user:s3cret@edge/ingest', 'no place for secrets'],
    ['https://s3cret@edge/ingest', 'no place for secrets'],
    ['ftp://user:s3cret@edge/ingest', 'begin it with http'],
    ['//user:s3cret@edge/ingest', 'begin it with http'],
    ['http://edge:6000/ingest', 'port 6000'],
    ['http://edge:0/ingest', 'port 0'],
    ['edge/ingest', 'begin it with http'],
    ['http:///ingest', 'say the host'],
    ['http:///user:s3cret@edge/ingest', 'say the host'],
  ] as const)('%s is refused, and what is secret in it is not repeated', async ([url, why]) => {
    for (const said of [
      await refusal(['--edge-url', url]),
      await refusal([], { PETREL_DEVICE_EDGE_URL: url }),
    ]) {
      expect(said).toContain(why);
      expect(said).not.toContain('s3cret');
    }
  });

  test.for(['http://edge', 'https://edge:443/x?y=1', 'http://[::1]:8000/ingest', 'http://edge/@/x'])(
    '%s will do',
    async (url) => {
      expect(await options(`--edge-url ${url}`)).toMatchObject({ edgeUrl: url });
    },
  );

  test('is logged without what stands behind the question mark', () => {
    expect(shownEdgeUrl('https://edge/ingest?key=s3cret#x')).toBe('https://edge/ingest?…');
    expect(shownEdgeUrl('http://edge')).toBe('http://edge/');
  });
});

describe('the flags of the device', () => {
  test('left out give device-001 every 3 s with its instabilities on', async () => {
    expect(await options('')).toEqual({
      id: 'device-001',
      edgeUrl: 'http://localhost:8000/ingest',
      intervalMs: 3_000,
      count: null,
      stateDir: null,
      keyFile: null,
      tls: { ca: null, cert: null, key: null },
      seed: null,
      drainMs: 60_000,
      graceMs: 5_000,
      logLevel: 'info',
      ...DEFAULT_DEVICE_SETTINGS,
      outage: 'pause',
      drainRate: 50,
      proof: 'edge',
      drop: { probability: 0.15 },
      jitter: { probability: 0.2, maxMs: 2_000 },
      duplicate: { probability: 0.1 },
      invalid: { probability: 0 },
    });
  });

  test('reach every setting', async () => {
    const given = await options(
      '--id d.2 --edge-url https://e/x --interval 50ms --count 7 --state-dir s --key-file k --tls-ca a --tls-cert c --tls-key p --seed 0 --drop 0.5 --jitter 1% ' +
        '--jitter-max 9ms --duplicate 0 --invalid 100% --timeout 8ms --in-flight-max 2 --batch 5 --batch-linger 2s --outbox-limit 3 ' +
        '--outbox-overflow block --policy full-jitter --policy-retries 0 --policy-base 20ms --policy-factor 1.5 ' +
        '--policy-cap 40ms --policy-jitter 0.25 --first-sequence 12 --retry-after-max 6ms --acknowledge status --proof any --outage send --drain-rate 5 --drain 1ms --grace 0s ' +
        '--log-level error',
    );
    expect(given).toEqual({
      id: 'd.2',
      edgeUrl: 'https://e/x',
      intervalMs: 50,
      outage: 'send',
      drainRate: 5,
      count: 7,
      stateDir: 's',
      keyFile: 'k',
      tls: { ca: 'a', cert: 'c', key: 'p' },
      seed: '0',
      drainMs: 1,
      graceMs: 0,
      logLevel: 'error',
      timeoutMs: 8,
      inFlightMax: 2,
      batch: { size: 5, lingerMs: 2_000 },
      outbox: { limit: 3, overflow: 'block' },
      policy: { name: 'full-jitter', baseMs: 20, factor: 1.5, capMs: 40, jitterRatio: 0.25, retries: 0 },
      firstSequence: 12,
      retryAfterMaxMs: 6,
      acknowledge: 'status',
      proof: 'any',
      drop: { probability: 0.5 },
      jitter: { probability: 0.01, maxMs: 9 },
      duplicate: { probability: 0 },
      invalid: { probability: 1 },
    });
  });

  test('come from the environment too, and the command line has the last word', async () => {
    const environment = {
      PETREL_DEVICE_POLICY_BASE: '20ms',
      PETREL_DEVICE_ID: 'from-environment',
      HOME: '/',
    };
    const given = await options('--id from-flag', environment);
    expect(given.policy.baseMs).toBe(20);
    expect(given.id).toBe('from-flag');
  });

  test.for([
    [['--count', '0'], '--count is "0", but must be a whole number from 1 to '],
    [['--interval', '-5s'], '--interval is "-5s"'],
    [['--interval', '-5s'], 'a duration cannot be negative'],
    [['--interval', '25d'], '--interval is "25d", but must be a duration from 1ms to 24d'],
    [['--interval', '5'], 'a unit is needed; did you mean 5s?'],
    [['--drop', '1.5'], '--drop is "1.5", but must be a probability: a number from 0 to 1, or a percentage'],
    [['--drop', 'NaN'], 'must be a probability'],
    [['--id', 'a/b'], '--id is "a/b", but must be 1 to 64 letters'],
    [['--edge-url', 'localhost:8000'], 'must be an http or https URL'],
    [['--policy', 'exponental'], 'did you mean exponential?'],
    [['--policy-factor', '0.5'], '--policy-factor is "0.5", but must be a number from 1 to 100'],
    [
      ['--policy-base', '50ms', '--policy-cap', '20ms'],
      '--policy-base is 50ms, but must not be above --policy-cap, which is 20ms',
    ],
    [['--edge-url', 'https://e', '--tls-cert', 'c'], '--tls-cert and --tls-key need each other'],
    [['--tls-ca', 'c'], '--tls-ca: no effect, for the URL of the edge does not begin with https://'],
    [['--key', 's3cret'], 'There is no --key; did you mean --key-file?'],
    [['--seed', ''], '--seed is "", but must be not empty'],
    [['--droop', '1'], 'There is no --droop; did you mean --drop?'],
    [['--something-else', '1'], 'There is no --something-else. See --help for all flags.'],
    [['now'], '"now" is not expected: there are only flags.'],
    [['--count'], 'Not enough arguments following: count'],
    [['--interval-ms', '3000'], 'There is no --interval-ms; did you mean --interval?'],
    [['--base-ms', '20'], 'There is no --base-ms; did you mean --policy-base?'],
    [['--retries', '2'], 'There is no --retries; did you mean --policy-retries?'],
  ] as const)('%j are refused: %s', async ([argv, message]) => {
    expect(await refusal(argv)).toContain(message);
  });

  test('a key in its variable is no flag, and is not repeated', async () => {
    expect((await options('', { PETREL_DEVICE_KEY: 's3cret' })).keyFile).toBeNull();
    expect(await refusal(['--drop', 'x'], { PETREL_DEVICE_KEY: 's3cret' })).not.toContain('s3cret');
    expect(await refusal(['--key', 's3cret'])).not.toContain('s3cret');
  });

  test('that are wrong are all named at once, variables by their own names', async () => {
    const message = await refusal(['--drop', 'x'], { PETREL_DEVICE_COUNT: 'y', PETREL_DEVICE_DRIAN: '1' });
    expect(message.split('\n')).toEqual([
      'There is no PETREL_DEVICE_DRIAN; did you mean PETREL_DEVICE_DRAIN?',
      expect.stringMatching(/^PETREL_DEVICE_COUNT is "y", but must be a whole number/),
      expect.stringMatching(/^--drop is "x", but must be a probability/),
    ]);
  });

  test('can be asked for', async () => {
    const parsed = await parseFlags(DEVICE_PROGRAM, ['--help'], {});
    expect(parsed.kind === 'help' && parsed.text).toContain('--outbox-overflow');
  });
});
