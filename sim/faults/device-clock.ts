import { deviceSet, section, switched, word } from '../../settings/index.ts';
import { CLOCK_KEYS, clockWords, SPREAD } from './clock-error.ts';
import { hostFault } from './fault.ts';
import { announced } from './signs.ts';
import { devices } from './words.ts';

/** A window with an offset is a step when it opens and a step back when it closes. */
export const deviceClock = hostFault({
  name: 'device.clock',
  setting: switched(
    section(
      'The wall clocks of devices are wrong; timers and monotonic time are not',
      {
        ...CLOCK_KEYS,
        spread: SPREAD,
        timestamps: word(
          'What the timestamps of readings show: the right time, or what this clock shows',
          ['right', 'shown'],
          {
            standard: 'right',
          },
        ),
        devices: deviceSet('Whose clocks are wrong', { standard: 'all' }),
      },
      { short: 'offset' },
    ),
  ),
  heals: true,
  signs: announced,
  says: ({ devices: wrong, ...error }) => `${clockWords(error)}, of ${devices(wrong)}`,
});
