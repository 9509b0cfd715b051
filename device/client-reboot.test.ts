import { describe, expect, test } from 'vitest';
import { MemoryDisk } from '../ports/index.ts';
import type { SendOutcome, SendRequest } from '../ports/index.ts';
import { FakeClock } from '../program/testing/fake-clock.ts';
import { Journal } from './journal.ts';
import { createKeyedRandom } from './keyed-random.ts';
import { FullDisk } from './testing/full-disk.ts';
import { Bench, accepted, answered } from './testing/test-bench.ts';

const random = createKeyedRandom('reboot');

/** Cuts the power: memory and what was not synced are gone. */
function reboot(before: Bench, disk: MemoryDisk, answer?: typeof accepted): Bench {
  disk.crash();
  before.clock.forgetTimers();
  return new Bench({ disk, random, clock: before.clock, ...(answer === undefined ? {} : { answer }) });
}

describe('at the end of its numbers', () => {
  const LAST = Number.MAX_SAFE_INTEGER;

  test('a device gives out the last one, and then takes no readings, over reboots too', () => {
    const disk = new MemoryDisk();
    const first = new Bench({ disk, random, settings: { firstSequence: LAST - 1 } });
    expect([first.record(), first.record()]).toEqual([LAST - 1, LAST]);
    expect([first.device.ready(), first.device.ready()]).toEqual([false, false]);
    expect(() => first.record()).toThrow('has used all numbers up');
    // Said once.
    expect(first.lines.filter(({ event }) => event === 'numbers_used_up')).toHaveLength(1);
    const second = reboot(first, disk);
    expect(second.device.ready()).toBe(false);
    expect(() => second.record()).toThrow('has used all numbers up');
    second.clock.runOut();
    expect(second.sent.slice(0, 2).map(({ request }) => request.sequenceId)).toEqual([LAST - 1, LAST]);
  });

  test('damage to one counter leaves no number to be used twice', () => {
    const disk = new MemoryDisk();
    const first = new Bench({ disk, random, settings: { firstSequence: LAST } });
    first.record();
    first.accept(0);
    disk.write('counter/0', '90071992\n');
    disk.write('counter/1', '9007-');
    disk.sync();
    const second = reboot(first, disk);
    expect(second.fields('device_booted')).toMatchObject({ next_sequence_id: 90_071_993 });
    disk.write('counter/0', '9007-');
    disk.write('counter/1', `${LAST}\n`);
    disk.sync();
    // One past the counter that can be read: none is left.
    expect(reboot(second, disk).device.ready()).toBe(false);
  });

  test('settings make a device skip numbers, and never give one again', () => {
    const disk = new MemoryDisk();
    const first = new Bench({ disk, random });
    first.record();
    disk.crash();
    const further = new Bench({ disk, random, settings: { firstSequence: 100 } });
    expect([further.record(), further.record()]).toEqual([100, 101]);
    disk.crash();
    const back = new Bench({ disk, random, settings: { firstSequence: 50 } });
    expect(back.fields('device_booted')).toMatchObject({ recovered: 3, next_sequence_id: 102 });
  });
});

describe('after a reboot', () => {
  test('what waited is sent again under the same key, with the same bytes, oldest first', () => {
    const disk = new MemoryDisk();
    const first = new Bench({ disk, random, settings: { inFlightMax: 2 } });
    for (let index = 0; index < 4; index += 1) first.record(20 + index);
    first.accept(1);
    first.clock.advance(60_000);
    const second = reboot(first, disk);
    expect(second.fields('device_booted')).toMatchObject({ recovered: 4, next_sequence_id: 4 });
    expect(second.sent).toEqual([]);
    second.clock.runOut();
    expect(second.sent.map(({ request }) => request.sequenceId)).toEqual([0, 1, 2, 3]);
    for (const index of [0, 1, 2]) {
      const { body, correlationId, message } = first.transmission(index).request;
      expect(second.transmission(index).request).toMatchObject({ body, correlationId, message, attempt: 0 });
    }
  });

  test('an acknowledged reading whose removal was not synced meets 409', () => {
    const disk = new MemoryDisk();
    const first = new Bench({ disk, random });
    first.record();
    first.accept(0);
    const second = reboot(first, disk);
    second.clock.runOut();
    second.answer(0, answered(409));
    expect(second.device.counters()).toMatchObject({ recovered: 1, duplicateAcknowledged: 1 });
    expect(reboot(second, disk).device.counters().recovered).toBe(0);
  });

  test.for([
    ['a rejected', answered(400)],
    ['a duplicate', answered(409)],
  ] as const)('%s reading is not sent again', ([, outcome]) => {
    const disk = new MemoryDisk();
    const first = new Bench({ disk, random });
    first.record();
    first.answer(0, outcome);
    const second = reboot(first, disk);
    second.clock.runOut();
    expect(second.sent).toEqual([]);
  });

  test('dropped and overflowed readings have kept their numbers', () => {
    const disk = new MemoryDisk();
    const settings = { drop: { probability: 1 } };
    const first = new Bench({ disk, random, settings });
    expect([first.record(), first.record()]).toEqual([0, 1]);
    const second = reboot(first, disk);
    second.device.reconfigure({ ...second.settings, outbox: { limit: 1, overflow: 'drop-newest' } });
    expect([second.record(), second.record()]).toEqual([2, 3]);
    expect(reboot(second, disk).record()).toBe(4);
  });

  test('the retries of a reading start afresh', () => {
    const disk = new MemoryDisk();
    const first = new Bench({ disk, random });
    first.record();
    first.answer(0, answered(503));
    const second = reboot(first, disk, () => answered(503));
    second.clock.runOut();
    expect(second.fields('retries_exhausted')).toMatchObject({ attempts: 6 });
  });

  test('dead letters are there, within their bound', () => {
    const disk = new MemoryDisk();
    const basics = { deadLettersMax: 2 };
    const first = new Bench({ disk, basics, answer: () => answered(503) });
    for (let index = 0; index < 3; index += 1) first.record();
    first.clock.runOut();
    expect(first.device.deadLetters().map(({ sequenceId }) => sequenceId)).toEqual([1, 2]);
    expect(first.fields('dead_letter_lost')).toMatchObject({
      sequence_id: 0,
      correlation_id: first.transmission(0).request.correlationId,
    });
    expect(first.device.counters()).toMatchObject({ exhausted: 3, deadLettersLost: 1 });
    disk.crash();
    const second = new Bench({ disk, random, basics, answer: () => answered(502) });
    expect(second.fields('device_booted')).toMatchObject({ dead_letters: 2, recovered: 0 });
    second.record();
    second.clock.runOut();
    expect(second.device.deadLetters().map(({ sequenceId }) => sequenceId)).toEqual([2, 3]);
  });

  test('an invalid reading is as invalid as before', () => {
    const disk = new MemoryDisk();
    const first = new Bench({ disk, random, settings: { invalid: { probability: 1 } } });
    for (let index = 0; index < 4; index += 1) first.record();
    const second = reboot(first, disk);
    second.clock.runOut();
    expect(second.sent.map(({ request }) => request.body)).toEqual(
      first.sent.map(({ request }) => request.body),
    );
    expect(second.device.counters().diskProblems).toBe(0);
  });
});

describe('a crash in the middle of a sync', () => {
  /** Carries out changes one at a time at sync, in order, until the power is cut after `budget` of them. */
  class CutDisk extends MemoryDisk {
    budget = Number.POSITIVE_INFINITY;
    readonly #waiting: (() => void)[] = [];

    override write(name: string, content: string): void {
      this.#waiting.push(() => super.write(name, content));
    }

    override remove(name: string): void {
      this.#waiting.push(() => super.remove(name));
    }

    override crash(): void {
      this.#waiting.length = 0;
      super.crash();
    }

    override sync(): void {
      for (const change of this.#waiting.splice(0)) {
        if ((this.budget -= 1) < 0) throw new Error('power cut');
        change();
        super.sync();
      }
    }
  }

  test('never gives the number of a reading that was sent to another one', () => {
    // Each reading is two changes, and the acknowledgement of the one before a third: three readings make eight.
    for (let budget = 0; budget <= 8; budget += 1) {
      const disk = new CutDisk();
      disk.budget = budget;
      const first = new Bench({ disk, random, answer: accepted });
      const recordThree = (bench: Bench, value: number): void => {
        for (let index = 0; index < 3; index += 1) bench.record(value + index);
      };
      if (budget < 8) expect(() => recordThree(first, 10)).toThrow('power cut');
      else recordThree(first, 10);
      disk.budget = Number.POSITIVE_INFINITY;
      const second = reboot(first, disk, accepted);
      recordThree(second, 20);
      second.clock.runOut();

      const bodies = new Map<number, string>();
      for (const { request } of [...first.sent, ...second.sent]) {
        expect(bodies.get(request.sequenceId) ?? request.body, `cut after ${budget}`).toBe(request.body);
        bodies.set(request.sequenceId, request.body);
      }
      // What the first boot managed to record, if only on the disk, and all of the second.
      expect(bodies.size).toBeGreaterThanOrEqual(3 + first.sent.length);
      expect(second.device.counters().diskProblems).toBe(0);
    }
  });
});

describe('damage on the disk', () => {
  const afterThree = (): MemoryDisk => {
    const disk = new MemoryDisk();
    const bench = new Bench({ disk, random });
    for (let index = 0; index < 3; index += 1) bench.record();
    return disk;
  };

  const damage = (disk: MemoryDisk, name: string, content: string): Bench => {
    disk.write(name, content);
    disk.sync();
    return new Bench({ disk, random });
  };

  // After three readings `counter/0` holds 3 and `counter/1` holds 2.
  test.for(['', 'three', '-1', '1e3', '99999999999999999999', '\u0000\u0000'])(
    'the newest counter reads %j: numbers go on above all that were used',
    (content) => {
      const bench = damage(afterThree(), 'counter/0', content);
      expect(bench.fields('disk_content_damaged')).toMatchObject({ name: 'counter/0', sequence_id: null });
      expect(bench.record()).toBeGreaterThanOrEqual(3);
    },
  );

  test('the newest counter is damaged and the outbox is empty: numbers go on above all that were used', () => {
    const disk = afterThree();
    for (const name of disk.list('outbox/')) disk.remove(name);
    expect(damage(disk, 'counter/0', '?').record()).toBe(3);
  });

  // Digits that are cut off are digits: only the end of the line tells.
  test.for(['1', ''])(
    'the newest counter is cut off to %j, and the other is gone: no number is used twice',
    (rest) => {
      const disk = new MemoryDisk();
      const settings = { firstSequence: 11 };
      const bench = new Bench({ disk, random, settings });
      bench.record();
      bench.accept(0);
      expect(disk.read('counter/0')).toMatch(/^12 /);
      disk.write('counter/0', rest);
      disk.remove('outbox/0000000000000011');
      disk.sync();
      expect(new Bench({ disk, random, settings }).record()).toBeGreaterThan(11);
    },
  );

  test.for([
    [{ 'counter/0': '8', 'counter/1': '9' }, 9],
    [{ 'counter/1': '1' }, 1],
    [{ 'counter/0': '10', 'counter/1': '9' }, 10],
    // They do not follow each other: one of them is cut off, and whoever is not sure jumps.
    [{ 'counter/0': '1', 'counter/1': '11' }, Date.parse('2026-01-01T00:00:00.000Z')],
  ] as const)('counters of a version that wrote no ends of lines: %j', ([files, next]) => {
    const disk = new MemoryDisk();
    for (const [name, content] of Object.entries(files)) disk.write(name, content);
    expect(new Bench({ disk, random }).record()).toBe(next);
  });

  test.for([0, Date.parse('2101-01-01T00:00:00.000Z')])(
    'both counters are damaged and the clock shows %d: numbers go on',
    (nowMs) => {
      const disk = afterThree();
      disk.write('counter/0', '?');
      disk.write('counter/1', '?');
      const clock = new FakeClock();
      clock.set(nowMs);
      // Not from 1970, where numbers begin that were used.
      expect(new Bench({ disk, random, clock }).record()).toBe(
        Math.max(nowMs, Date.parse('2026-01-01T00:00:00.000Z')),
      );
    },
  );

  test('both counters are damaged: numbers go on from the milliseconds since 1970', () => {
    const disk = afterThree();
    disk.write('counter/0', '?');
    const bench = damage(disk, 'counter/1', '?');
    const number = bench.record();
    expect(number).toBe(Date.parse('2026-01-01T00:00:00.000Z'));
    // The files were set aside and the counter written anew: the next boot finds nothing wrong.
    const next = new Bench({ disk, random });
    expect(next.device.counters().diskProblems).toBe(0);
    expect(next.record()).toBe(number + 1);
    expect(disk.list('damaged/')).toEqual(['damaged/counter/0', 'damaged/counter/1']);
  });

  // Such a clock says the same at each boot.
  test('both counters are damaged twice while the clock is not set: no number is used again', () => {
    const disk = afterThree();
    const clock = new FakeClock();
    clock.set(0);
    const used = [0, 1, 2];
    for (let boot = 0; boot < 2; boot += 1) {
      disk.write('counter/0', '?');
      disk.write('counter/1', '?');
      disk.sync();
      const bench = new Bench({ disk, random, clock });
      used.push(bench.record(), bench.record());
      bench.device.stop();
      // As where they were acknowledged: nothing else tells of them.
      for (const name of disk.list('outbox/')) disk.remove(name);
    }
    expect(new Set(used).size).toBe(7);
    expect(disk.list('beyond/')).toHaveLength(1);
  });

  describe('while there is no room to write anything', () => {
    /** Up to the boot that finds no room; the outbox holds `waiting` of three readings. */
    function damagedAndFull(files: Readonly<Record<string, string>>, waiting: readonly number[]): FullDisk {
      const disk = new FullDisk();
      const bench = new Bench({ disk, random });
      for (let index = 0; index < 3; index += 1) bench.record();
      for (const [index, name] of disk.list('outbox/').entries())
        if (!waiting.includes(index)) disk.remove(name);
      for (const [name, content] of Object.entries(files)) disk.write(name, content);
      disk.sync();
      disk.isFull = true;
      return disk;
    }

    test.for([
      ['the counter', { 'counter/0': '?', 'counter/1': '?' }, []],
      ['the last reading', { 'outbox/0000000000000002': '?' }, [2]],
      ['the counter and the last reading', { 'counter/0': '?', 'outbox/0000000000000002': '?' }, [2]],
    ] as const)('damage to %s: what tells of numbers stays until another does', ([, files, waiting]) => {
      const disk = damagedAndFull(files, waiting);
      const before = disk.list('');
      const bench = new Bench({ disk, random });
      expect(() => bench.record()).toThrow('ENOSPC');
      bench.device.stop();
      disk.crash();
      expect(disk.list('')).toEqual(before);

      disk.isFull = false;
      const number = new Bench({ disk, random }).record();
      expect(number).toBeGreaterThanOrEqual(3);
      disk.crash();
      const next = new Bench({ disk, random });
      expect(next.record()).toBe(number + 1);
      // All was set aside as soon as there was room.
      expect(next.device.counters().diskProblems).toBe(0);
      expect(disk.list('damaged/')).toEqual(Object.keys(files).map((name) => `damaged/${name}`));
    });

    test('the same file of the counter is damaged twice, while the other says two less than is used', () => {
      // After three readings `counter/0` holds 3 and `counter/1` holds 2.
      const disk = damagedAndFull({ 'counter/0': '?' }, []);
      const bench = new Bench({ disk, random, answer: accepted });
      disk.isFull = false;
      expect(bench.record()).toBe(3);
      bench.device.stop();
      expect([disk.read('counter/1'), disk.list('outbox/')]).toEqual([expect.stringMatching(/^2 /), []]);
      disk.write('counter/0', '?');
      disk.sync();
      expect(new Bench({ disk, random }).record()).toBeGreaterThan(3);
    });

    test('the file of a reading that is acknowledged meanwhile stays, for its name is all that tells of it', () => {
      const disk = damagedAndFull({}, [2]);
      disk.remove('counter/0');
      disk.remove('counter/1');
      disk.isFull = false;
      disk.sync();
      disk.isFull = true;
      const bench = new Bench({ disk, random });
      bench.clock.runOut();
      bench.accept(0);
      expect(bench.device.pending()).toEqual([]);
      bench.device.stop();
      disk.crash();
      expect(disk.list('outbox/')).toEqual(['outbox/0000000000000002']);

      const second = new Bench({ disk, random, answer: accepted });
      second.clock.runOut();
      disk.isFull = false;
      expect(second.record()).toBe(3);
      expect(disk.list('outbox/')).not.toContain('outbox/0000000000000002');
    });

    test('a counter that was written anew as soon as there was room is not taken for what was damaged', () => {
      const disk = damagedAndFull({ 'counter/0': '?', 'counter/1': '?' }, []);
      const bench = new Bench({ disk, random, answer: accepted });
      disk.isFull = false;
      const number = bench.record();
      bench.device.stop();
      disk.crash();
      expect(disk.list('outbox/')).toEqual([]);
      expect(new Bench({ disk, random }).record()).toBe(number + 1);
    });
  });

  test('the counter is gone: numbers go on after the newest reading', () => {
    const disk = afterThree();
    disk.remove('counter/0');
    disk.remove('counter/1');
    expect(new Bench({ disk, random }).record()).toBe(3);
  });

  test.for([
    ['', 'has no correlation id'],
    ['0123456789abcdef\n{"device_id":"device-0', 'is not a whole message'],
    ['0123456789abcdef\n[1]', 'is not a whole message'],
    ['0123456789abcdef\n{"device_id":"device-002","sequence_id":1}', 'belongs to another device'],
    ['0123456789abcdef\n{"device_id":"device-001","sequence_id":2}', 'carries another number'],
  ])('a waiting reading holds %j: it is reported and the others are sent', ([content, reason]) => {
    const disk = afterThree();
    const bench = damage(disk, 'outbox/0000000000000001', content ?? '');
    bench.clock.runOut();
    expect(bench.fields('disk_content_damaged')).toMatchObject({ sequence_id: 1, reason });
    expect(bench.sent.map(({ request }) => request.sequenceId)).toEqual([0, 2]);
    expect(disk.read('damaged/outbox/0000000000000001')).toBe(content);
  });

  // A letter, a digit or a bit of any other: what was written is not what is there.
  test('a single unit that is wrong anywhere in a waiting reading is found', () => {
    const disk = afterThree();
    const name = 'outbox/0000000000000001';
    const whole = disk.read(name) ?? '';
    for (let at = 0; at < whole.length; at += 1) {
      const wrong = whole.slice(0, at) + String.fromCharCode(whole.charCodeAt(at) ^ 1) + whole.slice(at + 1);
      disk.write(name, wrong);
      expect(new Journal(disk).recover('device-001', 0, 0).problems, wrong).toMatchObject([
        { sequenceId: 1 },
      ]);
    }
  });

  test.for([0, 1, 3, 9, 11])(
    'a bit that is wrong in the newest counter, at %d: no number is used twice',
    (at) => {
      const disk = afterThree();
      for (const name of disk.list('outbox/')) disk.remove(name);
      const whole = disk.read('counter/0') ?? '';
      const wrong = whole.slice(0, at) + String.fromCharCode(whole.charCodeAt(at) ^ 1) + whole.slice(at + 1);
      expect(damage(disk, 'counter/0', wrong).record()).toBe(3);
    },
  );

  test('a waiting reading of a version that wrote no checksum is sent', () => {
    const disk = new MemoryDisk();
    const content = '0123456789abcdef\n{"device_id":"device-001","sequence_id":1}';
    const bench = damage(disk, 'outbox/0000000000000001', content);
    expect(bench.device.counters()).toMatchObject({ diskProblems: 0, recovered: 1 });
  });

  test('a name that is no number is reported', () => {
    const bench = damage(afterThree(), 'outbox/latest', 'x');
    expect(bench.fields('disk_content_damaged')).toMatchObject({ reason: 'has no number for a name' });
    expect(bench.device.counters()).toMatchObject({ diskProblems: 1, recovered: 3 });
  });

  test('a damaged dead letter is left out', () => {
    expect(damage(afterThree(), 'dead/0000000000000009', '{').device.deadLetters()).toEqual([]);
    const bench = damage(afterThree(), 'dead/0000000000000009', '{"body":1}');
    expect(bench.device.deadLetters()).toEqual([]);
    expect(bench.record()).toBe(10);
  });
});

describe('on an old copy of its disk', () => {
  const WITH_NEW_NUMBERS = { renumbers: true };

  /** As our edge says that it knows the number for another reading. */
  const NUMBER_TAKEN = answered(
    422,
    null,
    JSON.stringify({
      type: 'about:blank',
      title: 'Unprocessable Content',
      status: 422,
      detail: 'Another reading was stored under this sequence_id.',
    }),
  );

  /** As it was read at this moment, on another disk. */
  function copyOf(disk: MemoryDisk): MemoryDisk {
    const copy = new MemoryDisk();
    for (const name of disk.list('')) copy.write(name, disk.read(name) ?? '');
    copy.sync();
    return copy;
  }

  /** Tells readings of one number apart by what was sent. */
  class RememberingEdge {
    readonly stored = new Map<number, string>();

    readonly answer = (request: SendRequest): SendOutcome => {
      const { sequenceId, body } = request;
      const before = this.stored.get(sequenceId);
      if (before !== undefined) return before === body ? answered(409) : NUMBER_TAKEN;
      this.stored.set(sequenceId, body);
      return accepted(request);
    };
  }

  /** Five readings are stored; the copy was made when there were two. */
  function restored(edge: RememberingEdge): MemoryDisk {
    const disk = new MemoryDisk();
    const first = new Bench({ disk, random, answer: edge.answer });
    first.record(0);
    first.record(1);
    const copy = copyOf(disk);
    for (const value of [2, 3, 4]) first.record(value);
    expect([...edge.stored.keys()]).toEqual([0, 1, 2, 3, 4]);
    return copy;
  }

  test('a device that learns that a number was used goes on beyond all that can have been, and loses nothing', () => {
    const edge = new RememberingEdge();
    const bench = new Bench({ disk: restored(edge), random, answer: edge.answer, basics: WITH_NEW_NUMBERS });
    const beyond = bench.clock.now();
    expect([bench.record(12), bench.record(13), bench.record(14)]).toEqual([2, beyond + 1, beyond + 2]);
    bench.clock.runOut();
    const [again, ...rest] = [...edge.stored].slice(5);
    expect(again?.[0]).toBe(beyond);
    expect(again?.[1]).toContain('"temperature_c":12');
    expect(rest.map(([number]) => number)).toEqual([beyond + 1, beyond + 2]);
    expect(bench.fields('number_used_before')).toMatchObject({ sequence_id: 2, renumbered_as: beyond });
    expect(bench.device.counters()).toMatchObject({
      recorded: 3,
      acknowledged: 3,
      renumbered: 1,
      rejected: 0,
    });
    expect(bench.device.outbox().size).toBe(0);
  });

  test('so does one that took readings while it could reach nobody, and was started again', () => {
    const edge = new RememberingEdge();
    const disk = restored(edge);
    const offline = new Bench({ disk, random, basics: WITH_NEW_NUMBERS });
    for (const value of [12, 13]) offline.record(value);
    const bench = new Bench({
      disk,
      random,
      clock: offline.clock,
      answer: edge.answer,
      basics: WITH_NEW_NUMBERS,
    });
    bench.clock.runOut();
    const bodies = [...edge.stored.values()].slice(5).map((body) => /"temperature_c":(\d+)/.exec(body)?.[1]);
    expect(bodies).toEqual(['12', '13']);
    expect(bench.device.counters()).toMatchObject({ recovered: 2, acknowledged: 2, renumbered: 2 });
  });

  test('a crash while it does so has the reading sent under the new number alone', () => {
    const edge = new RememberingEdge();
    const disk = restored(edge);
    let cut: MemoryDisk | null = null;
    const sync = disk.sync.bind(disk);
    disk.sync = () => {
      sync();
      if (disk.list('outbox/').length === 2) cut ??= copyOf(disk);
    };
    new Bench({
      disk,
      random,
      basics: WITH_NEW_NUMBERS,
      answer: ({ body }) => (body.includes(':12}') ? NUMBER_TAKEN : null),
    }).record(12);
    if (cut === null) throw new Error('Never were both on the disk.');
    const bench = new Bench({ disk: cut, random, answer: edge.answer, basics: WITH_NEW_NUMBERS });
    bench.clock.runOut();
    expect([...edge.stored.values()].filter((body) => body.includes(':12}'))).toHaveLength(1);
    expect(bench.device.outbox().size).toBe(0);
  });

  test('who refuses it for another reason is believed', () => {
    const bench = new Bench({ random, basics: WITH_NEW_NUMBERS, answer: () => answered(422) });
    bench.record(12);
    expect(bench.device.deadLetters()).toMatchObject([{ sequenceId: 0, end: 'rejected', last: 422 }]);
  });

  test('who refuses every number gets each reading twice, and it is parked', () => {
    const bench = new Bench({ random, basics: WITH_NEW_NUMBERS, answer: () => NUMBER_TAKEN });
    bench.record(12);
    bench.clock.runOut();
    expect(bench.sent).toHaveLength(2);
    expect(bench.device.deadLetters()).toMatchObject([{ end: 'rejected', last: 422 }]);
    expect(bench.device.counters()).toMatchObject({ recorded: 1, renumbered: 1, rejected: 1 });
  });

  test('a full disk has it parked under the number that it has', () => {
    const disk = new MemoryDisk();
    const bench = new Bench({ disk, random, basics: WITH_NEW_NUMBERS });
    bench.record(12);
    let fails = 1;
    const sync = disk.sync.bind(disk);
    disk.sync = () => {
      fails -= 1;
      if (fails === 0) throw new Error('ENOSPC');
      sync();
    };
    bench.answer(0, NUMBER_TAKEN);
    bench.clock.runOut();
    expect(bench.sent).toHaveLength(1);
    expect(bench.device.deadLetters()).toMatchObject([{ sequenceId: 0, end: 'rejected' }]);
    expect(disk.list('outbox/')).toEqual([]);
  });
});
