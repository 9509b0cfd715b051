import type { ParseOptions } from '../../scenario/index.ts';
import { UsageError } from '../usage-error.ts';

/** Flags with a name of their own, and the settings they stand for. */
const SHORT: ReadonlyMap<string, string> = new Map([
  ['devices', 'fleet.devices'],
  ['duration', 'duration'],
]);

const VALUES_MAX = 100;
const EXAMPLE = 'Give a setting and its values, e.g. devices=10,20,50 or edge.capacity.rate=50,100.';

interface SweptSetting {
  /** As it was named: `devices`, or a path as for `--set`. */
  readonly setting: string;
  /** Its path in a scenario. */
  readonly path: string;
}

/** One value of a sweep. */
export interface Swept extends SweptSetting {
  readonly value: string;
}

export interface Sweep extends SweptSetting {
  /** Two or more, each once, as they would stand in a file. */
  readonly values: readonly string[];
}

/**
 * `devices=10,20,50`: one setting and a list of values. A comma within brackets or quotes parts nothing.
 * @throws {UsageError} for what is no list of two or more different values.
 */
export function parseSweep(text: string): Sweep {
  const equals = text.indexOf('=');
  if (equals <= 0) throw wrong(`${JSON.stringify(text)} is no setting=values.`, EXAMPLE);
  const setting = text.slice(0, equals).trim();
  const path = SHORT.get(setting) ?? setting;
  if (path === 'device.policy' || path === 'device.policy.name' || setting === 'policy')
    throw wrong('the policies are compared already.', 'Name them with --policies.');
  const values = listOf(text.slice(equals + 1));
  if (values.includes('')) throw wrong(`a value of ${setting} is empty.`, EXAMPLE);
  const [only] = values;
  if (values.length < 2)
    throw wrong(`one value of ${setting} makes no curve.`, `Use --set ${path}=${only}, or give more values.`);
  if (values.length > VALUES_MAX)
    throw wrong(`${values.length} values of ${setting} are too many.`, `Give at most ${VALUES_MAX}.`);
  const twice = values.find((value, index) => values.indexOf(value) !== index);
  if (twice !== undefined)
    throw wrong(`${JSON.stringify(twice)} is given for ${setting} more than once.`, 'Give each value once.');
  return { setting, path, values };
}

const OPENING = '{[(';
const CLOSING = '}])';

function listOf(text: string): readonly string[] {
  const values: string[] = [];
  let depth = 0;
  let quote: string | null = null;
  let value = '';
  for (const letter of text) {
    if (letter === ',' && depth === 0 && quote === null) {
      values.push(value.trim());
      value = '';
      continue;
    }
    value += letter;
    if (quote !== null) quote = letter === quote ? null : quote;
    else if (letter === '"' || letter === "'") quote = letter;
    else if (OPENING.includes(letter)) depth += 1;
    else if (CLOSING.includes(letter)) depth -= 1;
  }
  return [...values, value.trim()];
}

type Override = NonNullable<ParseOptions['overrides']>[number];

/**
 * One value of a sweep, as an override that is applied after all others.
 * @throws {UsageError} when another flag sets the same.
 */
export function sweepOverride({ setting, path, value }: Swept, others: readonly Override[]): Override {
  const rival = others.find(({ key }) => key === path);
  if (rival !== undefined) {
    throw wrong(`${rival.label} gives ${setting} a value too.`, `Leave one of the two out.`);
  }
  return { label: `--sweep ${setting}`, key: path, text: value };
}

function wrong(what: string, then: string): UsageError {
  return new UsageError(`--sweep: ${what} ${then}`);
}
