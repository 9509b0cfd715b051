import type { Log, LogLevel } from '../../ports/index.ts';
import { isWord, SAYS, saysUsedUp, wordOf } from '../trace/index.ts';
import { fieldsIn, readingOf, traceFields } from './log-fields.ts';
import type { RequestReader } from './request-reader.ts';
import type { DevicePage } from './wire/wire-book.ts';
import type { WorldServices } from './world-services.ts';

/** Said by other events of the trace already. */
const SAID_ELSEWHERE: ReadonlySet<string> = new Set(['telemetry_sent']);

export interface DeviceLogOptions {
  readonly world: Pick<WorldServices, 'kernel' | 'record'>;
  readonly id: string;
  readonly requests: RequestReader;
  /** Whether requests say themselves which readings they are for: over `fetch`, any line may tell it of a correlation id. */
  readonly fastLane: boolean;
  readonly page: DevicePage | undefined;
  /** Whether the boot whose log it is goes on. */
  readonly isAlive: () => boolean;
  /** The device says that it has no number left for a reading. */
  readonly onUsedUp: () => void;
}

/** The log of one boot of a device, as words of the trace. */
export function deviceLog({ world, id, requests, fastLane, page, isAlive, onUsedUp }: DeviceLogOptions): Log {
  const isTold = (level: LogLevel, event: string): boolean =>
    (level !== 'debug' || isWord(event)) && !SAID_ELSEWHERE.has(event) && isAlive();
  const log: Log = (level, event, given) => {
    const fields = fieldsIn(given);
    if (!fastLane && isAlive()) requests.learn(fields, readingOf(fields, page));
    if (!isTold(level, event)) return;
    if (!fastLane && saysUsedUp(event, fields['sequence_id'])) onUsedUp();
    const reading = readingOf(fields, page);
    if (reading !== null && wordOf(event, fields['copy']) !== null)
      requests.ended(reading, fastLane ? null : fields);
    const at = world.kernel.nowUs;
    // It goes on by itself then, and not where an answer sent it.
    if (!fastLane && event === SAYS.retries && reading !== null) requests.retries(reading, at);
    world.record({ at, kind: 'device_logged', device: id, event, reading, fields: traceFields(fields) });
  };
  return fastLane ? Object.assign(log, { hears: isTold }) : log;
}
