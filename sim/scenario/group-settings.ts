import { DEVICE_SETTINGS } from '../../device/settings.ts';
import { duration, list, orNone, ratio, section, text } from '../../settings/index.ts';
import type { Said } from '../../settings/index.ts';
import { DEVICE_HOST_KEYS, NETWORK_SETTINGS } from '../faults/index.ts';
import { GROUP_VERSION } from './next-settings.ts';

const NAME_PATTERN = /^[a-z][a-z0-9-]{0,31}$/;
const GROUPS_MAX = 100;

/** What a device takes for an acknowledgement is one thing for the whole fleet: the ledger goes by it. */
const { acknowledge: _, ...OF_A_DEVICE } = DEVICE_SETTINGS.keys;

/** What of a device one group may have otherwise. Its policies are ours: what a user brings is for the rest of the fleet. */
export const GROUP_DEVICE = section('What its devices have otherwise than `device` says.', {
  ...OF_A_DEVICE,
  ...DEVICE_HOST_KEYS,
});

export const GROUP_SETTINGS = section('Devices of the fleet that differ from the others.', {
  name: text('What the report calls it', {
    required: true,
    example: 'rooftops',
    keywords: { pattern: NAME_PATTERN.source },
    allowed: 'a lower-case letter, then up to 31 lower-case letters, digits and dashes',
    isRight: (value) => NAME_PATTERN.test(value),
  }),
  share: orNone(
    ratio('How much of the fleet; none: an even part of what the groups with a share leave', {
      standard: 'none',
    }),
  ),
  interval: orNone(
    duration('Time between two readings of its devices; none: as fleet.interval says', {
      minMs: 1,
      standard: 'none',
    }),
  ),
  version: GROUP_VERSION,
  device: GROUP_DEVICE,
  network: section('What its links have otherwise than `network` says.', NETWORK_SETTINGS.keys),
});

export const GROUPS = list(
  'Groups of devices that differ; the first has the first devices, and so on. Without any all devices are alike.',
  GROUP_SETTINGS,
  {
    max: GROUPS_MAX,
    example: '[{ name: near, share: 80% }, { name: far, network: { latency: 2s } }]',
  },
);

export type SaidGroup = Said<(typeof GROUP_SETTINGS)['keys']>;
