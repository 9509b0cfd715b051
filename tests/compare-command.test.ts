import { spawn, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { scratchFolder } from './scratch-folder.ts';
import { simInTurn } from './command-session.ts';
import { ROOT, sim, words } from './command.ts';

/** The window of the storm begins after one minute. */
const STORM = 'compare --scenario storm --devices 3 --duration 2m';

interface ComparedJson {
  readonly complete: boolean;
  readonly primary: string | null;
  readonly seeds: readonly string[];
  readonly transport: string;
  readonly precision: { readonly asked: number; readonly reached: boolean } | null;
  readonly sweep: { readonly setting: string; readonly value: string } | null;
  readonly devices: number;
  readonly warnings: readonly string[];
  readonly policies: readonly {
    readonly policy: string;
    readonly delayFactor: number;
    readonly meanTotalDelayMs: number | null;
    readonly outcomes: Readonly<Record<string, number>>;
    readonly measures: readonly {
      readonly metric: string;
      readonly exploratory: boolean;
      readonly best: boolean;
      readonly difference: {
        readonly pValue: number | null;
        readonly pAdjusted: number | null;
        readonly significant: boolean;
      } | null;
    }[];
  }[];
}

function compared(stdout: string): readonly ComparedJson[] {
  return JSON.parse(stdout) as readonly ComparedJson[];
}

function moduleWith(text: string): string {
  const file = join(scratchFolder('compare'), 'mine.mjs');
  writeFileSync(file, text);
  return file;
}

const HALF_A_SECOND = `export const policy = {
  name: 'half-a-second', retriesMax: 3,
  delayMs: () => 500, delayBoundsMs: () => ({ min: 500, max: 500 }),
};`;

/** Each comparison may start threads of its own. */
const SLOW_MS = 180_000;

describe('a comparison', { timeout: SLOW_MS }, () => {
  test('gives the same bytes for any number of workers', async () => {
    const file = moduleWith(HALF_A_SECOND);
    const policies = ['exponential-jitter', 'none', file];
    const given = [...words(`${STORM} --seeds 1..3 --json --policies`), policies.join(',')];
    const one = await sim([...given, '--workers', '1']);
    expect(one.stderr).toBe('');
    expect(one.code).toBe(0);
    const [comparison] = compared(one.stdout);
    expect(comparison).toMatchObject({ seeds: ['1', '2', '3'], transport: 'direct', complete: true });
    expect(comparison?.policies.map(({ policy }) => policy)).toEqual(policies);
    for (const workers of ['2', '3']) {
      const more = await simInTurn([...given, '--workers', workers]);
      expect(more.stdout).toBe(one.stdout);
    }
  });

  test('that finds a missed expectation shows it, and exits with 0', async () => {
    const { code, stdout } = await simInTurn(
      // Of the size that the expectation was written for: a smaller run has too few readings to tell.
      words(
        'compare --scenario storm --policies exponential-jitter,none --seeds 1,2 --workers 1 --duration 5m',
      ),
    );
    expect(code).toBe(0);
    expect(stdout).toMatch(/none: 2 of 2 runs did not pass/);
    for (const line of stdout.trimEnd().split('\n')) expect(line.length, line).toBeLessThanOrEqual(80);
    expect(stdout.trimEnd()).toMatch(
      /To see it again:\n {2}npm run sim -- compare --scenario storm --policies [^]*--duration 5m$/,
    );
  });

  test('with a run that breaks exits with 1, and ends with the line that shows that run', async () => {
    const edge = moduleWith(`
      let requests = 0;
      export const app = (request, response) => {
        requests += 1;
        if (requests === 9) setTimeout(() => { throw new Error('ninth') }, 10);
        request.resume();
        request.on('end', () => response.end('{}'));
      };`);
    const line = words('compare --scenario calm --duration 1m --policies fixed,none --seeds 7,8');
    const { code, stdout } = await simInTurn([...line, '--edge', edge, '--workers', '2']);
    expect(code).toBe(1);
    expect(stdout).toContain('ninth');
    // How many modules a thread has loaded before must not show.
    expect(stdout).not.toContain('petrel-instance');
    const pasted = stdout.split('To see it again:\n').at(-1)?.trim() ?? '';
    expect(pasted.replaceAll(/\s*\\\n\s*/g, ' ')).toBe(
      `npm run sim -- --scenario calm --seed 7 --policy fixed --duration 1m --edge ${edge}`,
    );
    const again = spawnSync('sh', ['-c', pasted.replace('npm run sim', 'npm run --silent sim')], {
      cwd: ROOT,
    });
    expect(again.status).toBe(1);
    expect(again.stdout.toString()).toContain('ninth');
  });

  test('with a broken run whose delays are scaled ends with the comparison of that seed', async () => {
    // No flag of a run scales delays. Every run reaches the limit; the first is one of full jitter.
    const line = words(`${STORM} --policies full-jitter,exponential --baseline exponential --normalize`);
    const { code, stdout } = await simInTurn([...line, '--set', 'limits.events=500', '--workers', '1']);
    expect(code).toBe(6);
    const pasted = stdout.split('To see it again:\n').at(-1)?.trim() ?? '';
    expect(pasted.replaceAll(/\s*\\\n\s*/g, ' ')).toMatch(
      /^npm run sim -- compare --scenario storm --policies full-jitter,exponential --seeds 1 .*--normalize$/,
    );
  });

  test('normalised makes all wait as long as the baseline, and warns of those that can not', async () => {
    const { code, stdout } = await simInTurn(
      words(`${STORM} --policies exponential,full-jitter,none --seeds 1 --normalize --workers 1 --json`),
    );
    expect(code).toBe(0);
    const [comparison] = compared(stdout);
    const [exponential, fullJitter, none] = comparison?.policies ?? [];
    // 1 + 2 + 4 + 8 + 16 s; full jitter waits half of each on average.
    expect(exponential?.meanTotalDelayMs).toBeCloseTo(31_000, 3);
    expect(fullJitter?.delayFactor).toBeCloseTo(2, 4);
    expect(fullJitter?.meanTotalDelayMs).toBeCloseTo(31_000, 3);
    expect(none?.delayFactor).toBe(1);
    expect(comparison?.warnings.join()).toContain(
      'none is not scaled to the delays of exponential: it never waits',
    );
  });

  test('over a sweep is one for each value, with one policy if need be', async () => {
    const { code, stdout, stderr } = await simInTurn(
      words(
        'compare --scenario calm --duration 10s --policies fixed --seeds 1,2 --sweep devices=1,3 --workers 1 --json',
      ),
    );
    expect(stderr).toBe('');
    expect(code).toBe(0);
    expect(compared(stdout).map(({ sweep, devices }) => ({ sweep, devices }))).toEqual([
      { sweep: { setting: 'devices', value: '1' }, devices: 1 },
      { sweep: { setting: 'devices', value: '3' }, devices: 3 },
    ]);
  });

  test('with a precision runs whole batches of seeds, and says when it gives up', async () => {
    const { stdout } = await simInTurn(
      words(
        `${STORM} --policies fixed,none --seeds 1..2 --precision 0.01% --max-seeds 12 --workers 2 --json`,
      ),
    );
    const [comparison] = compared(stdout);
    // A precision begins with ten, and the bound cuts the second ten short.
    expect(comparison?.seeds).toEqual(Array.from({ length: 12 }, (_, index) => String(index + 1)));
    expect(comparison?.precision).toEqual({ asked: 0.0001, reached: false });
  });

  test('with a primary metric marks that alone, on better terms', async () => {
    const line = `${STORM} --policies fixed,none --seeds 1..6 --workers 2 --json`;
    const measuresOf = async (flags: string) => {
      const { stdout } = await simInTurn(words(`${line} ${flags}`));
      const [comparison] = compared(stdout);
      return { primary: comparison?.primary, measures: comparison?.policies[1]?.measures ?? [] };
    };
    const all = await measuresOf('');
    const one = await measuresOf('--primary attemptsPerReading');
    expect([all.primary, one.primary]).toEqual([null, 'attemptsPerReading']);
    expect(all.measures.some(({ exploratory }) => exploratory)).toBe(false);
    const differenceIn = ({ measures }: typeof all) =>
      measures.find(({ metric }) => metric === 'attemptsPerReading')?.difference;
    // Only one policy is held against the baseline: nothing to correct for.
    expect(differenceIn(one)?.pAdjusted).toBe(differenceIn(one)?.pValue);
    expect(differenceIn(all)?.pAdjusted).toBeGreaterThan(differenceIn(all)?.pValue ?? Number.NaN);
    expect(differenceIn(one)?.significant).toBe(true);
    const others = one.measures.filter(({ metric }) => metric !== 'attemptsPerReading');
    expect(others.filter(({ exploratory, best }) => !exploratory || best)).toEqual([]);
    expect(others.filter(({ difference }) => difference?.significant)).toEqual([]);
  });

  test('interrupted prints the seeds that are done, says so, and exits with 130', async () => {
    // Loaded once before the first seed and once for each: the third time, the first seed is done.
    const policy = moduleWith(`process.stderr.write('LOADED ');${HALF_A_SECOND}`);
    const line = words(`${STORM} --seeds 1..100000 --workers 1 --policies`);
    const flags = [join(ROOT, 'start', 'petrel.cjs'), 'sim', ...line, `fixed,${policy}`];
    const child = spawn(process.execPath, flags, { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk: Buffer) => {
      stdout += chunk.toString();
    });
    let asked = false;
    child.stderr.on('data', (chunk: Buffer) => {
      stderr += chunk.toString();
      if (asked || stderr.split('LOADED').length <= 3) return;
      asked = child.kill('SIGINT');
    });
    const code = await new Promise<number | null>((resolve) => {
      child.on('close', resolve);
    });
    expect(code).toBe(130);
    expect(stderr).toMatch(/Stopped: \d+ of 100000 seeds are done\./);
    expect(stdout).toContain('Interrupted: this is what was done by then.');
    expect(stdout).toMatch(/seeds +\d+: 1/);
  });
});

describe('a comparison that can not be made exits with 2 and a sentence', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['compare --scenario storm --policies fixed,ful-jitter', 'did you mean full-jitter?'],
    ['compare --scenario stormm --policies fixed,none', 'did you mean storm?'],
    ['compare --scenario lost-* --policies fixed,none --set nonsense=1', 'nonsense'],
    ['compare --scenario calm --policies fixed,none --sweep fleet.devicess=1,2', 'did you mean devices?'],
    ['compare --scenario calm --policies none,fixed --normalize', '--normalize: nothing can be made to wait'],
    ['compare --scenario calm --policies none,fixed --polices x', 'did you mean --policies?'],
  ];

  test.for(cases)('%s', async ([line, sentence]) => {
    const { code, stdout, stderr } = await simInTurn(words(line));
    expect(stderr).toContain(sentence);
    expect(stderr).not.toMatch(/^\s+at /m);
    expect(stdout).toBe('');
    expect(code).toBe(2);
  });

  test('also where a scenario that one word stands for is not one', async () => {
    const { code, stderr } = await simInTurn(words('compare --scenario r* --policies fixed,none'));
    expect(code).toBe(2);
    expect(stderr).toMatch(/compare takes one scenario; r\* stands for \d+: /);
  });
});

test('a policy that throws only after many calls is named in a sentence', async () => {
  const file = moduleWith(`let calls = 0;
export const policy = {
  name: 'late', retriesMax: 3,
  delayMs: () => { calls += 1; if (calls > 300) throw new Error('out of delays'); return 500; },
  delayBoundsMs: () => ({ min: 500, max: 500 }),
};`);
  const ran = await simInTurn([...words(`${STORM} --seeds 1 --policies`), `full-jitter,${file}`]);
  expect({
    code: ran.code,
    stderr: ran.stderr.includes('late threw while its delays were tried out: out of delays'),
  }).toEqual({ code: 2, stderr: true });
  expect(ran.stderr).not.toContain('    at ');
});
