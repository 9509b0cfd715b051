import { join } from 'node:path';
import { formatScenarioError, loadScenario, run } from '../../sim/index.ts';
import type { RunResult, Scenario } from '../../sim/index.ts';
import { loadSubject } from '../../sim/cli/loading/load-subject.ts';
import type { TransportName } from '../../sim/transport/index.ts';

/** The files of worlds that clients are tried in. */
const FOLDER = join(import.meta.dirname, 'worlds');

/** What goes wrong in each of them. */
export const WORLDS = {
  silence: 'requests and answers get lost: a client has to give up by itself',
  breaks: 'connections are reset, messages are lost, and the edge restarts',
  overload: 'the edge answers 503 to four of ten requests',
} as const;

export type WorldName = keyof typeof WORLDS;

export function worldOf(name: WorldName): Scenario {
  const loaded = loadScenario(join(FOLDER, `${name}.yaml`));
  if (!loaded.ok) throw new Error(loaded.errors.map(formatScenarioError).join('\n'));
  return loaded.scenario;
}

/** A device on that client, in one world. */
export async function runClient(
  file: string,
  scenario: Scenario,
  transport: TransportName,
): Promise<RunResult> {
  const device = join(import.meta.dirname, 'clients', `${file}.ts`);
  const subject = await loadSubject({ edge: undefined, device, policy: undefined }, scenario);
  return run({ scenario, seed: '1', subject, transport });
}

/** What must be the same for each client: how it ended, and what was sent and came of it. */
export function essenceOf({ outcome, why, attempts, metrics }: RunResult) {
  const { delivered, stored, lost } = metrics;
  return { outcome, why, attempts, delivered, stored, lost };
}
