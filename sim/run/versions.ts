import { isOwnPolicy } from '../../device/policy/policies.ts';
import type { DeviceFactory, EdgeFactory, RetryPolicy } from '../../ports/index.ts';
import type { ForeignParts } from '../expect/index.ts';
import type { Version } from '../host/version.ts';
import type { Subject, SubjectPart } from './subject.ts';

/** The edge of this version: where none is brought, the next one is the same program as the current one. */
export function edgeOf(
  { edge, next }: Pick<Subject, 'edge' | 'next'>,
  version: Version,
): SubjectPart<EdgeFactory> {
  return version === 'next' ? (next?.edge ?? edge) : edge;
}

/** The device of this version. */
export function deviceOf(
  { device, next }: Pick<Subject, 'device' | 'next'>,
  version: Version,
): SubjectPart<DeviceFactory> {
  return version === 'next' ? (next?.device ?? device) : device;
}

/** By which policy devices of this version try again. */
export function policyOf({ policy, next }: Pick<Subject, 'policy' | 'next'>, version: Version): RetryPolicy {
  return version === 'next' ? (next?.policy ?? policy) : policy;
}

/** What of a subject is not ours, in any of its versions: a run with both is judged by what can be known of either. */
export function foreignIn({ edge, device, policy, next }: Omit<Subject, 'allowNet'>): ForeignParts {
  return {
    edge: edge.foreign || next?.edge?.foreign === true,
    device: device.foreign || next?.device?.foreign === true,
    policy: !isOwnPolicy(policy) || (next?.policy !== undefined && !isOwnPolicy(next.policy)),
  };
}
