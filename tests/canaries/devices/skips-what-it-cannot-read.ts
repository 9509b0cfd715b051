import type { DeviceFactory } from '../../../ports/index.ts';
import { builtinDevice } from '../../../sim/builtin/index.ts';

/** `try { JSON.parse(…) } catch { continue }`: an entry that can't be read is passed over at the boot, and nobody hears of it. */
export const skipsWhatItCannotRead: DeviceFactory = (env) =>
  builtinDevice({
    ...env,
    log: (level, event, fields) => {
      if (event !== 'disk_content_damaged') env.log(level, event, fields);
    },
  });
