import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{protocol,device,edge,sim,reports,tests,examples}/**/*.test.ts'],
    // Whole-system tests start child processes and run whole scenarios.
    testTimeout: 60_000,
    pool: 'forks',
  },
});
