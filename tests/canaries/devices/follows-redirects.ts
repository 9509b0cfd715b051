import type { DeviceFactory } from '../../../ports/index.ts';
import { PlainDevice } from '../plain-device.ts';

/** Follows redirects, as clients do that nobody told not to: a POST goes on as GET, and the 405 to that ends the reading for good. */
class FollowsRedirects extends PlainDevice {
  protected override readonly redirects = 'follow';
}

export const followsRedirects: DeviceFactory = (env) => new FollowsRedirects(env).boot();
