import { createHash } from 'node:crypto';
import { atomKey, deviceId, familyKey, standingFaults, withoutStanding } from '../run/index.ts';
import type { Atom, Family, Schedule, TakenSamples } from '../run/index.ts';
import type { KnownFault } from '../faults/index.ts';
import type { Scenario, Window } from '../scenario/index.ts';

/** A run that may fail as another did. What is in its scenario acts: windows and standing faults are taken out of it. */
export interface Candidate {
  readonly scenario: Scenario;
  readonly draws: readonly Atom[];
  /** Of these every draw acts as it comes out. */
  readonly families: readonly Family[];
  readonly devices: readonly string[] | null;
  /** Of devices that do not take all of their samples. */
  readonly samples: readonly TakenSamples[];
}

/** What a run of a candidate is made of: `seed` is that of its draws. */
export function scheduleOf(
  { scenario, draws, families, devices, samples }: Candidate,
  seed: string,
): Schedule {
  const windows = scenario.timeline.map((_window, index) => index);
  return { seed, draws, families, windows, standing: standingFaults(scenario), devices, samples };
}

/** Who is there where nobody is left out. */
export function allDevices({ scenario }: Pick<Candidate, 'scenario'>): readonly string[] {
  return Array.from({ length: scenario.fleet.devices }, (_, index) => deviceId(scenario.fleet.ids, index));
}

/** Equal for equal candidates only. */
export function keyOf({ scenario, draws, families, devices, samples }: Candidate): string {
  const listed = draws.map((atom) => (atom.as === undefined ? atomKey(atom) : [atomKey(atom), atom.as]));
  const text = JSON.stringify([scenario, listed, families.map(familyKey), devices, samples]);
  return createHash('sha256').update(text).digest('hex');
}

/** Whatever is drawn for the faults that act in it acts as it comes out, for each device that is there. */
export function loosened(candidate: Candidate): Candidate {
  const { draws, families, devices } = candidate;
  const faults = [...new Set([...draws, ...families].map(({ fault }) => fault))];
  const all = (devices ?? allDevices(candidate)).flatMap((device) =>
    faults.map((fault) => ({ fault, device })),
  );
  return { ...candidate, draws: [], families: all };
}

/** One thing that can be taken out of a candidate. */
export type Part =
  | { readonly kind: 'draws'; readonly atoms: readonly Atom[] }
  | { readonly kind: 'family'; readonly family: Family }
  | { readonly kind: 'window'; readonly index: number }
  | { readonly kind: 'standing'; readonly fault: KnownFault };

/** All that acts in it: what is tried to be taken out first comes first. A window holds more than a draw. */
export function partsOf(candidate: Candidate): readonly Part[] {
  const draws = candidate.draws.map((atom): Part => ({ kind: 'draws', atoms: [atom] }));
  return [...otherParts(candidate), ...draws.toReversed()];
}

/** The same for a person, who takes attempts that follow each other for one thing. In the order in which they are told. */
export function entriesOf(candidate: Candidate): readonly Part[] {
  const draws = runsOf(candidate.draws).map((atoms): Part => ({ kind: 'draws', atoms }));
  return [...otherParts(candidate).toReversed(), ...draws];
}

/** Attempts of one reading that follow each other, by one fault. */
export function runsOf(draws: readonly Atom[]): readonly (readonly Atom[])[] {
  const runs: Atom[][] = [];
  for (const atom of draws) {
    const run = runs.find((other) => {
      const last = other.at(-1);
      return last !== undefined && follows(last, atom);
    });
    if (run === undefined || atom.attempt < 0) runs.push([atom]);
    else run.push(atom);
  }
  return runs;
}

function follows(last: Atom, atom: Atom): boolean {
  const isNext = atomKey({ ...last, attempt: last.attempt + 1 }) === atomKey(atom);
  return isNext && JSON.stringify(last.as) === JSON.stringify(atom.as);
}

/** With another window in the place of one. */
export function withWindow(candidate: Candidate, index: number, window: Window): Candidate {
  const { scenario } = candidate;
  return { ...candidate, scenario: { ...scenario, timeline: scenario.timeline.with(index, window) } };
}

function otherParts({ scenario, families }: Candidate): readonly Part[] {
  return [
    ...scenario.timeline.map((_window, index): Part => ({ kind: 'window', index })).toReversed(),
    ...standingFaults(scenario).map((fault): Part => ({ kind: 'standing', fault })),
    ...families.map((family): Part => ({ kind: 'family', family })),
  ];
}

/** `without(candidate, partsOf(candidate))` is one in which nothing goes wrong. */
export function without(candidate: Candidate, parts: readonly Part[]): Candidate {
  const { scenario } = candidate;
  const windows = new Set(parts.flatMap((part) => (part.kind === 'window' ? [part.index] : [])));
  const standing = parts.flatMap((part) => (part.kind === 'standing' ? [part.fault] : []));
  const draws = new Set(parts.flatMap((part) => (part.kind === 'draws' ? part.atoms.map(atomKey) : [])));
  const families = new Set(parts.flatMap((part) => (part.kind === 'family' ? [familyKey(part.family)] : [])));
  const timeline = scenario.timeline.filter((_window, index) => !windows.has(index));
  return {
    ...candidate,
    scenario: withoutStanding({ ...scenario, timeline }, standing),
    draws: candidate.draws.filter((atom) => !draws.has(atomKey(atom))),
    families: candidate.families.filter((family) => !families.has(familyKey(family))),
  };
}
