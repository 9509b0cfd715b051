import type { GoldenRun } from './golden-runs.ts';

export interface Differing extends GoldenRun {
  readonly found: string;
  readonly outcome: string;
}

/** For whoever must find out why: the run, both fingerprints, and what shows the first event that differs. */
export function differenceInWords(version: string, { scenario, seed, transport, ...run }: Differing): string {
  const words = `--scenario ${scenario} --seed ${seed} --transport ${transport} --trace trace.jsonl`;
  return [
    `Node ${version}: ${scenario}, seed ${seed}, ${transport}: ${run.outcome}, ${run.found.slice(0, 12)} in place of ${run.fingerprint.slice(0, 12)}`,
    `  To see the first event that differs, write the trace under this Node and under another, and compare:`,
    `  node --import tsx sim/cli/main.ts ${words}`,
  ].join('\n');
}
