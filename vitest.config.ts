import { defineConfig } from 'vitest/config';
import { ClosingLine } from './tests/closing-line.ts';

export default defineConfig({
  test: {
    include: ['{protocol,device,edge,sim,reports,tests,examples}/**/*.test.ts'],
    // Whole-system tests start child processes and run whole scenarios.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    pool: 'forks',
    // One process to a core: most of the time goes into child processes and whole scenarios.
    maxWorkers: '100%',
    reporters: ['default', new ClosingLine()],
  },
});
