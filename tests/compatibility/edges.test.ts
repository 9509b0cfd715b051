import { beforeAll, describe, expect, test } from 'vitest';
import type { RunResult } from '../../sim/index.ts';
import { runEdge, runOurEdge } from './edge-runs.ts';
import { EDGES } from './edges.ts';

/** All of them are `npm run compatibility`. */
const FEW = EDGES.filter(({ short }) => short);

describe('an edge that takes each reading once', () => {
  let ours: RunResult;
  beforeAll(async () => {
    ours = await runOurEdge('inject');
    expect(ours.client.timeouts).toBeGreaterThan(0);
  });

  test.for(FEW)('is one by $framework too, and $exported', async ({ file }) => {
    const { outcome, why, attempts, metrics } = await runEdge(file, 'inject');
    expect({ outcome, why }).toMatchObject({ outcome: 'passed' });
    // The same draws for all, so what devices must send is what they must send to ours.
    expect(attempts).toEqual(ours.attempts);
    expect(metrics.acknowledged).toBe(ours.metrics.acknowledged);
  });
});
