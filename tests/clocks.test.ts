import { expect, test } from 'vitest';
import { builtinSubject } from '../sim/builtin/index.ts';
import { run } from '../sim/run/index.ts';
import { WORLD_EPOCH_MS } from '../sim/kernel/index.ts';
import type { DeviceFactory, EdgeFactory } from '../ports/index.ts';
import { datesItsRetryAfter } from './canaries/edges/dates-its-retry-after.ts';
import { plainDevice } from './canaries/plain-device.ts';
import { plainEdge } from './canaries/plain-edge.ts';
import { scenarioCalled, scenarioFrom } from './run-scenario.ts';

const QUIET = `
name: quiet
duration: 10s
fleet: { devices: 3, interval: 1s }
network: { latency: { distribution: constant, value: 20ms } }
`;

interface Look {
  readonly id: string;
  readonly atMs: number;
  readonly aheadMs: number;
  readonly localHour: number;
}

/** Looks at its clock at each reading. */
function looking(looks: Look[]): DeviceFactory {
  return (env) => {
    const device = plainDevice(env);
    if (device instanceof Promise) throw new Error('The plain device boots at once.');
    return {
      ...device,
      record: (reading) => {
        const atMs = env.clock.monotonic();
        const now = new Date();
        // By the port and by the globals alike.
        expect(now.getTime()).toBe(env.clock.now());
        looks.push({
          id: env.id,
          atMs,
          aheadMs: env.clock.now() - Math.floor(atMs) - WORLD_EPOCH_MS,
          localHour: now.getHours(),
        });
        return device.record(reading);
      },
    };
  };
}

async function looksIn(text: string): Promise<readonly Look[]> {
  const scenario = scenarioFrom(QUIET + text);
  const looks: Look[] = [];
  const device = { name: 'looking', factory: looking(looks), foreign: true };
  await run({ scenario, seed: '1', subject: { ...builtinSubject(scenario), device } });
  return looks;
}

test('a window with an offset is a step forward and a step back, for the devices it names', async () => {
  const looks = await looksIn(
    'timeline: [{ at: 3s, for: 4s, device: { clock: { offset: -10m, devices: { first: 2 } } } }]',
  );
  expect(looks).toHaveLength(30);
  for (const { id, atMs, aheadMs } of looks) {
    const isWrong = atMs >= 3_000 && atMs < 7_000 && id !== 'device-003';
    expect({ id, atMs, aheadMs }).toEqual({ id, atMs, aheadMs: isWrong ? -600_000 : 0 });
  }
});

test('a spread sets each clock wrong by its own share, the same at each look', async () => {
  const looks = await looksIn('device: { clock: { spread: 30s } }');
  const shares = new Set(looks.map(({ id, aheadMs }) => `${id} ${aheadMs}`));
  const each = new Set(looks.map(({ aheadMs }) => aheadMs));
  expect([shares.size, each.size]).toEqual([3, 3]);
  for (const aheadMs of each) expect(Math.abs(aheadMs)).toBeLessThanOrEqual(30_000);
});

test('local time is that of the zone of the scenario, and the zone of the harness is put back', async () => {
  const before = process.env['TZ'];
  // The world begins at midnight UTC: 05:30 in Kolkata.
  const looks = await looksIn('zone: Asia/Kolkata');
  expect(new Set(looks.map(({ localHour }) => localHour))).toEqual(new Set([5]));
  expect(process.env['TZ']).toBe(before);
});

test('the edge is told a wrong time, and devices are not', async () => {
  const seen: number[] = [];
  const edge: EdgeFactory = (env) => {
    const made = plainEdge(env);
    if (made instanceof Promise) throw new Error('The plain edge boots at once.');
    return {
      ...made,
      handler: (request, response) => {
        seen.push(Date.now() - env.clock.monotonic() - WORLD_EPOCH_MS);
        made.handler(request, response);
      },
    };
  };
  const scenario = scenarioFrom(`${QUIET}edge: { clock: 1h }`);
  const looks: Look[] = [];
  await run({
    scenario,
    seed: '1',
    subject: {
      ...builtinSubject(scenario),
      edge: { name: 'edge', factory: edge, foreign: true },
      device: { name: 'looking', factory: looking(looks), foreign: true },
    },
  });
  expect(new Set(seen.map(Math.round))).toContain(3_600_000);
  expect(new Set(looks.map(({ aheadMs }) => aheadMs))).toEqual(new Set([0]));
});

test.for(['1', '2', '3'])(
  'a device that goes by dates as its own clock has them passes wrong-clocks with seed %s',
  async (seed) => {
    const scenario = scenarioCalled('wrong-clocks');
    const result = await run({
      scenario,
      seed,
      transport: 'inject',
      subject: {
        ...builtinSubject(scenario),
        edge: { name: 'dates', factory: datesItsRetryAfter, foreign: true },
        device: { name: 'plain', factory: plainDevice, foreign: true },
      },
    });
    expect(result.outcome, result.why).toBe('passed');
  },
);
