import type { Reporter, TestModule } from 'vitest/node';

/** Ends the output with one plain line, `12 passed, 0 failed, 0 skipped`, that any CI can read. */
export class ClosingLine implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly unknown[]): void {
    // What went wrong outside of every test, as a process that ended before its tests did.
    const counts = { passed: 0, failed: unhandled.length, skipped: 0 };
    for (const module of modules) {
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        if (state !== 'pending') counts[state] += 1;
      }
      // A file that does not even load holds no test that could fail.
      if (module.errors().length > 0) counts.failed += 1;
    }
    const { passed, failed, skipped } = counts;
    // After the summary of the default reporter, which is written in the same step.
    process.once('exit', () =>
      process.stdout.write(`${passed} passed, ${failed} failed, ${skipped} skipped\n`),
    );
  }
}
