import type { TraceEvent } from './event.ts';

/** Device ids, names of faults and causes, and what else the harness names: nothing in them needs an escape. */
const PLAIN = /^[\w.:+/ -]*$/;

function text(value: string | null): string {
  if (value === null) return 'null';
  return PLAIN.test(value) ? `"${value}"` : JSON.stringify(value);
}

/** JSON has no Infinity, which a Retry-After of 400 digits is. */
function number(value: number | null): number | null {
  return value === null || !Number.isFinite(value) ? null : value;
}

/**
 * An event as one line of JSON: what `JSON.stringify` gives, byte by byte. The kinds that make up nearly all of a run are
 * put together by hand, in a third of the time; a test holds them to `JSON.stringify`.
 */
export function eventLine(event: TraceEvent): string {
  // oxlint-disable-next-line typescript/switch-exhaustiveness-check -- the rare kinds are JSON.stringify's
  switch (event.kind) {
    case 'attempt_sent':
      return `{"at":${event.at},"kind":"attempt_sent","device":${text(event.device)},"reading":${event.reading},"attempt":${event.attempt},"timestamp":${text(event.timestamp)}}`;
    case 'request_delivered':
      return `{"at":${event.at},"kind":"request_delivered","device":${text(event.device)},"reading":${event.reading},"attempt":${event.attempt},"copy":${event.copy}}`;
    case 'request_answered':
      return `{"at":${event.at},"kind":"request_answered","device":${text(event.device)},"reading":${event.reading},"attempt":${event.attempt},"copy":${event.copy},"status":${event.status},"retryAfter":${text(event.retryAfter)},"source":"${event.source}"}`;
    case 'answer_delivered':
      return `{"at":${event.at},"kind":"answer_delivered","device":${text(event.device)},"reading":${event.reading},"attempt":${event.attempt},"status":${event.status},"echoed":${event.echoed},"retryAfterMs":${number(event.retryAfterMs)}}`;
    case 'reading_recorded':
      return `{"at":${event.at},"kind":"reading_recorded","device":${text(event.device)},"reading":${event.reading},"timestamp":${text(event.timestamp)},"values":${JSON.stringify(event.values)}}`;
    case 'reading_stored':
      return `{"at":${event.at},"kind":"reading_stored","device":${text(event.device)},"reading":${event.reading},"timestamp":${text(event.timestamp)},"values":${JSON.stringify(event.values)}}`;
    case 'device_logged':
      return `{"at":${event.at},"kind":"device_logged","device":${text(event.device)},"event":${text(event.event)},"reading":${event.reading},"fields":${JSON.stringify(event.fields)}}`;
    case 'edge_logged':
      return `{"at":${event.at},"kind":"edge_logged","event":${text(event.event)},"device":${text(event.device)},"reading":${event.reading},"fields":${JSON.stringify(event.fields)}}`;
    default:
      return JSON.stringify(event);
  }
}
