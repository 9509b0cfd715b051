import { firstNumbers } from '../run/index.ts';
import type { Candidate } from './candidate.ts';
import { allDevices } from './candidate.ts';
import type { Trial } from './laboratory.ts';

/** Of more devices than a failure needs, nobody tries the readings one by one. */
const DEVICES_MAX = 3;

/** Into so many parts at most the readings of a device are cut, to see which of them are not needed. */
const PARTS_MAX = 16;

/** How many readings a device may have at first where none is known to be needed. */
const FEW = [1, 2, 4, 8, 16];

/** The samples of one device that may be taken out. */
export interface Samples {
  readonly device: string;
  /** How many it takes, at most. */
  readonly count: number;
  /** Places among these that something is known of: readings that are accused, or that a fault acts on. */
  readonly touched: readonly number[];
}

/** Of each device that is there; empty where there are too many. */
export function samplesOf(candidate: Candidate, { failures, readings }: Trial): readonly Samples[] {
  const devices = candidate.devices ?? allDevices(candidate);
  if (devices.length > DEVICES_MAX) return [];
  const firstOf = firstNumbers(candidate.scenario);
  return devices.map((device) => {
    const count = candidate.samples.find((each) => each.device === device)?.taken.length ?? readings;
    const accused = failures.flatMap((failure) => (failure.devices[0] === device ? [failure.reading] : []));
    const acted = candidate.draws.flatMap((atom) => (atom.device === device ? [atom.reading] : []));
    const places = [...accused, ...acted].flatMap((reading) =>
      reading === null ? [] : [reading - firstOf(device)],
    );
    const touched = [...new Set(places)].filter((place) => place >= 0 && place < count);
    return { device, count, touched: touched.toSorted((a, b) => a - b) };
  });
}

/** The shortest lists of samples that are likely to do, fewest first. */
export function likelySamples({ count, touched }: Samples): readonly (readonly number[])[] {
  const last = touched.at(-1);
  const untilLast = last === undefined ? [] : [upTo(last + 1)];
  const few = last === undefined ? FEW.map(upTo) : [touched];
  return [...few, ...untilLast].filter((places) => places.length < count);
}

/** All of them in as many parts as are worth a try each; the later ones first. */
export function samplesInParts({ count }: Samples): readonly (readonly number[])[] {
  const size = Math.ceil(count / PARTS_MAX);
  const parts = Array.from({ length: Math.ceil(count / size) }, (_, part) =>
    upTo(Math.min(size, count - part * size)).map((place) => part * size + place),
  );
  return parts.toReversed();
}

/**
 * A device takes those of its samples alone that stand at these places among the ones that it takes. Its readings are
 * numbered anew, and so are the draws that act on them; those of readings that are left out go with them.
 */
export function withSamples(candidate: Candidate, device: string, places: readonly number[]): Candidate {
  const first = firstNumbers(candidate.scenario)(device);
  const before = candidate.samples.find((each) => each.device === device)?.taken;
  const others = candidate.samples.filter((each) => each.device !== device);
  const taken = places.map((place) => before?.[place] ?? place);
  return {
    ...candidate,
    draws: candidate.draws.flatMap((atom) => {
      if (atom.device !== device || atom.reading === null) return [atom];
      const place = places.indexOf(atom.reading - first);
      return place === -1 ? [] : [{ ...atom, reading: first + place }];
    }),
    samples: [...others, { device, taken }],
  };
}

function upTo(count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => index);
}
