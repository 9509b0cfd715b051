import { describe, expect, test } from 'vitest';
import { overridesFrom } from './override.ts';
import type { OverrideFlags } from './override.ts';
import { parseScenario } from './parse-scenario.ts';
import type { Scenario } from './scenario.ts';
import { formatScenarioError } from './scenario-error.ts';
import type { ScenarioError } from './scenario-error.ts';

const FILE = `name: a
duration: 5m
fleet: { devices: 20 }
device: { policy: fixed }
network: { loss: 15%, latency: { distribution: uniform, min: 1ms, max: 2ms } }
edge: { overload: { probability: 10%, retryAfter: 7s } }
timeline:
  - { at: 1m, for: 1m, edge: { overload: 90% } }
`;

function parse(flags: OverrideFlags): { scenario: Scenario } | { errors: readonly ScenarioError[] } {
  const overrides = overridesFrom(flags);
  if (!overrides.ok) return overrides;
  return parseScenario(FILE, 'a.yaml', { overrides: overrides.overrides });
}

function scenarioOf(flags: OverrideFlags): Scenario {
  const result = parse(flags);
  if ('scenario' in result) return result.scenario;
  throw new Error(JSON.stringify(result.errors));
}

function errorsOf(flags: OverrideFlags): readonly ScenarioError[] {
  const result = parse(flags);
  return 'errors' in result ? result.errors : [];
}

describe('an override', () => {
  test('replaces a value of the file', () => {
    expect(scenarioOf({ set: ['network.loss=20%'] }).network.loss).toEqual({ probability: 0.2 });
  });

  test('adds what the file does not have', () => {
    expect(scenarioOf({ set: ['edge.dedupe.ttl=1m'] }).edge.dedupe.ttlMs).toBe(60_000);
    expect(scenarioOf({ set: ['edge.capacity={ rate: 5, queue: 3 }'] }).edge.capacity).toMatchObject({
      queueLimit: 3,
    });
  });

  test('in its short form changes only what the short form stands for', () => {
    expect(scenarioOf({ set: ['edge.overload=50%'] }).edge.overload).toEqual({
      probability: 0.5,
      retryAfterMs: 7_000,
    });
  });

  test('of a part of what the file has in short form keeps the rest', () => {
    const { policy } = scenarioOf({ set: ['device.policy.retries=2'] }).device;
    expect(policy).toMatchObject({ name: 'fixed', retries: 2 });
  });

  test('of a latency in short form replaces the latency whole', () => {
    const { latency } = scenarioOf({ set: ['network.latency=5ms'] }).network;
    expect(latency).toEqual({ distribution: 'constant', valueMs: 5 });
  });

  test('reaches an item of the timeline by its index', () => {
    const { timeline } = scenarioOf({ set: ['timeline.0.edge.overload=50%', 'timeline.0.at=30s'] });
    expect(timeline[0]).toMatchObject({ atMs: 30_000, edge: { overload: { probability: 0.5 } } });
  });

  test('by a flag of its own works like --set, and --set wins over it', () => {
    const scenario = scenarioOf({
      devices: 3,
      duration: '4m',
      policy: 'full-jitter',
      set: ['fleet.devices=4'],
    });
    expect(scenario.durationMs).toBe(240_000);
    expect(scenario.fleet.devices).toBe(4);
    expect(scenario.device.policy.name).toBe('full-jitter');
  });

  test('turns retries off with the policy none, whatever the file says of retries', () => {
    expect(scenarioOf({ policy: 'none', set: ['device.policy.retries=8'] }).device.policy.retries).toBe(0);
  });
});

describe('a wrong override', () => {
  test.for([
    ['network.los=20%', '--set network.los', 'network.los', 'did you mean loss?'],
    ['network.loss=150%', '--set network.loss', 'network.loss', 'for example 10%'],
    ['duration=5', '--set duration', 'duration', 'a unit is needed; did you mean 5s?'],
    ['timeline.1.at=1m', '--set timeline.1.at', 'timeline.1', 'for example --set timeline.0.at=…'],
    ['timeline.x.at=1m', '--set timeline.x.at', 'timeline.x', 'for example --set timeline.0.at=…'],
    ['__proto__.polluted=1', '--set __proto__.polluted', '__proto__', 'for example --set network.loss=20%'],
    ['fleet.devices=', '--set fleet.devices', 'fleet.devices', 'for example --set fleet.devices=…'],
    ['fleet.devices=*x', '--set fleet.devices', 'fleet.devices', 'write the value out here'],
    ['fleet..devices=1', '--set fleet..devices', 'fleet.', 'for example --set network.loss=20%'],
    ['polcy=fixed', '--set polcy', 'polcy', 'did you mean device.policy?'],
  ] as const)('%s is an error at %s', ([assignment, file, path, hint]) => {
    const [error] = errorsOf({ set: [assignment] });
    expect(error).toMatchObject({ file, line: 1, col: 1, hint });
    expect(error?.path.startsWith(path)).toBe(true);
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
  });

  test('without an equals sign says what the form is', () => {
    expect(errorsOf({ set: ['network.loss', ''] })).toMatchObject([
      { allowed: 'key=value' },
      { found: 'nothing' },
    ]);
  });

  test('names its flag and the place in the file that it conflicts with', () => {
    const [error] = errorsOf({ duration: '90s', set: ['timeline.0.at=80s'] });
    expect(error).toMatchObject({ file: 'a.yaml', line: 8, path: 'timeline.0.for', code: 'conflict' });
    expect(error?.found).toContain('duration at --duration)');
  });

  test.for(['-5', '0', '1.5', 'many', '1e10'])('--devices %s is refused', (devices) => {
    expect(errorsOf({ devices })).toMatchObject([{ file: '--devices', path: 'fleet.devices' }]);
  });

  test('is shown without a line and a column, for it stands in no file', () => {
    const [error] = errorsOf({ set: ['network.los=20%'] });
    if (error === undefined) throw new Error('accepted');
    expect(formatScenarioError(error)).toMatch(/^--set network\.los: network\.los: found the key los; /);
  });

  test('all of them are reported at once', () => {
    expect(errorsOf({ policy: 'fixd', set: ['network.los=1', 'duration=5'] })).toHaveLength(3);
  });
});
