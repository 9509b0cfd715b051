import { USUAL_WORDS } from './answer-words.ts';
import type { Carried, Dialect } from './dialect.ts';
import type { WireRequest } from './wire-request.ts';

const BATCH = /^application\/cloudevents-batch\+json\b/i;

/** One event in the JSON format; null: it is none. */
function structured(event: unknown): Carried | null {
  if (typeof event !== 'object' || event === null) return null;
  if (!('specversion' in event && 'id' in event && 'source' in event)) return null;
  const { id, source } = event;
  if (typeof id !== 'string' || id === '' || typeof source !== 'string') return null;
  const time = 'time' in event && typeof event.time === 'string' ? event.time : null;
  return { device: source, reading: id, timestamp: time, content: event };
}

/** Attributes in headers, the data in the body. */
function binary(request: WireRequest): Carried | null {
  const { headers } = request;
  const { 'ce-id': id, 'ce-source': source, 'ce-time': time } = headers;
  if (headers['ce-specversion'] === undefined || id === undefined || id === '') return null;
  return {
    device: source === undefined ? null : unescaped(source),
    reading: unescaped(id),
    timestamp: time === undefined ? null : unescaped(time),
    content: request.json,
  };
}

/** What no header may hold is percent-encoded (CloudEvents 1.0.2, HTTP binding §3.1.3.2). */
function unescaped(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}

/** CloudEvents 1.0 over HTTP, in binary, structured and batched mode. The id of an event tells the reading. */
export const CLOUDEVENTS: Dialect = {
  name: 'cloudevents',
  words: USUAL_WORDS,
  echoes: false,
  read(request) {
    const inHeaders = binary(request);
    if (inHeaders !== null) return [inHeaders];
    const { json } = request;
    if (Array.isArray(json) && BATCH.test(request.headers['content-type'] ?? '')) {
      const events = json.map(structured);
      return events.length > 0 && events.every((event) => event !== null) ? events : null;
    }
    const event = structured(json);
    return event === null ? null : [event];
  },
};
