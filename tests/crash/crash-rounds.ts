import { join } from 'node:path';
import seedrandom from 'seedrandom';
import { Redis } from 'ioredis';
import type { ReadingPage } from '../../edge/store/reading-page.ts';
import { startEdge, startProgram } from '../edge-program.ts';
import type { EdgeProgram, StartedProgram } from '../edge-program.ts';
import { startRedis } from '../redis.ts';
import type { TestRedis } from '../redis.ts';
import { roundRobin } from '../round-robin.ts';

export interface CrashOptions {
  /** One `kill -9` each. */
  readonly rounds: number;
  /** Of who is killed, and when. */
  readonly seed: string;
  /** One edge on SQLite, or three on one Redis, which is killed like the others. */
  readonly store: 'sqlite' | 'redis';
  /** Empty, for all that is kept on disk. */
  readonly folder: string;
}

/** Readings are named `device/sequence`. */
export interface CrashReport {
  readonly killed: Readonly<Record<string, number>>;
  readonly recorded: number;
  readonly acknowledged: number;
  readonly stored: number;
  /** Recorded by a device, and not stored. */
  readonly lost: readonly string[];
  readonly storedTwice: readonly string[];
  /** The device was told that it is stored, and it is not. */
  readonly acknowledgedButMissing: readonly string[];
}

const DEVICES = ['device-001', 'device-002'];

/** Patient enough for any outage of a test: 100 retries, at most 100 ms apart. */
const DEVICE_FLAGS =
  '--interval 5ms --drop 0 --jitter 0 --duplicate 10% --policy-base 10ms --policy-cap 100ms --policy-retries 100 --grace 5s --timeout 2s --drain-rate 1000'.split(
    ' ',
  );

/** A kill comes after so many more readings have been acknowledged, and then after so many ms. */
const ACKNOWLEDGED_MAX = 20;
const LATER_MS_MAX = 15;

const GONE = new Set(['telemetry_acknowledged', 'duplicate_acknowledged']);

/** Something that is killed and comes back with what it has on disk. */
interface Victim {
  readonly name: string;
  readonly kill: () => Promise<void>;
}

/** Kills real programs at random moments, lets all come to rest, and keeps the books. */
export async function crashRounds({ rounds, seed, store, folder }: CrashOptions): Promise<CrashReport> {
  const random = seedrandom(seed);
  const all: StartedProgram[] = [];
  const devices = new Map<string, StartedProgram>();
  const edges: EdgeProgram[] = [];
  const redis = store === 'redis' ? await startRedis({ folder, keeps: true }) : null;
  const place = redis === null ? `sqlite:${join(folder, 'edge.db')}` : redis.address;
  const bootEdge = async (port: number): Promise<EdgeProgram> => {
    const edge = await startEdge(['--store', place, '--port', String(port), '--log-level', 'info']);
    all.push(edge);
    return edge;
  };
  for (let count = redis === null ? 1 : 3; count > 0; count -= 1) edges.push(await bootEdge(0));
  const proxy = await roundRobin(edges.map(({ port }) => port));

  const startDevice = (id: string, ...more: readonly string[]): StartedProgram => {
    const where = ['--edge-url', `http://127.0.0.1:${proxy.port}/ingest`, '--state-dir', join(folder, id)];
    const device = startProgram('device', ['--id', id, '--seed', seed, ...where, ...DEVICE_FLAGS, ...more]);
    all.push(device);
    return device;
  };
  const bootDevice = async (id: string): Promise<void> => {
    const device = startDevice(id);
    devices.set(id, device);
    // From then on it knows what to do at a signal.
    await device.seen(({ event }) => GONE.has(String(event)));
  };
  const killed = async ({ child, ended }: StartedProgram): Promise<void> => {
    child.kill('SIGKILL');
    await ended;
  };
  const victims: readonly Victim[] = [
    ...DEVICES.map((id) => ({
      name: 'device',
      kill: async () => {
        const device = devices.get(id);
        if (device !== undefined) await killed(device);
        await bootDevice(id);
      },
    })),
    ...edges.map(({ port }, index) => ({
      name: 'edge',
      kill: async () => {
        const edge = edges[index];
        if (edge !== undefined) await killed(edge);
        edges[index] = await bootEdge(port);
      },
    })),
    ...(redis === null ? [] : [{ name: 'redis', kill: () => redis.startAgain() }]),
  ];

  try {
    for (const id of DEVICES) await bootDevice(id);
    const kills: Record<string, number> = {};
    for (let round = 0; round < rounds; round += 1) {
      const victim = victims[Math.floor(random() * victims.length)];
      if (victim === undefined) throw new Error('Nobody is left.');
      let left = 1 + Math.floor(random() * ACKNOWLEDGED_MAX);
      const isEnough = ({ event }: Readonly<Record<string, unknown>>): boolean =>
        GONE.has(String(event)) && (left -= 1) <= 0;
      await Promise.race([...devices.values()].map((device) => device.seen(isEnough)));
      await new Promise((resolve) => setTimeout(resolve, random() * LATER_MS_MAX));
      kills[victim.name] = (kills[victim.name] ?? 0) + 1;
      await victim.kill();
    }
    await stopped([...devices.values()]);
    // What a device has not sent when it is stopped is on its disk: one more reading, and it goes on until all is through.
    await drained(DEVICES.map((id) => startDevice(id, '--count', '1', '--drain', '60s')));
    mustBeFaultless(edges);
    return reportOn(kills, all, await storedReadings(edges, redis));
  } finally {
    for (const { child } of all) child.kill('SIGKILL');
    proxy.server.close();
    await redis?.kill();
  }
}

async function stopped(devices: readonly StartedProgram[]): Promise<void> {
  for (const { child } of devices) child.kill('SIGTERM');
  for (const { ended, stderr } of devices) {
    const code = await ended;
    if (code !== 0) throw new Error(`A device did not stop well: ${code} ${stderr()}`);
  }
}

async function drained(devices: readonly StartedProgram[]): Promise<void> {
  for (const { ended, lines, stderr } of devices) {
    const code = await ended;
    const summary = lines.at(-1);
    if (code !== 0 || summary?.['pending'] !== 0)
      throw new Error(`A device did not come to rest: ${code} ${JSON.stringify(summary)} ${stderr()}`);
  }
}

function mustBeFaultless(edges: readonly EdgeProgram[]): void {
  for (const { lines } of edges) {
    const fault = lines.find(({ event }) => event === 'unexpected_error');
    if (fault !== undefined) throw new Error(`An edge has a fault: ${JSON.stringify(fault)}`);
  }
}

/** All that is stored, each as often as it is. */
async function storedReadings(
  [edge]: readonly EdgeProgram[],
  redis: TestRedis | null,
): Promise<readonly string[]> {
  if (redis !== null) {
    const client = new Redis(redis.address);
    const entries = await client.xrange('{petrel}:readings', '-', '+');
    client.disconnect();
    return entries.map(([, fields]) => `${fields[1]}/${fields[3]}`);
  }
  const stored: string[] = [];
  for (const id of DEVICES) {
    for (let after = ''; ;) {
      const page = await fetch(`http://127.0.0.1:${edge?.port}/telemetry?device_id=${id}&limit=1000${after}`);
      const { readings, next } = (await page.json()) as ReadingPage;
      stored.push(...readings.map(({ sequence_id }) => `${id}/${sequence_id}`));
      if (next === null) break;
      after = `&after=${next}`;
    }
  }
  return stored;
}

function reportOn(
  killed: Readonly<Record<string, number>>,
  programs: readonly StartedProgram[],
  stored: readonly string[],
): CrashReport {
  const recorded = new Set<string>();
  const acknowledged = new Set<string>();
  for (const line of programs.flatMap(({ lines }) => lines)) {
    if (typeof line['sequence_id'] !== 'number') continue;
    const name = `${String(line['device_id'])}/${String(line['sequence_id'])}`;
    recorded.add(name);
    if (GONE.has(String(line['event']))) acknowledged.add(name);
  }
  const isStored = new Set(stored);
  return {
    killed,
    recorded: recorded.size,
    acknowledged: acknowledged.size,
    stored: stored.length,
    lost: [...recorded].filter((name) => !isStored.has(name)),
    storedTwice: stored.filter((name, index) => stored.indexOf(name) !== index),
    acknowledgedButMissing: [...acknowledged].filter((name) => !isStored.has(name)),
  };
}
