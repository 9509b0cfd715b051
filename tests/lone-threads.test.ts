import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { scratchFolder } from './scratch-folder.ts';
import type { PolicyComparison } from '../sim/index.ts';
import { simInTurn } from './command-session.ts';
import { sim, words } from './command.ts';

const folder = scratchFolder('lone');

function write(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

function fleet(name: string, devices: number): string {
  const text = `name: ${name}\nduration: 20s\nfleet: { devices: ${devices}, interval: 5s, start: staggered }\n`;
  return write(`${name}.yaml`, text);
}

const TWO_AND_ONE = ['--scenario', fleet('pair', 2), '--scenario', fleet('lone', 1), '--seed', '1'];

/** An edge that does something to the second device, and answers all others. */
function edgeThat(name: string, does: string): readonly string[] {
  const path = write(
    `${name}.mjs`,
    `export const createEdge = () => ({
  handler: (request, response) => {
    let body = '';
    request.on('data', (chunk) => (body += chunk));
    request.on('end', () => {
      if (body.includes('device-002')) {
        ${does}
        return;
      }
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(body);
    });
  },
});
`,
  );
  return ['--edge', path, '--transport', 'inject', '--quiet'];
}

/** Of the seeds 2 and 3 the second, whose first random number is below 0.4. */
const LOST = 1;

describe('the next run passes', { timeout: 120_000 }, () => {
  // The graver of "failed" and "passed".
  test.for([
    { after: 'a run that hung', does: '', word: 'VIOLATED', code: 1 },
    {
      after: 'a run that crashed',
      does: "setTimeout(() => { throw new Error('x'); }, 10);",
      word: 'CRASHED',
      code: 1,
    },
    { after: 'a run that ended its thread', does: 'process.reallyExit(3);', word: 'CRASHED', code: 1 },
    { after: 'a run that spoilt JSON', does: "JSON.stringify = () => 'x';", word: 'CRASHED', code: 1 },
  ])('after $after', async ({ after, does, word, code }) => {
    const ran = await simInTurn([...TWO_AND_ONE, ...edgeThat(after.replaceAll(' ', '-'), does)]);
    const said = `${ran.stdout}${ran.stderr}`;
    expect(ran.code).toBe(code);
    expect(said).toMatch(new RegExp(`^${word}  pair · seed 1 · `, 'm'));
    expect(said).toMatch(/^PASSED  lone · seed 1 · /m);
  });

  test('and a run that ended its thread stands in the report, with what is known of it', async () => {
    const edge = edgeThat('gone-json', 'process.reallyExit(3);').filter((word) => word !== '--quiet');
    const { code, stdout } = await simInTurn([...TWO_AND_ONE, ...edge, '--json']);
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject([
      {
        scenario: { name: 'pair' },
        seed: '1',
        outcome: 'crashed',
        why: 'its thread ended before the run did: it ended by itself, with code 3',
        lost: true,
      },
      { scenario: { name: 'lone' }, outcome: 'passed' },
    ]);
  });

  test('and a run that ended its thread is one failed replication of a comparison', async () => {
    const path = write(
      'now-and-then.mjs',
      `export const createEdge = () => {
  if (Math.random() < 0.4) process.reallyExit(3);
  return { handler: (request, response) => void request.pipe(response) };
};
`,
    );
    const words = [
      'compare',
      '--scenario',
      fleet('many', 2),
      '--edge',
      path,
      '--policies',
      'fixed,exponential',
    ];
    const { code, stdout } = await simInTurn([...words, '--seeds', '2..3', '--json']);
    const [comparison] = JSON.parse(stdout) as readonly PolicyComparison[];
    const lost = comparison?.policies.map(({ outcomes }) => outcomes.crashed);
    expect(lost).toEqual([LOST, LOST]);
    expect(comparison?.policies[0]?.firstFailure?.why).toBe(
      'its thread ended before the run did: it ended by itself, with code 3',
    );
    expect(comparison?.policies[0]?.measures.find(({ metric }) => metric === 'delivered')?.estimate.n).toBe(
      2 - LOST,
    );
    expect(code).toBe(1);
  });

  test('and a run that ended its thread says why', async () => {
    const { stderr } = await simInTurn([...TWO_AND_ONE, ...edgeThat('gone', 'process.reallyExit(3);')]);
    expect(stderr).toContain(
      'pair · seed 1 · its thread ended before the run did: it ended by itself, with code 3',
    );
  });
});

test('what a run changes for its process is gone at the next', { timeout: 120_000 }, async () => {
  const edge = write(
    'sticky.mjs',
    `export const createEdge = () => {
  if (globalThis.seenBefore) throw new Error('seen before');
  globalThis.seenBefore = true;
  return { handler: (request, response) => void request.pipe(response) };
};
`,
  );
  const words = [...TWO_AND_ONE, '--edge', edge, '--transport', 'inject', '--quiet'];
  expect(await simInTurn(words)).toMatchObject({ code: 0, stderr: '' });
});

test(
  'each run is in the zone of its scenario, whichever runs stand beside it',
  { timeout: 120_000 },
  async () => {
    // Ahead of UTC by this many hours, at any time of the year.
    const HOURS = { 'Asia/Tokyo': 9, UTC: 0 };
    const edge = write(
      'local-time.mjs',
      `const HOURS = ${JSON.stringify(HOURS)};
export const createEdge = () => {
  const hour = String(HOURS[process.env.TZ]).padStart(2, '0');
  const [byDate, byIntl] = [new Date(0).getHours(), new Date(0).toLocaleString('en-GB').slice(12, 14)];
  if (byDate !== Number(hour) || byIntl !== hour) throw new Error(process.env.TZ + ' at ' + byDate + ', ' + byIntl);
  return { handler: (request, response) => void request.pipe(response) };
};
`,
    );
    const inZone = (zone: string, index: number): readonly string[] => {
      const name = `zone-${index}`;
      const path = write(
        `${name}.yaml`,
        `name: ${name}\nzone: ${zone}\nduration: 5s\nfleet: { devices: 1, interval: 5s }\n`,
      );
      return ['--scenario', path];
    };
    const [utc = [], tokyo = []] = ['UTC', 'Asia/Tokyo'].map(inZone);
    const words = ['--edge', edge, '--transport', 'inject', '--quiet'];
    expect(await simInTurn([...tokyo, '--seed', '1', ...words])).toMatchObject({ code: 0, stderr: '' });
    const sweep = ['sweep', ...utc, ...tokyo, '--seeds', '1', '--workers', '2', ...words];
    expect(await simInTurn([...sweep, '--corpus', join(folder, 'zones.yaml')])).toMatchObject({ code: 0 });
  },
);

// The number of a reading is what `record` returns: here a promise, which no thread can hand to another.
test('a value that can not leave its thread does no harm', { timeout: 120_000 }, async () => {
  const device = write(
    'promises.mjs',
    'export const createDevice = () => ({ record: async () => {}, pending: () => [] });\n',
  );
  const { code, stdout, stderr } = await simInTurn([...TWO_AND_ONE, '--device', device, '--quiet']);
  expect({ code, stderr }).toStrictEqual({ code: 1, stderr: '' });
  expect(stdout).toMatch(/^VIOLATED  pair · seed 1 · /m);
});

/** Fails on two cores or more without it: V8 has one task for each helper thread, with work or without. */
test('threads collect their young garbage by themselves, as a core of its own is all that each has', async () => {
  const sweep = 'sweep --scenario calm --devices 5 --duration 30s --seeds 1..6 --workers 2 --quiet';
  const { stdout } = await sim(words(sweep), { nodeFlags: ['--trace-gc', '--trace-parallel-scavenge'] });
  // The main thread, whose lines come first, has begun before it is known that there will be others: what its helpers
  // did until then is left out. They write at once, into each other's lines, so lines can not be told apart by thread.
  const [main = ''] = /^\[\d+:0x[0-9a-f]+\]/.exec(stdout) ?? [];
  const lines = stdout.split('\n');
  const first = lines.findIndex((line) => /^\[\d+:/.test(line) && !line.startsWith(main));
  const sinceThreads = lines.slice(first).join('\n');
  const countOf = (pattern: RegExp): number => sinceThreads.match(pattern)?.length ?? 0;
  const [tasks, collections] = [countOf(/\bscavenge\[/g), countOf(/\bScavenge /g)];
  // Some 9 by each thread, and one task for each of them, where others would be half as many again. A thread that is ended
  // in the midst of its last one has told its task alone.
  expect(collections).toBeGreaterThan(10);
  expect(tasks).toBeLessThanOrEqual(collections + 2);
});
