import type { Plain } from '../../settings/plain.ts';
import type { FleetLog, Tally } from './exchange.ts';
import { findWindows, isWithin } from './find-windows.ts';
import type { FoundWindow, Trial } from './find-windows.ts';
import { percent, shareInWords } from './numbers.ts';
import type { Part } from './part.ts';

const OVERLOADED = 503;

/** Failures that something in front of an edge answers, by status. */
const ERRORS: ReadonlyMap<number, string> = new Map([
  [500, 'internalError'],
  [502, 'badGateway'],
  [504, 'gatewayTimeout'],
  [408, 'requestTimeout'],
  [425, 'tooEarly'],
]);

const SUCCESS_MAX = 399;
const SERVER_ERROR_MIN = 500;

/** The kind of failure that plays this status; undefined for all that is none of those. */
function errorOf(status: number): string | undefined {
  return ERRORS.get(status) ?? (status >= SERVER_ERROR_MIN && status !== OVERLOADED ? 'unlisted' : undefined);
}

export interface AnswersFound extends Part {
  /** Whiles in which the edge was overloaded. */
  readonly windows: readonly FoundWindow[];
}

interface Answer {
  readonly atMs: number;
  readonly status: number;
}

/** How the edge answers: overload alone and in windows of time, other failures, refusals. */
export function fitAnswers(log: FleetLog): AnswersFound {
  const answers =
    log.tallies.length > 0
      ? answersOf(log.tallies)
      : log.exchanges.flatMap(({ atMs, status }) => (status === null ? [] : [{ atMs, status }]));
  const trials = answers.map(({ atMs, status }): Trial => ({ atMs, hit: status === OVERLOADED }));
  const { windows, base } = findWindows(trials);
  const usual = answers.filter(({ atMs }) => !isWithin(windows, atMs));
  const byStatus = new Map<number, number>();
  for (const { status } of usual) byStatus.set(status, (byStatus.get(status) ?? 0) + 1);
  const inOrder = [...byStatus].toSorted(([one], [other]) => one - other);
  const errors = inOrder.flatMap(([status, count]) => {
    const name = errorOf(status);
    return name === undefined ? [] : [{ status, name, count }];
  });
  const counts = new Map<string, number>();
  for (const { name, count } of errors) counts.set(name, (counts.get(name) ?? 0) + count);
  const settings: Record<string, Plain> = {};
  if (base.hits > 0) settings.overload = percent(base.hits / base.count);
  if (errors.length > 0)
    settings.errors = Object.fromEntries(
      [...counts].map(([name, count]) => [name, percent(count / usual.length)]),
    );
  return {
    windows,
    set: { edge: settings },
    told: [
      ...(base.hits > 0 ? [`The edge answers 503: ${shareInWords(base.hits, base.count)}.`] : []),
      ...errors.map(({ status, count }) => `It answers ${status}: ${shareInWords(count, usual.length)}.`),
    ],
    untold: [
      ...(base.hits > 0 || windows.length > 0
        ? ['What Retry-After asked for: no such log says it. Set edge.overload.retryAfter.']
        : []),
      ...[...byStatus]
        .filter(([status]) => isRefusal(status))
        .map(([status, count]) => refusal(status, count, usual.length)),
    ],
  };
}

function isRefusal(status: number): boolean {
  return status > SUCCESS_MAX && status !== OVERLOADED && status !== 409 && errorOf(status) === undefined;
}

function refusal(status: number, count: number, all: number): string {
  const why =
    status === 429
      ? 'the limit of a rate can’t be told from what it refused. Set edge.rateLimit'
      : 'what was wrong with those requests is not in the log. device.invalid plays such messages';
  return `Why ${shareInWords(count, all)} of the answers were ${status}: ${why}.`;
}

/** Counters know a number for each span of time: as many answers, spread evenly over it. */
function answersOf(tallies: readonly Tally[]): readonly Answer[] {
  return tallies
    .flatMap(({ fromMs, toMs, byStatus }) =>
      [...byStatus].flatMap(([status, count]) =>
        Array.from({ length: Math.round(count) }, (_, index) => ({
          atMs: fromMs + ((toMs - fromMs) * (index + 0.5)) / Math.round(count),
          status,
        })),
      ),
    )
    .sort((a, b) => a.atMs - b.atMs);
}
