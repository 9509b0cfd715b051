import { builtinEdge, builtinSubject } from '../../sim/builtin/index.ts';
import { run } from '../../sim/run/index.ts';
import { parseSaid } from '../../sim/scenario/index.ts';
import { drawWorld } from '../../sim/sweep/index.ts';
import { NEEDS_A_SOUND_DISK } from '../right-subjects/subjects.ts';
import type { Canary } from './canary.ts';

type Parts = Pick<Canary, 'part' | 'edge' | 'device' | 'foreignEdge' | 'foreignDevice'> &
  Partial<Pick<Canary, 'scenario'>>;

/** What the device of a canary is made of has no checksums: where its disk says what nobody wrote, the right one fails too. */
function needsASoundDisk({ part, scenario = '' }: Parts): boolean {
  return part === 'device' && !NEEDS_A_SOUND_DISK.includes(scenario);
}

/** Whether the world that a swarm draws for a seed shows that a canary breaks any promise, not only the one it stands for. */
export async function isCaughtInSwarm(parts: Parts, seed: string): Promise<boolean> {
  const { edge, device, foreignEdge = false, foreignDevice = false } = parts;
  const { name, said, faults } = drawWorld(seed);
  if (faults.includes('device.damage') && needsASoundDisk(parts)) return false;
  const parsed = parseSaid(said, name);
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
