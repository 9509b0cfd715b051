import { createPolicy } from '../../device/index.ts';
import type { Subject } from '../run/index.ts';
import type { Scenario } from '../scenario/index.ts';
import { builtinDevice } from './builtin-device.ts';
import { builtinEdgeFor } from './builtin-edge.ts';

/** Our own edge, device and policies, as a scenario sets them. */
export function builtinSubject(scenario: Scenario): Subject {
  return {
    edge: { name: 'built-in', factory: builtinEdgeFor(scenario), foreign: false },
    device: { name: 'built-in', factory: builtinDevice, foreign: false },
    policy: createPolicy(scenario.device.policy),
  };
}
