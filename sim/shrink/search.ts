import { atomKey, familyKey } from '../run/index.ts';
import type { Atom } from '../run/index.ts';
import { bunched } from './at-one-instant.ts';
import { allDevices, entriesOf, loosened, partsOf, runsOf, without } from './candidate.ts';
import type { Candidate, Part } from './candidate.ts';
import { countedDelta } from './delta.ts';
import type { Failure } from './failure.ts';
import { likelySamples, samplesInParts, samplesOf, withSamples } from './fewer-readings.ts';
import type { Samples } from './fewer-readings.ts';
import type { Laboratory, Trial } from './laboratory.ts';
import { denser, endingsAfter, simplifications } from './simplify.ts';

/** Each round makes it smaller, or is the last; a few do. */
const ROUNDS_MAX = 8;

/** More than so many nobody wants to read one by one. */
const ENTRIES_MAX = 5;

/**
 * Makes one failing candidate smaller, step by step, while it fails in the same way. What is cheap and takes out most comes
 * first: devices, time, all at once, whole families; then delta debugging; then one by one, and readings, until nothing
 * moves; then values. Every step is decided by the order of its candidates alone.
 */
export class Search {
  readonly #laboratory: Laboratory;
  readonly #signature: string;
  readonly #from: Candidate;
  #best: Candidate;
  #trial: Trial;

  constructor(laboratory: Laboratory, signature: string, candidate: Candidate, trial: Trial) {
    this.#laboratory = laboratory;
    this.#signature = signature;
    this.#from = candidate;
    this.#best = candidate;
    this.#trial = trial;
    this.#accept(candidate, trial);
  }

  get best(): Candidate {
    return this.#best;
  }

  get trial(): Trial {
    return this.#trial;
  }

  async run(): Promise<void> {
    await this.#cutDevices();
    await this.#first(endingsAfter(this.#best, this.#failure?.at ?? 0));
    await this.#cutDraws();
    await this.#readingsFirst();
    await this.#bundle();
  }

  get #failure(): Failure | undefined {
    return this.#trial.failures.find(({ signature }) => signature === this.#signature);
  }

  /** Draws that did not act are no part of it: without them it is the same run. */
  #accept(candidate: Candidate, trial: Trial): void {
    const acted = new Set(trial.acted.map(atomKey));
    const draws = candidate.draws.filter((atom) => acted.has(atomKey(atom)));
    this.#best = draws.length === candidate.draws.length ? candidate : { ...candidate, draws };
    this.#trial = trial;
  }

  async #first(candidates: readonly Candidate[]): Promise<boolean> {
    const found = await this.#laboratory.firstFailing(candidates, this.#signature);
    if (found === null) return false;
    this.#accept(found.candidate, found.trial);
    return true;
  }

  /** Only those that are accused, or as few as will do. */
  async #cutDevices(): Promise<void> {
    const all = this.#best.devices ?? allDevices(this.#best);
    const accused = this.#failure?.devices ?? [];
    const alone = [...new Set([...accused, ...all])].slice(0, 3).map((device) => [device]);
    const pair = accused.length > 1 ? [accused.slice(0, 2)] : [];
    const smaller = [...alone, ...pair].map((devices) => ({ ...this.#best, devices }));
    const [first] = smaller;
    // Where it takes many readings, or many at one instant, one device may as well bring them all: rather than the many
    // that are accused.
    const busy = first === undefined ? [] : [denser, bunched].map((each) => each(first, all.length));
    const many = accused.length > 2 ? [{ ...this.#best, devices: accused }] : [];
    // What the fleet did before the failure one device would have done later, or as busy as that: of readings that it did not
    // have no draw is listed.
    const longer = [...smaller.slice(0, alone.length), ...busy].map(loosened);
    if (await this.#first([...smaller, ...busy, ...longer, ...many])) return this.#list();
    const others = all.filter((device) => device !== accused[0]).toReversed();
    await countedDelta(others, (subsets) =>
      this.#firstWithout(subsets, (subset) => {
        const there = (this.#best.devices ?? all).filter((device) => !subset.includes(device));
        return { ...this.#best, devices: there };
      }),
    );
  }

  /** All at once, and ever less of what is left. */
  async #cutDraws(): Promise<void> {
    await this.#cutAtOnce();
    await this.#cutFamilies();
    await this.#debug();
    await this.#untilNothingMoves(async () => {
      await this.#oneByOne();
      await this.#cutReadings();
      await this.#simplify();
    });
  }

  async #untilNothingMoves(step: () => Promise<void>): Promise<void> {
    for (let round = 0; round < ROUNDS_MAX; round += 1) {
      const before = this.#best;
      await step();
      if (this.#best === before || this.#laboratory.bound !== null) return;
    }
  }

  /**
   * Where readings share requests, a draw that is taken out changes which do, and with that what every later draw is about: no
   * draw can go alone. Of few readings there are few requests, so these are cut while all draws act as they come out.
   */
  async #readingsFirst(): Promise<void> {
    const [best, trial] = [this.#best, this.#trial];
    const { devices } = best;
    if (entriesOf(best).length <= ENTRIES_MAX || samplesOf(best, trial).length === 0) return;
    if (!(await this.#first([best, { ...this.#from, devices }].map(loosened)))) return;
    await this.#untilNothingMoves(() => this.#cutReadings());
    await this.#list();
    await this.#cutDraws();
    if (entriesOf(this.#best).length < entriesOf(best).length) return;
    this.#best = best;
    this.#trial = trial;
  }

  /** Names each draw that acted, in the place of all of its kind. */
  async #list(): Promise<void> {
    if (this.#best.families.length === 0) return;
    await this.#first([{ ...this.#best, draws: this.#trial.acted, families: [] }]);
  }

  async #cutAtOnce(): Promise<void> {
    const parts = partsOf(this.#best);
    const draws = parts.filter(({ kind }) => kind === 'draws');
    const others = parts.filter(({ kind }) => kind !== 'draws');
    if (parts.length === 0) return;
    await this.#first([parts, draws, others].map((each) => without(this.#best, each)));
  }

  async #cutFamilies(): Promise<void> {
    const byFault = groupedBy(this.#best.draws, ({ fault }) => fault);
    const largestFirst = byFault.toSorted((a, b) => b.length - a.length);
    for (const atoms of largestFirst) await this.#first([without(this.#best, [{ kind: 'draws', atoms }])]);
    for (const part of partsOf(this.#best)) {
      if (part.kind !== 'draws') await this.#removeOne(part);
    }
  }

  /** By family and device, later ones first: what belongs together is taken out together. */
  async #debug(): Promise<void> {
    const draws = this.#best.draws.toSorted(byFamily).toReversed();
    await countedDelta(draws, (subsets) =>
      this.#firstWithout(subsets, (atoms) => without(this.#best, [{ kind: 'draws', atoms }])),
    );
  }

  async #firstWithout<Item>(
    subsets: readonly (readonly Item[])[],
    candidateOf: (subset: readonly Item[]) => Candidate,
  ): Promise<number | null> {
    const candidates = subsets.map(candidateOf);
    const found = await this.#laboratory.firstFailing(candidates, this.#signature);
    if (found === null) return null;
    this.#accept(found.candidate, found.trial);
    return candidates.indexOf(found.candidate);
  }

  async #oneByOne(): Promise<void> {
    for (;;) {
      const parts = partsOf(this.#best);
      const { devices } = this.#best;
      const smaller = [
        ...parts.map((part) => without(this.#best, [part])),
        ...(devices === null || devices.length < 2 ? [] : devices.toReversed()).map((device) => ({
          ...this.#best,
          devices: devices?.filter((other) => other !== device) ?? null,
        })),
      ];
      if (!(await this.#first(smaller))) return;
    }
  }

  /** Of each device: the fewest that are likely to do, then without whatever of them is not needed. */
  async #cutReadings(): Promise<void> {
    for (const { device } of samplesOf(this.#best, this.#trial)) {
      const likely = this.#samplesOf(device).flatMap(likelySamples);
      await this.#first(likely.map((places) => withSamples(this.#best, device, places)));
      for (const samples of this.#samplesOf(device)) {
        const from = this.#best;
        let left = samplesInParts(samples);
        const leftBut = (parts: readonly (readonly number[])[]): readonly (readonly number[])[] =>
          left.filter((part) => !parts.includes(part));
        await countedDelta(left, async (subsets) => {
          const at = await this.#firstWithout(subsets, (parts) =>
            withSamples(from, device, inOrder(leftBut(parts))),
          );
          left = leftBut(at === null ? [] : (subsets[at] ?? []));
          return at;
        });
      }
    }
  }

  #samplesOf(device: string): readonly Samples[] {
    return samplesOf(this.#best, this.#trial).filter(
      (samples) => samples.device === device && samples.count > 1,
    );
  }

  async #removeOne(part: Part): Promise<void> {
    const isThere = partsOf(this.#best).some((other) => JSON.stringify(other) === JSON.stringify(part));
    if (isThere) await this.#first([without(this.#best, [part])]);
  }

  /** Where it takes many draws of one kind, as a statistic does, that kind is named instead of each of them. */
  async #bundle(): Promise<void> {
    if (entriesOf(this.#best).length <= ENTRIES_MAX) return;
    const families = groupedBy(this.#best.draws, familyKey);
    for (const atoms of families.toSorted((a, b) => b.length - a.length)) {
      const [first] = atoms;
      if (first === undefined || runsOf(atoms).length < 2) continue;
      const { fault, device } = first;
      const left = without(this.#best, [{ kind: 'draws', atoms }]);
      await this.#first([{ ...left, families: [...left.families, { fault, device }] }]);
    }
  }

  /** The lists of the next step are made of what the last one left. */
  async #simplify(): Promise<void> {
    const count = simplifications(this.#best).length;
    for (let step = 0; step < count; step += 1) await this.#first(simplifications(this.#best)[step] ?? []);
  }
}

/** In the order in which their keys first come. */
function groupedBy<Item>(
  items: readonly Item[],
  keyOf: (item: Item) => string,
): readonly (readonly Item[])[] {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group === undefined) groups.set(keyOf(item), [item]);
    else group.push(item);
  }
  return [...groups.values()];
}

function inOrder(parts: readonly (readonly number[])[]): readonly number[] {
  return parts.flat().toSorted((a, b) => a - b);
}

function byFamily(a: Atom, b: Atom): number {
  return (
    compared(a.fault, b.fault) ||
    compared(a.device, b.device) ||
    (a.reading ?? -1) - (b.reading ?? -1) ||
    a.attempt - b.attempt ||
    a.copy - b.copy
  );
}

/** By code unit, as no locale would have it otherwise. */
function compared(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
