import { expect, test } from 'vitest';
import { sim, words } from './command.ts';

const STORM = '--scenario storm --seed 1 --devices 6 --json';

interface Judged {
  readonly outcome: string;
  readonly exchanges: number;
  readonly invariants: readonly { readonly name: string; readonly verdict: { readonly kind: string } }[];
}

async function judged(line: string): Promise<Judged> {
  const { stdout } = await sim(words(`${STORM} ${line}`));
  const [result] = JSON.parse(stdout) as readonly Judged[];
  if (result === undefined) throw new Error('No result.');
  return result;
}

function broken({ invariants }: Judged): readonly string[] {
  return invariants.filter(({ verdict }) => verdict.kind === 'violated').map(({ name }) => name);
}

test.for([
  '--device ./examples/p-retry-device.ts',
  '--device ./examples/cockatiel-device.ts --policy polly-v2',
  '--device ./examples/exponential-backoff-device.ts --policy full-jitter',
])('a device that retries by a library keeps every promise: %s', async (line) => {
  const result = await judged(line);
  expect(broken(result)).toEqual([]);
  // 6 devices, a reading each 3 s for 5 minutes, and the storm makes them retry.
  expect(result.exchanges).toBeGreaterThan(600);
});

test.for([
  // Full jitter and polly-v2 may wait less than the half of the exponential delay that the default waits at least.
  '--device ./examples/exponential-backoff-device.ts',
  '--device ./examples/cockatiel-device.ts',
  // A Retry-After takes the place of its own delay, also where it is shorter.
  '--device ./examples/undici-retry-device.ts --policy exponential',
])('a library that waits less than the policy of the run is found out: %s', async (line) => {
  expect(broken(await judged(line))).toEqual(['retry-budget']);
});
