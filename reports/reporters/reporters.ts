import { githubReporter } from './github.ts';
import { jsonReporter } from './json.ts';
import { jsonlReporter } from './jsonl.ts';
import { junitReporter } from './junit.ts';
import { markdownReporter } from './markdown.ts';
import type { Reporter } from './report.ts';
import { tableReporter } from './table.ts';
import { tapReporter } from './tap.ts';

interface Declared {
  /** What it is for, as a phrase. */
  readonly doc: string;
  readonly render: Reporter;
  /** It shows the story of an accused reading, which takes another run. */
  readonly tellsStories?: true;
}

/** Every reporter by the name that `--reporter` knows it by. */
export const REPORTERS = {
  table: { doc: 'as at a terminal', render: tableReporter },
  json: { doc: 'all results as one JSON value', render: jsonReporter },
  jsonl: { doc: 'one JSON value a line', render: jsonlReporter },
  junit: { doc: 'XML that CI systems show as tests', render: junitReporter },
  markdown: { doc: 'a summary for a pull request or a job', render: markdownReporter, tellsStories: true },
  github: { doc: 'annotations on the lines of scenario files, for GitHub Actions', render: githubReporter },
  tap: { doc: 'TAP version 14', render: tapReporter },
} as const satisfies Readonly<Record<string, Declared>>;

export type ReporterName = keyof typeof REPORTERS;
