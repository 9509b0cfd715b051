import { expect, test } from 'vitest';
import { scenarioFrom } from '../scenario/testing/scenario-from.ts';
import type { TraceEvent } from '../trace/index.ts';
import { run } from '../run/index.ts';
import type { RunResult } from '../run/index.ts';
import { builtinSubject } from './builtin-subject.ts';

/** One device, a reading each second from 0 to 11 s, over a network that takes 20 ms. */
const QUIET = `
name: quiet
duration: 12s
fleet: { devices: 1, interval: 1s }
network: { latency: 20ms }
`;

interface Seen {
  readonly result: RunResult;
  readonly events: readonly TraceEvent[];
}

async function seen(text: string, seed = '1'): Promise<Seen> {
  const scenario = scenarioFrom(QUIET + text);
  const events: TraceEvent[] = [];
  const result = await run({
    scenario,
    seed,
    subject: builtinSubject(scenario),
    transport: 'direct',
    onEvent: (event) => void events.push(event),
  });
  return { result, events };
}

/** By which instance each request was taken, in their order. */
function takenBy({ events }: Seen): readonly (number | undefined)[] {
  return events.flatMap((event) => (event.kind === 'request_delivered' ? [event.instance] : []));
}

const crashedOnes = ({ events }: Seen): readonly (number | undefined)[] =>
  events.flatMap((event) => (event.kind === 'edge_crashed' ? [event.instance] : []));

test('the balancer takes instances in turn, and the trace says which', async () => {
  const three = await seen('edge: { instances: 3, store: redis }');
  expect(takenBy(three)).toStrictEqual([1, 2, 3, 1, 2, 3, 1, 2, 3, 1, 2, 3]);
  expect(three.result.outcome).toBe('passed');
});

test('where there is one, the trace does not speak of instances', async () => {
  const one = await seen('edge: { instances: 1 }');
  expect(new Set(takenBy(one))).toStrictEqual(new Set([undefined]));
  expect(one.result.fingerprint).toBe((await seen('')).result.fingerprint);
});

test('an instance that is down is passed over until it is back', async () => {
  const three = await seen(`
edge: { instances: 3, store: redis }
timeline: [{ at: 3500ms, for: 4s, edge: { restart: true, instance: 2 } }]
`);
  // Readings 0 to 3 meet all of them; 4 to 7 come at 4 to 7 s, while the second is down.
  expect(takenBy(three)).toStrictEqual([1, 2, 3, 1, 3, 1, 3, 1, 2, 3, 1, 2]);
  expect(three.result.outcome).toBe('passed');
});

test('whom a crash hits is drawn, by the seed', async () => {
  const text = `
edge: { instances: 3, store: redis }
timeline: [{ at: 5500ms, for: 1s, edge: { restart: true } }]
`;
  const hit = await Promise.all(
    ['1', '2', '3', '4', '5', '6'].map(async (seed) => crashedOnes(await seen(text, seed))),
  );
  expect(hit.every((one) => one.length === 1)).toBe(true);
  // That six draws are the same has a probability of 3 in 3^6.
  expect(new Set(hit.flat()).size).toBeGreaterThan(1);
  expect(crashedOnes(await seen(text, '1'))).toStrictEqual(hit[0]);
});

test('what a window does to one instance the others do not live through', async () => {
  const { events } = await seen(`
edge: { instances: 2, store: redis }
timeline: [{ at: 0s, for: 12s, edge: { overload: { probability: 100% }, instance: 2 } }]
`);
  const answers = new Map<number | undefined, Set<number>>();
  let instance: number | undefined;
  for (const event of events) {
    // Then the window closes.
    if (event.at >= 12_000_000) break;
    if (event.kind === 'request_delivered') ({ instance } = event);
    if (event.kind !== 'request_answered') continue;
    answers.set(instance, (answers.get(instance) ?? new Set()).add(event.status));
  }
  expect(answers.get(1)).toStrictEqual(new Set([200]));
  expect(answers.get(2)).toStrictEqual(new Set([503]));
});

// Each third answer is lost or so, and the retry meets another instance.
test.for([
  ['redis', []],
  ['memory', ['accepted-once']],
  ['sqlite', ['accepted-once']],
] as const)('with a store of %s, three instances break %j', async ([store, broken]) => {
  const { result } = await seen(`
edge: { instances: 3, store: ${store} }
timeline: [{ at: 0s, for: 12s, network: { answerLoss: 40% } }]
`);
  expect(
    result.invariants.flatMap(({ name, verdict }) => (verdict.kind === 'violated' ? [name] : [])),
  ).toStrictEqual(broken);
});

test('a key that was claimed by who crashed is free again after its lease', async () => {
  // Each step of the store takes 2 s: reading 0 is claimed at 2.02 s by instance 1, which is gone at 3 s. It is sent again at
  // 4 s, and its claim comes to the server at 6 s, a second before the lease of 5 s is over: 503. The next time it is taken.
  const { events, result } = await seen(`
edge: { instances: 2, store: { kind: redis, sync: 2s } }
device: { policy: { name: fixed, base: 1s, retries: 9 } }
timeline: [{ at: 3s, for: 100ms, edge: { restart: true, instance: 1 } }]
`);
  const answers = events.flatMap((event) =>
    event.kind === 'request_answered' && event.reading === 0 ? [event.status] : [],
  );
  expect(answers).toStrictEqual([503, 200]);
  expect(result.ledger.stored).toBe(result.ledger.generated);
  expect(result.ledger.acceptedTwice).toBe(0);
});

test('a window may hit no instance that is not there', () => {
  expect(() =>
    scenarioFrom(`${QUIET}
edge: { instances: 2 }
timeline: [{ at: 1s, for: 1s, edge: { restart: true, instance: 3 } }]
`),
  ).toThrow(/instance 3 of an edge that has 2/);
});

test('a rough disk is one that instances do not share', () => {
  expect(() => scenarioFrom(`${QUIET}\nedge: { instances: 2, disk: {} }\n`)).toThrow(/rough disk/);
});
