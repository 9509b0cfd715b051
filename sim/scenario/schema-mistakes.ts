import type { z } from 'zod';
import { FAULT_NAMES } from '../trace/event.ts';
import type { Mistake } from './error-list.ts';
import type { Path } from './place.ts';
import { valueAt } from './plain-document.ts';
import type { ScenarioErrorCode } from './scenario-error.ts';
import { isWord, keysAt } from './section.ts';
import { listWords, showValue, showWord } from './show-value.ts';
import { didYouMean, suggest } from './suggest.ts';

/** zod's issues in the words of a scenario file. `value` is what was parsed. */
export function mistakesOf(
  schema: z.ZodType,
  value: unknown,
  issues: readonly z.core.$ZodIssue[],
): readonly Mistake[] {
  return issues.flatMap((issue) => mistakesOfIssue(schema, value, issue));
}

function mistakesOfIssue(schema: z.ZodType, value: unknown, issue: z.core.$ZodIssue): readonly Mistake[] {
  const path: Path = issue.path.map((step) => (typeof step === 'symbol' ? String(step) : step));
  const found = showValue(writtenAt(value, path));
  switch (issue.code) {
    case 'custom':
      return [ofField(path, found, issue.params ?? {})];
    case 'unrecognized_keys':
      return issue.keys.map((key) => unknownKey(schema, path, key));
    case 'invalid_union':
      return [ofUnion(schema, value, path)];
    case 'invalid_type':
      return [wrong(path, 'wrong-type', found, allowedKind(schema, path, issue.expected))];
    case 'too_big':
      return [wrong(path, 'bad-value', found, `at most ${issue.maximum} items`)];
    case 'too_small':
    case 'not_multiple_of':
    case 'invalid_format':
    case 'invalid_key':
    case 'invalid_element':
    case 'invalid_value':
      return [wrong(path, 'bad-value', found, issue.message)];
  }
}

/** What the file says at `path`: below a short form, where nothing stands, the word itself. */
function writtenAt(value: unknown, path: Path): unknown {
  const above = valueAt(value, path.slice(0, -1));
  return path.length > 0 && isWord(above) ? above : valueAt(value, path);
}

function wrong(path: Path, code: ScenarioErrorCode, found: string, allowed: string): Mistake {
  return { code, path, on: 'value', found, allowed, hint: null };
}

/** From `field`, which puts a whole `Problem` into the issue. */
function ofField(path: Path, found: string, params: Readonly<Record<string, unknown>>): Mistake {
  const code = isErrorCode(params['code']) ? params['code'] : 'bad-value';
  return {
    code,
    path,
    on: code === 'unknown-key' ? 'key' : 'value',
    found: typeof params['found'] === 'string' ? params['found'] : found,
    allowed: String(params['allowed']),
    hint: typeof params['hint'] === 'string' ? params['hint'] : null,
  };
}

const FIELD_CODES = ['missing', 'wrong-type', 'bad-value', 'unknown-name', 'unknown-key'] as const;

function isErrorCode(code: unknown): code is ScenarioErrorCode {
  return FIELD_CODES.some((known) => known === code);
}

function unknownKey(schema: z.ZodType, path: Path, key: string): Mistake {
  const keys = keysAt(schema, path);
  return {
    code: 'unknown-key',
    path: [...path, key],
    on: 'key',
    found: `the unknown key ${showWord(key)}`,
    allowed: `the keys ${listWords(keys)}`,
    hint: didYouMean(key, keys) ?? elsewhere(key),
  };
}

/** A fault in the wrong section: `overload` at the top is `edge.overload`. */
function elsewhere(key: string): string | null {
  const fault = suggest(key, FAULT_NAMES);
  return fault === undefined ? null : `did you mean ${fault}?`;
}

/** The only unions are those of latencies, told apart by their distribution. */
function ofUnion(schema: z.ZodType, value: unknown, path: Path): Mistake {
  const words = ['constant', 'uniform', 'normal', 'lognormal', 'exponential'];
  const found = valueAt(value, path);
  const allowed = `one of: ${listWords(words)}`;
  if (path.at(-1) !== 'distribution')
    return wrong(path, 'wrong-type', showValue(found), allowedKind(schema, path, 'object'));
  return {
    code: found === undefined ? 'missing' : 'unknown-name',
    path,
    on: 'value',
    found: typeof found === 'string' ? showWord(found) : showValue(found),
    allowed,
    hint: typeof found === 'string' ? didYouMean(found, words) : null,
  };
}

function allowedKind(schema: z.ZodType, path: Path, expected: string): string {
  if (expected === 'array') return 'a list';
  if (expected !== 'object') return expected;
  return `a mapping with the keys ${listWords(keysAt(schema, path))}`;
}
