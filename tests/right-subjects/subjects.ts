import type { DeviceFactory, EdgeFactory } from '../../ports/index.ts';
import { builtinDevice, builtinEdge } from '../../sim/builtin/index.ts';
import { plainDevice } from '../canaries/plain-device.ts';
import { askingDevice } from './asking-device.ts';
import { breakingDevice } from './breaking-device.ts';
import { budgetingDevice } from './budgeting-device.ts';
import { cachingEdge } from './caching-edge.ts';
import { deadLetterReplay } from './dead-letter-replay.ts';
import { durableEdge } from './durable-edge.ts';
import { forgettingEdge } from './forgetting-edge.ts';
import { hedgingDevice } from './hedging-device.ts';
import { layeredEdge } from './layered-edge.ts';
import { listingEdge } from './listing-edge.ts';
import { other2xxEdge } from './other-2xx-edge.ts';
import { longTimeout, shortTimeout } from './own-timeout.ts';
import { memoryDevice } from './memory-device.ts';
import { parkingDevice } from './parking-device.ts';
import { queueingEdge } from './queueing-edge.ts';
import { tokenDevice } from './token-device.ts';
import { tokenEdge } from './token-edge.ts';
import { warmingEdge } from './warming-edge.ts';

/** Scenarios in which a subject is not right, and what it breaks there: an invariant, or what the scenario expects. */
type Wrongs = Readonly<Record<string, string>>;

/** An edge or a device that keeps what it promises: whatever a scenario says against it is a false alarm. */
export interface RightSubject {
  readonly name: string;
  /** What makes it, or the file of a module. Default: our own. */
  readonly edge?: EdgeFactory | string;
  readonly device?: DeviceFactory | string;
  /** As `--set` of the command line. */
  readonly set?: readonly string[];
  /** Nothing, mostly. */
  readonly wrongIn?: Wrongs;
  /** Scenarios that ask for more than it promises. */
  readonly notIn?: readonly string[];
}

/**
 * What has no checksum may say what nobody wrote, and a counter in a file what was true once: who writes no checksums, and gives a
 * reading no other number when the edge knows that of another, needs a disk that is sound.
 */
export const NEEDS_A_SOUND_DISK: readonly string[] = ['corrupt-journal', 'old-copies'];

/** What a process remembers is gone when it starts again: retries of what was stored before are stored again. */
const IN_MEMORY: Wrongs = {
  'edge-restart': 'accepted-once',
  'crash-at-work': 'accepted-once',
  'crash-in-a-crowd': 'accepted-once',
};
/** Whoever keeps readings in memory has no other store, nor does what an instance, or a version, remembers reach another. */
const BY_ITSELF: Wrongs = {
  ...IN_MEMORY,
  'edge-crash': 'accepted-once',
  'edge-disk': 'accepted-once',
  'mixed-versions': 'accepted-once',
  'three-edges': 'accepted-once',
};
/** What waits in the memory of a device is gone when the power is, and nobody says a word of it. */
const WITHOUT_DISK: Wrongs = {
  backlog: 'every-reading-accounted-for',
  reboot: 'every-reading-accounted-for',
  'reboot-in-outage': 'every-reading-accounted-for',
  'long-uptime': 'every-reading-accounted-for',
  'bad-disk': 'every-reading-accounted-for',
  'disk-full': 'every-reading-accounted-for',
  'clock-1970': 'every-reading-accounted-for',
  'corrupt-journal': 'every-reading-accounted-for',
  'old-copies': 'every-reading-accounted-for',
  'number-limits': 'every-reading-accounted-for',
};
/**
 * What these libraries get wrong. A date without a zone is of UTC (RFC 9110 §5.6.7), and undici reads it as local; nor has it
 * any jitter, so that those who meet at once meet again until they have given up.
 */
const OF_LIBRARY: Readonly<Record<string, Wrongs>> = {
  'undici-retry': {
    'retry-later': 'retry-budget',
    herd: 'delivered',
    'optimistic-lock': 'delivered',
  },
  'exponential-backoff': { partition: 'delivered' },
};
/** A page of a proxy with status 200 is no different from an answer without a receipt. */
const TAKES_ANY_2XX: Wrongs = { 'server-errors': 'acknowledged-means-stored' };

/** Six attempts of each reading, and a copy beside each that waits for two seconds, fill a thin link until the edge has forgotten them. */
const FLOODS: Wrongs = { 'thin-uplink': 'accepted-once' };

const WITH_RECEIPTS_OFF = ['device.acknowledge=status'];

export const RIGHT_SUBJECTS: readonly RightSubject[] = [
  { name: 'our own' },
  { name: 'our edge, as anybody’s', edge: builtinEdge, wrongIn: IN_MEMORY },
  { name: 'our device, as anybody’s', device: builtinDevice },
  { name: 'durable edge', edge: durableEdge },
  { name: 'edge that lists its store', edge: listingEdge },
  { name: 'edge that forgets in time', edge: forgettingEdge },
  { name: 'edge with a cache', edge: cachingEdge },
  { name: 'edge behind a layer', edge: layeredEdge },
  { name: 'edge with a queue', edge: queueingEdge },
  { name: 'edge that warms up', edge: warmingEdge },
  ...([201, 202, 204] as const).map((status) => ({
    name: `edge that answers ${status}`,
    edge: other2xxEdge(status),
    set: WITH_RECEIPTS_OFF,
    wrongIn: TAKES_ANY_2XX,
  })),
  { name: 'plain device', device: plainDevice, notIn: NEEDS_A_SOUND_DISK },
  { name: 'device that asks', device: askingDevice, notIn: NEEDS_A_SOUND_DISK },
  { name: 'device with a budget', device: budgetingDevice, notIn: NEEDS_A_SOUND_DISK },
  {
    name: 'device with a breaker',
    device: breakingDevice,
    notIn: [...NEEDS_A_SOUND_DISK, 'thin-uplink'],
  },
  { name: 'device that hedges', device: hedgingDevice, wrongIn: FLOODS, notIn: NEEDS_A_SOUND_DISK },
  { name: 'device that keeps in memory', device: memoryDevice, notIn: NEEDS_A_SOUND_DISK },
  { name: 'device that parks', device: parkingDevice, notIn: NEEDS_A_SOUND_DISK },
  { name: 'device with dead letters', device: deadLetterReplay, notIn: NEEDS_A_SOUND_DISK },
  {
    name: 'device with a short timeout',
    device: shortTimeout,
    notIn: NEEDS_A_SOUND_DISK,
  },
  { name: 'device with a long timeout', device: longTimeout, notIn: NEEDS_A_SOUND_DISK },
  {
    name: 'durable edge, plain device',
    edge: durableEdge,
    device: plainDevice,
    notIn: NEEDS_A_SOUND_DISK,
  },
  {
    name: 'bearer tokens',
    edge: tokenEdge,
    device: tokenDevice,
    // A copy that comes late shows a token that is good no more, and is refused for that; tokens fill a thin link, too.
    wrongIn: { 'late-copies': 'deduplicated', 'thin-uplink': 'delivered' },
    notIn: NEEDS_A_SOUND_DISK,
  },
  // It has forgotten what it had as it crashed, and says nothing of what it stores.
  { name: 'express-app', edge: './examples/express-app.ts', wrongIn: { 'edge-crash': 'reachedAgain' } },
  {
    name: 'express-edge',
    edge: './examples/express-edge.ts',
    // It remembers for five minutes, and lists come again after more.
    wrongIn: { ...BY_ITSELF, 'long-lists': 'accepted-once' },
  },
  { name: 'database-edge', edge: './examples/database-edge.ts' },
  { name: 'fetch-device', device: './examples/fetch-device.ts', wrongIn: WITHOUT_DISK },
  ...['p-retry', 'cockatiel', 'exponential-backoff', 'undici-retry'].map((library) => ({
    name: `${library}-device`,
    device: `./examples/${library}-device.ts`,
    wrongIn: { ...WITHOUT_DISK, ...OF_LIBRARY[library] },
  })),
];
