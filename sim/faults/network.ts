import * as z from 'zod';
import { section } from '../../settings/index.ts';
import type { ValueOf } from '../../settings/index.ts';
import { ANSWER_LATENCY, LATENCY } from '../net/index.ts';
import type { FaultInForce, NetworkInForce } from '../net/index.ts';
import { STAGES } from './fault.ts';
import { FAULTS } from './faults.ts';

type Table = typeof FAULTS;

/** The settings of the network's faults by their keys. */
type FaultKeys = {
  readonly [Name in keyof Table as Name extends `network.${infer Key}` ? Key : never]: Table[Name]['setting'];
};

const NETWORK_FAULTS = Object.values(FAULTS).filter((fault) => 'stage' in fault);

/** In the order in which a passage meets them; draws are keyed, so nothing shifts where one is spared the rest. */
const IN_PASSAGE = STAGES.flatMap((stage) => NETWORK_FAULTS.filter((fault) => fault.stage === stage));

/** `network` of a scenario, and of a window of its timeline. */
export const NETWORK_SETTINGS = section('What happens between devices and the edge.', {
  latency: LATENCY,
  answerLatency: ANSWER_LATENCY,
  ...z
    .custom<FaultKeys>()
    .parse(Object.fromEntries(NETWORK_FAULTS.map(({ key, setting }) => [key, setting]))),
});

export type NetworkSettings = ValueOf<typeof NETWORK_SETTINGS>;

/** What these settings turn on: what is off is not asked. */
export function networkInForce(network: NetworkSettings): NetworkInForce {
  const settings = new Map<string, unknown>(Object.entries(network));
  const inForce = (side: 'onRequest' | 'onAnswer' | 'onHangUp'): readonly FaultInForce[] =>
    IN_PASSAGE.map((fault) => fault[side]?.(settings.get(fault.key)) ?? null).filter(
      (fault) => fault !== null,
    );
  return {
    latency: network.latency,
    answerLatency: network.answerLatency ?? network.latency,
    onRequest: inForce('onRequest'),
    onAnswer: inForce('onAnswer'),
    onHangUp: inForce('onHangUp'),
  };
}
