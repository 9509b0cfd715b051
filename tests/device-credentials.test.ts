import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { scratchFolder } from './scratch-folder.ts';
import { createFetchSender } from '../device/fetch-sender.ts';
import { deviceKey } from '../device/program/device-key.ts';
import { tlsFetch } from '../device/program/tls-fetch.ts';
import type { DeviceTls } from '../device/program/tls-fetch.ts';
import { traceHeaders } from '../device/program/trace-headers.ts';
import { withHeaders } from '../device/program/with-headers.ts';
import { authenticator } from '../edge/auth/authenticator.ts';
import { newKey } from '../edge/auth/device-keys.ts';
import { writeKeys } from '../edge/auth/key-file.ts';
import { serve } from '../edge/server/serve.ts';
import type { RunningEdge } from '../edge/server/serve.ts';
import { createTestEdge, message } from '../edge/testing/test-edge.ts';
import type { TestEdge } from '../edge/testing/test-edge.ts';
import type { Fetch, SendOutcome } from '../ports/index.ts';
import { realClock } from '../program/index.ts';
import { ROOT } from './command.ts';

/** The device as it speaks to an edge that asks who it is, over real sockets. */
const pem = (name: string): string => join(ROOT, 'edge', 'testing', 'tls', name);
const quiet = (): void => {};
const made = (device: string, byte: number) =>
  newKey(device, '2026-01-01T00:00:00.000Z', (bytes) => Buffer.alloc(bytes, byte));
const OWN = made('device-001', 1);
const OTHER = made('device-002', 2);

let folder: string;
let running: RunningEdge;
let edge: TestEdge;

beforeEach(async () => {
  folder = scratchFolder('credentials');
  const keyFile = join(folder, 'keys.json');
  writeKeys(keyFile, [OWN.kept, OTHER.kept]);
  edge = createTestEdge({}, { authenticate: authenticator({ keyFile, clock: realClock, log: quiet }) });
  const tls = { cert: pem('edge.pem'), key: pem('edge.key'), clientCa: pem('ca.pem') };
  running = await serve({ edge, clock: realClock, log: quiet, port: 0, host: '127.0.0.1', tls });
});

afterEach(async () => {
  await running.stop('test');
});

function send(fetch: Fetch, sequenceId: number): Promise<SendOutcome> {
  const sender = createFetchSender({ fetch, clock: realClock, tellsCauses: true });
  const body = JSON.stringify(message(sequenceId));
  const url = `https://127.0.0.1:${running.port}/ingest`;
  return new Promise((resolve) => {
    const request = { url, correlationId: 'corr-1', body, timeoutMs: 5_000, attempt: 0, sequenceId };
    sender({ ...request, deviceId: 'device-001', copy: false, message: null }, resolve);
  });
}

const trusting = (more: Partial<DeviceTls> = {}): Promise<Fetch> =>
  tlsFetch({ ca: pem('ca.pem'), cert: null, key: null, ...more });
const bearing = (fetch: Fetch, key: string): Fetch =>
  withHeaders(fetch, () => ({ authorization: `Bearer ${key}` }));

test('each reading is a trace, and each of its attempts a span, as the log of the edge says', async () => {
  const traced = withHeaders(bearing(await trusting(), OWN.text), traceHeaders);
  for (const sequenceId of [1, 1]) await send(traced, sequenceId);
  const spans = edge.lines.map(({ fields }) => [fields['trace_id'], fields['span_id']].join());
  // received, accepted; received, duplicate. SHA-256 of "corr-1" begins so.
  const traceId = '12423b976fe4078b3c8b6b4c279cd86e';
  expect(spans).toStrictEqual(Array.from({ length: 4 }, () => `${traceId},8000000080000000`));
  const [first, second] = [
    traceHeaders({ 'x-correlation-id': 'corr-1' }),
    traceHeaders({ 'x-correlation-id': 'corr-1' }),
  ];
  expect(first['traceparent']).toMatch(new RegExp(`^00-${traceId}-[0-9a-f]{16}-01$`));
  expect(second['traceparent']).not.toBe(first['traceparent']);
  expect(traceHeaders({})).toStrictEqual({});
});

describe('the edge takes a device', () => {
  test('by its key, and not by none or that of another', async () => {
    const fetch = await trusting();
    expect(await send(bearing(fetch, OWN.text), 1)).toMatchObject({ kind: 'answered', status: 200 });
    expect(await send(fetch, 2)).toMatchObject({ kind: 'answered', status: 401 });
    expect(await send(bearing(fetch, OTHER.text), 3)).toMatchObject({ kind: 'answered', status: 403 });
  });

  test('by its certificate, and not by one that somebody else has signed', async () => {
    const own = await trusting({ cert: pem('device-001.pem'), key: pem('device-001.key') });
    expect(await send(own, 1)).toMatchObject({ kind: 'answered', status: 200 });
    const stranger = await trusting({ cert: pem('stranger.pem'), key: pem('stranger.key') });
    expect(await send(stranger, 2)).toMatchObject({ kind: 'answered', status: 401 });
  });
});

test('a device sends nothing to an edge whose certificate it does not trust, and says why', async () => {
  expect(await send(bearing(fetch, OWN.text), 1)).toMatchObject({
    kind: 'no-answer',
    reason: 'insecure',
    cause: expect.stringContaining('certificate'),
  });
});

describe('files of TLS that will not do', () => {
  test.for<readonly [string, Partial<DeviceTls>, string]>([
    [
      'is not there',
      { ca: '/nowhere/ca.pem' },
      'The file "/nowhere/ca.pem" of --tls-ca cannot be read: ENOENT.',
    ],
    ['is no PEM', { ca: null, cert: pem('../test-edge.ts'), key: pem('edge.key') }, 'will not do: '],
    ['belongs to another', { cert: pem('device-001.pem'), key: pem('edge.key') }, 'key values mismatch'],
  ])('one that %s is refused with a sentence', async ([, files, sentence]) => {
    await expect(trusting(files)).rejects.toThrow(sentence);
  });
});

describe('the key of a device', () => {
  let nowMs = 0;
  const lines: unknown[] = [];
  const open = (file: string | null, variable?: string) =>
    deviceKey({
      file,
      variable,
      deviceId: 'device-001',
      clock: { monotonic: () => nowMs },
      log: (level, event, fields) => lines.push({ level, event, fields }),
    });

  test('comes from a variable, from a file, or from nowhere', () => {
    const file = join(folder, 'key');
    writeFileSync(file, `${OWN.text}\n`);
    expect(open(file)?.()).toBe(OWN.text);
    expect(open(null, OWN.text)?.()).toBe(OWN.text);
    expect(open(null)).toBeNull();
    expect(open(null, '')).toBeNull();
  });

  test('that was changed in its file is used a second later, and the one before while there is none', () => {
    const file = join(folder, 'key');
    writeFileSync(file, OWN.text);
    const key = open(file);
    writeFileSync(file, 'torn by a reader\nin the middle');
    nowMs += 999;
    expect([key?.(), lines]).toStrictEqual([OWN.text, []]);
    nowMs += 1;
    expect(key?.()).toBe(OWN.text);
    nowMs += 1_000;
    expect(key?.()).toBe(OWN.text);
    expect(lines).toMatchObject([{ level: 'error', event: 'key_unreadable' }]);
    expect(JSON.stringify(lines)).not.toContain('torn');
    writeFileSync(file, `${OTHER.text}\n`);
    nowMs += 1_000;
    expect(key?.()).toBe(OTHER.text);
    expect(lines).toMatchObject([{ event: 'key_unreadable' }, { event: 'key_read' }]);
  });

  test.for<readonly [string, string]>([
    ['two words', 'two words'],
    ['nothing', ' \n'],
    ['a line that would be a header', 'a\r\nX-Admin: 1'],
  ])('that is %s is refused, and not repeated', ([, text]) => {
    const file = join(folder, 'key');
    writeFileSync(file, text);
    expect(() => open(file)).toThrow(/holds is no key: it must be one word/);
    expect(() => open(file)).not.toThrow(/two words|Admin/);
    expect(() => open(null, 'a b')).toThrow(/PETREL_DEVICE_KEY holds is no key/);
  });

  test('in two places, or in a file that is not there, is refused', () => {
    expect(() => open(join(folder, 'key'), OWN.text)).toThrow('both given: leave one of them out');
    expect(() => open(join(folder, 'none'))).toThrow('cannot be read: ENOENT.');
    expect(() => open(folder)).toThrow('cannot be read: EISDIR.');
  });
});
