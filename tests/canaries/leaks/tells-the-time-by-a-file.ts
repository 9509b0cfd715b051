import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DeviceEnv, DeviceUnderTest } from '../../../ports/index.ts';
import { PlainDevice } from '../plain-device.ts';
import type { Heard } from '../plain-device.ts';

/** No clock that is replaced: the file system has one of its own. */
function realMs(): number {
  const folder = mkdtempSync(join(tmpdir(), 'petrel-leak-'));
  const file = join(folder, 'touched');
  writeFileSync(file, '');
  const { mtimeMs } = statSync(file);
  rmSync(folder, { recursive: true });
  return mtimeMs;
}

/**
 * Draws its jitter from the time of day, as small clients do that have no random numbers. From the
 * whole second: many file systems tell the time in steps of a tick, whose fractions of a
 * millisecond are the same all day.
 */
class TellsTheTimeByAFile extends PlainDevice {
  protected override delayMs(_number: number, retry: number, heard: Heard): number {
    const { min, max } = this.env.policy.delayBoundsMs(retry);
    const ownMs = min + ((realMs() % 1000) / 1000) * (max - min);
    return Math.max(ownMs, heard.retryAfterMs ?? 0);
  }
}

export function createDevice(env: DeviceEnv): DeviceUnderTest {
  return new TellsTheTimeByAFile(env).boot();
}
