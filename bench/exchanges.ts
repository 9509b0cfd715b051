import request from 'supertest';
import { createEdge } from '../edge/index.ts';
import { builtinSubject } from '../sim/builtin/index.ts';
import { run } from '../sim/run/index.ts';
import { loadScenario } from '../sim/scenario/index.ts';
import type { Scenario } from '../sim/scenario/index.ts';
import { median, secondsOf } from './clock.ts';

const ROUNDS = 5;
const BARE_REQUESTS = 1_500;

function scenarioCalled(name: string): Scenario {
  const loaded = loadScenario(name);
  if (!loaded.ok) throw new Error(`The scenario ${name} does not load.`);
  return loaded.scenario;
}

/** The same edge and settings as the simulation has, asked one request after another, as tests usually do. */
async function bareLoop(scenario: Scenario): Promise<number> {
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
  const seconds = await secondsOf(async () => {
    for (let sequence = 0; sequence < BARE_REQUESTS; sequence += 1) {
      await request(edge.handler)
        .post('/ingest')
        .set('content-type', 'application/json')
        .send(
          JSON.stringify({
            device_id: 'device-001',
            sequence_id: sequence,
            timestamp: new Date().toISOString(),
            values: { temperature_c: 21.5, humidity_pct: 50 },
          }),
        );
    }
  });
  await edge.close();
  return BARE_REQUESTS / seconds;
}

async function simulated(scenario: Scenario, seed: string): Promise<number> {
  const result = await run({ scenario, seed, subject: builtinSubject(scenario) });
  return (result.exchanges / result.timing.wallMs) * 1000;
}

export async function benchExchanges(): Promise<readonly string[]> {
  const scenario = scenarioCalled('storm');
  const bare: number[] = [];
  const whole: number[] = [];
  // By turns, so that a slow minute of the machine hits both.
  for (let round = 0; round < ROUNDS; round += 1) {
    bare.push(await bareLoop(scenario));
    whole.push(await simulated(scenario, String(round)));
  }
  const ratio = median(whole) / median(bare);
  return [
    `bare loop of supertest(app).post()             ${Math.round(median(bare))} exchanges/s`,
    `storm, whole simulation through supertest      ${Math.round(median(whole))} exchanges/s`,
    `ratio                                          ${ratio.toFixed(2)}×            (wanted: at least 2)`,
  ];
}
