import { deviceSet, section, switched, word } from '../../settings/index.ts';
import { hostFault } from './fault.ts';
import { announced } from './signs.ts';
import { devices } from './words.ts';

/** A laptop whose lid was closed, a phone that put its app to sleep, a card whose writes take seconds, a debugger. */
export const deviceFreeze = hostFault({
  name: 'device.freeze',
  setting: switched(
    section(
      'The processes of devices stand still while this lasts, and then go on with all that came, samples of the sensor too. Their clocks go on.',
      {
        first: word(
          'What they do first then: they take what arrived, as who had nothing to do, or run the timers that were due, as who was at work',
          ['arrivals', 'timers'],
          { standard: 'arrivals' },
        ),
        devices: deviceSet('Whose processes stand still', { standard: 'all' }),
      },
      { short: 'first' },
    ),
  ),
  heals: true,
  signs: announced,
  says: ({ first, devices: whose }) => `stands still, then takes ${first} first, of ${devices(whose)}`,
});
