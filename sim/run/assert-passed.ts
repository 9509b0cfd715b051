import { brokenPromises } from './broken-promises.ts';
import type { RunResult } from './result.ts';

/**
 * For tests: `run` returns, this throws.
 * @throws {Error} that names what broke, with the first violations and the seed.
 */
export function assertPassed(result: RunResult): void {
  if (result.outcome === 'passed') return;
  const violations = brokenPromises(result.invariants).flatMap(({ name, verdict }) =>
    verdict.violations.slice(0, 3).map(({ message }) => `  ${name}: ${message}`),
  );
  const title = `${result.scenario.name}, seed ${result.seed}: ${result.outcome}: ${result.why}`;
  throw new Error([title, ...violations].join('\n'));
}
