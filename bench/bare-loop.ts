import request from 'supertest';
import { createEdge } from '../edge/index.ts';
import { secondsOf } from './clock.ts';
import { scenarioCalled } from './scenario-called.ts';

/** Few, for its own good: after ten thousand requests, each on a fresh port, it runs at two thirds of its speed. */
const WARM_UP = 500;
const REQUESTS = 1_500;

/** Prints the rate of the loop that tests usually are: one request after another, each on a port of its own. */
const scenario = scenarioCalled('storm');
const edge = createEdge({
  settings: scenario.edge,
  clock: {
    now: () => Date.now(),
    monotonic: () => performance.now(),
    setTimeout: (callback, delayMs) => setTimeout(callback, delayMs),
    clearTimeout: (handle) => clearTimeout(handle as NodeJS.Timeout),
  },
  random: { draw: () => Math.random() },
  log: () => {},
});

async function post(from: number, count: number): Promise<void> {
  for (let sequence = from; sequence < from + count; sequence += 1) {
    const message = {
      device_id: 'device-001',
      sequence_id: sequence,
      timestamp: new Date().toISOString(),
      values: { temperature_c: 21.5, humidity_pct: 50 },
    };
    await request(edge.handler)
      .post('/ingest')
      .set('content-type', 'application/json')
      .send(JSON.stringify(message));
  }
}

await post(0, WARM_UP);
console.log(REQUESTS / (await secondsOf(() => post(WARM_UP, REQUESTS))));
await edge.close();
