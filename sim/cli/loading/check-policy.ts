import type { RetryContext, RetryPolicy } from '../../../ports/index.ts';
import { RUN_MS_MAX } from '../../scenario/index.ts';
import { reasonOf } from '../reason-of.ts';
import { UsageError } from '../usage-error.ts';

const FIELDS = ['name', 'retriesMax', 'delayMs', 'delayBoundsMs'] as const;

function isFunction(value: unknown): boolean {
  return typeof value === 'function';
}

/** What is in the fields is looked at one by one, so that all that is wrong can be named. */
function hasFields(policy: object): policy is RetryPolicy {
  return FIELDS.every((field) => field in policy);
}

/**
 * Retries that are tried out before the run, or as many as the longest of runs has time for: `1 << 31` is negative, and
 * doubling without a cap is infinite at the 1,024th.
 */
const RETRIES_TRIED = 1_100;
const UNIFORMS = [0, 0.5, 1 - Number.EPSILON];

type Answer = Omit<RetryContext, 'previous'>;

/** What may come before a retry: nothing that is told, no answer, and answers without and with a Retry-After. */
const ANSWERS: readonly (Answer | undefined)[] = [
  undefined,
  { status: null, retryAfterMs: null },
  { status: 503, retryAfterMs: null },
  { status: 503, retryAfterMs: 2_000 },
  { status: 429, retryAfterMs: 60_000 },
];

const MEMORIES: readonly unknown[] = ['none', 'reading', 'device', 'process'];
const MEMORY_METHODS = ['admit', 'ended', 'mayRetry'] as const;

/**
 * A user's policy, tried out: it must have the fields, be pure, and keep its own bounds.
 * @throws {UsageError} that names all that is wrong with its fields, or the first delay that is wrong.
 */
export function checkPolicy(flag: string, file: string, policy: object): RetryPolicy {
  const [name, retriesMax, delayMs, delayBoundsMs] = FIELDS.map((field): unknown =>
    Reflect.get(policy, field),
  );
  const problems: string[] = [];
  if (typeof name !== 'string' || name === '') problems.push('name must be a text');
  if (retriesMax !== Infinity && !(Number.isSafeInteger(retriesMax) && Number(retriesMax) >= 0)) {
    problems.push('retriesMax must be a whole number, 0 or more');
  }
  if (!isFunction(delayMs))
    problems.push('delayMs(retryIndex, uniform) must be a function that gives milliseconds');
  if (!isFunction(delayBoundsMs))
    problems.push('delayBoundsMs(retryIndex) must be a function that gives { min, max }');
  problems.push(...memoryProblems(policy));
  if (problems.length > 0 || !hasFields(policy))
    throw new UsageError(`${flag} ${file}: ${problems.join('; ')}.`);
  let problem: string | null;
  try {
    problem = wrongMemory(policy) ?? firstWrongDelay(policy);
  } catch (error) {
    problem = `a trial of it threw: ${reasonOf(error)}`;
  }
  if (problem !== null) throw new UsageError(`${flag} ${file}: ${problem}.`);
  return policy;
}

/** What is optional, but must be right where it is there. */
function memoryProblems(policy: object): readonly string[] {
  const [memory, handlesRetryAfter, remember] = ['memory', 'handlesRetryAfter', 'remember'].map(
    (field): unknown => Reflect.get(policy, field),
  );
  const problems: string[] = [];
  if (memory !== undefined && !MEMORIES.includes(memory))
    problems.push(`memory must be one of ${MEMORIES.join(', ')}, or left out`);
  if (handlesRetryAfter !== undefined && handlesRetryAfter !== true)
    problems.push('handlesRetryAfter must be true, or left out');
  if (remember !== undefined && !isFunction(remember))
    problems.push('remember() must be a function that gives an empty memory, or left out');
  const outlives = memory === 'device' || memory === 'process';
  if (isFunction(remember) && !outlives)
    problems.push("memory must be 'device' or 'process' for a policy that has remember()");
  return problems;
}

function wrongMemory(policy: RetryPolicy): string | null {
  if (policy.remember === undefined) return null;
  const memory: unknown = policy.remember();
  if (typeof memory !== 'object' || memory === null)
    return `remember() must give an object with some of ${MEMORY_METHODS.join(', ')}, and gave ${String(memory)}`;
  for (const method of MEMORY_METHODS) {
    const value: unknown = Reflect.get(memory, method);
    if (value !== undefined && !isFunction(value))
      return `${method} of what remember() gives must be a function`;
  }
  return null;
}

/** Each kind of answer, each chance, over a chain of retries in which every delay is told to the next. */
function firstWrongDelay(policy: RetryPolicy): string | null {
  for (const answer of ANSWERS) {
    for (const uniform of UNIFORMS) {
      const wrong = wrongInChain(policy, uniform, answer);
      if (wrong !== null) return wrong;
    }
  }
  return null;
}

function wrongInChain(policy: RetryPolicy, uniform: number, answer: Answer | undefined): string | null {
  let previous: RetryContext['previous'] = null;
  let waitedMs = 0;
  let firstMs = 0;
  let longestMs = 0;
  for (let retry = 0; retry < Math.min(policy.retriesMax, RETRIES_TRIED); retry += 1) {
    if (waitedMs > RUN_MS_MAX) return null;
    const told = answer === undefined ? '' : `, ${JSON.stringify(answer)}`;
    const bounds: unknown = policy.delayBoundsMs(retry, answer);
    if (!areBounds(bounds))
      return `delayBoundsMs(${retry}${told}) must give { min, max } with 0 <= min <= max`;
    if (retry === 0) firstMs = bounds.max;
    longestMs = Math.max(longestMs, bounds.max);
    if (bounds.max < firstMs && longestMs > firstMs)
      return `delayBoundsMs(${retry}${told}) allows ${bounds.max} ms at most, less than before the first retry (${firstMs}), though it had grown to ${longestMs}: has a number run over, as 1 << 31 does? Cap the exponent`;
    const context = answer === undefined ? undefined : { ...answer, previous };
    const call = `delayMs(${retry}, ${uniform}${context === undefined ? '' : `, ${JSON.stringify(context)}`})`;
    const delayMs: unknown = policy.delayMs(retry, uniform, context);
    if (typeof delayMs !== 'number' || !Number.isFinite(delayMs))
      return `${call} must give milliseconds, and gave ${String(delayMs)}`;
    if (delayMs < bounds.min || delayMs > bounds.max)
      return `${call} gave ${delayMs}, outside its own delayBoundsMs(${retry}${told}) of ${bounds.min} to ${bounds.max}`;
    const again = policy.delayMs(retry, uniform, context);
    if (again !== delayMs)
      return `${call} gave ${delayMs} and then ${again}; a policy is pure: draw nothing and keep nothing, chance comes in as uniform`;
    previous = { delayMs, uniform };
    waitedMs += delayMs;
  }
  return null;
}

function areBounds(bounds: unknown): bounds is ReturnType<RetryPolicy['delayBoundsMs']> {
  if (typeof bounds !== 'object' || bounds === null || !('min' in bounds && 'max' in bounds)) return false;
  const { min, max } = bounds;
  return typeof min === 'number' && typeof max === 'number' && min >= 0 && min <= max;
}
