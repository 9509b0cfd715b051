import { expect, test } from 'vitest';
import { builtinSubject } from '../sim/builtin/index.ts';
import { run } from '../sim/run/index.ts';
import { WORLD_EPOCH_MS } from '../sim/kernel/index.ts';
import type { DeviceFactory, EdgeFactory } from '../ports/index.ts';
import { TRANSPORT_NAMES } from '../sim/transport/index.ts';
import type { TransportName } from '../sim/transport/index.ts';
import { datesItsRetryAfter } from './canaries/edges/dates-its-retry-after.ts';
import { plainDevice } from './canaries/plain-device.ts';
import { plainEdge } from './canaries/plain-edge.ts';
import { scenarioCalled, scenarioFrom, traced } from './run-scenario.ts';

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

/** How far the dates of answers are ahead of the world's time as they come, in whole seconds. */
async function datesIn(text: string, transport: TransportName): Promise<ReadonlySet<number>> {
  const scenario = scenarioFrom(QUIET + text);
  const ahead = new Set<number>();
  const factory: DeviceFactory = (env) =>
    plainDevice({
      ...env,
      fetch: async (url, init) => {
        const answer = await env.fetch(url, init);
        ahead.add(Math.ceil((Date.parse(answer.headers.get('date') ?? '') - env.clock.now()) / 1_000));
        return answer;
      },
    });
  const device = { name: 'dating', factory, foreign: true };
  await run({ scenario, seed: '1', transport, subject: { ...builtinSubject(scenario), device } });
  return ahead;
}

test.for(TRANSPORT_NAMES)('answers have the date of the edge that gives them over %s', async (transport) => {
  expect(await datesIn('', transport)).toEqual(new Set([0]));
  expect(await datesIn('edge: { clock: 1h }', transport)).toEqual(new Set([3_600]));
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

/** The timestamps of the readings of one device, as they were recorded and as they were stored, by number. */
async function timestampsIn(text: string): Promise<{ readonly given: unknown; readonly stored: unknown }> {
  const { result, events } = await traced(
    scenarioFrom(QUIET.replace('devices: 3', 'devices: 1') + text),
    '1',
  );
  expect(result.outcome).toBe('passed');
  const given = events.flatMap((event) => (event.kind === 'reading_recorded' ? [event.timestamp] : []));
  const stored = events.flatMap((event) =>
    event.kind === 'reading_stored'
      ? [{ reading: event.reading ?? 0, at: event.at, time: event.timestamp }]
      : [],
  );
  return { given, stored: stored.toSorted((a, b) => a.reading - b.reading) };
}

test('a clock that is not set begins in 1970, and what was taken has the right time once it is', async () => {
  const { given, stored } = await timestampsIn(
    'timeline: [{ at: 0s, for: 1500ms, device: { unsetClock: {} } }]',
  );
  expect(given).toEqual([
    '1970-01-01T00:00:00.000Z',
    '1970-01-01T00:00:01.000Z',
    ...Array.from({ length: 8 }, (_, index) => `2026-01-01T00:00:0${index + 2}.000Z`),
  ]);
  // The reading of 2 s shows that the clock is right; all three come 20 ms later.
  expect(stored).toMatchObject(
    Array.from({ length: 10 }, (_, reading) => ({
      reading,
      at: 20_000 + Math.max(2, reading) * 1_000_000,
      time: `2026-01-01T00:00:0${reading}.000Z`,
    })),
  );
});

test('whoever boots at the first instant has the clock that is wrong from then on', async () => {
  const scenario = scenarioFrom(
    `${QUIET}timeline: [{ at: 0s, for: 5s, edge: { clock: 1h }, device: { unsetClock: {} } }]`,
  );
  const seen: string[] = [];
  const device: DeviceFactory = (env) => {
    seen.push(`${env.id} ${new Date(env.clock.now()).toISOString()}`);
    return plainDevice(env);
  };
  const edge: EdgeFactory = (env) => {
    seen.push(`edge ${new Date().toISOString()}`);
    return plainEdge(env);
  };
  await run({
    scenario,
    seed: '1',
    subject: {
      ...builtinSubject(scenario),
      device: { name: 'looking', factory: device, foreign: true },
      edge: { name: 'looking', factory: edge, foreign: true },
    },
  });
  expect(seen).toEqual([
    'edge 2026-01-01T01:00:00.000Z',
    ...[1, 2, 3].map((number) => `device-00${number} 1970-01-01T00:00:00.000Z`),
  ]);
});

test('a clock that is off is in the timestamps of readings where it is to be, and they are stored so', async () => {
  const { given, stored } = await timestampsIn(
    'timeline: [{ at: 3s, for: 3s, device: { clock: { offset: 10m, timestamps: shown } } }]',
  );
  const times = Array.from(
    { length: 10 },
    (_, index) => `2026-01-01T00:${index >= 3 && index < 6 ? '10' : '00'}:0${index}.000Z`,
  );
  expect(given).toEqual(times);
  expect(stored).toMatchObject(times.map((time, reading) => ({ reading, time })));
});
