import { Witness } from '../reports/trace/witness.ts';
import type { RunFound } from '../reports/trace/run-found.ts';
import { builtinSubject } from '../sim/builtin/index.ts';
import { run } from '../sim/run/index.ts';
import type { Scenario } from '../sim/scenario/index.ts';

/** A run of our own edge and device, and what those see who draw it. */
export async function witnessed(scenario: Scenario, seed: string, limit = 150_000): Promise<RunFound> {
  const witness = new Witness(limit);
  const result = await run({
    scenario,
    seed,
    subject: builtinSubject(scenario),
    transport: 'direct',
    onEvent: witness.observe,
    onAct: witness.hear(),
  });
  return { result, paste: 'npm run sim', witnessed: witness.conclude(), story: [] };
}
