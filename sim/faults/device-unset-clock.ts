import { count, deviceSet, section, switched } from '../../settings/index.ts';
import { hostFault } from './fault.ts';
import { announced } from './signs.ts';
import { devices } from './words.ts';

/** A machine without a battery for its clock, before the first answer of a time server; or one with a bad one. */
export const deviceUnsetClock = hostFault({
  name: 'device.unsetClock',
  setting: switched(
    section(
      'Clocks of devices are not set: their wall clock, and with it the timestamps of readings, begins with a year long past while this lasts, and then is set right.',
      {
        year: count('The year whose first instant the clock shows as this begins', {
          min: 1970,
          max: 2199,
          standard: 1970,
          usual: [1970, 2000],
        }),
        devices: deviceSet('Whose clocks are not set', { standard: 'all' }),
      },
      { short: 'year' },
    ),
  ),
  heals: true,
  signs: announced,
  says: ({ year, devices: whose }) => `clock not set, from ${year}, of ${devices(whose)}`,
});
