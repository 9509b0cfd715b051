import { createEdge, DEFAULT_EDGE_SETTINGS } from '../edge/index.ts';
import { secondsOf } from './clock.ts';

/** Prints calls per second of the edge's pure pipeline: parse, validate, claim, store, answer; no HTTP, nothing else. */
const WARM_UP = 40_000;
const CALLS = 60_000;
const START_MS = Date.UTC(2026, 0, 1);

let nowMs = START_MS;
const edge = createEdge({
  settings: { ...DEFAULT_EDGE_SETTINGS, overload: { probability: 0, retryAfterMs: null } },
  clock: {
    now: () => nowMs,
    monotonic: () => nowMs - START_MS,
    setTimeout: () => null,
    clearTimeout: () => {},
  },
  random: { draw: () => 0.5 },
  log: () => {},
});

function call(from: number, count: number): void {
  const headers = { 'content-type': 'application/json' };
  for (let sequence = from; sequence < from + count; sequence += 1) {
    nowMs += 3;
    const message = {
      device_id: 'device-001',
      sequence_id: sequence,
      timestamp: new Date(nowMs).toISOString(),
      values: { temperature_c: 21.5, humidity_pct: 50 },
    };
    const body = Buffer.from(JSON.stringify(message));
    const answer = edge.ingest({ method: 'POST', path: '/ingest', headers, body });
    if (answer instanceof Promise || answer.status !== 200) throw new Error('The reading was not accepted.');
  }
}

call(0, WARM_UP);
console.log(CALLS / (await secondsOf(() => call(WARM_UP, CALLS))));
await edge.close();
