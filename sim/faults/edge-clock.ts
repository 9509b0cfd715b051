import { section, switched } from '../../settings/index.ts';
import { CLOCK_KEYS, clockWords } from './clock-error.ts';
import { hostFault } from './fault.ts';
import { announced } from './signs.ts';

/** A window with an offset is a step when it opens and a step back when it closes. */
export const edgeClock = hostFault({
  name: 'edge.clock',
  setting: switched(
    section('The wall clock of the edge is wrong; timers and monotonic time are not', CLOCK_KEYS, {
      short: 'offset',
    }),
  ),
  heals: true,
  signs: announced,
  says: clockWords,
});
