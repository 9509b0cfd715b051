import { deviceSet, includesDevice, section, switched, word } from '../../settings/index.ts';
import type { DeviceSet } from '../../settings/index.ts';
import { LOSE, PASS } from '../net/index.ts';
import type { Passage } from '../net/index.ts';
import { networkFault } from './fault.ts';
import { ending } from './signs.ts';
import { devices } from './words.ts';

type Mode = 'both' | 'requests' | 'answers' | 'refuse';

function modeFor(
  { mode, devices: cutOff }: { readonly mode: Mode; readonly devices: DeviceSet },
  passage: Passage,
): Mode | null {
  return includesDevice(cutOff, passage) ? mode : null;
}

/** Devices and edge are cut off from each other: both ways, one way, or with a refusal. */
export const networkPartition = networkFault({
  name: 'network.partition',
  setting: switched(
    section(
      'The devices cannot reach the edge, or its answers do not come back.',
      {
        mode: word<Mode>(
          'What is cut: refuse answers at once as a closed port would; the others lose what they name',
          ['both', 'requests', 'answers', 'refuse'],
          { standard: 'both' },
        ),
        devices: deviceSet('Which devices are cut off', { standard: 'all' }),
      },
      { short: 'mode' },
    ),
  ),
  stage: 'cut',
  drawn: false,
  heals: true,
  onRequest: (partition, passage) => {
    const mode = modeFor(partition, passage);
    if (mode === 'refuse') return { kind: 'refuse' };
    return mode === 'both' || mode === 'requests' ? LOSE : PASS;
  },
  onAnswer: (partition, passage) => {
    const mode = modeFor(partition, passage);
    return mode === 'both' || mode === 'answers' ? LOSE : PASS;
  },
  // What may not get through says no goodbye either.
  onHangUp: (partition, passage) => {
    const mode = modeFor(partition, passage);
    return mode === null || mode === 'answers' ? PASS : LOSE;
  },
  signs: ending,
  says: ({ mode, devices: cutOff }) => `partition (${mode}) of ${devices(cutOff)}`,
});
