import { count, orNone } from '../../settings/index.ts';

/** Far more than a harness in one process should boot for each run. */
export const INSTANCES_MAX = 100;

/** Of the edge of a scenario. */
export const INSTANCES = count(
  'How many instances of the edge there are, behind a balancer that takes them in turn and passes over those that are down',
  { min: 1, max: INSTANCES_MAX, standard: 1 },
);

/** Of a window of the timeline. */
export const INSTANCE = orNone(
  count(
    'The instance of the edge that its faults hit in this window, from 1; none: restart, crash, freeze and clock hit one that is drawn, all others each of them',
    { min: 1, max: INSTANCES_MAX },
  ),
);
