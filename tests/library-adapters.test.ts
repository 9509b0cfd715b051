import { expect, test } from 'vitest';
import type { PolicyComparison } from '../sim/index.ts';
import { simInTurn } from './command-session.ts';
import { words } from './command.ts';

/** The edge is ours, so the lane without HTTP gives the same run (`transports.test.ts`). */
const STORM = '--scenario storm --seed 1 --devices 2 --transport direct --json';

interface Judged {
  readonly outcome: string;
  readonly exchanges: number;
  readonly invariants: readonly { readonly name: string; readonly verdict: { readonly kind: string } }[];
}

async function judged(line: string): Promise<Judged> {
  const { stdout } = await simInTurn(words(`${STORM} ${line}`));
  const [result] = JSON.parse(stdout) as readonly Judged[];
  if (result === undefined) throw new Error('No result.');
  return result;
}

function broken({ invariants }: Judged): readonly string[] {
  return invariants.filter(({ verdict }) => verdict.kind === 'violated').map(({ name }) => name);
}

const ADAPTERS = ['p-retry', 'cockatiel', 'exponential-backoff', 'undici-retry'].map(
  (library) => `./examples/${library}-device.ts`,
);

test.for(ADAPTERS)('%s keeps every promise, and waits as it says that its library does', async (adapter) => {
  const result = await judged(`--device ${adapter}`);
  expect(broken(result)).toEqual([]);
  // 2 devices, a reading each 3 s for 5 minutes, and the storm makes them retry.
  expect(result.exchanges).toBeGreaterThan(200);
});

test.for([
  // Full jitter and polly-v2 may wait less than the half of the exponential delay that this one waits at least.
  '--device ./examples/exponential-backoff-device.ts --policy exponential-jitter',
  '--device ./examples/cockatiel-device.ts --policy exponential-jitter',
  // A Retry-After takes the place of its own delay, also where it is shorter.
  '--device ./examples/undici-retry-device.ts --policy exponential',
])('a library that waits less than the policy that was asked for is found out: %s', async (line) => {
  expect(broken(await judged(line))).toEqual(['retry-budget']);
});

test('libraries and policies are compared on equal terms: the same storms, one table', async () => {
  const policies = ['exponential-jitter', ...ADAPTERS].join(',');
  const { code, stdout, stderr } = await simInTurn(
    words(`compare --scenario storm --devices 1 --seeds 1..2 --policies ${policies} --normalize --json`),
  );
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const [comparison] = JSON.parse(stdout) as readonly PolicyComparison[];
  expect(comparison?.policies.map(({ policy }) => policy)).toEqual(policies.split(','));
  const totals = comparison?.policies.map(({ meanTotalDelayMs }) =>
    Math.round((meanTotalDelayMs ?? 0) / 1000),
  );
  // 31 s; one and a half times 31 s less what the cap takes off 16 s · (1 + u); 16.48 s; half of 31 s; 31 s.
  expect(totals).toEqual([31, 46, 16, 16, 31]);
  // No factor reaches into a library: all but the baseline are left as they are, with a word on it.
  expect(comparison?.policies.map(({ delayFactor }) => delayFactor)).toEqual([1, 1, 1, 1, 1]);
  for (const adapter of ADAPTERS)
    expect(comparison?.warnings).toContainEqual(expect.stringContaining(`${adapter} is not scaled`));
  const delivered = comparison?.policies.map(
    ({ measures }) => measures.find(({ metric }) => metric === 'delivered')?.estimate.value ?? 0,
  );
  // The minute in which nine of ten requests are shed is more than a third of what is measured: of its readings some half
  // outlast their retries, of the others hardly any.
  for (const share of delivered ?? []) expect(share).toBeGreaterThan(0.7);
});

test('a library that brings its device can not be given another', async () => {
  const { code, stderr } = await simInTurn(
    words(
      `compare --scenario storm --policies none,${ADAPTERS[0]} --seeds 1..2 --device ./examples/fetch-device.ts`,
    ),
  );
  expect(code).toBe(2);
  expect(stderr).toContain(
    `--policy ${ADAPTERS[0]}: it brings a device of its own, and --device ./examples/fetch-device.ts names another.`,
  );
});
