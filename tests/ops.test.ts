import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import supertest from 'supertest';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { DEVICE_PROGRAM } from '../device/program/program-settings.ts';
import { EDGE_PROGRAM } from '../edge/server/program-settings.ts';
import { watchEdge } from '../edge/server/watch-edge.ts';
import { REFUSALS } from '../edge/answer/refusals.ts';
import { MemoryReadingStore } from '../edge/store/memory-reading-store.ts';
import { createTestEdge, message, post } from '../edge/testing/test-edge.ts';
import { parseFlags } from '../program/parse-flags.ts';
import { FakeClock } from '../program/testing/fake-clock.ts';
import { HEALTH_PATH, READY_PATH } from '../protocol/index.ts';
import { ROOT } from './command.ts';

/** What stands in ops/ and in the files of containers names only what there is. No engine of containers is needed. */
const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

/** What a running edge shows to a Prometheus. */
async function scrapeOfEdge(): Promise<string> {
  const clock = new FakeClock();
  const log = Object.assign((): void => {}, { lost: () => 0, close: () => Promise.resolve() });
  const store = new MemoryReadingStore({ clock, ttlMs: 1000, limit: 10 });
  const options = { shed: { delayMs: 250, open: 100 }, silentAfterMs: null };
  const watch = watchEdge({ options, clock, log, store });
  const edge = createTestEdge({}, { ...watch.parts, clock });
  await edge.ingest(post(message(1)));
  watch.answered(0.01, 200);
  const scrape = await supertest(edge.handler).get('/metrics').set('accept', 'text/plain');
  return scrape.text;
}

/** Prometheus' own judge. @throws {Error} with what it says, or where there is none: without it nothing of this is checked. */
function promtool(words: readonly string[], input = ''): string {
  const { error, status, stdout, stderr } = spawnSync('promtool', words, {
    cwd: ROOT,
    input,
    encoding: 'utf8',
  });
  if (error !== undefined)
    throw new Error(`promtool does not start: ${error.message}. On Debian: apt-get install prometheus`);
  if (status !== 0) throw new Error(`promtool ${words.join(' ')}: ${stdout}${stderr}`);
  return stdout + stderr;
}

interface Alerts {
  readonly groups: readonly {
    readonly rules: readonly { readonly alert: string; readonly expr: string }[];
  }[];
}

interface Dashboard {
  readonly panels: readonly { readonly targets: readonly { readonly expr: string }[] }[];
}

const alerts = parse(read('ops/alerts.yml')) as Alerts;
const dashboard = JSON.parse(read('ops/grafana/dashboards/petrel-edge.json')) as Dashboard;
const rules = alerts.groups.flatMap((group) => group.rules);
const expressions = [
  ...rules.map(({ expr }) => expr),
  ...dashboard.panels.flatMap(({ targets }) => targets.map(({ expr }) => expr)),
];

describe('alerts and dashboard', () => {
  test('ask for metrics that the edge has', async () => {
    const lines = (await scrapeOfEdge()).split('\n');
    const series = new Set(lines.flatMap((line) => /^(petrel_edge_\w+)/.exec(line)?.[1] ?? []));
    const asked = new Set(expressions.flatMap((expr) => expr.match(/petrel_edge_\w+/g) ?? []));
    expect([...asked].filter((name) => !series.has(name))).toStrictEqual([]);
    expect(asked.size).toBeGreaterThan(15);
  });

  test('name reasons for which the edge refuses', () => {
    const named = expressions.flatMap((expr) => /reason=~"([^"]+)"/.exec(expr)?.[1]?.split('|') ?? []);
    expect(named.length).toBeGreaterThan(0);
    expect(named.filter((reason) => !Object.hasOwn(REFUSALS, reason))).toStrictEqual([]);
  });

  test('each alert has a name of its own', () => {
    expect(new Set(rules.map(({ alert }) => alert)).size).toBe(rules.length);
  });
});

describe('Prometheus itself', () => {
  test.for([
    ['check', 'rules', 'ops/alerts.yml'],
    ['check', 'config', 'ops/prometheus.yml'],
    ['test', 'rules', 'tests/fixtures/alerts.yml'],
  ])('promtool %s %s %s', (words) => {
    expect(promtool(words)).toContain('SUCCESS');
  });

  test('finds nothing wrong with what the edge shows', async () => {
    // It says nothing of what is right, and something of a counter whose name does not end in _total.
    expect(promtool(['check', 'metrics'], await scrapeOfEdge())).toBe('');
    expect(() => promtool(['check', 'metrics'], '# TYPE a counter\na 1\n')).toThrow('_total');
  });
});

interface Service {
  readonly build?: string;
  readonly image?: string;
  readonly command?: string | readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly volumes?: readonly string[];
  readonly ports?: readonly string[];
  readonly depends_on?: readonly string[] | Readonly<Record<string, unknown>>;
}

const compose = parse(read('compose.yaml')) as {
  readonly services: Readonly<Record<string, Service>>;
  readonly volumes: Readonly<Record<string, unknown>>;
};

/** The variables of a program, as it would read them. */
async function isTaken(environment: Readonly<Record<string, string>>): Promise<string> {
  const [edge, device] = [
    await parseFlags(EDGE_PROGRAM, [], environment),
    await parseFlags(DEVICE_PROGRAM, [], environment),
  ];
  return [edge, device].map((parsed) => (parsed.kind === 'error' ? parsed.message : '')).join('');
}

describe('compose.yaml', () => {
  test('mounts files and volumes that there are, on services that there are', () => {
    for (const { volumes = [], depends_on = [], build, image } of Object.values(compose.services)) {
      for (const volume of volumes) {
        const [source = ''] = volume.split(':');
        expect(
          source.startsWith('./') ? existsSync(join(ROOT, source)) : source in compose.volumes,
          source,
        ).toBe(true);
      }
      const needed = Array.isArray(depends_on) ? depends_on : Object.keys(depends_on);
      for (const name of needed) expect(Object.keys(compose.services)).toContain(name);
      // An image has a version, so that tomorrow it is the same.
      expect(build === '.' || /:[\w.-]*\d/.test(image ?? '')).toBe(true);
    }
  });

  test('gives the programs variables that they take', async () => {
    const { edge, device } = compose.services;
    expect(await isTaken({ ...edge?.environment, ...device?.environment })).toBe('');
    expect([edge?.command, device?.command]).toStrictEqual(['edge', 'device']);
  });

  test('scrapes the edge where it listens', () => {
    const prometheus = parse(read('ops/prometheus.yml')) as {
      scrape_configs: { static_configs: { targets: string[] }[] }[];
    };
    const [target = ''] = prometheus.scrape_configs[0]?.static_configs[0]?.targets ?? [];
    const [host = '', port] = target.split(':');
    expect(compose.services[host]?.ports).toStrictEqual([`127.0.0.1:${port}:${port}`]);
    expect(Number(port)).toBe(EDGE_PROGRAM.defaults.port);
  });
});

test('the image copies what there is, runs as nobody special, and asks a path that there is', () => {
  const dockerfile = read('Dockerfile');
  const copied = [...dockerfile.matchAll(/^COPY (?:--from=build )?(.+) \S+$/gm)].flatMap(
    (match) => match[1]?.split(' ') ?? [],
  );
  // What the build makes is not there before it.
  const made = ['/petrel/dist', '/petrel/node_modules'];
  const missing = copied.filter(
    (path) => !made.includes(path) && !existsSync(join(ROOT, path.replace(/^\/petrel\//, ''))),
  );
  expect(missing).toStrictEqual([]);
  expect(dockerfile).toMatch(/^USER node$/m);
  const asked = /http:\/\/127\.0\.0\.1:(\d+)(\/\w+)/.exec(dockerfile);
  expect([HEALTH_PATH, READY_PATH]).toContain(asked?.[2]);
  expect(Number(asked?.[1])).toBe(EDGE_PROGRAM.defaults.port);
  expect(dockerfile).toContain(`EXPOSE ${EDGE_PROGRAM.defaults.port}`);
  const scripts = (JSON.parse(read('package.json')) as { scripts: Record<string, string> }).scripts;
  for (const [, script = ''] of dockerfile.matchAll(/npm run (\w+)/g)) expect(scripts).toHaveProperty(script);
});

test.for(['edge', 'device'])(
  'the unit of the %s gives variables that it takes, and keeps its state',
  async (name) => {
    const unit = read(`ops/systemd/petrel-${name}.service`);
    const variables = [...unit.matchAll(/^Environment=(\w+)=(.*)$/gm)].map((match) => [
      match[1] ?? '',
      match[2] ?? '',
    ]);
    expect(variables.length).toBeGreaterThan(1);
    const environment = Object.fromEntries(variables) as Record<string, string>;
    expect(await isTaken(environment)).toBe('');
    const directory = /^StateDirectory=(.+)$/m.exec(unit)?.[1];
    for (const [variable, value = ''] of variables) {
      if (value.includes('/var/')) expect(value, variable).toContain(`/var/lib/${directory}`);
    }
    const bin = (JSON.parse(read('package.json')) as { bin: Record<string, string> }).bin;
    const [program = '', word] = /^ExecStart=(.+)$/m.exec(unit)?.[1]?.split(' ') ?? [];
    expect(existsSync(join(ROOT, bin[program] ?? 'nowhere'))).toBe(true);
    expect(word).toBe(name);
  },
);
