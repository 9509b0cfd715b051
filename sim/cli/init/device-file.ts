import { STATUS_CODES } from 'node:http';
import { DIALECTS } from '../../host/wire/dialects.ts';
import type { MessageForm } from './message-forms.ts';

/** Statuses that there are, of errors. */
const ERRORS = Object.keys(STATUS_CODES)
  .map(Number)
  .filter((status) => status >= 400);

/** A device that says what an edge takes, for somebody to put their own client in its place. Plain JavaScript. */
export function deviceText({ name, preset, source }: MessageForm): string {
  const { words } = DIALECTS[preset];
  const had = ERRORS.filter((status) => words.isDuplicate(status));
  const later = ERRORS.filter((status) => !words.isPermanent(status));
  return `// Written by petrel init: a device that sends ${name}.
// Put your own client in its place: what it must have is createDevice at the end.

${source}
const TIMEOUT_MS = 5_000;
/** The edge had it before: as good as taken. */
const HAD = new Set([${had.join(', ')}]);
/** Errors that speak of the moment, not of the request. */
const LATER = new Set([${later.join(', ')}]);

/** Retry-After in seconds or as a date, and no more than a minute: a timer that is to wait a month fires at once. */
function msAskedBy(header) {
  if (header === null) return 0;
  const at = Date.parse(header.endsWith('GMT') ? header : header + ' GMT');
  const ms = /^\\d+$/.test(header) ? Number(header) * 1000 : at - Date.now();
  return ms > 0 ? Math.min(ms, 60_000) : 0;
}

export function createDevice({ id, edgeUrl, policy, log }) {
  const waiting = new Set();

  /** The status; 0 where no answer came in time. */
  async function post(request) {
    try {
      const signal = AbortSignal.timeout(TIMEOUT_MS);
      const answer = await fetch(edgeUrl, { method: 'POST', ...request, signal });
      await answer.arrayBuffer();
      return { status: answer.status, askedMs: msAskedBy(answer.headers.get('retry-after')) };
    } catch {
      return { status: 0, askedMs: 0 };
    }
  }

  async function deliver(key, request) {
    for (let retry = 0; ; retry += 1) {
      const { status, askedMs } = await post(request);
      if ((status >= 200 && status < 300) || HAD.has(status)) break;
      const isFinal = status >= 400 && !LATER.has(status);
      if (isFinal || retry === policy.retriesMax) {
        // What a device gives up in silence counts as lost.
        log('warn', isFinal ? 'permanent_error_received' : 'retries_exhausted', { sequence_id: key });
        break;
      }
      const waitMs = Math.max(policy.delayMs(retry, Math.random()), askedMs);
      await new Promise((resolve) => setTimeout(resolve, waitMs));
    }
    waiting.delete(key);
  }

  return {
    record(reading) {
      const key = crypto.randomUUID();
      waiting.add(key);
      // The same key, and the same bytes, for each attempt.
      void deliver(key, message(id, key, reading));
      return key;
    },
    pending: () => waiting,
  };
}
`;
}
