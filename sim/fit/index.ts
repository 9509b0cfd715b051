/**
 * From what a fleet has logged to a scenario like it. `read-log.ts` reads the kinds of logs there are; each of
 * `arrivals.ts`, `load-shape.ts`, `latency.ts`, `losses.ts` and `answers.ts` estimates one thing and says what it can't
 * tell; `fit.ts` puts them together. It reads no file and asks no clock.
 */
export { UnreadableLog } from './exchange.ts';
export { fitScenario } from './fit.ts';
export type { FittedScenario } from './fit.ts';
export { readLog } from './read-log.ts';
