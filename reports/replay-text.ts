import type { TakenSamples } from '../sim/run/index.ts';
import type { FailureFile, Replay } from '../sim/shrink/index.ts';
import type { TraceEvent } from '../sim/trace/event.ts';
import { plural } from './format.ts';
import { bulleted, hanging, heading, pairs, rowsThatSay, stack } from './layout.ts';
import type { Lines } from './layout.ts';
import type { Page, PageOptions } from './page.ts';
import { pageOf } from './page.ts';
import { drawsText } from './schedule-rows.ts';
import { plain } from './text-width.ts';
import { traceLine } from './trace-line.ts';

export interface ReplayTextOptions extends PageOptions {
  /** Of one reading, in their order. */
  readonly events: readonly TraceEvent[];
  /** Of the program that replays. */
  readonly petrel: string;
  readonly isCutShort: boolean;
  /** Why none of the events is of the reading that was asked for. Null: nobody asked, or some are. */
  readonly noEvents: string | null;
}

/** What a kept failure shows now. Ends without a line break. */
export function renderReplayText(replay: Replay, file: FailureFile, options: ReplayTextOptions): string {
  const page = pageOf(options);
  const { used, unused, others } = replay;
  const { failure, seed, devices, samples, petrel, scenario, stillFails } = file;
  const other = petrel === options.petrel ? '' : ` (written by ${petrel}, this is ${options.petrel})`;
  return stack([
    [page.paint('strong', `${plain(scenario.name)} · seed ${plain(seed)}`)],
    pairs(
      rowsThatSay([
        ['failure', `${failure.signature}${other}`],
        ['it said', failure.message],
        ['is known', stillFails ?? undefined],
        ['devices', devices?.join(', ') ?? 'the whole fleet'],
        ['readings', samples.map(samplesText).join('; ') || undefined],
        ['draws', usedText(replay, file)],
      ]),
      page,
    ),
    bulleted('Draws that acted', used.map(drawsText), '·', page),
    bulleted(
      options.isCutShort ? 'Draws that may be still to come' : 'Draws that did not find their place',
      unused.map(drawsText),
      '!',
      page,
    ),
    options.noEvents === null
      ? eventsBlock(options.events, page)
      : hanging('! ', plain(options.noEvents), page.columns),
    bulleted(
      'Also failed',
      // That it was stopped is the verdict itself.
      (options.isCutShort ? [] : others).map(
        ({ signature, message }) => `${plain(signature)} (${plain(message)})`,
      ),
      '!',
      page,
    ),
    verdict(replay, options, page),
  ]).join('\n');
}

/** By their counts, as the file has them. */
function samplesText({ device, taken }: TakenSamples): string {
  return `${taken.length === 1 ? 'sample' : 'samples'} ${taken.join(', ')} of ${device} alone, counted from 0`;
}

function usedText({ used }: Replay, { draws, families }: FailureFile): string {
  const listed = draws.length === 0 ? [] : [`${used.flat().length} of ${draws.length} used`];
  const every = families.map(({ fault, device }) => `every ${fault} of ${device}`);
  return [...listed, ...every].join(', ') || 'none: it takes none';
}

function eventsBlock(events: readonly TraceEvent[], page: Page): Lines {
  const [first] = events;
  if (first === undefined || !('device' in first) || !('reading' in first)) return [];
  const title = `Reading ${first.reading} of ${plain(first.device ?? '')}`;
  return [heading(title, page), ...events.map((event) => traceLine(event, page.columns))];
}

function verdict(replay: Replay, { isCutShort }: ReplayTextOptions, page: Page): Lines {
  const { same, others, unused, isSameRun, notJudged, why } = replay;
  if (same !== null) {
    const run = isSameRun ? 'the same run, event by event' : 'another run';
    return hanging(`${page.paint('bad', 'FAILS STILL')}  `, `${run}: ${plain(same.message)}`, page.columns);
  }
  if (isCutShort) {
    return hanging(`${page.paint('warn', 'CUT SHORT')}  `, plain(why), page.columns);
  }
  if (others.length > 0) {
    const text = 'not as the file says, but in another way';
    return hanging(`${page.paint('bad', 'FAILS OTHERWISE')}  `, text, page.columns);
  }
  if (notJudged !== null) {
    return hanging(`${page.paint('warn', 'NOT JUDGED')}  `, plain(notJudged), page.columns);
  }
  const missed =
    unused.length === 0
      ? 'all that it takes was there, and nothing failed'
      : `nothing failed, but ${plural(unused.flat().length, 'draw')} of the file did not act: this may no longer be that run`;
  return hanging(`${page.paint('good', 'FAILS NO MORE')}  `, missed, page.columns);
}
