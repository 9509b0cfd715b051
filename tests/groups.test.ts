import { expect, test } from 'vitest';
import type { DeviceFactory } from '../ports/index.ts';
import { builtinSubject } from '../sim/builtin/index.ts';
import { run } from '../sim/run/index.ts';
import type { RunResult, Subject } from '../sim/run/index.ts';
import type { TraceEvent } from '../sim/trace/index.ts';
import { renderRunText } from '../reports/run-text.ts';
import { plainDevice } from './canaries/plain-device.ts';
import { scenarioFrom } from './run-scenario.ts';

interface Ran {
  readonly result: RunResult;
  readonly events: readonly TraceEvent[];
}

async function ran(yaml: string, seed = 'groups'): Promise<Ran> {
  const scenario = scenarioFrom(`
name: groups
description: Devices that differ.
duration: 60s
${yaml}
`);
  const events: TraceEvent[] = [];
  const subject = builtinSubject(scenario);
  const onEvent = (event: TraceEvent): void => void events.push(event);
  return { result: await run({ scenario, seed, subject, transport: 'direct', onEvent }), events };
}

test('each group has its interval, its links and its policy, and is held to that policy', async () => {
  const { result } = await ran(`
fleet:
  devices: 5
  interval: 1s
  groups:
    - { name: near, share: 60% }
    - name: far
      interval: 2s
      device: { timeout: 1s, policy: { name: fixed, base: 3s, cap: 3s, jitter: 0%, retries: 2 } }
      network: { latency: 200ms, answerLatency: 300ms, answerLoss: 50% }
device: { policy: none }
network: { latency: 10ms }
`);
  // Three devices × 60 readings, 20 ms each; two × 30, of which each is sent until an answer comes, three times at most.
  expect(result.groups).toMatchObject([
    { name: 'near', devices: 3, generated: 180, stored: 180, acknowledged: 180, attempts: 180 },
    { name: 'far', devices: 2, generated: 60, stored: 60 },
  ]);
  const [near, far] = result.groups;
  expect(near?.latency).toMatchObject({ meanMs: 20, p99Ms: 20 });
  expect(far?.latency.p50Ms).toBe(500);
  // 1 + 1/2 + 1/4 of them on average, with a variance of 11/16: 105 ± 6.4 of 60, so four of them are 26.
  expect(Math.abs((far?.attempts ?? 0) - 105)).toBeLessThan(26);
  const budget = result.invariants.find(({ name }) => name === 'retry-budget');
  // By the policy of the others no request of theirs may be a retry.
  expect(budget?.verdict).toMatchObject({ kind: 'held' });
  expect(result.outcome).toBe('passed');
});

test('a device that comes with a policy of its own is held to that one in every group', async () => {
  const scenario = scenarioFrom(`
name: groups-of-others
description: A device that knows nothing of groups.
duration: 60s
fleet:
  devices: 2
  interval: 5s
  groups:
    - { name: far, device: { policy: { name: fixed, base: 3s, cap: 3s, jitter: 0% } } }
network: { answerLoss: 50% }
`);
  const delayMs = (): number => 1000;
  const delayBoundsMs = (): { min: number; max: number } => ({ min: 1000, max: 1000 });
  const policy = { name: 'each second', retriesMax: 5, delayMs, delayBoundsMs };
  const builtin = builtinSubject(scenario);
  const factory: DeviceFactory = (env) => plainDevice({ ...env, policy });
  const device = { name: 'plain', foreign: true, factory };
  const { invariants } = await run({
    scenario,
    seed: '1',
    subject: { ...builtin, policy, device },
    transport: 'direct',
  });
  // Its second is less than the three that the group says.
  const budget = invariants.find(({ name }) => name === 'retry-budget');
  expect(budget?.verdict.kind).toBe('held');
});

test('a device is the same whatever else is in the fleet', async () => {
  const groups = (network: string): string => `
fleet: { devices: 4, interval: 1s, groups: [{ name: near }, { name: far, network: ${network} }] }
network: { loss: 20%, latency: { distribution: exponential, mean: 40ms } }
`;
  const ofNear = ({ events }: Ran): readonly TraceEvent[] =>
    // Each device is stopped when the last of all is done.
    events.filter(
      (event) =>
        event.kind !== 'device_stopped' &&
        'device' in event &&
        ['device-001', 'device-002'].includes(event.device ?? ''),
    );
  const [a, b] = [await ran(groups('{ loss: 0% }')), await ran(groups('{ loss: 90% }'))];
  expect(ofNear(a)).toEqual(ofNear(b));
  expect(a.result.fingerprint).not.toBe(b.result.fingerprint);
});

test('one group that says nothing is the fleet as it was', async () => {
  const rest = 'device: { drop: 10% }\nnetwork: { loss: 20% }';
  const plain = await ran(`fleet: { devices: 3, interval: 1s }\n${rest}`);
  const grouped = await ran(`fleet: { devices: 3, interval: 1s, groups: [{ name: all }] }\n${rest}`);
  expect(grouped.result.fingerprint).toBe(plain.result.fingerprint);
  expect(plain.result.groups).toEqual([]);
});

test('a window may name a group, and lies over what the group says', async () => {
  const { events } = await ran(`
fleet: { devices: 4, interval: 1s, groups: [{ name: near }, { name: far, network: { answerLoss: 100% } }] }
device: { policy: none, inFlightMax: 100 }
network: { latency: 10ms }
timeline:
  - { at: 10s, for: 10s, network: { partition: { mode: requests, devices: { group: far } } } }
  - { at: 30s, for: 10s, device: { reboot: { group: far } } }
  - { at: 50s, for: 5s, network: { answerLoss: 0% } }
`);
  const lost = events.filter((event) => event.kind === 'request_lost');
  // Two devices × ten readings.
  expect(lost.map(({ device }) => device).toSorted()).toEqual([
    ...Array.from({ length: 10 }, () => 'device-003'),
    ...Array.from({ length: 10 }, () => 'device-004'),
  ]);
  const crashed = events.flatMap((event) => (event.kind === 'device_crashed' ? [event.device] : []));
  expect(crashed).toEqual(['device-003', 'device-004']);
  const heard = events.flatMap((event) =>
    event.kind === 'answer_delivered' && event.device === 'device-003' ? [Math.floor(event.at / 1e6)] : [],
  );
  expect(new Set(heard)).toEqual(new Set([50, 51, 52, 53, 54]));
});

test('what a device does to itself is drawn, and listed for a replay, by the settings of its group', async () => {
  const scenario = scenarioFrom(`
name: groups
description: Devices of one group drop readings.
duration: 60s
fleet: { devices: 2, interval: 1s, groups: [{ name: near }, { name: far, device: { drop: 50% } }] }
`);
  const subject = builtinSubject(scenario);
  const acted: string[] = [];
  const first = await run({
    scenario,
    seed: 'groups',
    subject,
    transport: 'direct',
    onAct: ({ device, fault }) => void acted.push(`${device} ${fault}`),
  });
  expect(new Set(acted)).toEqual(new Set(['device-002 device.drop']));
  expect(first.metrics.dropped).toBe(acted.length);
  const none = {
    seed: 'groups',
    draws: [],
    families: [],
    windows: [],
    standing: [],
    devices: null,
    samples: [],
  };
  const second = await run({ scenario, seed: 'groups', subject, transport: 'direct', schedule: none });
  expect(second.metrics.dropped).toBe(0);
});

test('the report has a line for each group, and none without', async () => {
  const text = ({ result }: Ran): string =>
    renderRunText(result, { columns: 80, colour: false, lastEvents: [], paste: null, everySetting: null });
  const grouped = text(
    await ran('fleet: { devices: 4, groups: [{ name: near, share: 75% }, { name: far, interval: 6s }] }'),
  );
  expect(grouped).toMatch(/^ +groups +near: 75% of the devices$/m);
  expect(grouped).toMatch(/^ +far: its part of the rest · a reading each 6s$/m);
  // Three devices × 20 readings, one × 10.
  expect(grouped).toMatch(/^ +near +3 +60 +100% +1 +\d+ms +\d+ms$/m);
  expect(grouped).toMatch(/^ +far +1 +10 +100% +1 +\d+ms +\d+ms$/m);
  expect(text(await ran('fleet: { devices: 4 }'))).not.toContain('Groups');
});

test('a group may run the next version of the device, by the policy of that version', async () => {
  const scenario = scenarioFrom(`
name: groups
description: Half of the fleet runs another program.
duration: 20s
fleet: { devices: 2, interval: 1s, groups: [{ name: before }, { name: updated, version: next }] }
device: { policy: { name: fixed, base: 1s, cap: 1s, jitter: 0%, retries: 3 } }
network: { latency: 10ms, loss: 30% }
`);
  const own = builtinSubject(scenario);
  const booted: string[] = [];
  const next: NonNullable<Subject['next']> = {
    device: {
      name: 'plain',
      foreign: true,
      factory: (env) => {
        booted.push(`${env.id} ${env.policy.name}`);
        return plainDevice(env);
      },
    },
    policy: { ...own.policy, name: 'that of the next' },
  };
  const over = async (transport: 'direct' | 'inject') =>
    run({ scenario, seed: 'groups', subject: { ...own, next }, transport });
  const [direct, inject] = [await over('direct'), await over('inject')];
  expect(booted).toEqual(['device-002 that of the next', 'device-002 that of the next']);
  expect(direct.why).toMatch(/^every invariant held/);
  // A fleet with a device that is not ours is judged as one of which nothing more is known.
  expect(direct.messages?.form).toBe('petrel');
  expect(inject.fingerprint).toBe(direct.fingerprint);
});
