import type { FaultName } from '../trace/index.ts';
import type { KnownFault } from '../faults/index.ts';
import type { Weaker } from './weaker.ts';

/** One draw by which a fault acts. Its key is that of the draw, so that nothing else moves it. */
export interface Atom {
  readonly fault: FaultName;
  readonly device: string;
  /** Null: no reading could be told. */
  readonly reading: number | null;
  /** −1: on the reading itself, before it was sent. */
  readonly attempt: number;
  /** 0 for the original, also where copies have no draws of their own. */
  readonly copy: number;
  /** What it does where it acts. Default: what was drawn. */
  readonly as?: Weaker;
}

/** All draws of one fault for one device. */
export interface Family {
  readonly fault: FaultName;
  readonly device: string;
}

/** Which of its samples reach a device. It numbers them as if there were no others. */
export interface TakenSamples {
  readonly device: string;
  /** By their count from 0, ascending. */
  readonly taken: readonly number[];
}

/**
 * What may go wrong in a run, and who is there. All that is not listed takes its neutral value: a draw comes out as one
 * that makes nothing happen, a window is not in the timeline, a standing fault is off, a device is not there. Nothing
 * else moves: what is listed draws what it always drew, also where samples before it are left out and its reading has
 * another number now.
 */
export interface Schedule {
  /** The seed that the listed draws are taken from; all other chance of the run comes from the seed of the run. */
  readonly seed: string;
  readonly draws: readonly Atom[];
  /** Of these every draw may act. */
  readonly families: readonly Family[];
  /** Of the timeline, by index. */
  readonly windows: readonly number[];
  /** Faults of the scenario that are not drawn and stand outside of windows, such as a rate limit. */
  readonly standing: readonly KnownFault[];
  /** By id; null: the whole fleet. Who is not there leaves the names and the draws of the others as they are. */
  readonly devices: readonly string[] | null;
  /** Of the devices that do not take all of them. */
  readonly samples: readonly TakenSamples[];
}

/** A text that is the same for the same draw only; it begins with the key of its family. */
export function atomKey(atom: Atom): string {
  const { reading, attempt, copy } = atom;
  return `${familyKey(atom)} ${reading ?? '-'} ${attempt} ${copy}`;
}

export function familyKey({ fault, device }: Family): string {
  return `${fault} ${device}`;
}
