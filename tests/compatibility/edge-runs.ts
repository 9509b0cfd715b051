import { join } from 'node:path';
import { builtinSubject, run } from '../../sim/index.ts';
import type { RunResult } from '../../sim/index.ts';
import { loadSubject } from '../../sim/cli/loading/load-subject.ts';
import type { TransportName } from '../../sim/transport/index.ts';
import { worldOf } from './client-runs.ts';

/** An edge, and our own devices, where messages get lost. */
export async function runEdge(file: string, transport: TransportName): Promise<RunResult> {
  const scenario = worldOf('silence');
  const edge = join(import.meta.dirname, 'edges', file);
  const subject = await loadSubject({ edge, device: undefined, policy: undefined }, scenario);
  // Waits for files and turns of the loop are another number for each framework.
  return run({ scenario, seed: '1', subject, transport, interleave: false });
}

/** The same with the edge that comes with Petrel. */
export function runOurEdge(transport: TransportName): Promise<RunResult> {
  const scenario = worldOf('silence');
  return run({ scenario, seed: '1', subject: builtinSubject(scenario), transport });
}
