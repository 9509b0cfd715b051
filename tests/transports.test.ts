import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { builtinSubject } from '../sim/builtin/index.ts';
import { run } from '../sim/run/index.ts';
import { listScenarios } from '../sim/scenario/index.ts';
import { TRANSPORT_NAMES } from '../sim/transport/index.ts';
import { scenarioCalled } from './run-scenario.ts';

/** What `golden.test.ts` holds the runs over supertest to. */
const golden = JSON.parse(
  readFileSync(join(import.meta.dirname, 'golden', 'fingerprints.json'), 'utf8'),
) as Readonly<Record<string, Readonly<Record<string, string>>>>;

const FAST = TRANSPORT_NAMES.filter((name) => name !== 'supertest');

/** What makes the fast lanes trustworthy: they leave out HTTP, and nothing that happens in the world. */
describe.for(listScenarios().map(({ name }) => name))('%s', (name) => {
  test.for(FAST)('is over %s the same run as over real HTTP, event by event', async (transport) => {
    const scenario = scenarioCalled(name);
    const seeds = Object.entries(golden[name] ?? {});
    expect(seeds.length).toBeGreaterThan(0);
    for (const [seed, fingerprint] of seeds) {
      const result = await run({ scenario, seed, subject: builtinSubject(scenario), transport });
      expect({ transport: result.transport, outcome: result.outcome, seed, is: result.fingerprint }).toEqual({
        transport,
        outcome: 'passed',
        seed,
        is: fingerprint,
      });
    }
  });
});
