import { afterEach, expect, test } from 'vitest';
import { createSupertestTransport } from '../transport/index.ts';
import { DeviceHost } from './device-host.ts';
import { EdgeHost } from './edge-host.ts';
import { HostBench } from './testing/host-bench.ts';
import { QUIET_DEVICE } from './testing/quiet-device.ts';
import { QUIET_GATEWAY } from './testing/quiet-gateway.ts';

let bench: HostBench | null = null;
afterEach(() => {
  bench?.close();
  bench = null;
});

test('while an edge is down, no timer of its last boot fires and nothing it says is heard', async () => {
  const it = new HostBench();
  bench = it;
  const heard: string[] = [];
  const edge = new EdgeHost({
    world: it.services,
    transport: createSupertestTransport,
    settings: QUIET_GATEWAY,
    factory: ({ log }) => {
      setInterval(() => {
        heard.push(`at ${performance.now()}`);
        log('info', 'beat', {});
      }, 20);
      return { handler: () => {} };
    },
  });
  it.openWork = () => edge.openWork;
  edge.boot();
  it.at(25, () => edge.crash());
  await it.run(70);
  expect(heard).toStrictEqual(['at 20']);
  expect(it.kinds()).toStrictEqual(['edge_started', 'edge_logged', 'edge_crashed']);
});

test('while a device is down, no timer of its last boot fires and it sends nothing', async () => {
  const it = new HostBench();
  bench = it;
  const heard: string[] = [];
  const fabric = it.fabric({
    isUp: () => true,
    deliver: () => {
      heard.push('request');
      return null;
    },
  });
  const device = new DeviceHost({
    fastLane: false,
    world: it.services,
    id: 'device-001',
    index: 0,
    policy: {
      name: 'never',
      retriesMax: 0,
      delayMs: () => 0,
      delayBoundsMs: () => ({ min: 0, max: 0 }),
    },
    settings: QUIET_DEVICE,
    fabric,
    factory: ({ edgeUrl }) => {
      setInterval(() => {
        heard.push(`at ${performance.now()}`);
        void fetch(edgeUrl, { method: 'POST', body: 'x' });
      }, 20);
      return { record: () => {} };
    },
  });
  it.openWork = () => device.openWork;
  device.boot();
  it.at(35, () => device.crash());
  await it.run(70);
  expect(heard).toStrictEqual(['at 20', 'request']);
});
