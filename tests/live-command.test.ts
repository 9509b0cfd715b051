import { createServer } from 'node:http';
import type { RequestListener, Server } from 'node:http';
import { afterAll, expect, test } from 'vitest';
import { simInTurn } from './command-session.ts';

const stops: (() => void)[] = [];
afterAll(() => {
  for (const stop of stops) stop();
});

/** Listens on a free port of this machine. */
async function listening(handler: RequestListener): Promise<string> {
  const server = createServer(handler);
  stops.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return addressOf(server);
}

async function addressOf(server: Server): Promise<string> {
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('it does not listen');
  return `http://127.0.0.1:${address.port}/v1/readings`;
}

/** Five readings of each of three devices, in a second of real time. */
const SMALL = ['--duration', '1s', '--devices', '3', '--set', 'fleet.interval=200ms', '--seed', '7'];

interface Message {
  readonly device_id: string;
  readonly sequence_id: number;
}

test('an edge that listens for real is judged as one in the simulator, beside which it stands', async () => {
  const stored = new Map<string, number>();
  const paths = new Set<string | undefined>();
  const url = await listening((request, response) => {
    paths.add(request.url);
    request.setEncoding('utf8');
    let text = '';
    request.on('data', (chunk: string) => {
      text += chunk;
    });
    request.on('end', () => {
      const message: Message = JSON.parse(text);
      const key = JSON.stringify([message.device_id, message.sequence_id]);
      const times = (stored.get(key) ?? 0) + 1;
      stored.set(key, times);
      response.writeHead(times === 1 ? 200 : 409, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ device_id: message.device_id, sequence_id: message.sequence_id }));
    });
  });
  // Half of the answers are lost, so that some readings come again and are told apart from those that are new.
  const words = [
    '--set',
    'network.answerLoss=50%',
    '--set',
    'device.timeout=200ms',
    '--set',
    'device.policy.base=10ms',
  ];
  const { code, stdout } = await simInTurn(['live', '--scenario', 'calm', '--url', url, ...SMALL, ...words]);
  expect([...paths]).toEqual(['/v1/readings']);
  expect(stored.size).toBe(15);
  expect([...stored.values()].some((times) => times > 1)).toBe(true);
  expect(stdout).toMatch(/ {2}attempts\/reading +\d[\d.]* +\d[\d.]*\n/);
  expect(stdout).toMatch(/✓ duplicates-are-true +held, tested \d+ times/);
  expect(stdout).toMatch(/PASSED {2}calm, seed 7/);
  expect(code).toBe(0);
});

test.for(['device', 'wire'])('--%s is refused, with why and what to do', async (flag) => {
  const { code, stderr } = await simInTurn(['live', '--scenario', 'calm', `--${flag}`, 'x']);
  expect(code).toBe(2);
  expect(stderr).toContain(`--${flag}: devices of a live run`);
  expect(stderr).toContain('sim run');
});

test('an address at which nobody listens is refused at once', async () => {
  const server = createServer();
  const url = await addressOf(server);
  await new Promise((closed) => server.close(closed));
  const refused = await simInTurn(['live', '--scenario', 'lost-ack', '--url', url, ...SMALL]);
  expect(refused).toMatchObject({ code: 2, stdout: '' });
  expect(refused.stderr).toMatch(
    /nobody takes a connection there \(.*ECONNREFUSED.*\); start the edge first/,
  );
});

test('an edge that takes nothing and says it has it already is found out', async () => {
  const url = await listening((request, response) => {
    request.resume();
    response.writeHead(409).end();
  });
  const { code, stdout } = await simInTurn(['live', '--scenario', 'calm', '--url', url, ...SMALL]);
  expect(stdout).toMatch(/✗ duplicates-are-true +violated 15×/);
  expect(code).toBe(1);
});

test.for<readonly [words: readonly string[], told: RegExp]>([
  [[], /name a scenario, e\.g\. live --scenario/],
  [['--scenario', 'storm'], /--url is missing/],
  [['--scenario', 'edge-restart', '--url', 'http://localhost:1/'], /edge\.restart can't be done to an edge/],
  [['--scenario', 'wrong-clocks', '--url', 'http://localhost:1/'], /edge\.clock can't be done to an edge/],
  [
    ['--scenario', 'storm', '--url', 'http://localhost:1/', '--policy', './p.ts'],
    /takes the name of a policy/,
  ],
])('`live %s` says what is wrong', async ([words, told]) => {
  const { code, stdout, stderr } = await simInTurn(['live', ...words]);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toMatch(told);
});
