import type { Problem } from '../../protocol/index.ts';
import type * as z from 'zod';

type Errors = NonNullable<Problem['errors']>;

/**
 * A body of 16 KiB can hold thousands of unknown fields, and one of 1.4 KB 32 wrong values, whose errors are 3.4 KB. Over a link that
 * brings 750 bytes a second the client would never hear that its message is invalid, and send it for ever. So many are some
 * 1,100 bytes.
 */
const ERRORS_MAX = 8;

/** Field names that are safe to repeat; anything else a client made up is shown as `?`. */
const PLAIN_NAME_PATTERN = /^[A-Za-z0-9_.-]{1,64}$/;

/**
 * All that is wrong with a message, each with a path such as `values.temperature_c` (`` for the whole), in the order
 * found. No value of the payload is repeated. Beyond `ERRORS_MAX`, one last entry says how many more there are.
 */
export function describeIssues(issues: readonly z.core.$ZodIssue[]): Errors {
  const errors = issues.flatMap(describe);
  if (errors.length <= ERRORS_MAX) return errors;
  const more = errors.length - ERRORS_MAX;
  return [...errors.slice(0, ERRORS_MAX), { path: '', message: `${more} more errors are not listed` }];
}

function describe(issue: z.core.$ZodIssue): Errors {
  if (issue.code === 'unrecognized_keys') {
    // zod's own message quotes the keys.
    return issue.keys.map((key) => ({ path: pathOf([...issue.path, key]), message: 'unknown field' }));
  }
  if (issue.code === 'invalid_key') {
    return [{ path: pathOf(issue.path), message: 'the name is not allowed: use a-z, 0-9 and _, at most 32' }];
  }
  return [{ path: pathOf(issue.path), message: issue.message }];
}

function pathOf(path: readonly PropertyKey[]): string {
  return path.map((name) => (PLAIN_NAME_PATTERN.test(String(name)) ? String(name) : '?')).join('.');
}
