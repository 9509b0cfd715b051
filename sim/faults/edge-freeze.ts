import { section, switched, word } from '../../settings/index.ts';
import { hostFault } from './fault.ts';
import { delayingBothWays } from './signs.ts';

/** A paused virtual machine, a collection of garbage that takes very long, a debugger, a laptop whose lid was closed. */
export const edgeFreeze = hostFault({
  name: 'edge.freeze',
  setting: switched(
    section(
      'The process of the edge stands still while this lasts, and then goes on with all that came. Its clocks go on.',
      {
        first: word(
          'What it does first then: it takes the requests, as who had nothing to do, or runs the timers that were due, as who was at work',
          ['requests', 'timers'],
          { standard: 'requests' },
        ),
      },
      { short: 'first' },
    ),
  ),
  heals: true,
  // Nobody need send anything while it stands.
  needsLoad: true,
  signs: delayingBothWays,
  says: ({ first }) => `edge stands still, then takes ${first} first`,
});
