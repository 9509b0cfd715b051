import { statSync } from 'node:fs';
import { join } from 'node:path';
import {
  checkNamesUnique,
  formatScenarioError,
  formatScenarioWarning,
  listScenarios,
  loadScenario,
  parseSaid,
} from '../scenario/index.ts';
import type { ParseOptions, Scenario, ScenarioError, ScenarioResult } from '../scenario/index.ts';
import { drawWorld } from '../sweep/swarm.ts';
import { namesIn } from './names-in.ts';
import { NothingMatchedError, UsageError } from './usage-error.ts';

export interface LoadedScenario {
  /** As it was named on the command line. */
  readonly named: string;
  readonly scenario: Scenario;
  readonly warnings: readonly string[];
  /** Where a setting stands in its file, or what comes nearest to it. */
  readonly placeOf: Placed['placeOf'];
}

type Placed = Extract<ScenarioResult, { readonly ok: true }>;

/**
 * All that a word stands for: `all` is every scenario that comes with Petrel, a folder every scenario in it; `*` in a name
 * stands for any letters.
 * @throws {NothingMatchedError}
 */
function expand(word: string): readonly string[] {
  const names = listScenarios().map(({ name }) => name);
  if (word === 'all') return names;
  if (/[/\\]/.test(word) && isFolder(word)) return filesIn(word);
  if (!word.includes('*') || /[/\\.]/.test(word)) return [word];
  const parts = word.split('*').map((part) => part.replace(/[^a-z0-9-]/g, String.raw`\$&`));
  const pattern = new RegExp(`^${parts.join('.*')}$`);
  const matching = names.filter((name) => pattern.test(name));
  if (matching.length === 0)
    throw new NothingMatchedError(`no scenario matches ${word}. There are: ${names.join(', ')}`);
  return matching;
}

/** How scenarios are read. */
export interface LoadOptions extends ParseOptions {
  /** Of an edge that is brought nobody knows whether it takes lists of readings: a swarm sends it none. Default: true. */
  readonly isOwnEdge?: boolean;
}

/** The world that a swarm draws for a seed: as any other scenario, but in no file. */
const DRAWN = /^swarm:(\d{1,15})$/;

function load(word: string, options: LoadOptions): ScenarioResult {
  const [, seed] = DRAWN.exec(word) ?? [];
  if (seed === undefined) return loadScenario(word, options);
  const given = Number(options.overrides?.find(({ key }) => key === 'fleet.devices')?.text);
  const { said } = drawWorld(seed, {
    ...(given >= 1 && { devicesMax: given }),
    lists: options.isOwnEdge ?? true,
  });
  return parseSaid(said, word, options);
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

function filesIn(folder: string): readonly string[] {
  const files = namesIn(folder, /\.ya?ml$/i);
  if (files.length === 0) throw new NothingMatchedError(`${folder} holds no .yaml files`);
  return files.map((file) => join(folder, file));
}

/**
 * Loads every scenario that is named, or says all that is wrong with all of them.
 * @throws {UsageError}
 * @throws {NothingMatchedError}
 */
export function loadScenarios(words: readonly string[], options: LoadOptions): readonly LoadedScenario[] {
  const results = words.flatMap(expand).map((named) => ({ named, result: load(named, options) }));
  const errors: ScenarioError[] = [];
  const loaded = results.flatMap(({ named, result }) => {
    if (result.ok) return [{ named, ...result }];
    errors.push(...result.errors);
    return [];
  });
  errors.push(...checkNamesUnique(loaded));
  if (errors.length > 0) {
    const lines = [...new Set(errors.map(formatScenarioError))];
    throw new UsageError(
      `${lines.length === 1 ? 'one mistake' : `${lines.length} mistakes`}:\n${lines.join('\n')}`,
    );
  }
  return loaded.map(({ named, scenario, warnings, placeOf }) => ({
    named,
    scenario,
    placeOf,
    warnings: warnings.map(formatScenarioWarning),
  }));
}
