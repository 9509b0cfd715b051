import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { overridesFrom } from './override.ts';
import type { OverrideFlags } from './override.ts';
import { loadScenario } from './library.ts';
import { parseScenario } from './parse-scenario.ts';
import { listScenarios } from './scenario-directory.ts';
import { scenarioToYaml } from './describe-scenario.ts';
import type { Scenario } from './scenario.ts';
import { formatScenarioError } from './scenario-error.ts';

const FILE = `
name: a
duration: 5m
fleet: { devices: 10, interval: 3s }
network: { partition: { mode: both, devices: { first: 3 } } }
timeline:
  - { at: 1m, for: 1m, edge: { overload: 90% } }
  - { at: 2m, for: 3m, edge: { overload: 50% }, device: { reboot: { first: 5 } } }
`;

const WRITTEN_FOR = { durationMs: 300_000, devices: 10, intervalMs: 3_000, policy: 'exponential-jitter' };

function parsed(flags: OverrideFlags, file = FILE) {
  const overrides = overridesFrom(flags);
  return parseScenario(file, 'a.yaml', { overrides: overrides.ok ? overrides.overrides : [] });
}

function scenarioOf(flags: OverrideFlags, file = FILE): Scenario {
  const result = parsed(flags, file);
  if (!result.ok) throw new Error(result.errors.map(formatScenarioError).join('\n'));
  return result.scenario;
}

function windowsOf(scenario: Scenario): readonly (readonly [number, number])[] {
  return scenario.timeline.map(({ atMs, forMs }) => [atMs, forMs]);
}

describe('a run that flags make shorter than its file says', () => {
  test('has its windows shortened in proportion', () => {
    const shortened = [
      [12_000, 12_000],
      [24_000, 36_000],
    ];
    expect(windowsOf(scenarioOf({ duration: '60s' }))).toEqual(shortened);
    expect(windowsOf(scenarioOf({ set: ['duration=60s'] }))).toEqual(shortened);
  });

  test('keeps what is said of a window itself', () => {
    const set = ['timeline.0.at=1s', 'timeline.1.for=2s'];
    expect(windowsOf(scenarioOf({ duration: '60s', set }))).toEqual([
      [1_000, 12_000],
      [24_000, 2_000],
    ]);
  });

  test('knows what it was written for, also when it is read back', () => {
    const scenario = scenarioOf({ duration: '60s', devices: 2 });
    expect(scenario.expect.writtenFor).toEqual(WRITTEN_FOR);
    expect(scenarioOf({}, scenarioToYaml(scenario))).toEqual(scenario);
  });

  test('cannot be so short that nothing is left of a window', () => {
    const leo = 'name: a\nduration: 5m\ntimeline: [{ at: 12s, for: 400ms, edge: { overload: 90% } }]';
    const result = parsed({ duration: '500ms' }, leo);
    // 300,000 ms over 400 ms.
    expect(result.ok ? [] : result.errors.map(formatScenarioError)).toEqual([
      '--duration: duration: found 500ms for 5m, in which nothing is left of the window of 400ms at 12s; ' +
        'allowed: at least 750ms. Hint: or say how long it is: --set timeline.0.for=1ms',
    ]);
    expect(windowsOf(scenarioOf({ duration: '750ms' }, leo))).toEqual([[30, 1]]);
    expect(windowsOf(scenarioOf({ duration: '500ms', set: ['timeline.0.for=1ms'] }, leo))).toEqual([[20, 1]]);
  });

  test('whatever the lengths, has windows that end in time and do not overlap', () => {
    const spans = fc.array(fc.tuple(fc.nat(5_000), fc.integer({ min: 1, max: 5_000 })), { maxLength: 5 });
    fc.assert(
      fc.property(spans, fc.integer({ min: 1, max: 60_000 }), fc.nat(1_000), (gaps, durationMs, rest) => {
        let atMs = 0;
        const timeline = gaps.map(([gapMs, forMs]) => {
          const window = { at: `${atMs + gapMs}ms`, for: `${forMs}ms`, edge: { overload: 0.5 } };
          atMs += gapMs + forMs;
          return window;
        });
        const wholeMs = Math.max(atMs + rest, 1);
        const file = JSON.stringify({ name: 'a', duration: `${wholeMs}ms`, timeline });
        const result = parsed({ duration: `${Math.min(durationMs, wholeMs)}ms` }, file);
        // The one thing that may be wrong is that nothing is left of a window; the loader refuses overlaps.
        const errors = result.ok ? [] : result.errors.map(({ file: place, allowed }) => [place, allowed]);
        for (const error of errors)
          expect(error).toEqual(['--duration', expect.stringContaining('at least')]);
      }),
    );
  });
});

describe('a fleet that flags make smaller than its file says', () => {
  test('has as large a part of it cut off and rebooted, and one device at least', () => {
    const five = scenarioOf({ devices: 5 });
    expect(five.network.partition?.devices).toEqual({ first: 1 });
    expect(five.timeline[1]?.reboot?.devices).toEqual({ first: 2 });
    expect(scenarioOf({ devices: 1 }).timeline[1]?.reboot?.devices).toEqual({ first: 1 });
  });

  test('scales the sets of every fault', () => {
    const file = FILE.replace('{ reboot: { first: 5 } }', '{ unsetClock: { devices: { first: 5 } } }');
    const [, window] = scenarioOf({ devices: 4 }, file).timeline;
    // Five of ten, of four.
    expect(window?.device.unsetClock).toMatchObject({ devices: { first: 2 } });
  });

  test.for(listScenarios().map(({ name }) => name))('leaves %s a scenario, with one device', (name) => {
    const overrides = overridesFrom({ devices: 1 });
    expect(loadScenario(name, { overrides: overrides.ok ? overrides.overrides : [] })).toMatchObject({
      ok: true,
    });
  });

  test('leaves a set alone that is too large for the file itself', () => {
    const file = FILE.replace('first: 5', 'first: 11');
    expect(parsed({ devices: 5 }, file)).toMatchObject({
      ok: false,
      errors: [{ found: expect.stringContaining('the first 11 devices of 5') }],
    });
  });
});

test('a run that is larger than its file says keeps every window and every set', () => {
  const larger = scenarioOf({ duration: '1h', devices: 100 });
  const { timeline, network } = scenarioOf({});
  expect(larger.timeline).toEqual(timeline);
  expect(larger.network.partition).toEqual(network.partition);
});

test('a file may say itself what its expectations were written for', () => {
  const file = `${FILE}expect: { writtenFor: { duration: 10m } }\n`;
  expect(scenarioOf({}, file).expect.writtenFor).toEqual({ ...WRITTEN_FOR, durationMs: 600_000 });
});

test('a run by another policy knows which the file says, also when it is read back', () => {
  const scenario = scenarioOf({ policy: 'fixed' });
  expect(scenario.device.policy.name).toBe('fixed');
  expect(scenario.expect.writtenFor).toEqual(WRITTEN_FOR);
  expect(scenarioOf({}, scenarioToYaml(scenario))).toEqual(scenario);
  for (const said of ['linear', '{ name: linear, retries: 3 }']) {
    const file = `${FILE}device: { policy: ${said} }\n`;
    expect(scenarioOf({ policy: 'fixed' }, file).expect.writtenFor.policy).toBe('linear');
  }
});

test('a file whose own size is wrong takes the size of the flags', () => {
  const file = FILE.replace('duration: 5m', 'duration: five');
  expect(scenarioOf({ duration: '5m' }, file).expect.writtenFor.durationMs).toBe(300_000);
});
