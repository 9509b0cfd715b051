import { expect, test } from 'vitest';
import {
  abandoned,
  answered,
  at,
  born,
  DEVICE,
  delivered,
  deliveredReading,
  gone,
  logged,
  sent,
} from '../ledger/testing/script.ts';
import type { EventOf } from '../trace/event.ts';
import { nothingLeaks } from './nothing-leaks.ts';
import { judge, messagesOf } from './testing/judge.ts';

type Look = Omit<EventOf<'holdings_read'>, 'at'>;

const NOTHING: Look = {
  kind: 'holdings_read',
  host: 'edge',
  boot: 0,
  final: false,
  requests: 0,
  timers: 0,
  repeating: 0,
  outlived: 0,
  expiries: 0,
  listeners: 0,
  unwarned: 0,
  connections: 0,
};

function verdictOn(held: Partial<Look>): readonly string[] {
  return messagesOf(judge(nothingLeaks, [...at(0, born(0)), ...at(1, { ...NOTHING, ...held })]));
}

// Eight for the edge itself and one for the one device; one more for the one reading may wait for long.
test.for([
  ['outlived', 9, '10 timers of requests that are over, beside one for each reading; 9 at most can be meant'],
  ['repeating', 9, '10 timers that repeat; 9 at most can be meant'],
  ['expiries', 10, '11 timers that wait a minute or more, for 1 reading'],
] as const)('an edge may hold so many that are %s', ([sort, most, said]) => {
  expect(verdictOn({ [sort]: most })).toEqual([]);
  expect(verdictOn({ [sort]: most + 1 })).toEqual([`the edge held at 1s ${said}`]);
});

test('a device may hold two timers for each reading that is open, one for each request, and eight', () => {
  const device = { host: DEVICE, requests: 1 };
  expect(verdictOn({ ...device, timers: 11 })).toEqual([]);
  expect(verdictOn({ ...device, timers: 12 })).toEqual([
    'the device held at 1s 12 timers, for 1 reading without an end and 1 request; 11 at most can be meant',
  ]);
});

test('a device may keep as many connections as it has had requests at once, and eight', () => {
  expect(verdictOn({ host: DEVICE, connections: 8 })).toEqual([]);
  expect(verdictOn({ host: DEVICE, connections: 9 })).toEqual([
    'the device held at 1s 9 open connections more than it has had requests under way at once',
  ]);
});

test('a wait of a few seconds that raced against an answer may run out by itself', () => {
  const readings = Array.from({ length: 10 }, (_, reading) => deliveredReading(reading, 0)).flat();
  const look = (seconds: number, timers: number): readonly string[] =>
    messagesOf(judge(nothingLeaks, [...readings, ...at(seconds, { ...NOTHING, host: DEVICE, timers })]));
  expect(look(2, 18)).toEqual([]);
  expect(look(2, 19)).toEqual([
    'the device held at 2s 19 timers, for 0 readings without an end and 0 requests; 18 at most can be meant',
  ]);
  // Ten seconds after them nothing of it is left.
  expect(look(10.1, 8)).toEqual([]);
  expect(look(10.1, 9)).toHaveLength(1);
});

test('so may the waits of attempts before the last', () => {
  const retries = [1, 2, 3].flatMap((attempt) => at(1, sent(0, attempt)));
  const look = (timers: number): readonly string[] =>
    messagesOf(
      judge(nothingLeaks, [
        ...at(0, born(0), sent(0)),
        ...retries,
        ...at(2, { ...NOTHING, host: DEVICE, timers }),
      ]),
    );
  expect(look(13)).toEqual([]);
  expect(look(14)).toEqual([
    'the device held at 2s 14 timers, for 1 reading without an end and 0 requests; 13 at most can be meant',
  ]);
});

test('listeners are counted in the end only: until then they may be of work that goes on', () => {
  expect(verdictOn({ listeners: 11 })).toEqual([]);
  expect(verdictOn({ listeners: 11, final: true })).toEqual([
    'the edge held at 1s 11 listeners of one kind on one emitter',
  ]);
});

test('a device whose waiting readings are all parked has lost no place: they go with the next acknowledgement', () => {
  const stopped = { kind: 'device_stopped', device: DEVICE, pending: [0, 1] } as const;
  const parked = [...at(0, born(0), born(1)), ...at(1, logged('telemetry_parked', 0))];
  expect(messagesOf(judge(nothingLeaks, [...parked, ...at(2, stopped)]))).toEqual([
    'the device held at 2s 1 waiting reading, with no request under way and no timer set: nothing will send them',
  ]);
  const all = [...parked, ...at(1, logged('telemetry_parked', 1)), ...at(2, stopped)];
  expect(messagesOf(judge(nothingLeaks, all))).toEqual([]);
});

test('a device that has readings waiting, and neither a request nor a timer, has lost its places', () => {
  const stopped = { kind: 'device_stopped', device: DEVICE, pending: [0] } as const;
  const timer = { ...NOTHING, host: DEVICE, final: true, timers: 1 };
  expect(messagesOf(judge(nothingLeaks, [...at(0, born(0)), ...at(1, stopped)]))).toEqual([
    'the device held at 1s 1 waiting reading, with no request under way and no timer set: nothing will send them',
  ]);
  expect(judge(nothingLeaks, [...at(0, born(0)), ...at(1, timer, stopped)]).kind).toBe('held');
});

test.for([
  ['is refused', answered(1, 503), '(answered 503)'],
  ['hangs up', gone(1), '(its client hung up)'],
] as const)(
  'an edge that is stuck after one of its clients %s has kept what that one held',
  ([, amiss, how]) => {
    const stuck = { kind: 'request_stuck', device: DEVICE, reading: 2, attempt: 0, copy: 0 } as const;
    const before = [...deliveredReading(0, 0), ...at(1, born(1), sent(1), delivered(1))];
    const ends = at(6, abandoned(1), amiss);
    const next = at(7, born(2), sent(2), delivered(2), stuck);
    expect(messagesOf(judge(nothingLeaks, [...before, ...ends, ...next]))).toEqual([
      `the edge has a request that it neither ends nor has anything to wait for, as who waits for a place, a lock or a connection that was not given back; 1 request had ended amiss before, the last of them for reading 1 of device-001 at 6s ${how}`,
    ]);
    // Nobody has left amiss, so it is nobody's but its own.
    expect(messagesOf(judge(nothingLeaks, [...before, ...next]))).toEqual([
      'the edge has a request that it neither ends nor has anything to wait for, as who waits for a lock that he holds himself, or for a promise that nobody settles; it had taken 1 other, and none had ended amiss',
    ]);
    // Nothing explains it: nobody was ever taken, or what was held is gone.
    expect(
      messagesOf(judge(nothingLeaks, [...at(1, born(1), sent(1), delivered(1)), ...ends, ...next])),
    ).toEqual([]);
    const reborn = at(6.5, { kind: 'edge_started', boot: 1 });
    expect(messagesOf(judge(nothingLeaks, [...before, ...ends, ...reborn, ...next]))).toEqual([]);
  },
);
