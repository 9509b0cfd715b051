import type { Plain } from '../../settings/plain.ts';
import type { Exchange, FleetLog } from './exchange.ts';
import { findWindows, isWithin } from './find-windows.ts';
import type { FoundWindow } from './find-windows.ts';
import { fitChain } from './gilbert.ts';
import type { Passing } from './gilbert.ts';
import { percent, shareInWords, shown, time } from './numbers.ts';
import { NOTHING } from './part.ts';
import type { Part } from './part.ts';

/** A window in which this share is lost is a partition. */
const PARTITION = 0.97;

export interface LossesFound extends Part {
  readonly windows: readonly LossWindow[];
}

export interface LossWindow extends FoundWindow {
  /** What stands in the timeline for it. */
  readonly network: Readonly<Record<string, Plain>>;
}

/** What vanished on the way: requests, answers, connections; alone, in bursts, and in windows of time. */
export function fitLosses(log: FleetLog): LossesFound {
  return log.side === 'client' ? ofClients(log) : { ...ofServer(log), windows: [] };
}

function ofClients({ exchanges }: FleetLog): LossesFound {
  const isLost = ({ status, failure }: Exchange): boolean => status === null && failure === 'timeout';
  const found = findWindows(exchanges.map((one) => ({ atMs: one.atMs, hit: one.status === null })));
  const windows = found.windows.map((window): LossWindow => ({
    ...window,
    network: whatHappened(exchanges, window),
  }));
  const usual = exchanges.filter(({ atMs }) => !isWithin(windows, atMs));
  const chain = fitChain(linksOf(usual, isLost));
  const losses = chain === null ? independent(usual, isLost) : NOTHING;
  const resets = usual.filter(({ failure }) => failure === 'reset').length;
  return {
    windows,
    set: {
      network: {
        ...losses.set.network,
        ...(chain !== null && {
          burstLoss: { goodMean: time(chain.goodMeanMs), badMean: time(chain.badMeanMs) },
        }),
        ...(resets > 0 && { reset: percent(resets / usual.length) }),
      },
    },
    told: [
      ...losses.told,
      ...(chain === null
        ? []
        : [
            `Losses come in bursts (${chain.bursts} seen, so either mean is good to ± ${percent(1.96 / Math.sqrt(chain.bursts))}): links are bad for ${shown(chain.badMeanMs)}, good for ${shown(chain.goodMeanMs)}, on average.`,
          ]),
      ...(resets > 0 ? [`Connections are reset: ${shareInWords(resets, usual.length)}.`] : []),
    ],
    untold: [
      ...losses.untold,
      ...(chain === null
        ? []
        : ['Whether all is lost in a burst and nothing else: that is what was assumed.']),
    ],
  };
}

function independent(usual: readonly Exchange[], isLost: (one: Exchange) => boolean): Part {
  const lost = usual.filter(isLost);
  if (lost.length === 0) return { ...NOTHING, told: [`Nothing was lost in ${usual.length} attempts.`] };
  const answers = lost.filter(({ reached }) => reached === true).length;
  const requests = lost.length - answers;
  // An answer can be lost only where the request was not.
  const answered = usual.length - requests;
  return {
    set: {
      network: {
        ...(requests > 0 && { loss: percent(requests / usual.length) }),
        ...(answers > 0 && { answerLoss: percent(answers / answered) }),
      },
    },
    told: [
      ...(requests > 0 ? [`Requests are lost: ${shareInWords(requests, usual.length)}.`] : []),
      ...(answers > 0 ? [`Answers are lost: ${shareInWords(answers, answered)}.`] : []),
    ],
    untold: lost.every(({ reached }) => reached === null)
      ? [
          'Whether requests or answers were lost: no span of the server is there. All are taken as lost requests.',
        ]
      : [],
  };
}

function linksOf(
  exchanges: readonly Exchange[],
  isLost: (one: Exchange) => boolean,
): Iterable<readonly Passing[]> {
  const links = new Map<string, Passing[]>();
  for (const exchange of exchanges) {
    const device = exchange.device ?? '';
    const link = links.get(device) ?? [];
    link.push({ atMs: exchange.atMs, lost: isLost(exchange) });
    links.set(device, link);
  }
  return links.values();
}

function whatHappened(exchanges: readonly Exchange[], window: FoundWindow): LossWindow['network'] {
  const within = exchanges.filter(({ atMs }) => isWithin([window], atMs));
  const failed = within.filter(({ status }) => status === null);
  const share = failed.length / within.length;
  const most = (failure: Exchange['failure']): boolean =>
    failed.filter((one) => one.failure === failure).length > failed.length / 2;
  if (most('reset')) return { reset: percent(share) };
  if (share >= PARTITION) return { partition: most('refused') ? 'refuse' : 'both' };
  return { loss: percent(share) };
}

/** What comes again after its answer tells of answers that were lost, or of copies; of lost requests a server knows nothing. */
function ofServer({ exchanges }: FleetLog): Part {
  const unseen = 'How many requests were lost on the way: a server does not see them.';
  const takenAt = new Map<string, number>();
  let [again, copies] = [0, 0];
  let named = 0;
  for (const { device, reading, status, atMs } of exchanges) {
    if (reading === null) continue;
    named += 1;
    const key = JSON.stringify([device, reading]);
    const taken = takenAt.get(key);
    if (taken === undefined) {
      if (status !== null && status < 300) takenAt.set(key, atMs);
      continue;
    }
    if (atMs - taken < COPY_WITHIN_MS) copies += 1;
    else again += 1;
  }
  if (named === 0)
    return {
      ...NOTHING,
      untold: [
        unseen,
        'How many answers were lost: the log does not name readings, so what comes again can’t be told.',
      ],
    };
  const answers = takenAt.size + again;
  return {
    set: {
      network: {
        ...(again > 0 && { answerLoss: percent(again / answers) }),
        ...(copies > 0 && { duplicate: percent(copies / answers) }),
      },
    },
    told: [
      ...(again > 0
        ? [
            `Readings come again after they were taken, as after a lost answer: ${shareInWords(again, answers)}.`,
          ]
        : []),
      ...(copies > 0 ? [`Copies come within a second: ${shareInWords(copies, answers)}.`] : []),
    ],
    untold: [unseen],
  };
}

/** What comes again so soon was not sent again: no client gives an answer up in less. */
const COPY_WITHIN_MS = 1000;
