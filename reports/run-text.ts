import type { RunResult } from '../sim/run/result.ts';
import type { TraceEvent } from '../sim/trace/event.ts';
import { count } from './format.ts';
import { beside, heading, pairs, stack } from './layout.ts';
import type { Lines, Rows } from './layout.ts';
import type { Page, PageOptions } from './page.ts';
import { pageOf } from './page.ts';
import { pasteLines } from './paste-lines.ts';
import {
  expectationsSection,
  invariantsSection,
  sometimesSection,
  violationsSection,
  warningsSection,
} from './run-judgement.ts';
import {
  attemptsSection,
  clientSection,
  edgeSection,
  faultsSection,
  groupsSection,
  latencySection,
  ledgerSection,
  settingsSection,
} from './run-sections.ts';
import { headline, phaseLines, verdictLines } from './run-verdict.ts';
import { fit, plain, wrap } from './text-width.ts';
import { traceLine } from './trace-line.ts';

export interface RunTextOptions extends PageOptions {
  /** What happened last to the reading of the first violation; empty where there is none. */
  readonly lastEvents: readonly TraceEvent[];
  /** The command that shows this run again; null: none is printed. */
  readonly paste: string | null;
  /** Every setting by its path, for those who want them all; null: the summary in words. */
  readonly everySetting: Rows | null;
}

/** Violations printed for each broken promise; all that were kept go with all settings. */
const VIOLATIONS_SHOWN = 3;

/** The report of one run, from settings to verdict. Ends without a line break. */
export function renderRunText(result: RunResult, options: RunTextOptions): string {
  const page = pageOf(options);
  const blocks: Lines[] = [
    titleBlock(result, page),
    namelessBlock(result, page),
    unplacedBlock(result, page),
    oneNameBlock(result, page),
    options.everySetting === null
      ? settingsSection(result, page)
      : [heading('Every setting', page), ...pairs(options.everySetting, page)],
    beside(
      (half) => clientSection(result, half),
      (half) => edgeSection(result, half),
      page,
    ),
    beside(
      (half) => ledgerSection(result, half),
      (half) => stack([latencySection(result, half), attemptsSection(result, half)]),
      page,
    ),
    groupsSection(result, page),
    faultsSection(result, page),
    invariantsSection(result, page),
    expectationsSection(result, page),
    sometimesSection(result, page),
    warningsSection(result, page),
  ];
  if (result.outcome !== 'passed') {
    blocks.push(
      violationsSection(result, page, options.everySetting === null ? VIOLATIONS_SHOWN : Infinity),
      lastEventsBlock(options.lastEvents, page),
    );
  }
  blocks.push([
    ...[...phaseLines(result, page.columns), ...headline(result, page.columns)].map((line) =>
      page.paint('dim', line),
    ),
    ...verdictLines(result, options),
    ...(result.outcome === 'passed' || options.paste === null ? [] : pasteLines(options.paste, page.columns)),
  ]);
  return stack(blocks).join('\n');
}

function titleBlock({ scenario, seed }: RunResult, page: Page): Lines {
  const title = fit(`${plain(scenario.name)} · seed ${plain(seed)}`, page.columns);
  return [page.paint('strong', title), ...wrap(plain(scenario.description), page.columns)];
}

/** First of all, since what is said of single readings below is only said of those that can be followed. */
function namelessBlock({ client, messages }: RunResult, page: Page): Lines {
  if (client.nameless === 0) return [];
  const text =
    `${count(client.nameless)} of ${count(client.attempts + client.copies)} requests do not tell which reading they are for. ` +
    'A reading of which no other was seen is not observable: it counts as such below, not as lost. ' +
    whatWouldTell(messages);
  return notice(text, page);
}

/** Records that were refused, nobody knows which. */
function unplacedBlock({ messages, ledger }: RunResult, page: Page): Lines {
  const unplaced = messages?.unplaced ?? 0;
  if (unplaced === 0) return [];
  const why =
    ledger.storedBy === 'word'
      ? 'The edge had stored fewer of the others than it says.'
      : 'The edge does not say what it stored: with accepted() in its module it is seen which they are.';
  const what = `${count(unplaced)} records were refused by their number alone, without a word on which; readings of such requests count as accepted below.`;
  return notice(`${what} ${why}`, page);
}

/** Where ids tell no readings apart, all that is said of readings below is said of one. */
function oneNameBlock({ messages }: RunResult, page: Page): Lines {
  const oneName = messages?.oneName ?? null;
  if (oneName === null) return [];
  const { device, name, readings } = oneName;
  const what = `All messages of ${plain(device)} have the id ${plain(name)}, whichever of ${count(readings)} readings they carry.`;
  const which =
    'Either it stands at another place than the one that is told (wire.reading), or the device gives one id to all; what is said of readings below is said of that one.';
  return notice(`${what} ${which}`, page);
}

function notice(text: string, page: Page): Lines {
  return wrap(text, page.columns - 4).map(
    (line, index) => `  ${index === 0 ? page.paint('warn', '!') : ' '} ${line}`,
  );
}

/** One line that would tell it. */
function whatWouldTell(messages: RunResult['messages']): string {
  const form = messages?.form ?? null;
  if (form !== null && messages?.told === true)
    return `They are no messages of the form that was told (${form}): see wire in the scenario or beside the module.`;
  return (
    "A line that says where it stands tells it, in the scenario (wire: { reading: 'header:Idempotency-Key' }) or beside the " +
    "module (export const wire = { reading: 'body:/id' }); forms that are known need no more than their name (--wire cloudevents). " +
    'So does a message with device_id, sequence_id and timestamp, or an x-correlation-id header that a line of the log names: ' +
    "env.log('info', 'sending', { sequence_id, correlation_id })."
  );
}

function lastEventsBlock(events: readonly TraceEvent[], page: Page): Lines {
  const [first] = events;
  if (first === undefined) return [];
  const device = 'device' in first && first.device !== null ? `, ${plain(first.device)}` : '';
  const reading = 'reading' in first && first.reading !== null ? ` of reading ${first.reading}${device}` : '';
  return [heading(`Last events${reading}`, page), ...events.map((event) => traceLine(event, page.columns))];
}
