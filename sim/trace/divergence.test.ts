import { describe, expect, test } from 'vitest';
import { DivergenceFinder, firstDivergence } from './divergence.ts';
import type { TraceEvent } from './event.ts';

function skipped(at: number, device = 'device-001'): TraceEvent {
  return { at, kind: 'sample_skipped', device };
}

async function* given(events: readonly TraceEvent[]): AsyncGenerator<TraceEvent, void> {
  yield* events;
}

function between(first: readonly TraceEvent[], second: readonly TraceEvent[]) {
  return firstDivergence(given(first), given(second));
}

const TEN = Array.from({ length: 10 }, (_, at) => skipped(at));

describe('two traces', () => {
  test('that say the same have no divergence', async () => {
    expect(await between(TEN, [...TEN])).toBeNull();
    expect(await between([], [])).toBeNull();
  });

  test('are shown from the first event that differs, with what came before and after it', async () => {
    const other = TEN.map((event, index) => (index >= 6 ? skipped(event.at, 'device-002') : event));
    expect(await between(TEN, other)).toEqual({
      event: 6,
      // The last four of the six that both have.
      before: TEN.slice(2, 6),
      first: TEN.slice(6, 9),
      second: other.slice(6, 9),
      fields: [{ path: 'device', first: 'device-001', second: 'device-002' }],
    });
  });

  test('differ where one of them ends', async () => {
    const longer = await between(TEN, TEN.slice(0, 8));
    expect(longer).toMatchObject({ event: 8, first: TEN.slice(8), second: [], fields: [] });
    expect(await between(TEN.slice(0, 8), TEN)).toMatchObject({ event: 8, first: [], second: TEN.slice(8) });
    expect(await between([], TEN)).toMatchObject({ event: 0, before: [], first: [] });
  });

  test('of which one has a field within a field that the other has not are told by its path', async () => {
    const logged = (fields: Record<string, number>): TraceEvent => ({
      at: 0,
      kind: 'device_logged',
      device: 'device-001',
      event: 'retrying_after_backoff',
      reading: 3,
      fields,
    });
    const found = await between([logged({ delay_ms: 5 })], [logged({ delay_ms: 7, jitter: 1 })]);
    expect(found?.fields).toEqual([
      { path: 'fields.delay_ms', first: 5, second: 7 },
      { path: 'fields.jitter', first: undefined, second: 1 },
    ]);
  });

  test('differ by the order of fields too, which a fingerprint tells apart', async () => {
    const recorded = (values: Record<string, number>): TraceEvent => ({
      at: 0,
      kind: 'reading_recorded',
      device: 'device-001',
      reading: 1,
      timestamp: 'now',
      values,
    });
    const found = await between([recorded({ a: 1, b: 2 })], [recorded({ b: 2, a: 1 })]);
    expect(found?.fields.map(({ path }) => path)).toEqual(['values']);
  });

  test('of different kinds differ in their kind, and in nothing else', async () => {
    const started: TraceEvent = { at: 0, kind: 'device_started', device: 'device-001', boot: 0 };
    expect((await between([skipped(0)], [started]))?.fields).toEqual([
      { path: 'kind', first: 'sample_skipped', second: 'device_started' },
    ]);
  });
});

test('nothing is read once the divergence is shown', async () => {
  let read = 0;
  async function* endless(device: string): AsyncGenerator<TraceEvent, void> {
    for (;;) {
      read += 1;
      yield skipped(0, device);
    }
  }
  expect((await firstDivergence(endless('device-001'), endless('device-002')))?.event).toBe(0);
  // Three events of each: the one that differs and two that follow.
  expect(read).toBe(6);
});

test('a finder that is asked too early has found nothing', () => {
  const finder = new DivergenceFinder();
  finder.add(skipped(1), skipped(1));
  expect(finder.found()).toBeNull();
  expect(finder.isDone).toBe(false);
});
