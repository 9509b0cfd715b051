import { scriptFlags } from '../tests/script-flags.ts';
import { benchCalendar } from './calendar.ts';
import { benchExchanges } from './exchanges.ts';
import { benchComparison } from './comparison.ts';
import { benchIdleDevices } from './idle-devices.ts';
import { benchLanes } from './lanes.ts';
import { benchMemory } from './memory.ts';
import { benchPairedVariance } from './paired-variance.ts';

scriptFlags('bench', {});

/** Figures are ratios within this one run: machines are noisy, and differ. All of it takes a few minutes. */
for (const bench of [
  benchCalendar,
  benchExchanges,
  benchLanes,
  benchComparison,
  benchPairedVariance,
  benchIdleDevices,
  benchMemory,
]) {
  for (const line of await bench()) console.log(line);
}
