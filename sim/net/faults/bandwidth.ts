import { PASS } from '../fault.ts';
import type { NetworkFault } from '../fault.ts';

const US_PER_SECOND = 1_000_000;

/** Requests leave a device one after another, each taking its size over the link's rate. */
export const bandwidth: NetworkFault = {
  name: 'network.bandwidth',
  isOn: ({ bandwidth: limit }) => limit !== null,
  onRequest: ({ network, link, nowUs, bytes }) => {
    if (network.bandwidth === null) return PASS;
    const startUs = Math.max(nowUs, link.busyUntilUs);
    link.busyUntilUs = startUs + Math.ceil((bytes * US_PER_SECOND) / network.bandwidth.bytesPerSecond);
    return { kind: 'delay', us: link.busyUntilUs - nowUs };
  },
};
