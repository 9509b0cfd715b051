import { afterEach, describe, expect, test } from 'vitest';
import type { Answer, Request } from '../net/index.ts';
import { Front } from './front.ts';
import { ERROR_KINDS, PORTAL_PATH } from './gateway-errors.ts';
import { HeldRequest } from './open-exchange.ts';
import type { ErrorKind, ErrorSettings } from './gateway-errors.ts';
import type { FrontSettings } from './gateway-settings.ts';
import { DIALECTS } from './wire/dialects.ts';
import { judgeAnswer } from './wire/judge-answer.ts';
import type { ReadingTold } from './wire/reading-told.ts';
import { HostBench } from './testing/host-bench.ts';

const REQUEST: Request = { method: 'POST', path: '/ingest', headers: {}, body: '', timestamp: null };

function errorsOf(
  chances: Partial<Record<ErrorKind, number>>,
  retryAfterMs: number | null = null,
): ErrorSettings {
  const none = {
    internalError: 0,
    badGateway: 0,
    gatewayTimeout: 0,
    requestTimeout: 0,
    tooEarly: 0,
    redirect: 0,
    html: 0,
    empty: 0,
    endless: 0,
    errorInside: 0,
    otherReading: 0,
    unlisted: 0,
  };
  return { ...none, ...chances, retryAfterMs };
}

let bench: HostBench | null = null;
afterEach(() => {
  bench?.close();
  bench = null;
});

interface StandOptions {
  readonly echoes?: boolean;
  readonly path?: string;
  readonly method?: string;
  readonly judge?: Request['judge'];
  readonly storeOutage?: { readonly retryAfterMs: number } | null;
  /** They send by turns. */
  readonly devices?: number;
}

/** Requests for readings 0 to 199 through what stands in front, to an edge that takes all and names the reading. */
class Stand {
  readonly it = new HostBench();
  readonly front: Front;
  /** Readings that the edge has got. */
  readonly taken = new Set<number>();
  readonly answers = new Map<number, Answer>();

  constructor(
    settings: Partial<FrontSettings>,
    {
      echoes = true,
      path = '/ingest',
      method = 'POST',
      judge,
      storeOutage = null,
      devices = 1,
    }: StandOptions = {},
  ) {
    bench = this.it;
    this.front = new Front({
      world: this.it.services,
      settings: { errors: null, retryAfter: null, ...settings },
      storeOutage: () => storeOutage,
      echoes: () => echoes,
      answered: () => {},
      pass: ({ key, end }) => {
        const reading = key.reading ?? -1;
        this.taken.add(reading);
        end.answered({ status: 200, headers: {}, body: `took ${reading}`, retryAfter: null, echoed: true });
      },
    });
    for (let reading = 0; reading < 200; reading += 1) {
      const end = {
        answered: (answer: Answer): void => void this.answers.set(reading, answer),
        broken: () => {},
      };
      const key = { device: `device-00${1 + (reading % devices)}`, reading, attempt: 0, copy: 0 };
      this.front.deliver({ key, request: { ...REQUEST, path, method, judge }, end, held: new HeldRequest() });
    }
  }

  get injected(): number {
    return this.it.events.filter(({ kind }) => kind === 'fault_injected').length;
  }

  get statuses(): readonly number[] {
    return [...new Set([...this.answers.values()].map(({ status }) => status))].sort((a, b) => a - b);
  }
}

test('where nothing stands in front, nothing is changed or drawn', () => {
  const { taken, answers, injected } = new Stand({});
  expect([taken.size, answers.size, injected]).toStrictEqual([200, 200, 0]);
});

describe('an error comes before the edge has the request or after', () => {
  test.for([
    { kind: 'internalError', statuses: [500], after: true },
    { kind: 'badGateway', statuses: [502], after: true },
    { kind: 'gatewayTimeout', statuses: [504], after: true },
    { kind: 'requestTimeout', statuses: [408], after: false },
    { kind: 'tooEarly', statuses: [425], after: false },
    { kind: 'redirect', statuses: [302, 303, 307, 308], after: false },
    { kind: 'html', statuses: [200], after: false },
    { kind: 'empty', statuses: [200], after: true },
    { kind: 'endless', statuses: [200], after: false },
    { kind: 'errorInside', statuses: [200], after: true },
    { kind: 'unlisted', statuses: [507, 520, 529, 599], after: true },
  ] as const)('$kind', ({ kind, statuses, after }) => {
    const stand = new Stand({ errors: errorsOf({ [kind]: 1 }, 2_000) });
    expect(stand.injected).toBe(200);
    expect(stand.statuses).toStrictEqual(statuses);
    for (const { status, retryAfter, echoed, body } of stand.answers.values()) {
      expect(retryAfter).toBe(status === 200 ? null : '2');
      expect([echoed, body.startsWith('took')]).toStrictEqual([false, false]);
    }
    // Half of 200: standard deviation 7.1; four of them are 28.
    expect(stand.taken.size).toBeGreaterThanOrEqual(after ? 72 : 0);
    expect(stand.taken.size).toBeLessThanOrEqual(after ? 128 : 0);
  });
});

test.for([
  ['requestTimeout', 'otlp-http-json', [424, 424]],
  ['internalError', 'otlp-http-json', [424, 424]],
  ['badGateway', 'otlp-http-json', undefined],
  ['unlisted', 'otlp-http-json', [424, 424]],
  ['requestTimeout', 'batch', undefined],
  ['html', 'otlp-http-json', undefined],
] as const)('%s, said to a list in %s, is heard of each reading as %j', ([kind, name, statuses]) => {
  const dialect = DIALECTS[name];
  const told = [0, 1].map((reading) => {
    const carried = { device: 'device-001', reading, timestamp: null, content: null };
    return { reading, timestamp: null, carried };
  }) as [ReadingTold, ReadingTold];
  const reader = { dialect, words: dialect.words, stored: () => null, unplaced: () => {} };
  const stand = new Stand(
    { errors: errorsOf({ [kind]: 1 }) },
    { judge: (answer) => judgeAnswer(answer, told, reader) },
  );
  expect(stand.answers.size).toBe(200);
  for (const { items } of stand.answers.values())
    expect(items?.map(({ status }) => status)).toStrictEqual(statuses);
});

test('the answer of another reading is one that the edge has given', () => {
  const stand = new Stand({ errors: errorsOf({ otherReading: 0.5 }) });
  const wrong = [...stand.answers].filter(([reading, { body }]) => body !== `took ${reading}`);
  // 200 · 0.5, standard deviation 7.1; minus four of them, and the first had nobody before it.
  expect(wrong.length).toBeGreaterThan(71);
  expect(wrong).toHaveLength(stand.injected);
  for (const [reading, { body, echoed }] of wrong) {
    const other = Number(body.replace('took ', ''));
    expect([other < reading, stand.taken.has(other), echoed]).toStrictEqual([true, true, false]);
  }
});

test('the answer of another reading is as often one of the same device as one of anybody', () => {
  const stand = new Stand({ errors: errorsOf({ otherReading: 0.5 }) }, { devices: 2 });
  const others = [...stand.answers].flatMap(([reading, { body }]) => {
    const other = Number(body.replace('took ', ''));
    return other === reading ? [] : [(reading - other) % 2 === 0];
  });
  // The half of 100 at least, standard deviation 5; minus four of them. Most of the others are of the device before it.
  const own = others.filter(Boolean).length / others.length;
  expect(own).toBeGreaterThan(0.3);
  expect(own).toBeLessThan(0.95);
});

test('each kind is met as often as it is asked for', () => {
  const stand = new Stand({ errors: errorsOf({ internalError: 0.25, tooEarly: 0.25 }) });
  const count = (status: number): number =>
    [...stand.answers.values()].filter((answer) => answer.status === status).length;
  // 200 · 0.25 = 50, standard deviation 6.1; four of them are 24.
  for (const status of [500, 425]) {
    expect(count(status)).toBeGreaterThan(26);
    expect(count(status)).toBeLessThan(74);
  }
});

test('devices that believe any 2xx are given none that lies', () => {
  const all = errorsOf(Object.fromEntries(ERROR_KINDS.map((kind) => [kind, 1 / ERROR_KINDS.length])));
  const stand = new Stand({ errors: all }, { echoes: false });
  for (const [reading, { status, body }] of stand.answers)
    if (status === 200) expect(body).toBe(`took ${reading}`);
});

test('a redirect goes to the same place, to where the edge has moved, or to a login page that is always there', () => {
  const stand = new Stand({ errors: errorsOf({ redirect: 1 }) });
  const places = new Set<string>();
  for (const { status, headers } of stand.answers.values()) places.add(`${status} ${headers['location']}`);
  stand.it.close();
  expect([...places].toSorted()).toStrictEqual([
    '302 /moved/ingest',
    `302 ${PORTAL_PATH}`,
    `303 ${PORTAL_PATH}`,
    '307 /ingest',
    '308 /ingest',
  ]);
  const portal = new Stand({}, { path: PORTAL_PATH });
  expect(portal.taken.size).toBe(0);
  expect(portal.answers.get(0)?.body).toContain('Guest network');
});

test('where the edge has moved to, a POST reaches it and a GET is told so for good', () => {
  const posted = new Stand({}, { path: '/moved/ingest' });
  expect(posted.taken.size).toBe(200);
  posted.it.close();
  const got = new Stand({}, { path: '/moved/ingest', method: 'GET' });
  expect(got.taken.size).toBe(0);
  expect(got.answers.get(0)).toMatchObject({ status: 405, headers: { allow: 'POST' } });
});

test('the Retry-After of an answer is written anew, wherever the answer is from', () => {
  const stand = new Stand({ errors: errorsOf({ tooEarly: 1 }, 5_000), retryAfter: { form: 'date' } });
  const { retryAfter, headers } = stand.answers.get(0) ?? {};
  // The world begins on 1 January 2026.
  expect([retryAfter, headers?.['retry-after']]).toStrictEqual(
    Array(2).fill('Thu, 01 Jan 2026 00:00:05 GMT'),
  );
});
