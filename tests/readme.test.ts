import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { POLICY_NAMES } from '../device/index.ts';
import { INVARIANT_NAMES } from '../sim/check/index.ts';
import { runCommand } from '../sim/cli/commands/run.ts';
import { EXIT } from '../sim/cli/exit-code.ts';
import { FAULT_NAMES, FAULTS, strongestLevel } from '../sim/faults/index.ts';
import { listScenarios } from '../sim/scenario/index.ts';
import { METRIC_NAMES } from '../sim/metrics/index.ts';
import { simInTurn } from './command-session.ts';
import { ROOT, words } from './command.ts';
import type { Ran } from './command.ts';

const README = join(ROOT, 'README.md');
const readme = readFileSync(README, 'utf8');
const scratch = mkdtempSync(join(tmpdir(), 'petrel-readme-'));
afterAll(() => rmSync(scratch, { recursive: true }));

/** To paste the report anew after a change that was meant: UPDATE_README=1 npx vitest run tests/readme.test.ts */
const updating = process.env['UPDATE_README'] === '1';

function blocks(language: string): readonly string[] {
  const fenced = new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, 'gm');
  return [...readme.matchAll(fenced)].map(([, text = '']) => text);
}

function started(line: string): ChildProcess {
  // A group of its own, so that npm and what it starts end together.
  return spawn('sh', ['-c', line], { cwd: ROOT, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
}

function ended(child: ChildProcess): Promise<Ran> {
  let stdout = '';
  let stderr = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, stdout, stderr }));
  });
}

function stop(child: ChildProcess): void {
  if (child.pid !== undefined) process.kill(-child.pid, 'SIGTERM');
}

interface Typed {
  readonly line: string;
  readonly code: number;
}

/** Every line of the blocks that are meant for a shell; `# exit 1` behind one says how it ends, where not with 0. */
const commands: readonly Typed[] = blocks('sh').flatMap((block) =>
  block
    .trimEnd()
    .split('\n')
    .map((text) => {
      const [line = '', comment = ''] = text.split(/\s+#\s+/);
      const code = /^exit (\d+)$/.exec(comment)?.[1];
      return { line, code: code === undefined ? 0 : Number(code) };
    }),
);

const MAIN = 'npm ci && npm run sim -- --scenario storm --seed 42';
const TESTS = 'npm ci && npm test';
const SERVERS = ['npm run edge', 'npm run device'];
const BENCH = 'npm run bench';

/** What is not run word for word, and the test further down that stands for it. */
const STOOD_FOR = new Set([TESTS, BENCH, ...SERVERS]);
const isProgram = (line: string): boolean => SERVERS.some((server) => line.startsWith(server));

const runs = new Map<string, Promise<Ran>>();

/** Words that a shell hands on as they stand. */
const PLAIN = /^npm run sim -- ([\w ./,=%-]+)$/;

/**
 * `npm ci` is left out: without an installation this test would not run. Files go where they are swept up. Of plain words
 * a shell and npm make nothing, and start a process for each line: so those that end with 0 run in turn. The first line
 * of all and those that fail show that npm hands on words and exit code.
 */
function run({ line, code }: Typed): Promise<Ran> {
  let ran = runs.get(line);
  if (ran === undefined) {
    const plain = code === 0 ? PLAIN.exec(line)?.[1] : undefined;
    const placed = (text: string): string => text.replace('trace.jsonl', join(scratch, 'trace.jsonl'));
    ran =
      plain === undefined
        ? ended(started(placed(line.replace('npm ci && ', ''))))
        : simInTurn(words(placed(plain)));
    runs.set(line, ran);
  }
  return ran;
}

// Several at once on few cores, and some compare policies: each may take minutes on a busy machine.
describe.concurrent('a command of the README', { timeout: 300_000 }, () => {
  test.for(commands.filter(({ line }) => !STOOD_FOR.has(line) && !isProgram(line)))(
    '$line ends with $code',
    async (typed) => {
      const ran = await run(typed);
      expect(ran.code, `${ran.stdout}${ran.stderr}`).toBe(typed.code);
    },
  );

  test('prints the report that is pasted there, times and speeds aside', async () => {
    const { stdout } = await run({ line: MAIN, code: 0 });
    const [pasted = ''] = blocks('text');
    const report = stdout.slice(stdout.indexOf('storm · seed 42'));
    if (updating) writeFileSync(README, readme.replace(pasted, report));
    const timeless = (text: string): string =>
      text.replace(/wall \S+ · \S+× · \S+ exchanges\/s/, 'wall … · …× · … exchanges/s');
    expect(timeless(report)).toContain('wall … · …× · … exchanges/s');
    expect(timeless(updating ? report : pasted)).toBe(timeless(report));
  });

  test('edge and device run as two programs, and speak with each other', async () => {
    expect(commands.map(({ line }) => line)).toEqual(expect.arrayContaining(SERVERS));
    // On any free port instead of 8000, and without the shed requests, whose retries would take their seconds.
    const edge = started('npm run --silent edge -- --port 0 --overload 0');
    const over = ended(edge);
    try {
      const origin = `http://localhost:${await portOf(edge)}`;
      const devices = commands.filter(({ line }) => line.startsWith('npm run device --'));
      expect(devices).toHaveLength(1);
      for (const { line } of devices) {
        const local = line.replace('./state', join(scratch, 'state'));
        const device = await ended(started(`${local} --drop 0 --edge-url ${origin}/ingest`));
        expect(device.code, device.stderr).toBe(0);
        expect(device.stdout).toContain('telemetry_acknowledged');
      }
      expect((await fetch(`${origin}/health`)).status).toBe(200);
      const metrics: unknown = await (await fetch(`${origin}/metrics`)).json();
      expect(metrics).toMatchObject({ accepted_total: 3, transient_503_total: 0 });
    } finally {
      stop(edge);
    }
    expect((await over).stdout).toContain('"edge_stopped"');
  });

  test('the library example passes as it stands', async () => {
    const [example = ''] = blocks('ts');
    expect(example).toContain('assertPassed');
    const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '--eval', example], {
      cwd: ROOT,
    });
    const { code, stderr } = await ended(child);
    expect(stderr).toBe('');
    expect(code).toBe(0);
  });
});

/** The port that a program says it listens on, in its first log line. */
function portOf(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    let text = '';
    child.stdout?.on('data', (chunk: string) => {
      text += chunk;
      const port = /"port":(\d+)/.exec(text)?.[1];
      if (port !== undefined) resolve(Number(port));
    });
    child.once('close', () => reject(new Error(`It ended before it listened:\n${text}`)));
  });
}

const scripts = (
  JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { scripts: Record<string, string> }
).scripts;

describe('what the README names', () => {
  /** The words in backticks in the first column of the table below these words. */
  function tableUnder(words: string): readonly string[] {
    const from = readme.indexOf(`| ${words} |`);
    expect(from).toBeGreaterThan(0);
    const rows = readme.slice(from).split('\n\n')[0]?.split('\n').slice(2) ?? [];
    return rows.map((row) => row.split('|')[1]?.trim().replaceAll('`', '') ?? '');
  }

  test('are the scenarios that exist, all of them', () => {
    expect(tableUnder('scenario')).toEqual(listScenarios().map(({ name }) => name));
  });

  test('are the invariants that exist, all of them', () => {
    expect(tableUnder('invariant')).toEqual(INVARIANT_NAMES);
  });

  test('are the faults that exist, all of them, and whether a client can see each', () => {
    expect(tableUnder('fault')).toEqual(FAULT_NAMES);
    for (const fault of FAULT_NAMES) {
      const row = readme.split('\n').find((line) => line.startsWith(`| \`${fault}\` |`)) ?? '';
      expect(row.endsWith(strongestLevel(FAULTS[fault]) === 'seen' ? '| yes |' : '| no |'), row).toBe(true);
    }
  });

  test('are the flags that exist, all of them', () => {
    expect(tableUnder('flag of `run`')).toEqual(Object.keys(runCommand.flags).map((flag) => `--${flag}`));
    for (const policy of POLICY_NAMES) expect(readme).toContain(`\`${policy}\``);
  });

  test('are the exit codes that exist, all of them', () => {
    expect(tableUnder('exit code').map(Number)).toEqual(Object.values(EXIT));
  });

  test('are the metrics that exist, all of them', () => {
    const list = /The metrics that `expect` may name: ([^.]*)\./.exec(readme)?.[1] ?? '';
    expect([...list.matchAll(/`(\w+)`/g)].map(([, name]) => name)).toEqual(METRIC_NAMES);
  });

  test('is the scenario file as it stands', () => {
    expect(blocks('yaml')).toEqual([readFileSync(join(ROOT, 'scenarios', 'storm.yaml'), 'utf8')]);
  });

  test('runs these tests, and a bench that exists', () => {
    expect(scripts['test']).toBe('vitest run');
    expect(scripts['bench']).toMatch(/ bench\/main\.ts$/);
    expect(existsSync(join(ROOT, 'bench', 'main.ts'))).toBe(true);
    for (const { line } of commands.filter(({ line }) => STOOD_FOR.has(line))) {
      expect([TESTS, BENCH, ...SERVERS]).toContain(line);
    }
  });
});

describe('the documents', () => {
  const decisions = readdirSync(join(ROOT, 'docs', 'decisions')).toSorted();
  const files = [
    'README.md',
    'ARCHITECTURE.md',
    'CONTRIBUTING.md',
    'CHANGELOG.md',
    ...decisions.map((file) => join('docs', 'decisions', file)),
  ];
  const folders = new Set(
    readdirSync(ROOT, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [entry.name] : [])),
  );

  test.for(files)('%s links to files that exist', (file) => {
    const text = readFileSync(join(ROOT, file), 'utf8');
    for (const [, target = ''] of text.matchAll(/\]\(([^)#]+)\)/g)) {
      expect(existsSync(join(ROOT, dirname(file), target)), target).toBe(true);
    }
  });

  test.for(files)('%s names files and npm scripts that exist', (file) => {
    const text = readFileSync(join(ROOT, file), 'utf8');
    for (const [, name = ''] of text.matchAll(/`([\w.-]+(?:\/[\w.-]+)+\/?)`/g)) {
      if (folders.has(name.split('/')[0] ?? '')) expect(existsSync(join(ROOT, name)), name).toBe(true);
    }
    for (const [, script = ''] of text.matchAll(/\bnpm run (?:--silent )?([a-z][a-z:]*)/g)) {
      expect(Object.keys(scripts)).toContain(script);
    }
  });

  test('decisions are numbered from 0001 on, without a gap', () => {
    expect(decisions.map((file) => Number(file.slice(0, 4)))).toEqual(decisions.map((_, index) => index + 1));
  });
});
