import type { Reporter } from './report.ts';

interface Declared {
  /** What it is for, as a phrase. */
  readonly doc: string;
  /** Loaded when it is wanted: some bring libraries of their own. */
  readonly load: () => Promise<Reporter>;
  /** It shows the story of an accused reading, which takes another run. */
  readonly tellsStories?: true;
  /** It shows failures made small, which takes some hundred runs. */
  readonly showsSmall?: true;
  /** It draws runs: where one command makes few, it wants to see their events. */
  readonly drawsRuns?: true;
  /** Of many runs or of a comparison it has nothing to say. */
  readonly ofRunsAlone?: true;
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
    showsSmall: true,
    drawsRuns: true,
  },
  perfetto: {
    doc: 'a trace for ui.perfetto.dev',
    load: async () => (await import('./perfetto.ts')).perfettoReporter,
    drawsRuns: true,
    ofRunsAlone: true,
  },
  otlp: {
    doc: 'spans of OpenTelemetry, a trace for each reading',
    load: async () => (await import('./otlp.ts')).otlpReporter,
    drawsRuns: true,
    ofRunsAlone: true,
  },
  mermaid: {
    doc: 'a sequence diagram of the reading that is accused, or that took most attempts',
    load: async () => (await import('./mermaid.ts')).mermaidReporter,
    drawsRuns: true,
    ofRunsAlone: true,
  },
  shiviz: {
    doc: 'a log with vector clocks, for ShiViz',
    load: async () => (await import('./shiviz.ts')).shivizReporter,
    drawsRuns: true,
    ofRunsAlone: true,
  },
  tap: { doc: 'TAP version 14', load: async () => (await import('./tap.ts')).tapReporter },
} as const satisfies Readonly<Record<string, Declared>>;

export type ReporterName = keyof typeof REPORTERS;
