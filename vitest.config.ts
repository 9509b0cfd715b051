import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { ClosingLine } from './tests/closing-line.ts';
import { LongestFirst } from './tests/longest-first.ts';

/** Coverage is counted on what Vitest itself has read and transformed. */
const counted = process.argv.some((word) => word.startsWith('--coverage'));

export default defineConfig({
  test: {
    include: [
      '{protocol,settings,lists,ports,program,device,edge,sim,reports,tests,examples,scorecard}/**/*.test.ts',
    ],
    // A project of its own, which tests/packed.mjs runs.
    exclude: ['**/node_modules/**', 'examples/packed/**'],
    // Whole-system tests start child processes and run whole scenarios, some seconds long; a busy machine takes ten times that.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    pool: 'forks',
    // One process more than there are cores: a third of the time goes into waiting for programs, browsers and clocks.
    globalSetup: './tests/scratch-setup.mjs',
    maxWorkers: availableParallelism() + 1,
    // A process that has loaded and warmed up the code runs the next file in half of the time.
    isolate: false,
    sequence: { sequencer: LongestFirst },
    // The code as users run it, with Node's own imports, which are faster than Vitest's. No test replaces a module.
    experimental: { viteModuleRunner: counted, nodeLoader: false },
    // Garbage is no reason to take up what a small machine has: what lives at once is a third of this.
    execArgv: ['--max-old-space-size=1024', '--max-semi-space-size=64', '--import', 'tsx'],
    reporters: ['default', new ClosingLine()],
  },
});
