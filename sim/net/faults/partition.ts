import { LOSE, PASS } from '../fault.ts';
import type { NetworkFault, Passage } from '../fault.ts';
import { includesDevice } from '../../../settings/index.ts';
import type { NetworkSettings } from '../network-settings.ts';

type Partition = NonNullable<NetworkSettings['partition']>;

function partitionOf({ network, deviceIndex }: Passage): Partition | null {
  const { partition } = network;
  return partition !== null && includesDevice(partition.devices, deviceIndex) ? partition : null;
}

/** Devices and edge are cut off from each other: both ways, one way, or with a refusal. */
export const partition: NetworkFault = {
  name: 'network.partition',
  isOn: ({ partition: cut }) => cut !== null,
  onRequest: (passage) => {
    switch (partitionOf(passage)?.mode) {
      case 'both':
      case 'requests':
        return LOSE;
      case 'refuse':
        return { kind: 'refuse' };
      case 'answers':
      case undefined:
        return PASS;
    }
  },
  onAnswer: (passage) => {
    switch (partitionOf(passage)?.mode) {
      case 'both':
      case 'answers':
        return LOSE;
      case 'requests':
      case 'refuse':
      case undefined:
        return PASS;
    }
  },
};
