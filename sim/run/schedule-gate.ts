import { FAULTS, isKnownFault, faultsOf } from '../faults/index.ts';
import type { ChanceGate } from '../host/index.ts';
import { Links, LOSE, PASS } from '../net/index.ts';
import type { FaultGate, FaultInForce, GatedPassage, Verdict } from '../net/index.ts';
import { usFromMs } from '../kernel/index.ts';
import { KeyedRandom, OwnerStreams } from '../random/index.ts';
import { OriginalNumbers } from './original-numbers.ts';
import { atomKey, familyKey } from './schedule.ts';
import type { Atom, Schedule } from './schedule.ts';
import { probabilityOf } from './standing-faults.ts';
import { lateMs } from './weaker.ts';
import type { Weaker } from './weaker.ts';
import type { SettingsInForce } from './settings-in-force.ts';

/** Hears of each draw by which a fault acts, as it does. A draw may be heard of more than once. */
export type ActListener = (atom: Atom) => void;

interface ScheduleGateOptions extends Omit<GateOptions, 'acts'> {
  /** Null: nobody hears. */
  readonly onAct: ActListener | null;
}

/** Null where nobody asks what acts, and all may: then nothing stands between faults and their chance. */
export function scheduleGate({ onAct, ...options }: ScheduleGateOptions): ScheduleGate | null {
  if (options.schedule === null && onAct === null) return null;
  return new ScheduleGate({ ...options, acts: onAct ?? (() => {}) });
}

interface GateOptions {
  /** Null: all may act, and is only told. */
  readonly schedule: Schedule | null;
  readonly random: KeyedRandom;
  readonly seed: string;
  /** Of the device with this id. */
  readonly inForce: (device: string) => SettingsInForce;
  /** Where its numbers begin. */
  readonly firstNumber: (device: string) => number;
  readonly acts: ActListener;
}

/** What a program draws for a fault. */
interface Purpose {
  readonly fault: Atom['fault'];
  readonly key: string;
  /** It decides whether the fault acts; the others of the fault, how. */
  readonly decides: boolean;
}

function purposesOf(player: 'device' | 'edge'): ReadonlyMap<string, Purpose> {
  const entries = faultsOf(player).flatMap(({ name, key, draws }) =>
    Array.isArray(draws)
      ? draws.map((purpose: string, at) => [purpose, { fault: name, key, decides: at === 0 }] as const)
      : [],
  );
  return new Map(entries);
}

const PURPOSES = { device: purposesOf('device'), edge: purposesOf('edge') };

/** Of a fault's draws: a device draws by reading; an edge by reading, attempt and copy. */
const KEY_LENGTH = { device: 1, edge: 3 } as const;

/** No probability is greater, so nothing happens. */
const NEVER = 1;

/**
 * Lets only those draws act that a schedule lists, and tells which do. Whatever is listed is drawn as in the run in which
 * it was recorded, though all else may come from another seed.
 */
export class ScheduleGate implements ChanceGate, FaultGate {
  readonly #options: GateOptions;
  /** Keys of draws and of families; null: all may act. */
  readonly #listed: ReadonlySet<string> | null;
  /** Of listed draws that do less than was drawn, by their keys. */
  readonly #weaker: ReadonlyMap<string, Weaker>;
  readonly #random: KeyedRandom;
  readonly #numbers: OriginalNumbers;
  readonly #isOtherSeed: boolean;
  readonly #streams = new Map<string, OwnerStreams>();
  readonly #links: Links;

  constructor(options: GateOptions) {
    const { schedule, seed, random, firstNumber } = options;
    this.#options = options;
    this.#listed =
      schedule === null
        ? null
        : new Set([...schedule.draws.map(atomKey), ...schedule.families.map(familyKey)]);
    this.#weaker = new Map(
      (schedule?.draws ?? []).flatMap((atom) =>
        atom.as === undefined ? [] : [[atomKey(atom), atom.as] as const],
      ),
    );
    this.#numbers = new OriginalNumbers(schedule?.samples ?? [], firstNumber);
    this.#isOtherSeed = schedule !== null && schedule.seed !== seed;
    this.#random = schedule !== null && this.#isOtherSeed ? new KeyedRandom(schedule.seed) : random;
    this.#links = new Links(this.#random);
  }

  draw(player: 'device' | 'edge', owner: string, purpose: string, key: readonly number[]): number {
    const known = PURPOSES[player].get(purpose);
    const probability = known === undefined ? 0 : this.#probabilityOf(player, known, owner);
    // Where the fault is off, or the key is another, it is code under test that draws for a reason of its own.
    if (known === undefined || probability === 0 || key.length !== KEY_LENGTH[player])
      return this.#drawn(this.#options.random, player, owner, purpose, key);
    const atom = atomOf(player, known.fault, owner, key);
    const isListed = this.#mayAct(atom);
    if (!isListed && known.decides) return NEVER;
    const drawn = this.#drawn(this.#random, player, owner, purpose, key);
    if (!known.decides) return drawn;
    if (drawn < probability) this.#options.acts(atom);
    return drawn;
  }

  decide(fault: FaultInForce, passage: GatedPassage): Verdict {
    const { name } = fault;
    if (!isKnownFault(name) || FAULTS[name].draws === null) return fault.decide(passage);
    const { device, reading, attempt } = passage.key;
    const atom = { fault: name, device, reading, attempt, copy: 0 };
    // Asked also where it may not act: what a fault keeps of a link must not depend on it.
    const verdict = fault.decide(
      this.#isOtherSeed ? passage.over(this.#links.of(device, passage.deviceIndex)) : passage,
    );
    if (verdict.kind === 'pass' || !this.#mayAct(atom)) return PASS;
    this.#options.acts(atom);
    const as = this.#weaker.get(atomKey(atom));
    return as === undefined ? verdict : weakened(verdict, as, passage);
  }

  originalNumber(device: string, reading: number): number {
    return this.#numbers.of(device, reading);
  }

  #probabilityOf(player: 'device' | 'edge', { key }: Purpose, device: string): number {
    const settings: object = this.#options.inForce(device)[player];
    return probabilityOf(Reflect.get(settings, key));
  }

  #mayAct(atom: Atom): boolean {
    const listed = this.#listed;
    return listed === null || listed.has(familyKey(atom)) || listed.has(atomKey(atom));
  }

  #drawn(
    random: KeyedRandom,
    player: 'device' | 'edge',
    owner: string,
    purpose: string,
    key: readonly number[],
  ): number {
    const name = `${random === this.#random ? 'listed' : 'other'} ${player} ${owner}`;
    let streams = this.#streams.get(name);
    if (streams === undefined) {
      streams = new OwnerStreams(random, owner, `${player}/`);
      this.#streams.set(name, streams);
    }
    const [reading, ...rest] = key;
    if (reading === undefined) return streams.draw(purpose);
    // Whatever is drawn by a number is drawn by that of a reading: our programs have no other, and of others it is likely.
    return streams.draw(purpose, this.#numbers.of(owner, reading), ...rest);
  }
}

/** An answer has nothing to lose but itself. */
function weakened(verdict: Verdict, as: Weaker, { isAnswer }: GatedPassage): Verdict {
  const ms = lateMs(as);
  if (ms !== null) return { kind: 'delay', us: usFromMs(ms) };
  if (isAnswer) return verdict;
  return as === 'answer lost' ? { kind: 'lose-answer' } : LOSE;
}

/** −1 stands for "no reading could be told". */
function atomOf(
  player: 'device' | 'edge',
  fault: Atom['fault'],
  device: string,
  [reading = -1, attempt = -1, copy = 0]: readonly number[],
): Atom {
  const told = { fault, device, reading: reading < 0 ? null : reading };
  return player === 'device' ? { ...told, attempt: -1, copy: 0 } : { ...told, attempt, copy };
}
