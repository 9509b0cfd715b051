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

/** Draws its jitter from the time of day, as small clients do that have no random numbers. */
class TellsTheTimeByAFile extends PlainDevice {
  protected override delayMs(number: number, retry: number, heard: Heard): number {
    const { min, max } = this.env.policy.delayBoundsMs(retry);
    return Math.max(super.delayMs(number, retry, heard), min + (realMs() % 1) * (max - min));
  }
}

export function createDevice(env: DeviceEnv): DeviceUnderTest {
  return new TellsTheTimeByAFile(env).boot();
}
