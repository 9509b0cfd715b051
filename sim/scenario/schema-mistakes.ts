import type * as z from 'zod';
import { keysAt, settingAt } from '../../settings/lookup.ts';
import { isWord } from '../../settings/plain.ts';
import type { AnySection } from '../../settings/section.ts';
import type { Mistake } from './error-list.ts';
import { keyHint } from './key-hint.ts';
import type { Path } from '../../settings/problem.ts';
import { valueAt } from './plain-document.ts';
import type { ScenarioErrorCode } from './scenario-error.ts';
import { listWords, showValue, showWord } from '../../settings/show-value.ts';
import { didYouMean } from '../../settings/suggest.ts';

/** zod's issues in the words of a scenario file. `value` is what was parsed. */
export function mistakesOf(
  schema: AnySection,
  value: unknown,
  issues: readonly z.core.$ZodIssue[],
): readonly Mistake[] {
  return issues.flatMap((issue) => mistakesOfIssue(schema, value, issue));
}

function mistakesOfIssue(schema: AnySection, value: unknown, issue: z.core.$ZodIssue): readonly Mistake[] {
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
      return [
        wrong(path, 'wrong-type', found, allowedKind(schema, path, issue.expected), kindHint(schema, path)),
      ];
    case 'too_big':
      return [
        wrong(
          path,
          'bad-value',
          found,
          `at most ${issue.maximum} items`,
          'remove some, or make two scenarios of it',
        ),
      ];
    case 'too_small':
    case 'not_multiple_of':
    case 'invalid_format':
    case 'invalid_key':
    case 'invalid_element':
    case 'invalid_value':
      return [wrong(path, 'bad-value', found, issue.message, 'write one of the allowed values')];
  }
}

/** What the file says at `path`: below a short form, where nothing stands, the word itself. */
function writtenAt(value: unknown, path: Path): unknown {
  const above = valueAt(value, path.slice(0, -1));
  return path.length > 0 && isWord(above) ? above : valueAt(value, path);
}

function wrong(path: Path, code: ScenarioErrorCode, found: string, allowed: string, hint: string): Mistake {
  return { code, path, on: 'value', found, allowed, hint };
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
    hint:
      typeof params['hint'] === 'string'
        ? params['hint']
        : exampleHint(path, code, String(params['example'])),
  };
}

/** A missing key is added; the place shown is then that of the mapping which should hold it. */
function exampleHint(path: Path, code: ScenarioErrorCode, example: string): string {
  return code === 'missing' ? `add ${path.at(-1) ?? ''}: ${example}` : `for example ${example}`;
}

const FIELD_CODES = ['missing', 'wrong-type', 'bad-value', 'unknown-name', 'unknown-key'] as const;

function isErrorCode(code: unknown): code is ScenarioErrorCode {
  return FIELD_CODES.some((known) => known === code);
}

function unknownKey(schema: AnySection, path: Path, key: string): Mistake {
  const keys = keysAt(schema, path);
  return {
    code: 'unknown-key',
    path: [...path, key],
    on: 'key',
    found: `the unknown key ${showWord(key)}`,
    allowed: `the keys ${listWords(keys)}`,
    hint: keyHint(schema, path, key),
  };
}

/** The only unions are mappings of several kinds, told apart by one word. */
function ofUnion(schema: AnySection, value: unknown, path: Path): Mistake {
  const setting = settingAt(schema, path.slice(0, -1));
  const words = setting?.kind === 'variants' ? Object.keys(setting.kinds) : [];
  const found = valueAt(value, path);
  const code = found === undefined ? 'missing' : 'unknown-name';
  return {
    code,
    path,
    on: 'value',
    found: typeof found === 'string' ? showWord(found) : showValue(found),
    allowed: `one of: ${listWords(words)}`,
    hint:
      (typeof found === 'string' ? didYouMean(found, words) : null) ??
      exampleHint(path, code, words[1] ?? ''),
  };
}

function allowedKind(schema: AnySection, path: Path, expected: string): string {
  if (expected === 'array') return 'a list';
  if (expected !== 'object') return expected;
  return `a mapping with the keys ${listWords(keysAt(schema, path))}`;
}

function kindHint(schema: AnySection, path: Path): string {
  if (path.length === 0) return 'begin with "name: my-scenario" and "duration: 5m"';
  const key = path.at(-1);
  const before = typeof key === 'string' ? `${key}: ` : '';
  const setting = settingAt(schema, path);
  if (setting?.kind === 'list' || setting?.kind === 'variants')
    return `for example ${before}${setting.example}`;
  const [first, ...others] = keysAt(schema, path);
  if (first === undefined) return 'write one of the allowed values';
  return `for example ${before}{ ${first}: …${others.length > 0 ? ', …' : ''} }`;
}
