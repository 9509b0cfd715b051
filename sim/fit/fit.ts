import { stringify } from 'yaml';
import { printDuration } from '../../settings/duration.ts';
import type { Plain } from '../../settings/plain.ts';
import { fitAnswers } from './answers.ts';
import { fitArrivals } from './arrivals.ts';
import type { FleetLog } from './exchange.ts';
import type { FoundWindow } from './find-windows.ts';
import { fitLatencies } from './latency.ts';
import { fitLoadShape } from './load-shape.ts';
import { fitLosses } from './losses.ts';
import { percent } from './numbers.ts';

const SECOND = 1000;

export interface FittedScenario {
  /** A scenario file: what was found as settings, how sure it is and what could not be told as comments. */
  readonly yaml: string;
  readonly told: readonly string[];
  readonly untold: readonly string[];
}

interface Named {
  readonly name: string;
  /** The file that the log was read from, as the user named it. */
  readonly from: string;
}

/**
 * A scenario like the fleet that wrote this log. What the log does not tell is left at its default and said; what a client
 * decides (its timeout, its policy) is not taken from what it did.
 */
export function fitScenario(log: FleetLog, { name, from }: Named): FittedScenario {
  const spanMs = spanOf(log);
  const losses = fitLosses(log);
  const answers = fitAnswers(log);
  const parts = [fitArrivals(log), fitLoadShape(log), fitLatencies(log), losses, answers];
  const sections = merged(parts.map(({ set }) => set));
  const durationMs = Math.max(SECOND, Math.ceil(spanMs / SECOND) * SECOND);
  const windows = timelineOf(log, durationMs, [
    ...losses.windows.map((window) => ({ window, set: { network: window.network } })),
    ...answers.windows.map((window) => ({
      window,
      set: { edge: { overload: { probability: percent(window.hits / window.count) } } },
    })),
  ]);
  const told = [...parts.flatMap((part) => part.told), ...windows.map(({ said }) => said)];
  const untold = [
    ...parts.flatMap((part) => part.untold),
    ...(log.skipped.count > 0
      ? [
          `What ${log.skipped.count} lines say that could not be read, such as ${JSON.stringify(log.skipped.first?.slice(0, 80))}.`,
        ]
      : []),
    'The timeout and the policy of the devices: they are what a scenario puts to the test. Set device.timeout and device.policy.',
  ];
  const scenario: Record<string, Plain> = {
    name,
    description: `Fitted to ${log.kind}.`,
    duration: printDuration(durationMs),
    ...sections,
    ...(windows.length > 0 && { timeline: windows.map(({ line }) => line) }),
  };
  return { yaml: withComments(scenario, { from, log, told, untold }), told, untold };
}

function spanOf({ exchanges, tallies }: FleetLog): number {
  const from = exchanges[0]?.atMs ?? tallies[0]?.fromMs ?? 0;
  return (exchanges.at(-1)?.atMs ?? tallies.at(-1)?.toMs ?? 0) - from;
}

type Sections = Record<string, Record<string, Plain>>;

function merged(
  sets: readonly { readonly [section: string]: { readonly [key: string]: Plain } }[],
): Sections {
  const sections: Sections = {};
  for (const section of ['fleet', 'network', 'edge']) {
    const all = Object.assign({}, ...sets.map((set) => set[section] ?? {}));
    if (Object.keys(all).length > 0) sections[section] = all;
  }
  return sections;
}

interface InTimeline {
  readonly window: FoundWindow;
  readonly set: { readonly [section: string]: { readonly [key: string]: Plain } };
}

/** Windows by their begin since the log's first entry, in whole seconds, each at least a second long and within the run. */
function timelineOf(log: FleetLog, durationMs: number, found: readonly InTimeline[]) {
  const beginMs = log.exchanges[0]?.atMs ?? log.tallies[0]?.fromMs ?? 0;
  return found
    .toSorted((a, b) => a.window.fromMs - b.window.fromMs)
    .map(({ window, set }) => {
      const at = Math.min(wholeSeconds(window.fromMs - beginMs), durationMs - SECOND);
      const length = Math.min(Math.max(SECOND, wholeSeconds(window.toMs - window.fromMs)), durationMs - at);
      const line: Plain = { at: printDuration(at), for: printDuration(length), ...set };
      return {
        line,
        said: `From ${printDuration(at)} on, for ${printDuration(length)}: ${percent(window.hits / window.count)} of ${window.count} attempts failed.`,
      };
    });
}

function wholeSeconds(ms: number): number {
  return Math.round(ms / SECOND) * SECOND;
}

interface Comments {
  readonly from: string;
  readonly log: FleetLog;
  readonly told: readonly string[];
  readonly untold: readonly string[];
}

function withComments(scenario: Record<string, Plain>, { from, log, told, untold }: Comments): string {
  const count = log.exchanges.length > 0 ? `, ${log.exchanges.length} requests` : '';
  const lines = [
    '# yaml-language-server: $schema=./scenario.schema.json',
    `# Fitted to ${from}: ${log.kind}${count}.`,
    ...told.map((sentence) => `# - ${sentence}`),
    '# What it does not tell:',
    ...untold.map((sentence) => `# - ${sentence}`),
  ];
  return `${lines.join('\n')}\n${stringify(scenario, { lineWidth: 0, aliasDuplicateObjects: false })}`;
}
