import type { Reporter } from './report.ts';

export const tableReporter: Reporter = (report, options) => report.text(options);
