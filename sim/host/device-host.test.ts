import { afterEach, describe, expect, test } from 'vitest';
import type { DeliveryEnd, Request } from '../net/index.ts';
import type { DeliveryKey } from '../trace/index.ts';
import { DeviceHost } from './device-host.ts';
import type { DeviceHostOptions } from './device-host.ts';
import type { DeviceEnv, DeviceFactory } from '../../ports/index.ts';
import type { AroundSettings } from './around-device.ts';
import { HostBench } from './testing/host-bench.ts';
import { QUIET_DEVICE } from './testing/quiet-device.ts';

const POLICY: DeviceEnv['policy'] = {
  name: 'never',
  retriesMax: 0,
  delayMs: () => 0,
  delayBoundsMs: () => ({ min: 0, max: 0 }),
};

const READING = { timestamp: '2026-01-01T00:00:00.000Z', values: { temperature_c: 21.5 } };

let bench: HostBench | null = null;
afterEach(() => {
  bench?.close();
  bench = null;
});

interface TestSettings extends AroundSettings {
  readonly a: number;
}

interface Arrived {
  readonly key: DeliveryKey;
  readonly request: Request;
  readonly end: DeliveryEnd;
  readonly atMs: number;
}

function keyOf({ device, reading, attempt, copy }: DeliveryKey): DeliveryKey {
  return { device, reading, attempt, copy };
}

function deviceOf(
  factory: DeviceFactory,
  more: Partial<DeviceHostOptions<TestSettings>> = {},
): {
  readonly it: HostBench;
  readonly device: DeviceHost<TestSettings>;
  readonly arrived: readonly Arrived[];
} {
  const it = new HostBench();
  bench = it;
  const arrived: Arrived[] = [];
  const fabric = it.fabric({
    isUp: () => true,
    deliver: (delivery, request) => {
      arrived.push({ key: keyOf(delivery), request, end: delivery, atMs: it.kernel.nowUs / 1000 });
      return null;
    },
  });
  const device = new DeviceHost({
    fastLane: false,
    world: it.services,
    id: 'device-001',
    index: 0,
    factory,
    policy: POLICY,
    fabric,
    settings: { ...QUIET_DEVICE, a: 1 },
    ...more,
  });
  it.openWork = () => device.openWork;
  device.boot();
  return { it, device, arrived };
}

function message(sequence: number): string {
  return JSON.stringify({ device_id: 'device-001', sequence_id: sequence, ...READING });
}

function post(
  { fetch, edgeUrl }: Pick<DeviceEnv, 'fetch' | 'edgeUrl'>,
  body: string,
): ReturnType<DeviceEnv['fetch']> {
  return fetch(edgeUrl, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body });
}

function answer(end: DeliveryEnd): void {
  end.answered({ status: 200, headers: {}, body: '{}', retryAfter: null, echoed: true });
}

test('a reading is recorded before all that recording it sets going', async () => {
  const { it, device, arrived } = deviceOf((env) => ({
    record: () => {
      env.log('info', 'taken', { sequence_id: 7 });
      void post(env, message(7));
      return 7;
    },
  }));
  it.at(100, () => device.record(READING));
  await it.run(200);
  expect(it.events).toMatchObject([
    { kind: 'device_started', boot: 0 },
    { at: 100_000, kind: 'reading_recorded', reading: 7, ...READING },
    { kind: 'device_logged', event: 'taken', reading: 7 },
    { kind: 'attempt_sent', reading: 7, attempt: 0, timestamp: READING.timestamp },
  ]);
  // 10 ms on the way.
  expect(arrived).toMatchObject([{ key: { reading: 7, attempt: 0, copy: 0 }, atMs: 110 }]);
});

test('a device that does not say which number it gave records none', async () => {
  const { it, device } = deviceOf(() => ({ record: () => {} }));
  it.at(1, () => device.record(READING));
  await it.run(5);
  expect(it.events.at(-1)).toMatchObject({ kind: 'reading_recorded', reading: null });
});

test('a device that is not ready is handed nothing', async () => {
  const { it, device } = deviceOf(() => ({
    record: () => {
      throw new Error('I said no');
    },
    ready: () => false,
  }));
  it.at(1, () => device.record(READING));
  await it.run(5);
  expect(it.kinds()).toStrictEqual(['device_started', 'sample_skipped']);
  expect(it.crashes).toStrictEqual([]);
});

test.each([
  ['numbers_used_up', {}],
  ['packet_dropped', { sequence_id: 2 ** 53 }],
])(
  'a device that has no number left, and says so by %s, has not taken the reading',
  async (event, fields) => {
    const { it, device } = deviceOf((env) => ({ record: () => env.log('warn', event, fields) }));
    it.at(1, () => device.record(READING));
    await it.run(5);
    expect(it.kinds()).toEqual(['device_started', 'sample_skipped', 'device_logged']);
  },
);

test('what a device drops by its number, or without one, it had taken', async () => {
  for (const fields of [{ sequence_id: 7 }, {}]) {
    const { it, device } = deviceOf((env) => ({ record: () => env.log('warn', 'packet_dropped', fields) }));
    it.at(1, () => device.record(READING));
    await it.run(5);
    expect(it.kinds().slice(0, 2)).toEqual(['device_started', 'reading_recorded']);
    it.close();
  }
});

test('what a device throws when it is called is a crash of the subject, by name', async () => {
  const { it, device } = deviceOf(() => ({
    record: () => {
      throw new Error('no sensor');
    },
  }));
  it.at(1, () => device.record(READING));
  await it.run(5);
  expect(it.crashes).toMatchObject([{ where: 'device-001 threw', error: { message: 'no sensor' } }]);
});

test('a device may take its time to boot, in virtual time; until then it is down', async () => {
  const recorded: number[] = [];
  const { it, device } = deviceOf(async () => {
    await new Promise((resolve) => setTimeout(resolve, 50));
    return { record: () => void recorded.push(performance.now()) };
  });
  it.at(40, () => device.record(READING));
  it.at(60, () => device.record(READING));
  await it.run(100);
  expect(recorded).toStrictEqual([60]);
});

test('the global fetch, Math.random and timers of a device are its own', async () => {
  const drawn: number[] = [];
  const { it, device, arrived } = deviceOf(({ edgeUrl }) => ({
    record: () => {
      setTimeout(() => {
        drawn.push(Math.random());
        void fetch(edgeUrl, { method: 'POST', body: message(3) });
      }, 5);
    },
  }));
  it.at(10, () => device.record(READING));
  await it.run(100);
  expect(arrived).toMatchObject([{ key: { device: 'device-001', reading: 3 }, atMs: 25 }]);
  expect(drawn).toStrictEqual([it.random.stream('global', 'device-001').draw(0, 1)]);
});

test('a crash abandons what is under way: its answer is heard by nobody', async () => {
  const heard: unknown[] = [];
  const { it, device, arrived } = deviceOf((env) => ({
    record: () => {
      void post(env, message(1)).then(
        () => heard.push('answer'),
        (error: unknown) => heard.push(error),
      );
    },
  }));
  it.at(10, () => device.record(READING));
  it.at(30, () => device.crash());
  it.at(40, () => arrived.forEach(({ end }) => answer(end)));
  await it.run(100);
  expect(heard).toStrictEqual([]);
  expect(it.kinds()).toStrictEqual([
    'device_started',
    'reading_recorded',
    'attempt_sent',
    'device_crashed',
    'answer_lost',
  ]);
  expect(it.events.at(-1)).toMatchObject({ kind: 'answer_lost', by: 'device_down' });
});

test('a device that is down records, probes and says nothing', async () => {
  const { it, device } = deviceOf(() => ({
    record: () => 1,
    pending: () => [3, 1, 2],
    outbox: () => ({ size: 3, limit: 10 }),
  }));
  it.at(10, () => device.probe());
  it.at(20, () => device.crash());
  it.at(30, () => {
    device.record(READING);
    device.probe();
    device.configure({ ...QUIET_DEVICE, a: 2 });
    void device.stop();
  });
  await it.run(50);
  expect(it.events.slice(1)).toStrictEqual([
    { at: 10_000, kind: 'outbox_read', device: 'device-001', size: 3, limit: 10 },
    { at: 20_000, kind: 'device_crashed', device: 'device-001', boot: 0 },
    { at: 30_000, kind: 'device_stopped', device: 'device-001', pending: null },
  ]);
});

test('a boot after a crash is a new device on the old disk, with the settings of now', async () => {
  const boots: unknown[] = [];
  const { it, device } = deviceOf(({ disk, config }) => {
    boots.push([disk.read('counter'), disk.read('lost'), config]);
    disk.write('counter', String(boots.length));
    disk.sync();
    disk.write('lost', 'unsynced');
    return { record: () => {} };
  });
  it.at(10, () => device.crash());
  it.at(15, () => device.configure({ ...QUIET_DEVICE, a: 2 }));
  it.at(20, () => device.boot());
  await it.run(50);
  expect(boots).toStrictEqual([
    [undefined, undefined, { ...QUIET_DEVICE, a: 1 }],
    ['1', undefined, { ...QUIET_DEVICE, a: 2 }],
  ]);
  expect(it.kinds()).toStrictEqual(['device_started', 'device_crashed', 'device_started']);
});

test('after the next boot the code of the last is heard by nobody: no timer, no log, no request', async () => {
  const heard: string[] = [];
  let undead = (): void => {};
  let boots = 0;
  const { it, device, arrived } = deviceOf((env) => {
    boots += 1;
    const boot = boots;
    setInterval(() => heard.push(`global ${boot}`), 20);
    env.clock.setTimeout(() => heard.push(`clock ${boot}`), 35);
    if (boot === 1) {
      undead = () => {
        env.log('info', 'undead', {});
        void post(env, message(1));
      };
    }
    return { record: () => {} };
  });
  it.at(25, () => device.crash());
  it.at(26, () => device.boot());
  it.at(40, () => undead());
  await it.run(75);
  // Of the first: its interval at 20. Of the second, born at 26: 46, 66 and 61.
  expect(heard).toStrictEqual(['global 1', 'global 2', 'clock 2', 'global 2']);
  expect(arrived).toStrictEqual([]);
  expect(it.kinds()).toStrictEqual(['device_started', 'device_crashed', 'device_started']);
});

test('attempts are counted over reboots, and requests of no known reading by themselves', async () => {
  const { it, device } = deviceOf((env) => ({
    record: () => {
      void post(env, message(5)).catch(() => {});
      void post(env, 'no message').catch(() => {});
    },
  }));
  it.at(10, () => device.record(READING));
  it.at(20, () => device.crash());
  it.at(30, () => device.boot());
  it.at(40, () => device.record(READING));
  await it.run(100);
  const sent = it.events.filter(({ kind }) => kind === 'attempt_sent');
  expect(sent).toMatchObject([
    { reading: 5, attempt: 0 },
    { reading: null, attempt: 0, timestamp: null },
    { reading: 5, attempt: 1 },
    { reading: null, attempt: 1, timestamp: null },
  ]);
});

test('a device that stops says what waits still, in order', async () => {
  const stopped: string[] = [];
  const { it, device } = deviceOf(() => ({
    record: () => {},
    pending: () => new Set([10, 9, 100]),
    stop: () => void stopped.push('stopped'),
  }));
  it.at(5, () => void device.stop());
  await it.run(10);
  expect(it.events.at(-1)).toMatchObject({ kind: 'device_stopped', pending: [9, 10, 100] });
  expect(stopped).toStrictEqual(['stopped']);
});

describe('a rough disk', () => {
  const ROUGH = { unsynced: 1, torn: 0, midWrite: 0, full: 0 } as const;

  /** Keeps what it is given, and says so to the sensor when it is synced. */
  const keeping: DeviceFactory = ({ disk }) => ({
    record: ({ timestamp }) => {
      disk.write('kept', timestamp);
      disk.sync();
      return 0;
    },
  });

  const kindsOf = (it: HostBench): readonly string[] => it.events.map(({ kind }) => kind);

  test('that has no room refuses a reading, and the sensor skips it', () => {
    const { it, device } = deviceOf(keeping, { roughDisk: true });
    device.setDisk({ ...ROUGH, full: 1 });
    device.record(READING);
    device.setDisk(null);
    device.record(READING);
    expect(kindsOf(it)).toEqual(['device_started', 'sample_skipped', 'fault_injected', 'reading_recorded']);
    expect(it.crashes).toEqual([]);
  });

  test('loses its power in the midst of a sync, and what it was at work on is heard by nobody', () => {
    const { it, device } = deviceOf(keeping, { roughDisk: true });
    device.setDisk({ ...ROUGH, midWrite: 1 });
    device.crash();
    expect(kindsOf(it)).toEqual(['device_started']);
    device.record(READING);
    expect(kindsOf(it)).toEqual(['device_started', 'recording_cut', 'fault_injected', 'device_crashed']);
    device.record(READING);
    expect(kindsOf(it)).toHaveLength(4);
  });

  test('loses its power at the latest when it boots again', () => {
    const { it, device } = deviceOf(keeping, { roughDisk: true });
    device.setDisk({ ...ROUGH, midWrite: 1 });
    device.crash();
    device.boot();
    expect(kindsOf(it)).toEqual(['device_started', 'device_crashed', 'device_started']);
    // The cut that did not come is forgotten.
    device.record(READING);
    expect(kindsOf(it).at(-1)).toBe('reading_recorded');
  });

  test.for([
    [1, 'new'],
    [0, undefined],
  ] as const)('keeps a share of %d of what was not synced', ([unsynced, kept]) => {
    const found: unknown[] = [];
    const { device } = deviceOf(
      ({ disk }) => {
        found.push(disk.read('a'));
        disk.write('a', 'new');
        return { record: () => 0 };
      },
      { roughDisk: true },
    );
    device.setDisk({ ...ROUGH, unsynced });
    device.crash();
    device.boot();
    expect(found).toEqual([undefined, kept]);
  });

  test('is not to blame for what else a device throws', () => {
    const { it, device } = deviceOf(
      () => ({
        record() {
          throw new Error('no such sensor');
        },
      }),
      { roughDisk: true },
    );
    device.setDisk({ ...ROUGH, full: 1 });
    device.record(READING);
    expect(it.crashes).toHaveLength(1);
  });
});
