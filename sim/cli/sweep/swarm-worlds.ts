import { join } from 'node:path';
import { settingsInOneLine } from '../../../reports/settings.ts';
import { scenarioToYaml } from '../../scenario/index.ts';
import { drawWorld, SWARM, worldToYaml } from '../../sweep/index.ts';
import type { PlannedRun } from '../../sweep/index.ts';
import { writeFileText } from '../file-text.ts';
import { loadScenarios } from '../load-scenarios.ts';
import type { LoadedScenario, LoadOptions } from '../load-scenarios.ts';
import { say } from '../output/terminal.ts';

/** What a drawn world is called where scenarios are named: `swarm:17`. */
export function swarmWord(seed: string): string {
  return `swarm:${seed}`;
}

/** How a run of many is named to be run again by itself. */
export function namedAgain({ scenario, seed }: PlannedRun): string {
  return scenario === SWARM ? swarmWord(seed) : scenario;
}

/**
 * The worlds of a swarm, each drawn when it is asked for; flags change each of them. All are counted as one scenario.
 * @throws {UsageError} where a flag makes a world of it that is none.
 */
export function swarmWorlds(options: LoadOptions): (run: PlannedRun) => LoadedScenario | null {
  return ({ scenario: name, seed }) => {
    if (name !== SWARM) return null;
    const [loaded] = loadScenarios([swarmWord(seed)], options);
    if (loaded === undefined) return null;
    return { ...loaded, scenario: { ...loaded.scenario, name: SWARM } };
  };
}

/** All that was drawn for a run, in a line; null where nothing was. */
export function drawnInWords(options: LoadOptions): (run: PlannedRun) => string | null {
  const worldOf = swarmWorlds(options);
  return (run) => {
    const world = worldOf(run);
    return world === null ? null : settingsInOneLine(world.scenario);
  };
}

/** Says what is drawn, before it is run; of no world twice. */
export function tellingWorlds(options: LoadOptions): ReturnType<typeof swarmWorlds> {
  const worldOf = swarmWorlds(options);
  const told = new Set<string>();
  return (run) => {
    const world = worldOf(run);
    if (world === null || told.has(run.seed)) return world;
    told.add(run.seed);
    say(`${swarmWord(run.seed)}  ${settingsInOneLine(world.scenario)}`);
    return world;
  };
}

/**
 * Each world as a scenario file: as it was drawn, or with all its settings where flags have changed any.
 * @throws {UnwrittenError}
 */
export function writeWorlds(folder: string, seeds: readonly string[], options: LoadOptions): void {
  const isChanged = (options.overrides ?? []).length > 0;
  for (const seed of seeds) {
    const drawn = drawWorld(seed, { lists: options.isOwnEdge ?? true });
    const [loaded] = loadScenarios([swarmWord(seed)], options);
    const text = isChanged && loaded !== undefined ? scenarioToYaml(loaded.scenario) : worldToYaml(drawn);
    const path = join(folder, `${drawn.name}.yaml`);
    writeFileText(path, text, `--write-scenario ${folder}: ${path}`);
  }
}
