import { defineConfig } from 'vitest/config';
import { ClosingLine } from './tests/closing-line.ts';

export default defineConfig({
  test: {
    include: ['{protocol,device,edge,sim,reports,tests,examples}/**/*.test.ts'],
    // Whole-system tests start child processes and run whole scenarios.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    pool: 'forks',
    reporters: ['default', new ClosingLine()],
  },
});
