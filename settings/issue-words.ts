import type * as z from 'zod';
import { printable, showValue } from './show-value.ts';

/** What a reader of the file calls what Zod expects. */
const KINDS: Readonly<Record<string, string>> = {
  string: 'text',
  int: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a mapping',
  record: 'a mapping',
};

/** What is wrong with a file that a program wrote, for whoever edited it: where, what stands there, and what may. */
export function issueInWords(issue: z.core.$ZodIssue, document: unknown): string {
  const where = printable(issue.path.map(place).join(', ') || 'the document');
  return `${where}: ${whatIsWrong(issue, document)}`;
}

/** As a reader counts. */
function place(step: PropertyKey): string {
  return typeof step === 'number' ? `entry ${step + 1}` : String(step);
}

function whatIsWrong(issue: z.core.$ZodIssue, document: unknown): string {
  if (issue.code === 'unrecognized_keys')
    return `there is no such key as ${issue.keys.map(printable).join(', ')}`;
  const found = issue.path.reduce(below, document);
  // It was cut off, most likely.
  const stands = found === undefined || found === null ? 'is missing, or empty' : `found ${showValue(found)}`;
  return `${stands}; it ${allowedBy(issue)}`;
}

/** Where Zod's own words would be no sentence, the schema has some that begin with `must`. */
function allowedBy(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_type') return `must be ${KINDS[issue.expected] ?? issue.expected}`;
  if (issue.code === 'invalid_value') return `must be ${issue.values.map(String).join(' or ')}`;
  if (issue.code === 'too_small') return `must be at least ${issue.minimum}`;
  return printable(issue.message);
}

function below(value: unknown, step: PropertyKey): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, step) : undefined;
}
