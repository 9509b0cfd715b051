import { expect } from 'vitest';
import type { RunResult } from '../run/index.ts';
import type { SweepResult } from '../sweep/index.ts';
import { failureText, vitestLine } from './failure-text.ts';
import type { ScenarioRun } from './scenario-under-test.ts';

declare module 'vitest' {
  // The type of the value stands there already; ours is the same for all.
  // eslint-disable-next-line no-unused-vars
  interface Matchers<T> {
    /** That a run, or each run of a sweep, passed. It fails with what broke, the last events, and the line to paste. */
    toHavePassed: () => void;
  }
}

/** What `run`, `sweep` or `runScenario` gave. */
type Judged = RunResult | SweepResult | ScenarioRun;

/** Adds the matcher to `expect` of Vitest. */
export function extendExpect(): void {
  expect.extend({
    toHavePassed(received: unknown) {
      if (!isJudged(received))
        throw new TypeError(
          'toHavePassed looks at what run, sweep or runScenario has given, once it is awaited.',
        );
      const { result, story, paste } =
        'result' in received ? received : { result: received, story: [], paste: null };
      const text = failureText({
        result,
        story,
        paste: paste ?? vitestLine(this.testPath, this.currentTestName),
      });
      return {
        pass: text === null,
        message: () => text ?? 'It passed, and was expected not to.',
      };
    },
  });
}

function isJudged(value: unknown): value is Judged {
  return (
    typeof value === 'object' &&
    value !== null &&
    ['outcome', 'summary', 'result'].some((key) => key in value)
  );
}
