import { afterEach, expect, test } from 'vitest';
import type { EdgeEnv } from '../../ports/index.ts';
import { createSupertestTransport } from '../transport/index.ts';
import { EdgeHost } from './edge-host.ts';
import type { FrontSettings, GatewaySettings } from './gateway-settings.ts';
import type { DiskError } from './rough-disk.ts';
import { HostBench } from './testing/host-bench.ts';
import { QUIET_GATEWAY } from './testing/quiet-gateway.ts';

type Act = (disk: EdgeEnv['disk']) => void;

let bench: HostBench | null = null;
afterEach(() => {
  bench?.close();
  bench = null;
});

const TORN: DiskError = { unsynced: 1, torn: 1, midWrite: 1, full: 0, created: 0 };

/** An edge that does this to its disk at each request, and then answers 200; what it throws is a 500. */
function roughEdge(act: Act) {
  const it = new HostBench();
  bench = it;
  const disks: EdgeEnv['disk'][] = [];
  const edge = new EdgeHost<FrontSettings & GatewaySettings>({
    world: it.services,
    transport: createSupertestTransport,
    settings: QUIET_GATEWAY,
    roughDisk: true,
    factory: ({ disk }) => {
      disks.push(disk);
      return {
        handler: (_request, response) => {
          try {
            act(disk);
          } catch {
            response.statusCode = 500;
          }
          response.end('{}');
        },
      };
    },
  });
  it.openWork = () => edge.openWork;
  edge.boot();
  const ends: unknown[] = [];
  const deliver = (): void => {
    const key = { device: 'device-001', reading: 0, attempt: 0, copy: 0 };
    const request = { method: 'POST', path: '/ingest', headers: {}, body: '{}', timestamp: null };
    edge.deliver(key, request, {
      answered: ({ status }) => ends.push(status),
      broken: (by) => ends.push(by),
    });
  };
  return { it, edge, disks, ends, deliver };
}

test('an edge that is to go down does so in the midst of what it writes next', async () => {
  let written = '';
  const { it, edge, disks, ends, deliver } = roughEdge((disk) => {
    // One of the first three syncs is cut, or the last, which is larger; the others add a line each.
    for (const line of ['one\n', 'two\n', 'three\n', 'four\n']) {
      written += line;
      disk.write('log', written);
      const names = line === 'four\n' ? 10 : 1;
      for (let count = 0; count < names; count += 1) disk.write(`new-${count}-${line}`, '');
      disk.sync();
    }
  });
  it.at(5, () => {
    disks[0]?.write('log', (written = 'zero\n'));
    disks[0]?.sync();
    edge.setDisk(TORN);
  });
  it.at(10, () => edge.crash());
  it.at(20, () => expect(edge.isUp()).toBe(true));
  it.at(30, deliver);
  it.at(40, () => edge.boot());
  await it.run(100);
  expect(ends).toEqual(['edge.restart']);
  expect(it.events.filter(({ kind }) => kind === 'edge_crashed')).toMatchObject([{ at: 30_000 }]);
  expect(it.events.filter(({ kind }) => kind === 'fault_injected')).toMatchObject([
    { at: 30_000, fault: 'edge.disk', device: 'device-001', reading: 0 },
  ]);
  // What was synced is whole; of the line after it a part is there at most, and no file that was new.
  const log = disks[1]?.read('log') ?? '';
  const lines = log.split('\n');
  const synced = ['zero', 'one', 'two', 'three', 'four'].slice(0, lines.length - 1);
  expect(lines.slice(0, -1)).toEqual(synced);
  expect(lines.length).toBeLessThan(6);
  expect(disks[1]?.list('new-')).toHaveLength(synced.length - 1);
});

test('of a new file that was not synced a torn part may be there, and nothing of one that could be whole', async () => {
  const { it, edge, disks } = roughEdge(() => {});
  it.at(5, () => {
    edge.setDisk({ ...TORN, torn: 0, midWrite: 0, created: 1 });
    for (const name of ['begun', 'synced']) disks[0]?.write(name, '0123456789');
    disks[0]?.syncFile('synced');
    disks[0]?.write('empty', '');
  });
  it.at(10, () => edge.crash());
  it.at(20, () => edge.boot());
  await it.run(30);
  expect(disks[1]?.list('')).toEqual(['begun']);
  expect(disks[1]?.read('begun')).toMatch(/^\d{0,9}$/);
});

test('an edge that writes nothing until it is to boot again goes down at that instant', async () => {
  const { it, edge, disks } = roughEdge(() => {});
  it.at(5, () => {
    disks[0]?.sync();
    edge.setDisk(TORN);
  });
  it.at(10, () => edge.crash());
  it.at(30, () => edge.boot());
  await it.run(100);
  const boots = it.events.filter(({ kind }) => kind === 'edge_crashed' || kind === 'edge_started');
  expect(boots.map(({ at, kind }) => [at, kind])).toEqual([
    [0, 'edge_started'],
    [30_000, 'edge_crashed'],
    [30_000, 'edge_started'],
  ]);
});

test('one that has no use for its disk goes down at once', async () => {
  const { it, edge } = roughEdge(() => {});
  it.at(5, () => edge.setDisk(TORN));
  it.at(10, () => edge.crash());
  await it.run(100);
  expect(it.events.at(-1)).toMatchObject({ at: 10_000, kind: 'edge_crashed' });
});

test('a full disk says so to the edge, and the trace to which request', async () => {
  const { it, edge, ends, deliver } = roughEdge((disk) => {
    disk.write('a', '1');
    disk.sync();
  });
  it.at(5, () => edge.setDisk({ ...TORN, full: 1 }));
  it.at(10, deliver);
  it.at(20, () => edge.setDisk(null));
  it.at(30, deliver);
  await it.run(100);
  expect(ends).toEqual([500, 200]);
  expect(it.events.filter(({ kind }) => kind === 'fault_injected')).toMatchObject([
    { at: 10_000, fault: 'edge.disk', device: 'device-001', reading: 0 },
  ]);
});
