import { benchCalendar } from './calendar.ts';
import { benchExchanges } from './exchanges.ts';
import { benchMemory } from './memory.ts';

/** Figures are ratios within this one run: machines are noisy, and differ. */
for (const bench of [benchCalendar, benchExchanges, benchMemory]) {
  for (const line of await bench()) console.log(line);
}
