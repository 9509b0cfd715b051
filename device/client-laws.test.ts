import fc from 'fast-check';
import { expect, test } from 'vitest';
import { MemoryDisk } from '../ports/index.ts';
import { createKeyedRandom } from './keyed-random.ts';
import type { SendOutcome, SendRequest } from '../ports/index.ts';
import { Bench, accepted, answered, timedOut } from './testing/test-bench.ts';

/** What the world does to one transmission; `silent` never answers by itself. */
const fate = fc.constantFrom('accept', 'silent', 'late', 400, 409, 422, 429, 503, 302, 200);

/** What happens to the device, step by step. */
const step = fc.oneof(
  { weight: 6, arbitrary: fc.constant('record' as const) },
  { weight: 3, arbitrary: fc.integer({ min: 0, max: 20_000 }) },
  { weight: 1, arbitrary: fc.constant('reboot' as const) },
);

const settings = fc.record({
  inFlightMax: fc.integer({ min: 1, max: 3 }),
  outbox: fc.record({
    limit: fc.integer({ min: 1, max: 6 }),
    overflow: fc.constantFrom('drop-oldest', 'drop-newest', 'block'),
  }),
  drop: fc.record({ probability: fc.constantFrom(0, 0.3) }),
  jitter: fc.record({ probability: fc.constantFrom(0, 0.3), maxMs: fc.constant(2_000) }),
  duplicate: fc.record({ probability: fc.constantFrom(0, 0.5) }),
  invalid: fc.record({ probability: fc.constantFrom(0, 0.3) }),
});

test('whatever happens, every reading has exactly one end or is pending, and the counters add up', () => {
  fc.assert(
    fc.property(fc.array(fate, { minLength: 1 }), fc.array(step), settings, (fates, steps, chosen) => {
      const disk = new MemoryDisk();
      const random = createKeyedRandom('laws');
      let transmissions = 0;
      const bodies = new Map<number, string>();
      const answer = (request: SendRequest): SendOutcome | null => {
        // Law: one number, one body, for ever.
        expect(bodies.get(request.sequenceId) ?? request.body).toBe(request.body);
        bodies.set(request.sequenceId, request.body);
        const what = fates[transmissions % fates.length];
        const index = bench.sent.length - 1;
        transmissions += 1;
        if (what === 'accept') return accepted(request);
        const of = bench;
        if (what === 'late') of.clock.setTimeout(() => of.accept(index), 7_000);
        if (typeof what === 'number') return answered(what, what === 429 ? '3' : null);
        of.clock.setTimeout(() => of.answer(index, timedOut), request.timeoutMs);
        return null;
      };
      let bench = new Bench({ disk, random, settings: chosen, answer });
      const recorded = new Set<number>();
      const check = (): void => {
        const pending = new Set(bench.device.pending());
        const ends = bench.ends();
        for (const [sequenceId, events] of ends) {
          expect(events, `reading ${sequenceId}`).toHaveLength(1);
          expect(pending.has(sequenceId)).toBe(false);
        }
        const counters = bench.device.counters();
        expect(counters.recovered + counters.recorded).toBe(ends.size + pending.size);
        expect(
          counters.acknowledged +
            counters.duplicateAcknowledged +
            counters.dropped +
            counters.rejected +
            counters.exhausted +
            counters.overflowed,
        ).toBe(ends.size);
        expect(bench.device.outbox().size).toBe(pending.size);
        expect(pending.size).toBeLessThanOrEqual(chosen.outbox.limit);
      };
      for (const what of steps) {
        if (what === 'record') {
          const sequenceId = bench.record();
          // Law: no number is given twice, over all boots.
          expect(recorded.has(sequenceId)).toBe(false);
          recorded.add(sequenceId);
        } else if (what === 'reboot') {
          disk.crash();
          bench = new Bench({ disk, random, settings: chosen, answer });
        } else bench.clock.advance(what);
        check();
      }
      bench.clock.runOut();
      check();
      expect([...bench.device.pending()]).toEqual([]);
      expect(bench.device.idle()).toBe(true);
    }),
    { numRuns: 300 },
  );
});
