import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ContendedRow } from '../../lists/contended-row.ts';
import { contentionWorkMs } from './contention.ts';

test('of all who read the same version only the first to write wins', () => {
  const row = new ContendedRow();
  const versions = [row.read(), row.read(), row.read()];
  expect(versions.map((version) => row.write(version))).toEqual([true, false, false]);
});

test('who reads after a write may write in turn', () => {
  const row = new ContendedRow();
  expect(row.write(row.read())).toBe(true);
  expect(row.write(row.read())).toBe(true);
});

test('a lost race leaves the row to those who read after the winner', () => {
  const row = new ContendedRow();
  const early = row.read();
  expect(row.write(row.read())).toBe(true);
  const late = row.read();
  expect(row.write(early)).toBe(false);
  expect(row.write(late)).toBe(true);
});

test('whatever the order, a write wins exactly if no other won since its read', () => {
  const step = fc.record({ client: fc.nat(4), act: fc.constantFrom('read', 'write') });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const row = new ContendedRow();
      // The model: each client's last read, as the number of wins before it.
      const reads = new Map<number, { readonly version: number; readonly winsBefore: number }>();
      let wins = 0;
      for (const { client, act } of steps) {
        const read = reads.get(client);
        if (act === 'read') reads.set(client, { version: row.read(), winsBefore: wins });
        else if (read !== undefined) {
          const expected = read.winsBefore === wins;
          expect(row.write(read.version)).toBe(expected);
          if (expected) wins++;
        }
      }
    }),
  );
});

test.for([
  { draw: 0, workMs: 10 },
  // 10 + 0.25 · (50 - 10)
  { draw: 0.25, workMs: 20 },
  { draw: 0.75, workMs: 40 },
])('work from 10 to 50 ms drawn as $draw takes $workMs ms', ({ draw, workMs }) => {
  const settings = { minMs: 10, maxMs: 50, retryAfterMs: null };
  expect(contentionWorkMs(settings, { draw: () => draw })).toBe(workMs);
});
