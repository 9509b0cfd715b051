import { describe, expect, test } from 'vitest';
import type { AcceptedReading } from '../../ports/index.ts';
import { ListedReadings } from './listed-readings.ts';

const reading = (number: number, second = 0): AcceptedReading => ({
  device_id: 'device-001',
  sequence_id: number,
  timestamp: `2026-01-01T00:00:0${second}.000Z`,
  values: { temperature_c: 20 },
});
const [zero, one, two] = [reading(0), reading(1), reading(2)];

describe('a list of one boot', () => {
  test('is new as a whole at its end, also where an earlier boot has listed the same', () => {
    const lists = new ListedReadings();
    const [first, second] = [{}, {}];
    lists.begins(first, [], true);
    expect(lists.ends(first, [zero, one, one], false)).toEqual([zero, one, one]);
    lists.begins(second, [], false);
    expect(lists.ends(second, [one, two], false)).toEqual([one, two]);
  });
});

describe('a list of a store', () => {
  test('is told by what it has as a boot begins, and only what came since is new', () => {
    const lists = new ListedReadings();
    const [first, second] = [{}, {}];
    lists.begins(first, [], true);
    expect(lists.ends(first, [zero, one], false)).toEqual([zero, one]);
    lists.begins(second, [zero, one, two], false);
    // Number 2 was stored at the very end of the first boot; 1 is there a second time.
    expect(lists.ends(second, [two, one, zero, one], false)).toEqual([two, one]);
  });

  test('has what an earlier run has left there, which is counted, and told once', () => {
    const lists = new ListedReadings();
    const boot = {};
    lists.begins(boot, [zero], true);
    expect(lists.ends(boot, [zero, one], false)).toEqual([zero, one]);
    expect(lists.foundAtFirst).toBe(1);
  });

  test('may be out of reach as a boot begins', () => {
    const lists = new ListedReadings();
    const [first, second] = [{}, {}];
    lists.begins(first, [], true);
    lists.ends(first, [zero], false);
    lists.begins(second, null, false);
    expect(lists.ends(second, [zero, one], false)).toEqual([one]);
  });

  test('tells readings under one number apart by their times', () => {
    const lists = new ListedReadings();
    const [first, second] = [{}, {}];
    lists.begins(first, [], true);
    lists.ends(first, [zero], false);
    lists.begins(second, [zero], false);
    expect(lists.ends(second, [reading(0, 1), zero], false)).toEqual([reading(0, 1)]);
  });

  test('is known by what was sent to another instance, and told once', () => {
    const lists = new ListedReadings();
    const [left, right] = [{}, {}];
    lists.begins(left, [], true);
    lists.begins(right, [], true);
    expect(lists.ends(left, [zero, one], true)).toEqual([zero, one]);
    expect(lists.ends(right, [one, two, zero], true)).toEqual([two]);
  });
});

test('instances that list each its own are told one after the other', () => {
  const lists = new ListedReadings();
  const [left, right] = [{}, {}];
  lists.begins(left, [], true);
  lists.begins(right, [], true);
  expect(lists.ends(left, [zero, one], false)).toEqual([zero, one]);
  expect(lists.ends(right, [one], false)).toEqual([one]);
});
