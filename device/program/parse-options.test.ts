import { describe, expect, test } from 'vitest';
import { DEFAULT_DEVICE_SETTINGS } from '../settings.ts';
import { parseOptions } from './parse-options.ts';
import type { ProgramOptions } from './parse-options.ts';

async function options(argv: string, environment: Record<string, string> = {}): Promise<ProgramOptions> {
  const parsed = await parseOptions(argv.split(' ').filter(Boolean), environment);
  if (parsed.kind !== 'options') throw new Error(JSON.stringify(parsed));
  return parsed.options;
}

async function refusal(argv: readonly string[], environment: Record<string, string> = {}): Promise<string> {
  const parsed = await parseOptions(argv, environment);
  return parsed.kind === 'error' ? parsed.message : `not refused: ${JSON.stringify(parsed)}`;
}

describe('the flags of the device', () => {
  test('left out give device-001 every 3 s with its instabilities on', async () => {
    expect(await options('')).toEqual({
      id: 'device-001',
      edgeUrl: 'http://localhost:8000/ingest',
      intervalMs: 3_000,
      countMax: null,
      stateDir: null,
      seed: null,
      drainMs: 60_000,
      graceMs: 5_000,
      logLevel: 'info',
      settings: {
        ...DEFAULT_DEVICE_SETTINGS,
        drop: { probability: 0.15 },
        jitter: { probability: 0.2, maxMs: 2_000 },
        duplicate: { probability: 0.1 },
        invalid: { probability: 0 },
      },
    });
  });

  test('reach every setting', async () => {
    const given = await options(
      '--id d.2 --edge-url https://e/x --interval-ms 50 --count 7 --state-dir s --seed 0 --drop 0.5 --jitter 1% ' +
        '--jitter-max-ms 9 --duplicate 0 --invalid 100% --timeout-ms 8 --in-flight-max 2 --outbox-limit 3 ' +
        '--outbox-overflow block --policy full-jitter --retries 0 --base-ms 20 --factor 1.5 --cap-ms 40 ' +
        '--jitter-ratio 0.25 --retry-after-max-ms 6 --acknowledge status --drain-ms 1 --grace-ms 0 --log-level error',
    );
    expect(given).toEqual({
      id: 'd.2',
      edgeUrl: 'https://e/x',
      intervalMs: 50,
      countMax: 7,
      stateDir: 's',
      seed: '0',
      drainMs: 1,
      graceMs: 0,
      logLevel: 'error',
      settings: {
        timeoutMs: 8,
        inFlightMax: 2,
        outbox: { limit: 3, overflow: 'block' },
        policy: { name: 'full-jitter', baseMs: 20, factor: 1.5, capMs: 40, jitterRatio: 0.25, retries: 0 },
        retryAfterMaxMs: 6,
        acknowledge: 'status',
        drop: { probability: 0.5 },
        jitter: { probability: 0.01, maxMs: 9 },
        duplicate: { probability: 0 },
        invalid: { probability: 1 },
      },
    });
  });

  test('come from the environment too, and the command line has the last word', async () => {
    const environment = { PETREL_DEVICE_BASE_MS: '20', PETREL_DEVICE_ID: 'from-environment', HOME: '/' };
    const given = await options('--id from-flag', environment);
    expect(given.settings.policy.baseMs).toBe(20);
    expect(given.id).toBe('from-flag');
  });

  test.for([
    [['--count', '0'], '--count is "0", but must be a whole number, 1 or more'],
    [['--interval-ms', '-5'], '--interval-ms is "-5"'],
    [['--interval-ms', '2147483648'], 'from 1 to 2147483647'],
    [['--interval-ms', '1.5'], 'must be a whole number'],
    [['--interval-ms', '5s'], 'must be a whole number'],
    [['--drop', '1.5'], '--drop is "1.5", but must be a share: 0 to 1, or 0% to 100%'],
    [['--drop', 'NaN'], 'must be a share'],
    [['--id', 'a/b'], '--id is "a/b", but must be 1 to 64 letters'],
    [['--edge-url', 'localhost:8000'], 'must be an http or https URL'],
    [
      ['--policy', 'exponental'],
      'must be one of exponential-jitter, none, immediate, fixed, linear, exponential, equal-jitter, ',
    ],
    [['--factor', '0.5'], '--factor is "0.5", but must be a number, 1 or more'],
    [['--base-ms', '50', '--cap-ms', '20'], 'the base must not be above the cap'],
    [['--seed', ''], '--seed is "", but must be not empty'],
    [['--droop', '1'], 'There is no --droop; did you mean --drop?'],
    [['--something-else', '1'], 'There is no --something-else. See --help for all flags.'],
    [['now'], '"now" is not expected: there are only flags.'],
    [['--count'], 'Not enough arguments following: count'],
  ] as const)('%j are refused: %s', async ([argv, message]) => {
    expect(await refusal(argv)).toContain(message);
  });

  test('that are wrong are all named at once, variables by their own names', async () => {
    const message = await refusal(['--drop', 'x'], { PETREL_DEVICE_COUNT: 'y', PETREL_DEVICE_RETRYS: '1' });
    expect(message.split('\n')).toEqual([
      'There is no PETREL_DEVICE_RETRYS; did you mean PETREL_DEVICE_RETRIES?',
      'PETREL_DEVICE_COUNT is "y", but must be a whole number, 1 or more',
      '--drop is "x", but must be a share: 0 to 1, or 0% to 100%',
    ]);
  });

  test('can be asked for', async () => {
    const parsed = await parseOptions(['--help'], {});
    expect(parsed.kind === 'help' && parsed.text).toContain('--outbox-overflow');
  });
});
