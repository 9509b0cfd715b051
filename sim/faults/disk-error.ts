import { ratio } from '../../settings/index.ts';
import type { DiskError } from '../host/rough-disk.ts';
import { share } from './words.ts';

/** What can be wrong with any disk. `program`: whose it is; `cut`: what takes the power away; `when`: in the midst of what. */
export function diskKeys({
  program,
  cut,
  when,
}: {
  readonly program: string;
  readonly cut: string;
  readonly when: string;
}) {
  return {
    unsynced: ratio('How likely a change that was not synced is on the disk after a power cut all the same', {
      standard: '50%',
    }),
    torn: ratio('How likely a content of that kind is cut off in its middle', { standard: '50%' }),
    midWrite: ratio(
      `How likely a ${cut} takes the power away in the midst of what the ${program} ${when}, within its window, and not as that opens`,
      { standard: '50%' },
    ),
    full: ratio('How likely a sync finds no room: then nothing is written, only removed', {
      standard: '0%',
    }),
  };
}

/** `of what is not synced 50% stays, 50% of that torn, 50% of power cuts in mid-write`; null: full at all times. */
export function diskWords({ unsynced, torn, midWrite, full }: DiskError): string | null {
  if (full === 1) return null;
  const room = full === 0 ? '' : `${share(full)} of syncs find no room, `;
  return `${room}of what is not synced ${share(unsynced)} stays, ${share(torn)} of that torn, ${share(midWrite)} of power cuts in mid-write`;
}
