import { builtinEdge, builtinSubject } from '../../sim/builtin/index.ts';
import { run } from '../../sim/run/index.ts';
import { parseScenario } from '../../sim/scenario/index.ts';
import { drawWorld } from '../../sim/sweep/index.ts';
import type { Canary } from './canary.ts';

type Parts = Pick<Canary, 'edge' | 'device' | 'foreignEdge' | 'foreignDevice'>;

/** Whether the world that a swarm draws for a seed shows that a canary breaks any promise, not only the one it stands for. */
export async function isCaughtInSwarm(
  { edge, device, foreignEdge = false, foreignDevice = false }: Parts,
  seed: string,
): Promise<boolean> {
  const { name, yaml } = drawWorld(seed);
  const parsed = parseScenario(yaml, name);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors));
  const { scenario } = parsed;
  const own = builtinSubject(scenario);
  const isOurs = edge === builtinEdge;
  const { outcome } = await run({
    scenario,
    seed,
    transport: isOurs ? 'direct' : 'inject',
    subject: {
      edge: { name: 'edge', factory: isOurs ? own.edge.factory : edge, foreign: foreignEdge },
      device: { name: 'device', factory: device, foreign: foreignDevice },
      policy: own.policy,
    },
  });
  return outcome !== 'passed';
}
