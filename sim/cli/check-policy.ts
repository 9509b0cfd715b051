import type { RetryPolicy } from '../host/index.ts';
import { UsageError } from './usage-error.ts';

const FIELDS = ['name', 'retriesMax', 'delayMs', 'delayBoundsMs'] as const;

function isFunction(value: unknown): boolean {
  return typeof value === 'function';
}

/** What is in the fields is looked at one by one, so that all that is wrong can be named. */
function hasFields(policy: object): policy is RetryPolicy {
  return FIELDS.every((field) => field in policy);
}

/** Retries that are tried out before the run; a policy that goes wrong goes wrong early. */
const RETRIES_TRIED = 16;
const UNIFORMS = [0, 0.5, 1 - Number.EPSILON];

/**
 * A user's policy, tried out: it must have the fields, be pure, and keep its own bounds.
 * @throws {UsageError} that names all that is wrong with its fields, or the first delay that is wrong.
 */
export function checkPolicy(file: string, policy: object): RetryPolicy {
  const [name, retriesMax, delayMs, delayBoundsMs] = FIELDS.map((field): unknown =>
    Reflect.get(policy, field),
  );
  const problems: string[] = [];
  if (typeof name !== 'string' || name === '') problems.push('name must be a text');
  if (typeof retriesMax !== 'number' || !Number.isSafeInteger(retriesMax) || retriesMax < 0) {
    problems.push('retriesMax must be a whole number, 0 or more');
  }
  if (!isFunction(delayMs))
    problems.push('delayMs(retryIndex, uniform) must be a function that gives milliseconds');
  if (!isFunction(delayBoundsMs))
    problems.push('delayBoundsMs(retryIndex) must be a function that gives { min, max }');
  if (problems.length > 0 || !hasFields(policy))
    throw new UsageError(`--policy ${file}: ${problems.join('; ')}.`);
  let problem: string | null;
  try {
    problem = firstWrongDelay(policy);
  } catch (error) {
    problem = `a trial of it threw: ${error instanceof Error ? error.message : String(error)}`;
  }
  if (problem !== null) throw new UsageError(`--policy ${file}: ${problem}.`);
  return policy;
}

function firstWrongDelay(policy: RetryPolicy): string | null {
  for (let retry = 0; retry < Math.min(policy.retriesMax, RETRIES_TRIED); retry += 1) {
    const bounds: unknown = policy.delayBoundsMs(retry);
    if (!areBounds(bounds)) return `delayBoundsMs(${retry}) must give { min, max } with 0 <= min <= max`;
    for (const uniform of UNIFORMS) {
      const call = `delayMs(${retry}, ${uniform})`;
      const delayMs: unknown = policy.delayMs(retry, uniform);
      if (typeof delayMs !== 'number' || !Number.isFinite(delayMs))
        return `${call} must give milliseconds, and gave ${String(delayMs)}`;
      if (delayMs < bounds.min || delayMs > bounds.max)
        return `${call} gave ${delayMs}, outside its own delayBoundsMs(${retry}) of ${bounds.min} to ${bounds.max}`;
      const again = policy.delayMs(retry, uniform);
      if (again !== delayMs)
        return `${call} gave ${delayMs} and then ${again}; a policy is pure: draw nothing and keep nothing, chance comes in as uniform`;
    }
  }
  return null;
}

function areBounds(bounds: unknown): bounds is ReturnType<RetryPolicy['delayBoundsMs']> {
  if (typeof bounds !== 'object' || bounds === null || !('min' in bounds && 'max' in bounds)) return false;
  const { min, max } = bounds;
  return typeof min === 'number' && typeof max === 'number' && min >= 0 && min <= max;
}
