import { describe, expect, test } from 'vitest';
import { builtinDevice, builtinSubject } from '../sim/builtin/index.ts';
import { run } from '../sim/run/index.ts';
import type { RunResult } from '../sim/run/index.ts';
import type { TraceEvent } from '../sim/trace/index.ts';
import type { DeviceFactory } from '../ports/index.ts';
import { plainDevice } from './canaries/plain-device.ts';
import { scenarioFrom } from './run-scenario.ts';

/** 2 devices, a reading each second for a minute: 120 samples. */
function worldWith(device: string, more = ''): string {
  return `name: around\nduration: 1m\nfleet: { devices: 2, interval: 1s, start: staggered }\ndevice: ${device}\n${more}`;
}

interface Ran {
  readonly result: RunResult;
  readonly events: readonly TraceEvent[];
}

async function ran(text: string, factory: DeviceFactory, foreign: boolean): Promise<Ran> {
  const scenario = scenarioFrom(text);
  const subject = { ...builtinSubject(scenario), device: { name: 'device', factory, foreign } };
  const events: TraceEvent[] = [];
  const onEvent = (event: TraceEvent): void => void events.push(event);
  const result = await run({ scenario, seed: '1', transport: 'direct', subject, onEvent });
  return { result, events };
}

/** The same world with our device, which plays its instabilities itself, and with one that takes no settings. */
async function both(text: string): Promise<{ readonly ours: Ran; readonly theirs: Ran }> {
  return { ours: await ran(text, builtinDevice, false), theirs: await ran(text, plainDevice, true) };
}

function injected({ events }: Ran, fault: string): readonly TraceEvent[] {
  return events.filter((event) => event.kind === 'fault_injected' && event.fault === fault);
}

/** What a device says in its log and what the machine tells of it, by the same reading. */
function numbersOf(happened: readonly TraceEvent[]): readonly (string | number | null)[] {
  return happened.map((event) => ('reading' in event ? `${event.device} ${event.reading}` : null));
}

function said({ events }: Ran, word: string): readonly TraceEvent[] {
  return events.filter((event) => event.kind === 'device_logged' && event.event === word);
}

/** Every promise holds, and none is lost. */
function expectSound({ result }: Ran): void {
  expect(result.why).toMatch(/^every invariant held/);
  expect(result.ledger.ends.lost).toBe(0);
}

describe('around a device that takes no settings, its machine', () => {
  test('loses the samples that ours would drop, and the device never hears of them', async () => {
    const { ours, theirs } = await both(worldWith('{ drop: 20% }'));
    const { ends, generated, stored } = theirs.result.ledger;
    expect(ends.dropped).toBe(ours.result.ledger.ends.dropped);
    expect(generated).toBe(120);
    // What the device took is stored.
    expect(stored).toBe(120 - ends.dropped);
    // 24 of 120, standard deviation 4.4.
    expect(ends.dropped).toBeGreaterThan(6);
    const at = (happened: readonly TraceEvent[]): readonly number[] => happened.map((event) => event.at);
    expect(at(injected(theirs, 'device.drop'))).toEqual(at(said(ours, 'packet_dropped')));
    expect(said(theirs, 'packet_dropped')).toEqual([]);
    expectSound(theirs);
  });

  test('holds back the samples that ours would hold, for as long', async () => {
    const { ours, theirs } = await both(worldWith('{ jitter: { probability: 50%, max: 5s } }'));
    expect(injected(theirs, 'device.jitter').map(({ at }) => at)).toEqual(
      said(ours, 'jitter_applied').map(({ at }) => at),
    );
    const firsts = ({ events }: Ran): readonly string[] =>
      events.flatMap((event) =>
        event.kind === 'attempt_sent' && event.attempt === 0
          ? [`${event.at} ${event.device} ${event.timestamp}`]
          : [],
      );
    expect(firsts(theirs)).toEqual(firsts(ours));
    // None that is held when the faults end is forgotten.
    expect(theirs.result.ledger).toMatchObject({ generated: 120, stored: 120 });
    expectSound(theirs);
  });

  test('sends again what ours would send again, as a copy that costs no attempt', async () => {
    const { ours, theirs } = await both(worldWith('{ duplicate: 20% }'));
    const again = injected(theirs, 'device.duplicate');
    expect(numbersOf(again)).toEqual(numbersOf(said(ours, 'duplicate_triggered')));
    expect(again.length).toBeGreaterThan(6);
    const { client, ledger, attempts } = theirs.result;
    expect(client).toMatchObject({ copies: again.length, attempts: 120 });
    expect(ledger).toMatchObject({ reachedAgain: again.length, acceptedTwice: 0 });
    expect(attempts.mean).toBe(1);
    expect(theirs.result.faults['device.duplicate']).toMatchObject({ injected: again.length });
    expectSound(theirs);
  });

  test('spoils the messages that ours would spoil, which are refused and not held against the edge', async () => {
    const { ours, theirs } = await both(worldWith('{ invalid: 20% }'));
    const spoilt = injected(theirs, 'device.invalid');
    expect(numbersOf(spoilt)).toEqual(numbersOf(said(ours, 'invalid_triggered')));
    expect(theirs.result.ledger.ends.rejected).toBe(ours.result.ledger.ends.rejected);
    expect(theirs.result.ledger.ends.rejected).toBe(spoilt.length);
    expectSound(theirs);
  });

  test('spoils no retry of a message that was whole when it was first sent', async () => {
    // What is first sent between 25 s and 30 s gets through at 35 s at the earliest, when all that is new is spoilt.
    const timeline = `timeline:
  - { at: 25s, for: 10s, network: { partition: refuse } }
  - { at: 30s, for: 20s, device: { invalid: 100% } }`;
    const theirs = await ran(worldWith('{}', timeline), plainDevice, true);
    expectSound(theirs);
    // Of 2 devices each second for 20 s; the last sample may fall on the end of the window.
    expect(injected(theirs, 'device.invalid')).toHaveLength(40);
  });

  test.for([
    ['a list', (items: readonly unknown[]): unknown => items],
    ['a list under a name', (readings: readonly unknown[]): unknown => ({ readings })],
  ] as const)('spoils each of many for itself, in %s', async ([, wrapped]) => {
    /** Two readings in each request; it believes each result. */
    const pairs: DeviceFactory = ({ id, edgeUrl, fetch }) => {
      const held: object[] = [];
      let next = 0;
      return {
        record(reading) {
          const sequence_id = next++;
          held.push({ device_id: id, sequence_id, ...reading });
          if (held.length < 2) return sequence_id;
          const headers = { 'content-type': 'application/json' };
          void fetch(edgeUrl, { method: 'POST', headers, body: JSON.stringify(wrapped(held.splice(0))) });
          return sequence_id;
        },
      };
    };
    const text = worldWith('{ invalid: 20% }');
    const spoilt = injected(await ran(text, plainDevice, true), 'device.invalid');
    const theirs = await ran(text, pairs, true);
    const inPairs = injected(theirs, 'device.invalid');
    expect(new Set(numbersOf(inPairs))).toEqual(new Set(numbersOf(spoilt)));
    expect(inPairs).toHaveLength(spoilt.length);
    expect(theirs.result.ledger).toMatchObject({ generated: 120, stored: 120 - spoilt.length });
    expect(theirs.result.ledger.ends.rejected).toBe(spoilt.length);
    expectSound(theirs);
  });

  test('waits for the answer to what it sent again as long as a device would, and gives it up when it loses power', async () => {
    const { theirs } = await both(
      worldWith(
        '{ duplicate: 100%, timeout: 2s }',
        'network: { answerLoss: 50% }\ntimeline: [{ at: 20s, for: 5s, device: { reboot: all } }]\n',
      ),
    );
    const copies = new Set(injected(theirs, 'device.duplicate').map((event) => JSON.stringify(event)));
    expect(copies.size).toBeGreaterThan(50);
    expectSound(theirs);
  });
});

test('a device that takes settings plays them itself, whoever made it', async () => {
  const theirs = await ran(worldWith('{ drop: 20% }'), builtinDevice, true);
  expect(injected(theirs, 'device.drop')).toEqual([]);
  expect(said(theirs, 'packet_dropped').length).toBe(theirs.result.ledger.ends.dropped);
});

/** One device, a reading each second, 20 ms each way; the edge works for a second on each. */
const FROZEN = (first: string, more = ''): string => `
name: frozen
duration: 10s
fleet: { devices: 1, interval: 1s }
device: { timeout: 2s, policy: { name: fixed, base: 1s, jitter: 0%, retries: 9 } }
network: { latency: 20ms }
edge: { slow: { probability: 100%, min: 1s, max: 1s } }
timeline: [{ at: 3500ms, for: 3s, device: { freeze: ${first} } }${more}]
`;

/** By timers and fetch of the globals. */
const byGlobals: DeviceFactory = ({ id, edgeUrl, log }) => {
  let next = 0;
  const send = async (body: string, sequence_id: number): Promise<void> => {
    const signal = AbortSignal.timeout(2_000);
    const headers = { 'content-type': 'application/json' };
    try {
      const answer = await fetch(edgeUrl, { method: 'POST', headers, body, signal });
      log('info', 'telemetry_acknowledged', { sequence_id, status: answer.status });
    } catch {
      setTimeout(() => void send(body, sequence_id), 1_000);
    }
  };
  return {
    record(reading) {
      const sequence_id = next++;
      void send(JSON.stringify({ device_id: id, sequence_id, ...reading }), sequence_id);
      return sequence_id;
    },
  };
};

describe('a device whose process stands still', () => {
  test.for([
    ['ours', builtinDevice, false],
    ['the plain one', plainDevice, true],
    ['one by globals', byGlobals, true],
  ] as const)(
    'takes what arrived, or runs what was due, when it goes on: %s',
    async ([, factory, foreign]) => {
      // At 3.5 s reading 3 is on its way, since 3 s, and its answer comes at 4.04 s; its timeout is due at 5 s.
      const seen = async (first: string): Promise<readonly string[]> => {
        const { events } = await ran(FROZEN(first), factory, foreign);
        expect(
          events.some(({ at, kind }) => at > 3_500_000 && at < 6_500_000 && kind === 'attempt_sent'),
        ).toBe(false);
        return events.flatMap((event) => {
          if (event.at !== 6_500_000) return [];
          if (event.kind === 'reading_recorded')
            return [`${event.reading} of ${event.timestamp.slice(17, 19)} s`];
          const isOfThree = event.kind.startsWith('a') && 'reading' in event && event.reading === 3;
          return isOfThree ? [event.kind] : [];
        });
      };
      const [first, ...samples] = ['4 of 04 s', '5 of 05 s', '6 of 06 s'];
      expect(await seen('arrivals')).toEqual([first, 'answer_delivered', ...samples]);
      expect(await seen('timers')).toEqual(['attempt_abandoned', first, 'answer_late', ...samples]);
    },
  );

  test('is gone with all that waits when its power is, and the next does not stand still', async () => {
    const more = ', { at: 5500ms, for: 100ms, device: { reboot: all } }';
    const { result, events } = await ran(FROZEN('arrivals', more), builtinDevice, false);
    const kinds = events.filter(({ at }) => at === 5_500_000).map(({ kind }) => kind);
    // Readings 4 and 5 had not been taken; the answer to reading 3 is heard by nobody.
    expect(kinds.filter((kind) => kind === 'sample_skipped')).toHaveLength(2);
    expect(kinds).toContain('answer_lost');
    expect(kinds).toContain('device_crashed');
    // Its successor sends what was kept, at once: reading 3.
    expect(events.some((event) => event.at === 5_600_000 && event.kind === 'attempt_sent')).toBe(true);
    expectSound({ result, events });
  });
});
