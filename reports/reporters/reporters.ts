import type { Reporter } from './report.ts';

interface Declared {
  /** What it is for, as a phrase. */
  readonly doc: string;
  /** Loaded when it is wanted: some bring libraries of their own. */
  readonly load: () => Promise<Reporter>;
  /** It shows the story of an accused reading, which takes another run. */
  readonly tellsStories?: true;
  /** It draws runs: where one command makes few, it wants to see their events. */
  readonly drawsRuns?: true;
}

/** Every reporter by the name that `--reporter` knows it by. */
export const REPORTERS = {
  table: { doc: 'as at a terminal', load: async () => (await import('./table.ts')).tableReporter },
  json: { doc: 'all results as one JSON value', load: async () => (await import('./json.ts')).jsonReporter },
  jsonl: { doc: 'one JSON value a line', load: async () => (await import('./jsonl.ts')).jsonlReporter },
  junit: {
    doc: 'XML that CI systems show as tests',
    load: async () => (await import('./junit.ts')).junitReporter,
  },
  markdown: {
    doc: 'a summary for a pull request or a job',
    load: async () => (await import('./markdown.ts')).markdownReporter,
    tellsStories: true,
  },
  github: {
    doc: 'annotations on the lines of scenario files, for GitHub Actions',
    load: async () => (await import('./github.ts')).githubReporter,
  },
  html: {
    doc: 'one file to look at, with plots, a timeline and the stories of readings',
    load: async () => {
      const [{ htmlReporterWith }, { browserCode }] = await Promise.all([
        import('./html.ts'),
        import('../html/browser-code.ts'),
      ]);
      return htmlReporterWith(await browserCode());
    },
    tellsStories: true,
    drawsRuns: true,
  },
  tap: { doc: 'TAP version 14', load: async () => (await import('./tap.ts')).tapReporter },
} as const satisfies Readonly<Record<string, Declared>>;

export type ReporterName = keyof typeof REPORTERS;
