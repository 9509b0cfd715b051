import type { IncomingMessage, ServerResponse } from 'node:http';
import { expect, test } from 'vitest';
import { builtinSubject, run } from '../index.ts';
import type { Scenario, Subject } from '../index.ts';
import { scenarioFrom } from '../scenario/testing/scenario-from.ts';
import type { TraceEvent } from '../trace/index.ts';
import { atomKey } from './schedule.ts';
import type { Atom, Schedule } from './schedule.ts';

const ROUGH = scenarioFrom(`
name: rough
description: All that is drawn.
duration: 1m
fleet: { devices: 5, interval: 2s }
device: { drop: 10%, jitter: 20%, duplicate: 20%, invalid: 5% }
network:
  answerLoss: 10%
  jitter: 10%
  duplicate: 10%
  burstLoss: { goodMean: 5s, badMean: 5s }
edge: { overload: 10%, slow: { probability: 10%, min: 1s, max: 2s } }
`);

interface Options {
  readonly scenario?: Scenario;
  readonly seed?: string;
  readonly schedule?: Schedule | null;
  readonly subject?: Partial<Subject>;
}

async function runUnder({ scenario = ROUGH, seed = '1', schedule = null, subject }: Options) {
  const acted = new Map<string, Atom>();
  const events: TraceEvent[] = [];
  const result = await run({
    scenario,
    seed,
    schedule,
    subject: { ...builtinSubject(scenario), ...subject },
    transport: 'inject',
    onAct: (atom) => void acted.set(atomKey(atom), atom),
    onEvent: (event) => void events.push(event),
  });
  return { result, events, acted: [...acted.values()] };
}

function only(draws: readonly Atom[], devices: readonly string[] | null = null): Schedule {
  return { seed: '1', draws, families: [], windows: [], standing: [], devices, samples: [] };
}

/** Of a first attempt: a later one needs what went wrong before it. */
function firstOf(fault: string, acted: readonly Atom[]): Atom {
  const atom = acted.find((each) => each.fault === fault && each.attempt <= 0 && each.copy === 0);
  if (atom === undefined) throw new Error(`${fault} did not act on a first attempt.`);
  return atom;
}

test('every drawn fault of a rough run is told by its key', async () => {
  const { acted } = await runUnder({});
  expect([...new Set(acted.map(({ fault }) => fault))].toSorted()).toEqual([
    'device.drop',
    'device.duplicate',
    'device.invalid',
    'device.jitter',
    'edge.overload',
    'edge.slow',
    'network.answerLoss',
    'network.burstLoss',
    'network.duplicate',
    'network.jitter',
  ]);
  // A device decides for the reading, the others for one attempt, the edge for a copy too.
  for (const { fault, attempt } of acted) expect(attempt === -1).toBe(fault.startsWith('device.'));
  expect(acted.some(({ fault, copy }) => fault === 'edge.overload' && copy > 0)).toBe(true);
});

test('each first draw of a reading acts alone as it acted among the others', async () => {
  const { acted } = await runUnder({});
  const faults = new Set(acted.map(({ fault }) => fault));
  for (const fault of faults) {
    const atom = firstOf(fault, acted);
    const alone = await runUnder({ schedule: only([atom]) });
    expect(alone.acted).toEqual([atom]);
  }
});

test('what is listed draws from its own seed, all else from that of the run', async () => {
  const { acted, events } = await runUnder({});
  const atoms = ['device.jitter', 'network.jitter', 'edge.overload', 'network.burstLoss'].map((fault) =>
    firstOf(fault, acted),
  );
  const other = await runUnder({ seed: '2', schedule: only(atoms) });
  expect(other.acted.map(atomKey).toSorted()).toEqual(atoms.map(atomKey).toSorted());
  const appliedTo = ({ device, reading }: Atom, among: readonly TraceEvent[]): unknown =>
    among.find(
      (event) =>
        event.kind === 'device_logged' &&
        event.event === 'jitter_applied' &&
        event.device === device &&
        event.reading === reading,
    );
  const [jitter] = atoms;
  if (jitter === undefined) throw new Error('There is no jitter.');
  expect(appliedTo(jitter, other.events)).toMatchObject({
    fields: (appliedTo(jitter, events) as { readonly fields: unknown }).fields,
  });
  const readings = (among: readonly TraceEvent[]): readonly TraceEvent[] =>
    among.filter(({ kind }) => kind === 'reading_recorded');
  expect(readings(other.events)).not.toEqual(readings(events));
});

test('a reading keeps its time, its values and its draws where those before it are left out', async () => {
  const { acted, events } = await runUnder({});
  const late = acted.filter(({ device, reading }) => device === 'device-004' && (reading ?? 0) > 5);
  const atoms = late.filter((atom) => atom.reading === late[0]?.reading);
  const original = atoms[0]?.reading ?? NaN;
  // Of its own numbers, which begin at 0, the second: the first is the reading 2.
  const renumbered = atoms.map((atom) => ({ ...atom, reading: 1 }));
  const schedule = {
    ...only(renumbered, ['device-004']),
    samples: [{ device: 'device-004', taken: [2, original] }],
  };
  const few = await runUnder({ schedule });
  expect(few.result.ledger.generated).toBe(2);
  expect(few.acted.map(atomKey).toSorted()).toEqual(renumbered.map(atomKey).toSorted());
  const alone = await runUnder({ schedule: only(atoms, ['device-004']) });
  const story = (among: readonly TraceEvent[], reading: number): readonly unknown[] =>
    among
      .filter((event) => 'reading' in event && event.reading === reading)
      .map((event) => ({ ...event, reading: 0, fields: null }));
  expect(story(few.events, 1)).toEqual(story(alone.events, original));
  expect(story(few.events, 0)).toEqual(story(alone.events, 2));
  expect(story(events, original).length).toBeGreaterThan(0);
});

const LOSSY = scenarioFrom(`
name: lossy
description: Requests and connections are lost.
duration: 1m
fleet: { devices: 1, interval: 2s }
network: { latency: 50ms, loss: 30%, reset: 30% }
`);

/** What becomes of the attempt of the first draw of a fault that acts, with time since it was sent, where it does less. */
async function whereItDoes(fault: string, as: NonNullable<Atom['as']>): Promise<readonly string[]> {
  const { acted } = await runUnder({ scenario: LOSSY });
  const atom = firstOf(fault, acted);
  const { events, acted: again } = await runUnder({ scenario: LOSSY, schedule: only([{ ...atom, as }]) });
  expect(again).toEqual([atom]);
  const ofIt = events.filter(
    (event) => 'attempt' in event && event.reading === atom.reading && event.attempt === atom.attempt,
  );
  const sentAt = ofIt[0]?.at ?? NaN;
  return ofIt.map((event) => `${event.kind} ${(event.at - sentAt) / 1_000}`);
}

test('a draw that does less than was drawn keeps its key, and does that', async () => {
  const sent = ['attempt_sent 0', 'fault_injected 0'];
  // 50 ms each way; the device waits for 5 s.
  const arrived = [...sent, 'request_delivered 50', 'request_answered 50'];
  expect(await whereItDoes('network.loss', 'answer lost')).toEqual([
    ...arrived,
    'answer_lost 50',
    'attempt_abandoned 5000',
  ]);
  expect(await whereItDoes('network.reset', 'request lost')).toEqual([
    ...sent,
    'request_lost 0',
    'attempt_abandoned 5000',
  ]);
  expect(await whereItDoes('network.reset', '1s late')).toEqual([
    ...sent,
    'request_delivered 1050',
    'request_answered 1050',
    'answer_delivered 1100',
  ]);
});

test('a device that is alone keeps its name, its readings and its faults', async () => {
  const all = await runUnder({});
  const alone = await runUnder({ schedule: only(all.acted, ['device-004']) });
  const ofFourth = (events: readonly TraceEvent[]): readonly TraceEvent[] =>
    events.filter((event) => event.kind === 'reading_recorded' && event.device === 'device-004');
  expect(ofFourth(alone.events)).toEqual(ofFourth(all.events));
  expect(alone.result.ledger.generated).toBe(ofFourth(all.events).length);
  expect(alone.acted).toEqual(all.acted.filter(({ device }) => device === 'device-004'));
});

test('windows and standing faults that are not listed are not there', async () => {
  const scenario = scenarioFrom(`
name: places
description: A limit that stands, and two windows.
duration: 1m
fleet: { devices: 1, interval: 1s }
edge: { rateLimit: { rate: 0.5, burst: 1 } }
timeline:
  - { at: 10s, for: 10s, network: { partition: both } }
  - { at: 30s, for: 5s, edge: { restart: true } }
`);
  const limited = await runUnder({ scenario, schedule: { ...only([]), standing: ['edge.rateLimit'] } });
  expect(limited.result.faults['edge.rateLimit'].injected).toBeGreaterThan(0);
  expect(limited.result.faults['edge.restart'].injected).toBe(0);
  expect(limited.result.faults['network.partition'].injected).toBe(0);
  const restarted = await runUnder({ scenario, schedule: { ...only([]), windows: [1] } });
  expect(restarted.result.faults['edge.rateLimit'].injected).toBe(0);
  expect(restarted.result.faults['edge.restart'].injected).toBe(1);
  expect(restarted.result.faults['network.partition'].injected).toBe(0);
});

test('what a gateway plays in front of an edge that takes no settings is listed like all else', async () => {
  const handler = (_request: IncomingMessage, response: ServerResponse): void => {
    response.writeHead(200).end();
  };
  const subject = { edge: { name: 'plain', factory: () => ({ handler }), foreign: true } };
  const { acted } = await runUnder({ subject });
  const shed = firstOf('edge.overload', acted);
  const slow = firstOf('edge.slow', acted);
  const alone = await runUnder({ subject, schedule: only([shed, slow]) });
  expect(new Set(alone.acted)).toEqual(new Set([shed, slow]));
  expect(alone.result.faults['edge.slow'].injected).toBeGreaterThan(0);
  expect((await runUnder({ subject, schedule: only([]) })).result.faults['edge.overload'].injected).toBe(0);
});
