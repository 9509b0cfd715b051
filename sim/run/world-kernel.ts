import { breathe, letWorkEnd, settle } from '../host/index.ts';
import type { FakedGlobals, QuiescenceOptions } from '../host/index.ts';
import { Kernel, usFromMs } from '../kernel/index.ts';
import type { Pace, TieRank } from '../kernel/index.ts';
import { OwnerStreams } from '../random/index.ts';
import type { KeyedRandom } from '../random/index.ts';
import type { Scenario } from '../scenario/scenario.ts';

export interface WorldKernelOptions {
  readonly limits: Scenario['limits'];
  /** Null where no foreign code runs. */
  readonly globals: FakedGlobals | null;
  readonly random: KeyedRandom;
  readonly quiescence: QuiescenceOptions;
  /** What it keeps to; null: time jumps. */
  readonly pace: Pace | null;
  readonly wallMs: () => number;
  readonly shuffleTies: boolean;
}

/** The kernel of one world. */
export function worldKernel(options: WorldKernelOptions): Kernel {
  const { limits, globals, random, quiescence, pace, wallMs, shuffleTies } = options;
  return new Kernel({
    limits: { events: limits.events, virtualUs: usFromMs(limits.virtualMs), wallMs: limits.wallMs },
    // What keeps pace takes as long as it takes.
    wallMs: pace === null ? wallMs : () => 0,
    outside: globals,
    settle: () => (pace === null ? settle(quiescence) : letWorkEnd(quiescence.openWork, 0)),
    pace,
    breathe,
    tieRank: shuffleTies ? drawnTies(random) : null,
  });
}

/** Drawn by whose entry it is and when, or by its number where it is nobody's. */
function drawnTies(random: KeyedRandom): TieRank {
  const ties = new OwnerStreams(random, 'kernel');
  return (owner, atUs, inserted) =>
    owner === 0 ? ties.draw('tie', inserted) : ties.draw('tie/owner', owner, atUs);
}
