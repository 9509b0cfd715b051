import type { DeviceFactory, Disk } from '../../../ports/index.ts';
import { builtinDevice } from '../../../sim/builtin/index.ts';

/** A disk whose driver takes fsync for a suggestion: what was written since the boot is gone when the power is. */
export const neverSyncs: DeviceFactory = (env) => {
  const { disk } = env;
  const lazy: Disk = {
    read: (name) => disk.read(name),
    write: (name, content) => disk.write(name, content),
    rename: (from, to) => disk.rename(from, to),
    remove: (name) => disk.remove(name),
    list: (prefix) => disk.list(prefix),
    sync: () => undefined,
    syncFile: () => undefined,
  };
  return builtinDevice({ ...env, disk: lazy });
};
