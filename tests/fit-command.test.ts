import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { scratchFolder } from './scratch-folder.ts';
import { fitScenario, readLog } from '../sim/fit/index.ts';
import { parseScenario } from '../sim/scenario/index.ts';
import type { Scenario } from '../sim/scenario/index.ts';
import { simInTurn } from './command-session.ts';
import { accessLogOf, commonLogOf, otlpOf, rangeQueryOf } from './fixtures/logs-of-run.ts';
import { run } from '../sim/run/index.ts';
import { builtinSubject } from '../sim/builtin/index.ts';
import type { TraceEvent } from '../sim/trace/index.ts';
import { scenarioFrom } from './run-scenario.ts';

const folder = scratchFolder('fit');

async function eventsOf(scenario: Scenario, seed: string): Promise<readonly TraceEvent[]> {
  const events: TraceEvent[] = [];
  await run({
    scenario,
    seed,
    subject: builtinSubject(scenario),
    transport: 'direct',
    onEvent: (event) => void events.push(event),
  });
  return events;
}

function fitted(text: string): Scenario {
  const { yaml } = fitScenario(readLog(text), { name: 'fitted', from: 'a-log' });
  const parsed = parseScenario(yaml, 'fitted.yaml');
  if (!parsed.ok) throw new Error(yaml);
  return parsed.scenario;
}

/** Within four standard errors of a share that `count` attempts have measured. */
function near(value: number, share: number, count: number): void {
  expect(Math.abs(value - share)).toBeLessThan(4 * Math.sqrt((share * (1 - share)) / count));
}

const STORM = scenarioFrom(`
name: known
duration: 10m
fleet: { devices: 20, interval: 3s }
network: { latency: { distribution: lognormal, median: 60ms, sigma: 0.6 }, loss: 6%, answerLoss: 4% }
edge: { overload: 10% }
timeline:
  - { at: 3m, for: 2m, edge: { overload: 80% } }
`);

test('a fleet with losses and a storm comes back from its spans', async () => {
  const events = await eventsOf(STORM, '1');
  const { fleet, network, edge, timeline } = fitted(otlpOf(events));
  expect(fleet).toMatchObject({ devices: 20, intervalMs: 3000, arrivals: 'regular', start: 'staggered' });
  // 20 devices for ten minutes, each three seconds: 4,000 readings, and more attempts than that.
  near(network.loss.probability, 0.06, 4000);
  near(network.answerLoss.probability, 0.04, 4000);
  near(edge.overload.probability, 0.1, 3200);
  if (network.latency.distribution !== 'lognormal') throw new Error(network.latency.distribution);
  const { medianMs, sigma } = network.latency;
  // The standard error of the mean of 4,000 is 1 %; of a moment's sigma it is some 3 %.
  expect(Math.abs(medianMs / 60 - 1)).toBeLessThan(0.06);
  expect(Math.abs(sigma / 0.6 - 1)).toBeLessThan(0.12);
  expect(timeline).toHaveLength(1);
  const [storm] = timeline;
  // Some seven attempts a second: their likeliest cut is a second or two off.
  expect(Math.abs((storm?.atMs ?? 0) - 180_000)).toBeLessThanOrEqual(2000);
  expect(Math.abs((storm?.forMs ?? 0) - 120_000)).toBeLessThanOrEqual(3000);
  near(storm?.edge.overload?.probability ?? 0, 0.8, 1200);
});

test('a server’s log tells of the same fleet what a server sees, and says what it does not', async () => {
  const events = await eventsOf(STORM, '2');
  const text = accessLogOf(events);
  const { fleet, edge, timeline } = fitted(text);
  expect(fleet).toMatchObject({ devices: 20, arrivals: 'regular', start: 'staggered' });
  expect(Math.abs(fleet.intervalMs - 3000)).toBeLessThan(30);
  near(edge.overload.probability, 0.1, 3200);
  expect(timeline).toHaveLength(1);
  const { untold } = fitScenario(readLog(text), { name: 'fitted', from: 'a-log' });
  expect(untold).toContainEqual(expect.stringMatching(/^How many requests were lost on the way/));
  const whole = fitted(commonLogOf(events));
  expect(whole.fleet).toMatchObject({ devices: 20 });
  expect(Math.abs((whole.timeline[0]?.forMs ?? 0) - 120_000)).toBeLessThanOrEqual(4000);
  const counters = fitted(rangeQueryOf(events, 15_000));
  near(counters.edge.overload.probability, 0.1, 3200);
  expect(Math.abs((counters.timeline[0]?.atMs ?? 0) - 180_000)).toBeLessThanOrEqual(15_000);
});

test('failures in front of an edge come back, and statuses of one kind together', async () => {
  const known = scenarioFrom(`
name: known
duration: 10m
fleet: { devices: 20, interval: 3s }
edge: { errors: { badGateway: 5%, unlisted: 8% } }
`);
  const text = otlpOf(await eventsOf(known, '1'));
  const { errors } = fitted(text).edge;
  near(errors?.badGateway ?? 0, 0.05, 4000);
  near(errors?.unlisted ?? 0, 0.08, 4000);
  const { told } = fitScenario(readLog(text), { name: 'fitted', from: 'a-log' });
  for (const status of [502, 507, 520, 529, 599])
    expect(told).toContainEqual(expect.stringContaining(`It answers ${status}: `));
});

test('bursts and a partition come back from spans', async () => {
  const known = scenarioFrom(`
name: known
duration: 20m
fleet: { devices: 20, interval: 5s, arrivals: poisson }
network: { latency: 50ms, burstLoss: { goodMean: 40s, badMean: 6s } }
timeline:
  - { at: 12m, for: 1m, network: { partition: refuse } }
`);
  const events = await eventsOf(known, '1');
  const { fleet, network, timeline } = fitted(otlpOf(events));
  expect(fleet.arrivals).toBe('poisson');
  // 20 links for 20 minutes have some 520 bursts, most of which are seen by an attempt: means are good to a tenth or so.
  expect(Math.abs((network.burstLoss?.badMeanMs ?? 0) / 6000 - 1)).toBeLessThan(0.25);
  expect(Math.abs((network.burstLoss?.goodMeanMs ?? 0) / 40_000 - 1)).toBeLessThan(0.25);
  expect(network.latency).toEqual({ distribution: 'constant', valueMs: 50 });
  expect(timeline).toHaveLength(1);
  expect(timeline[0]?.network.partition).toMatchObject({ mode: 'refuse' });
  expect(Math.abs((timeline[0]?.atMs ?? 0) - 720_000)).toBeLessThanOrEqual(3000);
});

test('a load that swings over the day comes back', async () => {
  const known = scenarioFrom(`
name: known
duration: 2d
fleet: { devices: 20, interval: 10m, arrivals: poisson, start: random, swing: { by: 60%, peak: 14h } }
`);
  const { fleet } = fitted(accessLogOf(await eventsOf(known, '1')));
  // Of 5,760 readings the first harmonic has a standard error of √(2/5760), and the swing π²/8 times that: 2.3 points.
  expect(Math.abs((fleet.swing?.by ?? 0) - 0.6)).toBeLessThan(4 * 0.023);
  // The phase has that error over the swing, in radians: 0.038, or nine minutes.
  expect(Math.abs((fleet.swing?.peakMs ?? 0) / 3_600_000 - 14)).toBeLessThan(4 * 0.15);
  expect(Math.abs(fleet.intervalMs / 600_000 - 1)).toBeLessThan(0.06);
});

test('`fit` writes a scenario that runs, and does not write over one', async () => {
  const events = await eventsOf(
    scenarioFrom('name: known\nduration: 2m\nfleet: { devices: 5, interval: 2s }'),
    '1',
  );
  const [log, out] = [join(folder, 'access.log'), join(folder, 'my-fleet.yaml')];
  writeFileSync(log, accessLogOf(events));
  const { code, stdout } = await simInTurn(['fit', log, '--out', out]);
  expect(code).toBe(0);
  expect(stdout).toMatch(/my-fleet\.yaml is written\.\n +5 devices, a reading each 2 s ±/);
  expect(readFileSync(out, 'utf8')).toMatch(
    /^# .*\n# Fitted to access\.log: an access log, 300 requests\.\n/,
  );
  const run = await simInTurn(['--scenario', out, '--seed', '1', '--transport', 'direct', '--quiet']);
  expect(run.code).toBe(0);
  const again = await simInTurn(['fit', log, '--out', out]);
  expect(again).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/is there already; --force writes over it/),
  });
});

test('a log that is packed is unpacked, and one that is cut short says so', async () => {
  // No line says who sent it: in 30 seconds 11 requests came, 10 gaps of 3 s.
  const line = (second: number): string =>
    `{"time":"2026-11-25T09:30:${String(second).padStart(2, '0')}Z","status":200}`;
  const packed = gzipSync(Array.from({ length: 11 }, (_, index) => line(3 * index)).join('\n'));
  const file = join(folder, 'packed.log.gz');
  writeFileSync(file, packed);
  const { code, stdout } = await simInTurn(['fit', file]);
  expect(code).toBe(0);
  expect(stdout).toContain('an access log, 11 requests');
  expect(stdout).toContain(
    'How many devices there are and how often each sends: no entry says who sent it; 0.367 requests a second came.',
  );
  expect(stdout).not.toMatch(/^fleet:/m);
  writeFileSync(file, packed.subarray(0, packed.length - 20));
  const cut = await simInTurn(['fit', file]);
  expect(cut.code).toBe(2);
  expect(cut.stderr).toContain("it is packed with gzip, and can't be unpacked");
});

test.for<readonly [words: readonly string[], told: RegExp]>([
  [['fit'], /name one log, e\.g\. fit access\.log/],
  [['fit', 'no-such.log'], /no-such\.log: .*no such file/i],
  [['fit', '.'], /^sim: \.: /],
  [['fit', 'package.json'], /package\.json: no counter of requests is in it/],
])('`%s` says what is wrong', async ([words, told]) => {
  const { code, stdout, stderr } = await simInTurn(words);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toMatch(told);
});

test('a pipe is not waited for, whether it is to be read or written', async () => {
  const pipe = join(folder, 'pipe');
  execFileSync('mkfifo', [pipe]);
  expect(await simInTurn(['fit', pipe])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining(`${pipe}: it is a pipe. Write it to a file first.`),
  });
  const log = join(folder, 'small.log');
  writeFileSync(log, commonLogOf(await eventsOf(scenarioFrom('name: small\nduration: 1m'), '1')));
  expect(await simInTurn(['fit', log, '--out', pipe, '--force'])).toMatchObject({
    code: 7,
    stderr: expect.stringContaining(`--out ${pipe} could not be written: it is a pipe that nobody reads`),
  });
});
