import { count, section, switched } from '../../settings/index.ts';
import { networkFault } from './fault.ts';
import { delaying } from './signs.ts';

const US_PER_SECOND = 1_000_000;

/** Requests leave a device one after another, each taking its size over the link's rate. */
export const networkBandwidth = networkFault({
  name: 'network.bandwidth',
  setting: switched(
    section(
      "Of each device's link: requests queue behind one another.",
      {
        bytesPerSecond: count('Bytes per second', {
          min: 1,
          max: 1e12,
          required: true,
          example: '1000',
          usual: [500, 50_000],
        }),
      },
      { short: 'bytesPerSecond' },
    ),
  ),
  stage: 'queue',
  drawn: false,
  heals: false,
  onRequest: ({ bytesPerSecond }, { link, nowUs, bytes }) => {
    const startUs = Math.max(nowUs, link.busyUntilUs);
    link.busyUntilUs = startUs + Math.ceil((bytes * US_PER_SECOND) / bytesPerSecond);
    return { kind: 'delay', us: link.busyUntilUs - nowUs };
  },
  signs: delaying,
  says: ({ bytesPerSecond }) => `${bytesPerSecond} bytes/s`,
});
