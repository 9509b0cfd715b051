import { execFileSync, spawn } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { scratchFolder } from './scratch-folder.ts';
import { simInTurn } from './command-session.ts';
import { ROOT, sim } from './command.ts';
import type { Ran } from './command.ts';

/** All is delivered in `calm` and `duplicate`, so no run meets this, however small it is. */
const UNMET = ['--set', 'expect.delivered== 0%'];
const SMALL = [
  'sweep',
  '--scenario',
  'calm',
  '--scenario',
  'duplicate',
  '--devices',
  '2',
  '--duration',
  '20s',
];

interface Folder {
  readonly at: (name: string) => string;
  readonly sweep: (...words: readonly string[]) => Promise<Ran>;
}

/** A folder of its own, so that no corpus of another test is found. */
function folder(): Folder {
  const path = scratchFolder('sweep');
  return {
    at: (name) => join(path, name),
    sweep: (...words) => simInTurn([...SMALL, ...words], path),
  };
}

function linesOf(file: string): readonly string[] {
  return readFileSync(file, 'utf8').trimEnd().split('\n');
}

describe('the bytes of a sweep', () => {
  test('are the same for one worker, two, seven shards, and one that was killed and went on', async () => {
    const { at, sweep } = folder();
    const seeds = ['--seeds', '1..6'];
    const one = await sweep(...seeds, '--workers', '1', '--json', '--out', at('one.jsonl'));
    expect(one).toMatchObject({ code: 0, stderr: '' });
    const two = await sweep(...seeds, '--workers', '2', '--json');
    expect(two.stdout).toBe(one.stdout);

    const files: string[] = [];
    for (let index = 1; index <= 7; index += 1) {
      files.push(at(`shard-${index}.jsonl`));
      const shard = await sweep(
        ...seeds,
        '--workers',
        '1',
        '-q',
        '--shard',
        `${index}/7`,
        '--out',
        at(`shard-${index}.jsonl`),
      );
      expect(shard.code).toBe(0);
    }
    const merged = await simInTurn(['merge', ...files.toReversed(), '--json', '--out', at('merged.jsonl')]);
    expect(merged.stdout).toBe(one.stdout);
    const again = await simInTurn(['merge', at('merged.jsonl'), '--json']);
    expect(again.stdout).toBe(one.stdout);
    const full = await simInTurn(['merge', at('merged.jsonl'), '--json', '--out', at('merged.jsonl/no')]);
    expect(full).toMatchObject({ code: 7, stdout: one.stdout });
    expect(full.stderr).toMatch(/^sim: --out .* could not be written: /);
    writeFileSync(at('packed.jsonl.gz'), gzipSync(readFileSync(at('merged.jsonl'))));
    writeFileSync(at('empty.jsonl'), '');
    for (const [name, says] of [
      ['packed.jsonl.gz', 'it is packed with gzip. Unpack it first: gunzip -k '],
      ['empty.jsonl', 'it is empty: its shard has not begun'],
      ['none.jsonl', 'there is no such file'],
      ['.', 'it is a folder. Name the files in it: '],
    ] as const) {
      const refused = await simInTurn(['merge', at(name)]);
      expect(refused).toMatchObject({ code: 2, stdout: '' });
      expect(refused.stderr).toContain(says);
    }
    const missing = await simInTurn(['merge', ...files.slice(1)]);
    expect(missing).toMatchObject({ code: 2, stdout: '' });
    expect(missing.stderr).toContain('shard 1/7 is missing');

    // Killed while it wrote its sixth run: the head, five runs and a piece of a line are there.
    const lines = linesOf(at('one.jsonl'));
    writeFileSync(at('killed.jsonl'), `${lines.slice(0, 6).join('\n')}\n${lines[6]?.slice(0, 40)}`);
    const unfinished = await simInTurn(['merge', at('killed.jsonl')]);
    expect(unfinished.stderr).toContain('it holds 5 of 12 runs; go on with it first');
    const resumed = await sweep(...seeds, '--workers', '1', '--json', '--out', at('killed.jsonl'));
    expect(resumed.stdout).toBe(one.stdout);
    expect(linesOf(at('killed.jsonl'))).toEqual(lines);

    const foreign = await sweep('--seeds', '1..7', '--out', at('one.jsonl'));
    expect(foreign).toMatchObject({ code: 2, stdout: '' });
    expect(foreign.stderr).toContain('another plan');
  }, 240_000);
});

describe('a failure', () => {
  test('is in the corpus, and the next sweep begins with it', async () => {
    const { at, sweep } = folder();
    const first = await sweep('--seeds', '4..5', '--workers', '1', '--bail', ...UNMET);
    expect(first.code).toBe(1);
    expect(first.stdout).toContain(
      'FAILED  1 of 1 run of 2 scenarios failed; 3 of 4 were not run, as --bail asks',
    );
    expect(first.stdout).toContain('--scenario calm --seed 4');
    expect(readFileSync(at('failures/corpus.yaml'), 'utf8')).toContain('seed: "4"');

    const next = await sweep('--seeds', '9', '--workers', '1', '--reporter', 'jsonl', ...UNMET);
    expect(next.stderr).toContain('--seeds 9 is the one seed 9; 9 seeds are 1..9\n');
    const [run] = next.stdout.split('\n');
    expect(JSON.parse(run ?? '')).toMatchObject({ scenario: 'calm', seed: '4', outcome: 'violated' });
  });

  test('that a sweep found before it was broken off does not keep it from going on, nor its shards from being one', async () => {
    const { at, sweep } = folder();
    const seeds = ['--seeds', '4..5', '--workers', '1', ...UNMET];
    await sweep(...seeds, '--bail', '--shard', '1/2', '--out', at('one.jsonl'));
    expect(readFileSync(at('failures/corpus.yaml'), 'utf8')).toContain('seed: "4"');
    const goneOn = await sweep(...seeds, '--shard', '1/2', '--out', at('one.jsonl'));
    expect(goneOn).toMatchObject({ code: 1, stderr: expect.not.stringContaining('another plan') });
    expect(goneOn.stdout).toContain('1 were done before');
    await sweep(...seeds, '--shard', '2/2', '--out', at('two.jsonl'));
    const merged = await simInTurn(['merge', at('one.jsonl'), at('two.jsonl')]);
    expect(merged).toMatchObject({ code: 1, stderr: '' });
    expect(merged.stdout).toContain('FAILED  4 of 4 runs of 2 scenarios failed');
  });

  test('is told by every reporter at once, and one that can not write spoils no other', async () => {
    const { at, sweep } = folder();
    const ran = await sweep(
      '--seeds',
      '1',
      '--workers',
      '1',
      ...UNMET,
      '--reporter',
      'table',
      '--reporter',
      'junit=/dev/full',
      '--reporter',
      `tap=${at('t.tap')}`,
      '--reporter',
      `markdown=${at('m.md')}`,
    );
    // What failed is graver than what was not written.
    expect(ran.code).toBe(1);
    expect(ran.stdout).toContain('FAILED  2 of 2 runs of 2 scenarios failed');
    expect(ran.stderr).toContain('the reporter junit could not write to /dev/full');
    expect(readFileSync(at('t.tap'), 'utf8')).toContain('not ok 1 - calm, seed 1');
    expect(readFileSync(at('m.md'), 'utf8')).toContain('delivered: wanted = 0%, got 100%');
  });
});

test('what fails alike in all scenarios is told once', async () => {
  const { at, sweep } = folder();
  writeFileSync(at('edge.mjs'), `export function createEdge() { throw new Error('no database'); }\n`);
  const ran = await sweep('--seeds', '1..2', '--edge', at('edge.mjs'));
  expect(ran.code).toBe(1);
  expect(ran.stdout).toContain('✗ crashed in 2 scenarios, 4 runs (calm, duplicate)');
  expect(ran.stdout.match(/no database/g)).toHaveLength(1);
});

test('what was left out of all runs is told with its reason', async () => {
  const { at, sweep } = folder();
  const { stdout } = await sweep(
    '--seeds',
    '1',
    '--reporter',
    'table',
    '--reporter',
    `markdown=${at('m.md')}`,
  );
  expect(stdout).toContain('  – the run was made smaller: network.duplicate');
  expect(stdout).toMatch(/PASSED {2}2 runs of 2 scenarios passed; in 1 not all expectations were judged/);
  expect(readFileSync(at('m.md'), 'utf8')).toContain('### Not judged\n\n- the run was made smaller: ');
});

test('what a flag asks for is annotated on the scenario, as it stands in no line', async () => {
  const { sweep } = folder();
  const { stdout } = await sweep('--seeds', '1', ...UNMET, '--reporter', 'github');
  expect(stdout).toMatch(/^::error file=\S*scenarios\/calm\.yaml,line=2,title=calm/);
});

describe('no pass', () => {
  test('where the results could not be kept', async () => {
    const { at, sweep } = folder();
    const ran = await sweep('--seeds', '1', '--reporter', 'json=/dev/full');
    expect(ran.code).toBe(7);
    expect(await sweep('--seeds', '1', '--out', '/dev/full')).toMatchObject({ code: 7, stdout: '' });
    const pipe = at('pipe');
    execFileSync('mkfifo', [pipe]);
    const unread = await sweep('--seeds', '1', '--out', pipe);
    expect(unread).toMatchObject({ code: 7, stdout: '' });
    expect(unread.stderr).toContain(`${pipe} could not be written: it is a pipe that nobody reads`);
  });

  test('where there is no room for all results: those that are whole stay, and the next one goes on', async () => {
    const { at } = folder();
    const seeds = ['--seeds', '1..8', '--out', at('out.jsonl')];
    // The line of a run has more than one KiB, so not all 16 have room.
    const full = await sim([...SMALL, ...seeds], { cwd: at('.'), fileKibMax: 8 });
    expect(full.code).toBe(7);
    expect(full.stdout).not.toContain('PASSED');
    expect(full.stderr).toContain('out.jsonl could not be written: EFBIG');
    const kept = linesOf(at('out.jsonl')).slice(0, -1);
    expect(kept.length).toBeGreaterThan(1);

    // By the same program, or it would be refused.
    const goneOn = await sim([...SMALL, ...seeds], { cwd: at('.') });
    expect(goneOn.code).toBe(0);
    expect(goneOn.stdout).toContain(`${kept.length - 1} were done before`);
    expect(linesOf(at('out.jsonl')).slice(0, kept.length)).toEqual(kept);
  });

  test('where it was interrupted: what is done is kept, and the next one goes on', async () => {
    const { at } = folder();
    const out = at('out.jsonl');
    const words = [...SMALL, '--seeds', '1..4000', '--workers', '1', '--out', out];
    const { code, stdout } = await interrupted(words, at('.'), () => {
      return existsSync(out) && linesOf(out).length >= 3;
    });
    expect(code).toBe(130);
    expect(stdout).not.toContain('PASSED');
    expect(stdout).toMatch(/it\s+was\s+interrupted:/);
    expect(stdout.replace(/\s+/g, ' ')).toContain('the same command goes on from');
    expect(linesOf(out).length).toBeGreaterThanOrEqual(3);
  });

  test('where it was interrupted in its last run, and why is said', async () => {
    const { at } = folder();
    // Its only run is under way from the one file until there is the other.
    writeFileSync(
      at('edge.mjs'),
      `import { existsSync, writeFileSync } from 'node:fs';
export function createEdge() {
  writeFileSync('begun', '');
  while (!existsSync('heard'));
  return { handler: (request, response) => void request.pipe(response) };
}`,
    );
    const words = [
      'sweep',
      '--scenario',
      'calm',
      '--duration',
      '10s',
      '--seeds',
      '1',
      '--edge',
      './edge.mjs',
    ];
    const begun = (): boolean => existsSync(at('begun'));
    const { code, stdout } = await interrupted(words, at('.'), begun, () => writeFileSync(at('heard'), ''));
    expect(code).toBe(130);
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain(
      'FAILED 1 run of 1 scenario passed; in 1 not all expectations were judged; it was interrupted: all were run by then',
    );
  });
});

/** Ctrl-C once `isTime`; `onHeard` is called when the command says that it has heard it. */
async function interrupted(
  words: readonly string[],
  cwd: string,
  isTime: () => boolean,
  onHeard = () => {},
): Promise<Pick<Ran, 'code' | 'stdout'>> {
  const child = spawn(process.execPath, [join(ROOT, 'start', 'petrel.cjs'), 'sim', ...words], {
    cwd,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on('data', onHeard);
  const closed = new Promise<number | null>((resolve) => child.on('close', resolve));
  while (!isTime()) await new Promise((resolve) => setTimeout(resolve, 20));
  child.kill('SIGINT');
  return { code: await closed, stdout };
}

test('what shall happen sometimes and never did fails the whole, and no shard of it', async () => {
  const { sweep } = folder();
  // Nothing is lost in these scenarios.
  const wanted = ['--seeds', '1', '--set', 'expect.sometimes=[retry-after-lost-answer]'];
  const whole = await sweep(...wanted);
  expect(whole.code).toBe(1);
  expect(whole.stdout).toMatch(/never in\s+calm:\s+retry-after-lost-answer/);
  const shard = await sweep(...wanted, '--shard', '1/2');
  expect(shard.code).toBe(0);
});

test.for<[words: readonly string[], says: string]>([
  [['--seeds', 'night:2026-13-01'], 'is no day from 2000-01-01 on'],
  [['--seeds', 'random:0'], 'must end with a count from 1 to 100000'],
  [['--shard', '8/7'], '"8/7" is no shard. Allowed: 1/7 to 7/7'],
  [['--shard', 'auto'], 'the environment names no shard'],
  [['--reporter', 'junitt'], 'did you mean junit?'],
  [['--reporter', 'json', '--reporter', 'tap'], 'json and tap would both go to stdout'],
  [['--reporter', 'tap=a', '--reporter', 'json=a'], 'two reporters would write a'],
  [['--corpus', 'package.json'], 'it is no corpus'],
])('%s is refused in a sentence', async ([words, says]) => {
  const ran = await sim([...SMALL, ...words]);
  expect(ran).toMatchObject({ code: 2, stdout: '' });
  expect(ran.stderr).toContain(says);
});

test.for([
  ['<<<<<<< HEAD\n- scenario: calm\n=======\n>>>>>>> other\n', 'at line 1 a merge left both sides'],
  ['- scenario: calm\n  seed: "3"\n', 'entry 1, failure: '],
  ['- [\n', 'it is no YAML: '],
] as const)('of a damaged corpus it says where: %j is %s', async ([text, says]) => {
  const { at } = folder();
  writeFileSync(at('corpus.yaml'), text);
  const ran = await simInTurn([...SMALL, '--seeds', '1', '--corpus', at('corpus.yaml')]);
  expect(ran).toMatchObject({ code: 2, stdout: '' });
  expect(ran.stderr).toContain(says);
  expect(ran.stderr).toContain('Mend it, or remove it.');
});

test('a sweep that came to no run says so, and is no pass', async () => {
  const { sweep } = folder();
  const ran = await sweep('--seeds', '1', '--time-budget', '0s', '--out', 'out.jsonl');
  expect(ran.code).toBe(8);
  expect(ran.stdout).toMatch(
    /INCONCLUSIVE {2}no\s+run\s+was\s+made[^]*the\s+same\s+command\s+goes\s+on\s+from\s+out.jsonl/,
  );
  // Two runs, three shards: one has nothing to do, which is not its fault.
  const idle = await sweep('--seeds', '1', '--shard', '3/3');
  expect(idle.code).toBe(0);
  expect(idle.stdout).toMatch(/there\s+is\s+nothing\s+to\s+run\s+of\s+shard\s+3\/3/);
});

test('what code under test wants to happen sometimes must happen in some run of the whole', async () => {
  const { at, sweep } = folder();
  const code = `
export const sometimes = ['seen_again', 'never_logged'];
export function createEdge({ log, stored }) {
  const seen = new Set();
  const handler = (request, response) => {
    if (request.method !== 'POST') return void response.writeHead(404).end();
    let text = '';
    request.on('data', (chunk) => (text += chunk));
    request.on('end', () => {
      const message = JSON.parse(text);
      const key = message.device_id + '/' + message.sequence_id;
      if (seen.has(key)) log('info', 'seen_again', {});
      else stored(message);
      seen.add(key);
      const { device_id, sequence_id } = message;
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ device_id, sequence_id }));
    });
  };
  return { handler, accepted: 'as-it-happens' };
}`;
  writeFileSync(at('edge.mjs'), code);
  const words = ['--seeds', '1', '--edge', './edge.mjs'];
  const ran = await sweep(...words);
  expect(ran.code).toBe(1);
  // Requests come twice in one of the two scenarios, which is enough.
  expect(ran.stdout).toMatch(/✓ any scenario {2}edge_logged event=seen_again +\d+× +in 1 of 2/);
  expect(ran.stdout).toMatch(/never\s+in\s+any\s+scenario:\s+edge_logged\s+event=never_logged$/m);
  expect(ran.stdout).not.toMatch(/never\s+in\s+calm/);

  writeFileSync(at('edge.mjs'), code.replace(/sometimes = .*;/, 'sometimes = ["late-anser"];'));
  const refused = await sweep(...words);
  expect(refused).toMatchObject({ code: 2, stdout: '' });
  expect(refused.stderr).toContain('did you mean late-answer?');
});
