/**
 * Seeded chance, drawn by key. Start with `keyed-random.ts`. It knows nothing of time, devices or networks.
 */
export { KeyedRandom } from './keyed-random.ts';
export { OwnerStreams } from './owner-streams.ts';
