import { commandLine } from './command-line.ts';
import { exitCodes } from './exit-codes.ts';
import { faults } from './faults.ts';
import { invariants } from './invariants.ts';
import type { Page } from './markdown.ts';
import { metrics } from './metrics.ts';
import { policies } from './policies.ts';
import { programs } from './programs.ts';
import { scenarioFile } from './scenario-file.ts';
import { scenarios } from './scenarios.ts';

/** The pages of `docs/reference/` by the names of their files. To add one: a file beside this one, and a line here. */
export const PAGES: Readonly<Record<string, () => Page | Promise<Page>>> = {
  'scenario-file': scenarioFile,
  scenarios,
  faults,
  invariants,
  metrics,
  policies,
  'command-line': commandLine,
  'exit-codes': exitCodes,
  programs,
};
