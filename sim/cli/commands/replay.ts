import { renderReplayText } from '../../../reports/index.ts';
import { replay } from '../../shrink/index.ts';
import type { FailureFile, Replay } from '../../shrink/index.ts';
import type { TraceEvent } from '../../trace/index.ts';
import { allowNetWarnings } from '../flags/allow-net.ts';
import { EXIT, exitCodeOf } from '../exit-code.ts';
import type { ExitCode } from '../exit-code.ts';
import { readFailureFile, subjectOf } from '../failures/failure-files.ts';
import { FAST_TRANSPORT_FLAG } from '../flags/fast-transport-flag.ts';
import { parsed, words } from '../flags/flags.ts';
import { RUN_FLAGS } from '../flags/run-flags.ts';
import { SUBJECT_FLAGS } from '../flags/subject-flags.ts';
import { print, say, terminal } from '../output/terminal.ts';
import { UsageError } from '../usage-error.ts';
import { packageVersion } from '../version.ts';
import { createRunRecorder } from '../workers/recorded-runner.ts';
import { command } from './command.ts';
import { NAME } from '../program-name.ts';

/** A small run has few; of a long one the last tell how it ended. */
const EVENTS_KEPT = 200;

interface Around {
  readonly device: string | null;
  readonly reading: number;
}

export const replayCommand = command({
  name: 'replay',
  describe: 'replay FILE: run a kept failure again',
  flags: {
    words: words('[words..]', `The file that ${NAME} shrink wrote`),
    until: RUN_FLAGS.until,
    around: parsed('Show this reading, e.g. 12 or device-017/12', aroundOf, 'the one that is accused'),
    edge: SUBJECT_FLAGS.edge,
    device: SUBJECT_FLAGS.device,
    policy: RUN_FLAGS.policy,
    'allow-net': SUBJECT_FLAGS['allow-net'],
    ...FAST_TRANSPORT_FLAG,
  },
  handle: async (asked) => {
    const { until, around, edge, device, policy, transport, 'allow-net': allowNet } = asked;
    const [path, ...more] = asked.words;
    if (path === undefined || more.length > 0)
      throw new UsageError(`name one file that ${NAME} shrink wrote: ${NAME} replay FILE`);
    const file = readFailureFile(path);
    for (const warning of allowNetWarnings(allowNet)) say(warning);
    const subject = subjectOf(file, { edge, device, policy, allowNet });
    const recorder = createRunRecorder(1, { ...subject, transport }, file.scenario);
    const wanted = wantedReading(file, around);
    const events: TraceEvent[] = [];
    const seen = new Map<string, Set<number>>();
    const onEvent = (event: TraceEvent): void => {
      if (wanted === null || !('device' in event) || !('reading' in event)) return;
      if (around !== null) see(seen, event);
      if (event.device !== wanted.device || event.reading !== wanted.reading) return;
      events.push(event);
      if (events.length > EVENTS_KEPT) events.shift();
    };
    let shown: Replay;
    try {
      shown = await replay({ file, recorder, untilMs: until, onEvent });
    } finally {
      await recorder.close();
    }
    const isCutShort = until !== null && shown.outcome === 'limit-hit';
    const noEvents = around !== null && events.length === 0 ? noEventsOf(wanted ?? around, seen) : null;
    print(
      renderReplayText(shown, file, {
        ...terminal(),
        events,
        petrel: packageVersion(),
        isCutShort,
        noEvents,
      }),
    );
    return codeOf(shown, isCutShort);
  },
});

/** As `run` has them; what a small run misses of what its scenario expects is no failure of it. */
function codeOf({ outcome, same, others, notJudged }: Replay, isCutShort: boolean): ExitCode {
  if (same !== null || others.length > 0 || isCutShort) return exitCodeOf(outcome);
  return notJudged === null ? EXIT.passed : EXIT.inconclusive;
}

function wantedReading({ failure, devices }: FailureFile, around: Around | null): Around | null {
  const device = around?.device ?? failure.device ?? devices?.[0] ?? null;
  const reading = around?.reading ?? failure.reading;
  return reading === null ? null : { device, reading };
}

type Seen = Map<string, Set<number>>;

function see(
  seen: Seen,
  { device, reading }: { readonly device: string | null; readonly reading: number | null },
): void {
  if (device === null || reading === null || reading < 0) return;
  const readings = seen.get(device) ?? new Set();
  seen.set(device, readings.add(reading));
}

/** What there is in its place. */
function noEventsOf({ device, reading }: Around, seen: Seen): string {
  const what = device === null ? `reading ${reading}` : `reading ${reading} of ${device}`;
  const none = `--around: no event of this run is of ${what}`;
  const readings = device === null ? undefined : seen.get(device);
  if (device !== null && readings !== undefined)
    return `${none}; those of ${device} are ${listed([...readings])}.`;
  const devices = [...seen.keys()];
  return devices.length === 0
    ? `${none}, nor of any other.`
    : `${none}; there are those of ${listed(devices)}.`;
}

const LISTED_MAX = 10;

function listed(names: readonly (string | number)[]): string {
  const left = names.length - LISTED_MAX;
  return names.slice(0, LISTED_MAX).join(', ') + (left > 0 ? ` and ${left} more` : '');
}

function aroundOf(text: string | undefined, flag: string): Around | null {
  if (text === undefined) return null;
  const [, device = null, reading] = /^(?:(.+)\/)?(\d{1,15})$/.exec(text) ?? [];
  if (reading === undefined)
    throw new UsageError(`${flag}: found "${text}"; allowed: a reading such as 12, or device-017/12`);
  return { device, reading: Number(reading) };
}
