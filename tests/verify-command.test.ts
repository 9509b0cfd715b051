import { describe, expect, test } from 'vitest';
import { EXIT } from '../sim/cli/exit-code.ts';
import { simInTurn } from './command-session.ts';
import { sim, words } from './command.ts';

const SMALL = 'verify --seeds 1 --devices 3 --duration 30s';

/** Where it goes apart is up to what leaks: the same event at another instant, or another event. */
const ANY = '(at|kind|device|reading|attempt|copy|status) ';

/** Each starts four processes, beside a thread that never rests. */
describe('verify', { timeout: 300_000 }, () => {
  test('says that our own edge and device are the same everywhere, in the order of the scenarios', async () => {
    const two = '--scenario timeout --scenario calm --workers 4';
    const { code, stdout, stderr } = await sim(words(`${SMALL} ${two} --json`));
    expect(stderr).toBe('');
    expect(JSON.parse(stdout)).toEqual(
      ['timeout', 'calm'].map((scenario) => ({
        scenario,
        seed: '1',
        kind: 'same',
        fingerprint: expect.stringMatching(/^[0-9a-f]{64}$/),
        // Two surroundings over real HTTP, and each over a faster way.
        runs: 4,
      })),
    );
    expect(code).toBe(EXIT.passed);
  });

  test.for([
    ['wall time', 'lost-ack', 5, '--device', 'tells-the-time-by-a-file', ANY],
    ['chance', 'calm', 2, '--edge', 'draws-in-another-realm', ANY],
    ['the locale', 'calm', 2, '--device', 'speaks-the-language-of-the-machine', 'fields.waited '],
    // In a smaller fleet too little is collected.
    ['what is collected', 'lost-ack', 10, '--edge', 'forgets-what-is-collected', ANY],
  ] as const)(
    'finds that %s leaks into a run, and shows where',
    async ([, scenario, devices, part, name, differs]) => {
      const file = `./tests/canaries/leaks/${name}.ts`;
      const set = `--devices ${devices} --duration 30s`;
      const { code, stdout } = await sim(
        words(`verify --seeds 1 ${set} --scenario ${scenario} ${part} ${file}`),
      );
      expect(stdout).toMatch(
        new RegExp(
          `^NOT DETERMINISTIC  ${scenario}, seed 1: two runs went apart at event [0-9,]+\n  in both, up to event`,
        ),
      );
      expect(stdout).toMatch(new RegExp(`\n  ${differs}`));
      expect(stdout).toContain('\n  in UTC, supertest, from event ');
      const unbroken = stdout.replaceAll(/\\\n\s+/g, '');
      expect(unbroken).toContain(`npm run sim -- verify --scenario ${scenario} --seeds 1 ${set}`);
      expect(stdout.trimEnd().split('\n').at(-1)).toBe('NOT DETERMINISTIC  1 of 1 run went apart');
      for (const line of stdout.split('\n')) expect(line.length, line).toBeLessThanOrEqual(80);
      expect(code).toBe(EXIT.nondeterminism);
    },
  );

  test('calls what real time cut short neither the same nor different', async () => {
    const { code, stdout } = await sim(words('verify --seeds 1 --scenario storm --set limits.wall=1ms'));
    expect(stdout).toMatch(/^INCONCLUSIVE {2}storm, seed 1: real time ended a run: /);
    expect(code).toBe(EXIT.inconclusive);
  });

  test('refuses what a run would refuse, before anything is started', async () => {
    const { code, stdout, stderr } = await simInTurn(words('verify --scenario clam --seeds 1'));
    expect(stderr).toContain('did you mean calm?');
    expect({ code, stdout }).toEqual({ code: EXIT.usage, stdout: '' });
  });

  test('says what is wrong with a module that can not be loaded', async () => {
    const { code, stderr } = await sim(words(`${SMALL} --scenario calm --edge ./no-such-edge.ts`));
    expect(stderr).toContain('sim: --edge ./no-such-edge.ts: there is no such file');
    expect(code).toBe(EXIT.usage);
  });
});
