import { Calendar } from '../sim/kernel/calendar.ts';
import { KeyedRandom, OwnerStreams } from '../sim/random/index.ts';
import { median, secondsOf } from './clock.ts';
import { fastLaneScenario } from './fast-lane-scenario.ts';
import { checkModel, modelParameters } from './model-parameters.ts';
import type { ModelParameters } from './model-parameters.ts';

/**
 * The floor under a simulation of the fast lane: the calendar and the draws it uses, and nothing that they are there for. No
 * client, no edge, no network that could be looked at, no trace, nobody who judges. Prints a `ModelResult`.
 */
const ROUNDS = 5;
const US = 1e6;

interface Fleet {
  readonly calendar: Calendar;
  readonly model: ModelParameters;
  nowUs: number;
  generated: number;
  attempts: number;
  acknowledged: number;
}

function record(fleet: Fleet, streams: OwnerStreams, reading: number, atUs: number): void {
  const { calendar, model } = fleet;
  calendar.push(atUs, () => {
    fleet.generated += 1;
    attempt(fleet, streams, reading, 0);
    const nextUs = atUs + model.interval * US;
    if (nextUs < model.duration * US) record(fleet, streams, reading + 1, nextUs);
  });
}

function attempt(fleet: Fleet, streams: OwnerStreams, reading: number, number: number): void {
  const { calendar, model, nowUs } = fleet;
  const draw = (purpose: string): number => streams.of(purpose).draw(reading, number);
  const latencyUs = (way: string): number =>
    Math.round((model.latencyMin + draw(way) * (model.latencyMax - model.latencyMin)) * US);
  const timedOut = (): void => retry(fleet, streams, reading, number, 0);
  const timeoutUs = nowUs + model.timeout * US;
  fleet.attempts += 1;
  if (draw('loss') < model.loss) {
    calendar.push(timeoutUs, timedOut);
    return;
  }
  const arrivalUs = nowUs + latencyUs('there');
  if (draw('copy') < model.copy)
    calendar.push(arrivalUs + Math.round(draw('copy-delay') * model.copyMax * US), () => {});
  calendar.push(arrivalUs, () => {
    const shed = draw('shed') < model.shed;
    if (draw('answer-loss') < model.answerLoss) {
      calendar.push(timeoutUs, timedOut);
      return;
    }
    calendar.push(arrivalUs + latencyUs('back'), () => {
      if (shed) retry(fleet, streams, reading, number, model.retryAfter);
      else fleet.acknowledged += 1;
    });
  });
}

function retry(fleet: Fleet, streams: OwnerStreams, reading: number, failed: number, leastS: number): void {
  const { calendar, model, nowUs } = fleet;
  if (failed >= model.retries) return;
  const uniform = streams.of('backoff').draw(reading, failed);
  const backoffS =
    Math.min(model.cap, model.base * model.factor ** failed) * (1 + model.jitter * (2 * uniform - 1));
  const delayUs = Math.round(Math.max(backoffS, leastS) * US);
  calendar.push(nowUs + delayUs, () => attempt(fleet, streams, reading, failed + 1));
}

function simulate(model: ModelParameters, seed: string): Fleet {
  const calendar = new Calendar();
  const random = new KeyedRandom(seed);
  const fleet: Fleet = { calendar, model, nowUs: 0, generated: 0, attempts: 0, acknowledged: 0 };
  for (let device = 0; device < model.devices; device += 1) {
    const startUs = Math.round((model.interval * US * device) / model.devices);
    record(fleet, new OwnerStreams(random, `device-${device}`, 'model/'), 0, startUs);
  }
  for (;;) {
    fleet.nowUs = calendar.nextUs();
    const act = calendar.pop();
    if (act === undefined) return fleet;
    act();
  }
}

const model = modelParameters(fastLaneScenario(1_000, 60));
const rates: number[] = [];
for (let round = 0; round <= ROUNDS; round += 1) {
  let fleet: Fleet | undefined;
  const seconds = await secondsOf(() => {
    fleet = simulate(model, `round ${round}`);
  });
  if (fleet === undefined) throw new Error('Nothing was simulated.');
  checkModel('The loop', model, fleet.attempts / fleet.generated);
  // The first warms up.
  if (round > 0) rates.push(fleet.generated / seconds);
}
console.log(JSON.stringify(median(rates)));
