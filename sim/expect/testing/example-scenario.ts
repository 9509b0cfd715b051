import { scenarioFrom } from '../../scenario/testing/scenario-from.ts';

/** One device without faults for a minute: a reading each 3 s. */
export const EXAMPLE_SCENARIO = scenarioFrom('{ name: example, duration: 60s, fleet: { interval: 3s } }');
