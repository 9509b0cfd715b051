import { functionDialect } from '../../host/wire/function-dialect.ts';
import type { UserFunction } from '../../host/wire/function-dialect.ts';
import type { SubjectWire } from '../../run/index.ts';
import { readWire } from '../../scenario/index.ts';
import { isMapping } from '../../../settings/plain.ts';
import { UsageError } from '../usage-error.ts';
import type { UserModule } from './user-module.ts';

function isFunction(value: unknown): value is UserFunction {
  return typeof value === 'function';
}

/** @throws {UsageError} for what is there and no function. */
function functionIn(where: string, value: unknown): UserFunction | null {
  if (value === undefined) return null;
  if (isFunction(value)) return value;
  throw new UsageError(`${where} must be a function.`);
}

/**
 * What a module says of its messages: `export const wire`, as a scenario has it or with the functions `identify` and
 * `results` in it, or these functions by themselves. Undefined: nothing.
 * @throws {UsageError} that names all that is wrong with it.
 */
export function wireIn(flag: string, file: string, module: UserModule): SubjectWire | undefined {
  const { wire = {}, identify, results } = module;
  const where = `${flag} ${file}:`;
  const { identify: inWire, ...said } = isMapping(wire) ? wire : {};
  const identifies = functionIn(`${where} identify`, inWire ?? identify);
  // Of a declaration it is a place; beside a function that reads requests it is one that reads answers.
  const { results: resultsInWire, ...others } = said;
  const keys = identifies === null ? said : others;
  if (module['wire'] === undefined && identifies === null) return undefined;
  const read = readWire(isMapping(wire) ? keys : wire);
  if (!read.ok) throw new UsageError(`${where} ${read.problems.join('\n')}`);
  const { settings } = read;
  if (identifies === null) return { kind: 'settings', settings };
  if (settings.reading !== 'none')
    throw new UsageError(
      `${where} wire.reading and identify(request) both say which reading; leave one out.`,
    );
  const dialect = functionDialect(identifies, functionIn(`${where} results`, resultsInWire ?? results));
  return { kind: 'dialect', dialect, settings };
}
