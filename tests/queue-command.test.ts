import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { scratchFolder } from './scratch-folder.ts';
import { ROOT, sim } from './command.ts';
import type { Ran } from './command.ts';
import { simInTurn } from './command-session.ts';
import { startRedis } from './redis.ts';
import type { TestRedis } from './redis.ts';

const PLAN = [
  'sweep',
  '--scenario',
  'lost-ack',
  '--scenario',
  'reboot',
  '--devices',
  '2',
  '--seeds',
  '1..12',
];
/** Two scenarios under twelve seeds: some are left when five have ended. */
const RUNS = 24;

let redis: TestRedis;
let folder: string;
let alone: Ran;
const workers: ChildProcess[] = [];

beforeAll(async () => {
  redis = await startRedis({ folder: scratchFolder('redis') });
  folder = scratchFolder('queue');
  // From the bundle as its workers are: what runs from the sources is another build.
  alone = await sim([...PLAN, '--json', '--workers', '1', '--out', at('alone.jsonl')]);
  expect(alone.code).toBe(0);
}, 120_000);

afterEach(() => {
  for (const worker of workers.splice(0)) worker.kill('SIGKILL');
});

afterAll(() => redis.kill());

function at(name: string): string {
  return join(folder, name);
}

function startWorker(cwd = folder): ChildProcess {
  const words = [
    join(ROOT, 'start', 'petrel.cjs'),
    'sim',
    'worker',
    '--queue',
    redis.address,
    '--workers',
    '1',
  ];
  const worker = spawn(process.execPath, words, { cwd, stdio: 'ignore' });
  workers.push(worker);
  return worker;
}

function sweepAt(out: string, onStderr: (said: string) => void = () => {}): Promise<Ran> {
  const words = [...PLAN, '--queue', redis.address, '--json', '-q', '--out', at(out)];
  return sim(words, { cwd: folder, onStderr });
}

/** Until so many runs are in the file. */
async function until(runs: number, out: string): Promise<void> {
  while (!existsSync(at(out)) || readFileSync(at(out), 'utf8').split('\n').length < runs + 2) await sleep(20);
}

/** What `merge` makes of it is what it makes of the sweep of one machine, each run once. */
async function mustBeTheSame(out: string): Promise<void> {
  const runs = readFileSync(at(out), 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('{"run"'));
  expect(runs).toHaveLength(RUNS);
  const merged = await simInTurn(['merge', at(out), '--out', at(`${out}.merged`), '--json']);
  expect(merged.code).toBe(0);
  expect(merged.stdout).toBe(alone.stdout);
  expect(readFileSync(at(`${out}.merged`), 'utf8')).toBe(readFileSync(at('alone.jsonl'), 'utf8'));
}

test('what workers at a queue find is what one machine finds, to the byte, and a swarm is no other', async () => {
  startWorker();
  startWorker();
  const swept = await sweepAt('plain.jsonl');
  expect(swept).toMatchObject({ code: 0, stderr: '', stdout: alone.stdout });
  await mustBeTheSame('plain.jsonl');

  const swarm = ['sweep', '--swarm', '--seeds', '1..4', '--devices', '2', '--json', '-q'];
  const here = await sim(swarm);
  const there = await sim([...swarm, '--queue', redis.address], { cwd: folder });
  expect(here.code).toBe(0);
  expect(there).toEqual(here);
});

test('a worker that is killed under its runs loses and doubles none', async () => {
  const killed = startWorker();
  const sweeping = sweepAt('killed-worker.jsonl');
  await until(5, 'killed-worker.jsonl');
  killed.kill('SIGKILL');
  startWorker();
  expect((await sweeping).stdout).toBe(alone.stdout);
  await mustBeTheSame('killed-worker.jsonl');
});

test('a Redis that is killed and forgets all of it loses and doubles none', async () => {
  startWorker();
  let notice = (): void => {};
  const noticed = new Promise<void>((resolve) => (notice = resolve));
  const sweeping = sweepAt('killed-redis.jsonl', (said) => {
    if (said.includes('Redis is away')) notice();
  });
  await until(5, 'killed-redis.jsonl');
  await redis.kill();
  // A first try must fail for it to be noticed at all, however slow the machine is.
  await Promise.race([noticed, sweeping]);
  await redis.startAgain();
  const swept = await sweeping;
  // A command in flight is reset, one sent later is refused: which comes first is the moment's.
  expect(swept.stderr).toMatch(/^Redis is away, waiting: .*(ECONNREFUSED|ECONNRESET).*\nRedis is back\.\n$/);
  expect(swept).toMatchObject({ code: 0, stdout: alone.stdout });
  await mustBeTheSame('killed-redis.jsonl');
});

test('a sweep that is killed goes on where it was, with what workers have done meanwhile', async () => {
  startWorker();
  const words = [...PLAN, '--queue', redis.address, '-q', '--out', at('killed-sweep.jsonl')];
  const sweep = spawn(process.execPath, [join(ROOT, 'start', 'petrel.cjs'), 'sim', ...words], {
    cwd: folder,
    stdio: 'ignore',
  });
  await until(5, 'killed-sweep.jsonl');
  const ended = once(sweep, 'exit');
  sweep.kill('SIGKILL');
  await ended;
  expect((await sweepAt('killed-sweep.jsonl')).stdout).toBe(alone.stdout);
  await mustBeTheSame('killed-sweep.jsonl');
});

test('a worker refuses code under test that is another than where the sweep began, until it has the same', async () => {
  const elsewhere = scratchFolder('elsewhere');
  writeFileSync(at('policy.mjs'), policy(1_000));
  writeFileSync(join(elsewhere, 'policy.mjs'), policy(2_000));
  startWorker(elsewhere);
  // A job for each: of those that nobody could do the sweep tells one.
  const words = ['sweep', '--scenario', 'calm', '--seeds', '1..4', '--policy', './policy.mjs', '-q'];
  const refused = await sim([...words, '--queue', redis.address], { cwd: folder });
  expect(refused).toMatchObject({ code: 2, stdout: '' });
  expect(refused.stderr).toContain(
    '--policy is another file on a worker than where the sweep began (./policy.mjs)',
  );
  writeFileSync(join(elsewhere, 'policy.mjs'), policy(1_000));
  expect(await sim([...words, '--queue', redis.address], { cwd: folder })).toMatchObject({ code: 0 });
});

function policy(ms: number): string {
  return `export const policy = { name: 'mine', retriesMax: 3, delayMs: () => ${ms}, delayBoundsMs: () => ({ min: ${ms}, max: ${ms} }) };`;
}

test.for([
  ['redis://127.0.0.1:1', 'there is no Redis that answers'],
  ['localhost:6379', 'is no address'],
] as const)('%s is refused as a queue', async ([queue, sentence]) => {
  for (const command of [['sweep', '--scenario', 'calm', '--seeds', '1'], ['worker']]) {
    const refused = await simInTurn([...command, '--queue', queue]);
    expect(refused).toMatchObject({ code: 2, stdout: '' });
    expect(refused.stderr).toContain(sentence);
  }
});

test.for([
  ['a database that it has not', { pathname: '/99' }, 'DB index is out of range. The number'],
  ['a database that is no number', { pathname: '/three' }, 'is no address'],
  ['a user who may only read', { username: 'reader', password: 'hidden' }, 'NOPERM'],
  ['memory that is full', { hash: 'full' }, 'OOM command not allowed'],
] as const)('a Redis that refuses is told at once, with what to do: %s', async ([, change, sentence]) => {
  const address = new URL(redis.address);
  const client = new Redis(redis.address);
  try {
    Object.assign(address, change);
    if (address.username === 'reader')
      await client.call('acl', 'setuser', 'reader', 'on', '>hidden', '~*', '+@read', '+select', '+info');
    if (address.hash === '#full') await client.config('SET', 'maxmemory', '1');
    for (const command of [['sweep', '--scenario', 'calm', '--seeds', '1'], ['worker']]) {
      const refused = await simInTurn([...command, '--queue', address.href]);
      expect(refused).toMatchObject({ code: 2, stdout: '' });
      expect(refused.stderr).toContain(sentence);
      expect(refused.stderr).not.toContain('hidden');
    }
  } finally {
    await client.config('SET', 'maxmemory', '0');
    client.disconnect();
  }
});

test('a Redis that forgets where its memory is full is told of once, with what to do', async () => {
  const client = new Redis(redis.address);
  try {
    await client.config('SET', 'maxmemory-policy', 'allkeys-lru');
    const { code, stdout, stderr } = await simInTurn(['worker', '--queue', redis.address, '--idle', '50ms']);
    expect(code).toBe(0);
    expect(`${stdout}${stderr}`.match(/allkeys-lru|[Ee]viction/g)).toEqual(['allkeys-lru', 'eviction']);
    expect(stderr).toContain('CONFIG SET maxmemory-policy noeviction');
  } finally {
    await client.config('SET', 'maxmemory-policy', 'noeviction');
    client.disconnect();
  }
});

test('a user of the queue needs no more rights than what is refused says', async () => {
  const client = new Redis(redis.address);
  const may = ['+@all', '~petrel-*', '~bull:petrel-*'];
  await client.call('acl', 'setuser', 'queue', 'on', '>hidden', 'resetkeys', ...may);
  client.disconnect();
  const address = new URL(redis.address);
  address.username = 'queue';
  address.password = 'hidden';
  const ended = await simInTurn(['worker', '--queue', address.href, '--idle', '50ms']);
  expect(ended).toMatchObject({ code: 0, stderr: expect.not.stringContaining('NOPERM') });
});

test('a worker ends by itself when it has been idle for long enough', async () => {
  const ended = await simInTurn(['worker', '--queue', redis.address, '--idle', '10ms']);
  expect(ended.code).toBe(0);
  expect(ended.stderr).toContain('0 runs done.');
});

test('the client of the queue is loaded by those only who name a queue', async () => {
  writeFileSync(
    at('no-queue.cjs'),
    `const { Module } = require('node:module');
    const load = Module._load;
    Module._load = function (name, ...rest) {
      if (/^(bullmq|ioredis)$/.test(name)) throw new Error(name + ' is loaded');
      return load.call(this, name, ...rest);
    };`,
  );
  const options = { cwd: folder, nodeFlags: ['--require', at('no-queue.cjs')] };
  const without = await sim(['sweep', '--scenario', 'calm', '--seeds', '1', '--json'], options);
  expect(without.code).toBe(0);
  const withQueue = await sim(['worker', '--queue', redis.address, '--idle', '10ms'], options);
  expect(withQueue.stderr).toMatch(/(bullmq|ioredis) is loaded/);
});
