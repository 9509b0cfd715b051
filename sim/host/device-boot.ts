import type { OpenList } from '../../lists/open-list.ts';
import type { DeviceUnderTest } from '../../ports/index.ts';
import type { HostClock } from './host-clock.ts';
import type { OpenSend } from './open-send.ts';
import type { Scope } from './scope.ts';

/** What exists of a device from one boot to the next crash. */
export interface DeviceBoot {
  readonly boot: number;
  readonly device: DeviceUnderTest;
  readonly clock: HostClock;
  readonly scope: Scope;
  readonly open: OpenList<OpenSend>;
}
