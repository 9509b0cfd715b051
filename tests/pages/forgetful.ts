import type { RunFound } from '../../reports/trace/run-found.ts';
import { scenarioFrom } from '../run-scenario.ts';
import { witnessed } from '../witnessed.ts';

/** The edge forgets a reading before its retry can come: what the answers of are lost is stored twice. */
export const FORGETFUL = `
name: forgetful
description: It forgets.
duration: 1m
fleet: { devices: 4, interval: 5s }
network: { latency: { distribution: constant, value: 20ms } }
edge: { dedupe: { ttl: 1ms } }
timeline:
  - { at: 20s, for: 20s, network: { answerLoss: { probability: 60% } } }
`;

export function forgetfulRun(): Promise<RunFound> {
  return witnessed(scenarioFrom(FORGETFUL), '1');
}
