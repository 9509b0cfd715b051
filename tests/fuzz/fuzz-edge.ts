import { connect } from 'node:net';
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { batchItems, jsonIn } from '../../protocol/index.ts';
import { attack } from './attack.ts';

export interface FuzzOptions {
  readonly port: number;
  readonly seed: number;
  /** Attacks at most. */
  readonly runs: number;
  /** Ends after so long, if it is not done before. Left out: it is done when it is done. */
  readonly withinMs?: number;
  /** Of a failure that is to be seen again, as it was printed. */
  readonly path?: string;
  /** Who is at this number of this device now; undefined: nobody. */
  readonly storedAt: (deviceId: string, sequenceId: number) => unknown;
}

export interface FuzzReport {
  readonly attacks: number;
  /** Answers of each status. */
  readonly statuses: Readonly<Record<string, number>>;
  /** Readings that the edge said it had taken. */
  readonly accepted: number;
}

/** What a stack trace, a page of somebody else, or a part of the program looks like. */
const LEAK = /\n\s+at |node_modules|\.[cm]?[jt]s:\d|<html|<!doctype/i;

/**
 * Attacks an edge over raw sockets. After each attack: what it answered is an answer (no 5xx but a 503 with Retry-After, no stack
 * trace), what it took is stored as it was sent, and the next good request is taken.
 * @throws what fast-check says of the smallest attack that fails, with the seed and the path to see it again.
 */
export async function fuzzEdge({
  port,
  seed,
  runs,
  withinMs,
  path,
  storedAt,
}: FuzzOptions): Promise<FuzzReport> {
  const statuses: Record<string, number> = {};
  let attacks = 0;
  let accepted = 0;
  let good = 0;
  const property = fc.asyncProperty(attack, async (each) => {
    attacks += 1;
    const answers = answersIn(await exchange(port, each.pieces));
    const sent = each.bodies.flatMap(readingsIn);
    for (const answer of answers) {
      statuses[answer.status] = (statuses[answer.status] ?? 0) + 1;
      mustBeAnAnswer(answer);
      for (const { deviceId, sequenceId } of takenIn(answer)) {
        accepted += 1;
        const stored = plain(await storedAt(deviceId, sequenceId));
        if (!sent.some((reading) => isDeepStrictEqual(plain(reading), stored)))
          throw new Error(`${deviceId}/${sequenceId} was taken, and stored is ${JSON.stringify(stored)}`);
      }
    }
    good += 1;
    const [last] = answersIn(await exchange(port, [goodRequest(good)]));
    if (last?.status !== 200) throw new Error(`The next good request got ${JSON.stringify(last)}`);
  });
  await fc.assert(property, {
    seed,
    numRuns: runs,
    ...(path === undefined ? {} : { path }),
    ...(withinMs === undefined ? {} : { interruptAfterTimeLimit: withinMs }),
  });
  return { attacks, statuses, accepted };
}

/** As JSON has it, which knows no −0. */
function plain(value: unknown): unknown {
  return value === undefined ? undefined : jsonIn(JSON.stringify(value));
}

function goodRequest(sequenceId: number): Buffer {
  const body = JSON.stringify({
    device_id: 'good',
    sequence_id: sequenceId,
    timestamp: '2026-01-01T00:00:00.000Z',
    values: { a: 1 },
  });
  const head = `POST /ingest HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nConnection: close\r\n`;
  return Buffer.from(`${head}Content-Length: ${body.length}\r\n\r\n${body}`);
}

/** All that comes back until the edge ends the connection; that nothing more will come it is told after the last piece. */
function exchange(port: number, pieces: readonly Buffer[]): Promise<string> {
  return new Promise((resolve, reject) => {
    let heard = '';
    const socket = connect({ port, host: '127.0.0.1', noDelay: true }).setEncoding('latin1');
    socket.on('data', (text: string) => (heard += text));
    socket.on('close', () => resolve(heard));
    socket.on('error', (error: NodeJS.ErrnoException) => {
      // It may be cut off while it still sends.
      if (error.code !== 'ECONNRESET' && error.code !== 'EPIPE') reject(error);
    });
    socket.on('connect', () => {
      for (const piece of pieces) socket.write(piece);
      // Whoever ends his side at once is gone before he is answered.
      setImmediate(() => socket.end());
    });
  });
}

interface Answer {
  readonly status: number;
  readonly head: string;
  readonly body: string;
}

function answersIn(heard: string): readonly Answer[] {
  return heard
    .split(/(?=HTTP\/1\.1 \d{3} )/)
    .filter((text) => text !== '')
    .map((text) => {
      const end = text.indexOf('\r\n\r\n');
      return {
        status: Number(/^HTTP\/1\.1 (\d{3}) /.exec(text)?.[1]),
        head: text.slice(0, end),
        body: text.slice(end + 4),
      };
    });
}

function mustBeAnAnswer(answer: Answer): void {
  const { status, head, body } = answer;
  const isRight = status < 500 ? status >= 100 : status === 503 && /^retry-after: \d/im.test(head);
  const hasReason = status < 400 || /^content-type: application\/problem\+json$/im.test(head);
  if (!isRight || !hasReason || LEAK.test(body))
    throw new Error(`This is no answer: ${JSON.stringify(answer)}`);
}

interface Taken {
  readonly deviceId: string;
  readonly sequenceId: number;
}

/** Of one reading, or of each of many. */
function takenIn({ status, body }: Answer): readonly Taken[] {
  const said = jsonIn(body);
  if (typeof said !== 'object' || said === null || status >= 400) return [];
  const results: unknown = 'results' in said ? said.results : [{ ...said, status }];
  const isTaken = (result: unknown): readonly Taken[] => {
    if (typeof result !== 'object' || result === null || !('status' in result)) return [];
    if (result.status !== 200 || !('device_id' in result) || !('sequence_id' in result)) return [];
    return [{ deviceId: String(result.device_id), sequenceId: Number(result.sequence_id) }];
  };
  return Array.isArray(results) ? results.flatMap(isTaken) : [];
}

/** By the reader of JSON that Node has, which is laxer than that of the edge: what it reads otherwise the edge must not take. */
function readingsIn(body: string): readonly unknown[] {
  const value = jsonIn(body);
  return batchItems(value) ?? [value];
}
