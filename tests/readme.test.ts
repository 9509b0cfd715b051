import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { scratchFolder } from './scratch-folder.ts';
import { simInTurn } from './command-session.ts';
import { ROOT, words } from './command.ts';
import type { Ran } from './command.ts';

const README = join(ROOT, 'README.md');
const readme = readFileSync(README, 'utf8');
const README_LINES_MAX = 200;

function markdownIn(...folder: readonly string[]): readonly string[] {
  const files = readdirSync(join(ROOT, ...folder)).toSorted();
  return files.filter((file) => file.endsWith('.md')).map((file) => join(...folder, file));
}

/**
 * Whose commands are run. Those of the guide to policies take an hour: they compare all of them, on many seeds. Those for CI
 * run for a night and on many machines: `ci-examples.test.ts` reads them. Those of the first hour, of fits and of live runs
 * need an app, a log or an edge of somebody: the tests of these commands bring them.
 */
const READ_ONLY = /(choosing-a-policy|ci|first-hour|fitting|live)\.md$/;
const PAGES = ['README.md', ...markdownIn('docs').filter((file) => !READ_ONLY.test(file))];
const pages = PAGES.map((file) => readFileSync(join(ROOT, file), 'utf8'));

/** The examples of the README, and what the commands write. Packages are found from there too. */
const scratch = scratchFolder('readme');
symlinkSync(join(ROOT, 'node_modules'), join(scratch, 'node_modules'));

const RENEW = 'UPDATE_README=1 npx vitest run tests/readme.test.ts';
const updating = process.env['UPDATE_README'] === '1';

function blocks(language: string): readonly string[] {
  const fenced = new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, 'gm');
  return pages.flatMap((page) => [...page.matchAll(fenced)].map(([, text = '']) => text));
}

/** The first line of an example says the name of its file. */
const examples = blocks('js').map((text) => ({
  name: /^\/\/ (my-[a-z]+\.mjs)\n/.exec(text)?.[1] ?? '',
  text,
}));
for (const { name, text } of examples) writeFileSync(join(scratch, name), text);

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
const SERVERS = ['npm run edge', 'npm run device'];
/** They measure for minutes; what they start is tested by itself. */
const BENCHES = ['npm run bench', 'npm run bench:load'];

/** What is not run word for word, and the test further down that stands for it. */
const STOOD_FOR = new Set([...BENCHES, ...SERVERS]);
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
    const placed = (text: string): string =>
      text
        .replace(/\b(trace\.jsonl|storm\.html|FOLDER)\b/, join(scratch, '$1'))
        .replace('./my-', join(scratch, 'my-'));
    ran =
      plain === undefined
        ? ended(started(placed(line.replace('npm ci && ', ''))))
        : simInTurn(words(placed(plain)));
    runs.set(line, ran);
  }
  return ran;
}

// Several at once on few cores, and some compare policies: each may take minutes on a busy machine.
describe.concurrent('a command of the README and of docs/', { timeout: 300_000 }, () => {
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
    expect(timeless(updating ? report : pasted), `to paste it anew: ${RENEW}`).toBe(timeless(report));
  });

  test('edge and device run as two programs, and speak with each other', async () => {
    expect(commands.map(({ line }) => line)).toEqual(expect.arrayContaining(SERVERS));
    // On any free port instead of 8000, and without the shed requests, whose retries would take their seconds.
    const edge = started('npm run --silent edge -- --port 0 --store memory');
    const over = ended(edge);
    try {
      const origin = `http://localhost:${await portOf(edge)}`;
      const devices = commands.filter(({ line }) => line.startsWith('npm run device -- --'));
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

describe('the README and docs/', () => {
  test('begin with what can be read in ten minutes', () => {
    expect(readme.trimEnd().split('\n').length).toBeLessThanOrEqual(README_LINES_MAX);
  });

  test('have an example of each thing to bring, and a command that runs it', () => {
    const lines = commands.map(({ line }) => line).join('\n');
    expect(examples.map(({ name }) => name)).toEqual(['my-edge.mjs', 'my-device.mjs']);
    for (const { name } of examples) expect(lines).toContain(`./${name}`);
  });

  test('show the scenario file as it stands', () => {
    expect(blocks('yaml')).toContain(readFileSync(join(ROOT, 'scenarios', 'storm.yaml'), 'utf8'));
  });

  test('name these tests', () => {
    expect(readme).toContain('`npm ci && npm test`');
    expect(scripts['test']).toBe('vitest run');
  });

  test.for(BENCHES)('name %s, which exists', (bench) => {
    expect(commands.map(({ line }) => line)).toContain(bench);
    const [file = ''] =
      / (bench\/[\w/]+\.ts)$/.exec(scripts[bench.replace('npm run ', '')] ?? '')?.slice(1) ?? [];
    expect(existsSync(join(ROOT, file)), file).toBe(true);
    expect(file).not.toBe('');
  });
});

/** What a heading can be linked by, as GitHub makes it. */
function anchorsOf(file: string): readonly string[] {
  const headings = readFileSync(join(ROOT, file), 'utf8').matchAll(/^#+ (.+)$/gm);
  return [...headings].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\w\- ]/g, '')
      .replaceAll(' ', '-'),
  );
}

describe('the documents', () => {
  const decisions = markdownIn('docs', 'decisions').map((file) => basename(file));
  const files = [
    ...markdownIn(),
    ...markdownIn('docs'),
    ...markdownIn('docs', 'decisions'),
    ...markdownIn('docs', 'reference'),
    ...markdownIn('examples'),
  ];
  const folders = new Set(
    readdirSync(ROOT, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [entry.name] : [])),
  );

  test.for(files)('%s links to files that exist, and to headings in them', (file) => {
    const text = readFileSync(join(ROOT, file), 'utf8');
    for (const [, target = '', anchor] of text.matchAll(/\]\(([^)#]*)(?:#([^)]*))?\)/g)) {
      const linked = target === '' ? file : join(dirname(file), target);
      expect(existsSync(join(ROOT, linked)), target).toBe(true);
      if (anchor !== undefined) expect(anchorsOf(linked), `${target}#${anchor}`).toContain(anchor);
    }
  });

  test.for(files)('%s names files and npm scripts that exist', (file) => {
    const text = readFileSync(join(ROOT, file), 'utf8');
    for (const [, name = ''] of text.matchAll(/`([\w.-]+(?:\/[\w.-]+)+\/?)`/g)) {
      if (folders.has(name.split('/')[0] ?? '')) expect(existsSync(join(ROOT, name)), name).toBe(true);
    }
    for (const [, script = ''] of text.matchAll(/\bnpm run (?:--silent )?([a-z][a-z:-]*)/g)) {
      expect(Object.keys(scripts)).toContain(script);
    }
  });

  test('decisions are numbered from 0001 on, without a gap', () => {
    expect(decisions.map((file) => Number(file.slice(0, 4)))).toEqual(decisions.map((_, index) => index + 1));
  });
});
