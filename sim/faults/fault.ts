import { isMapping } from '../../settings/plain.ts';
import type { AnyQuantity } from '../../settings/quantity.ts';
import type { AnySection, Keys, Section, Values } from '../../settings/section.ts';
import type { FaultInForce, Passage, Verdict } from '../net/index.ts';
import type { FaultName } from '../trace/index.ts';
import type { Signs } from './signs.ts';

/** Whom a fault befalls, and who plays it unless the machine does: the network, or a program of ours by its settings. */
export type Player = 'device' | 'network' | 'edge';

/** The order in which a passage meets the faults of the network. One that ends it spares it the rest. */
export const STAGES = ['cut', 'queue', 'loss', 'answer', 'delay', 'damage', 'copy'] as const;
export type Stage = (typeof STAGES)[number];

/** The most that a draw takes from a request, from the least on; a crash is no draw. */
export type Outcome = 'answer lost' | 'request lost' | 'reset';

/** One thing that can go wrong. `settings` below are those of this fault in a scenario, at one instant. */
export interface Fault {
  /** Its player and its key in a scenario file. */
  readonly name: FaultName;
  readonly player: Player;
  readonly key: string;
  /** What a scenario says of it. */
  readonly setting: AnySection | AnyQuantity;
  /** Whether it is over when the faults are; what does not heal is what the place is like. */
  readonly heals: boolean;
  /** Whether the edge and device that come with Petrel keep every promise under it. */
  readonly ownStand: boolean;
  /** It shows only where enough is sent at once: who sends one at a time, or many in one request, need not meet it. */
  readonly needsLoad: boolean;
  /** What the trace shows of it. */
  readonly signs: Signs;
  /**
   * The purposes of its draws, where a program plays it: the first decides whether it acts, the others how. Where the
   * network plays it they are those of a passage. Null: it is not drawn, but lasts for as long as its settings say.
   */
  readonly draws: readonly string[] | 'of the passage' | null;
  /** What it takes from a request at its worst; null: it delays, sheds or changes it, or lasts. */
  readonly outcome: Outcome | null;
  readonly isOn: (settings: unknown) => boolean;
  /** Its settings in words, for a report; null: it is off. */
  readonly says: (settings: unknown) => string | null;
  /** How long it may keep a request from the edge, or bring another copy later, in ms. */
  readonly holdsMs: (settings: unknown) => number;
  readonly copiesMs: (settings: unknown) => number;
  /** The longest Retry-After that it makes the edge ask for, in ms. */
  readonly asksMs: (settings: unknown) => number;
}

/** One that the network plays. */
export interface NetworkFault<S extends Fault['setting']> extends Fault {
  readonly setting: S;
  readonly stage: Stage;
  readonly onRequest: ((settings: unknown) => FaultInForce | null) | null;
  readonly onAnswer: ((settings: unknown) => FaultInForce | null) | null;
  readonly onHangUp: ((settings: unknown) => FaultInForce | null) | null;
}

/** One that is played in front of the edge, whoever's that is: the edge itself is told nothing of it. */
export interface FrontFault<S extends Fault['setting']> extends Fault {
  readonly setting: S;
  readonly inFront: true;
}

/** One that the machine under a device or an edge plays, whoever's program runs on it. The program is not told. */
export interface HostFault<S extends Fault['setting']> extends Fault {
  readonly setting: S;
  readonly onHost: true;
}

interface Declared<V> {
  readonly name: FaultName;
  readonly heals: boolean;
  /** They do unless told. */
  readonly ownStand?: boolean;
  /** Default: false. */
  readonly needsLoad?: boolean;
  /** Default: null. */
  readonly outcome?: Outcome;
  readonly signs: (fault: FaultName) => Signs;
  readonly says: (settings: V) => string;
  readonly holdsMs?: (settings: V) => number;
  readonly copiesMs?: (settings: V) => number;
  readonly asksMs?: (settings: V) => number;
}

/** A fault that a program of ours plays: the setting is that program's, and is declared there. */
export function programFault<K extends Keys, Off extends null = never>(
  declared: Declared<Values<K>> & {
    readonly setting: Section<K, Off>;
    readonly draws?: readonly [chance: string, ...rest: string[]];
  },
): Fault {
  const { setting, draws = null } = declared;
  return faultOf({ ...declared, draws }, setting, (value) => ownSettings(setting, value));
}

/** A fault of the edge that something in front of it plays. */
export function frontFault<K extends Keys, Off extends null = never>(
  declared: Declared<Values<K>> & {
    readonly setting: Section<K, Off>;
    readonly draws?: readonly [chance: string, ...rest: string[]];
  },
): FrontFault<Section<K, Off>> {
  const { setting } = declared;
  return { ...programFault(declared), setting, inFront: true };
}

/** A fault of the machine under a program: the setting is declared with the fault. */
export function hostFault<K extends Keys, Off extends null = never>(
  declared: Declared<Values<K>> & { readonly setting: Section<K, Off> },
): HostFault<Section<K, Off>> {
  const { setting } = declared;
  return {
    ...faultOf({ ...declared, draws: null }, setting, (value) => ownSettings(setting, value)),
    setting,
    onHost: true,
  };
}

/** A fault that is a moment: it lasts for as long as the window that names it. */
export function momentFault<T>(
  declared: Declared<T> & { readonly setting: AnyQuantity; readonly is: (value: unknown) => value is T },
): Fault {
  const { setting, is } = declared;
  return faultOf({ ...declared, draws: null }, setting, (value) => (is(value) ? value : null));
}

/** A fault of the network: functions from a passage to a verdict. They install nothing and schedule nothing. */
export function networkFault<K extends Keys, Off extends null = never>(
  declared: Declared<Values<K>> & {
    readonly setting: Section<K, Off>;
    readonly stage: Stage;
    /** Default: true. Without draws it acts wherever its settings say. */
    readonly drawn?: boolean;
    readonly onRequest?: (settings: Values<K>, passage: Passage) => Verdict;
    readonly onAnswer?: (settings: Values<K>, passage: Passage) => Verdict;
    readonly onHangUp?: (settings: Values<K>, passage: Passage) => Verdict;
  },
): NetworkFault<Section<K, Off>> {
  const { name, setting, stage, drawn = true, onRequest, onAnswer, onHangUp } = declared;
  const own = (value: unknown): Values<K> | null => ownSettings(setting, value);
  const inForce = (decide: typeof onRequest) => {
    if (decide === undefined) return null;
    return (value: unknown): FaultInForce | null => {
      const settings = own(value);
      return settings === null ? null : { name, decide: (passage) => decide(settings, passage) };
    };
  };
  return {
    ...faultOf({ ...declared, draws: drawn ? 'of the passage' : null }, setting, own),
    setting,
    stage,
    onRequest: inForce(onRequest),
    onAnswer: inForce(onAnswer),
    onHangUp: inForce(onHangUp),
  };
}

function faultOf<V>(
  declared: Declared<V> & Pick<Fault, 'draws'>,
  setting: Fault['setting'],
  own: (value: unknown) => V | null,
): Fault {
  const { name, heals, ownStand = true, needsLoad = false, outcome = null, signs, draws } = declared;
  const { says, holdsMs, copiesMs, asksMs } = declared;
  const [player, key] = split(name);
  const when = <T>(ask: ((settings: V) => T) | undefined, otherwise: T) => {
    return (value: unknown): T => {
      const settings = ask === undefined ? null : own(value);
      return settings === null || ask === undefined ? otherwise : ask(settings);
    };
  };
  return {
    name,
    player,
    key,
    setting,
    heals,
    ownStand,
    needsLoad,
    outcome,
    signs: signs(name),
    draws,
    isOn: (value) => own(value) !== null,
    says: when<string | null>(says, null),
    holdsMs: when(holdsMs, 0),
    copiesMs: when(copiesMs, 0),
    asksMs: when(asksMs, 0),
  };
}

function split(name: FaultName): readonly [Player, string] {
  const [word = '', key = ''] = name.split('.');
  const player = (['device', 'network', 'edge'] as const).find((candidate) => candidate === word);
  if (player === undefined) throw new Error(`${name} must begin with who plays it: device, network or edge.`);
  return [player, key];
}

/** The settings of a fault that is on; null where it is off. */
function ownSettings<K extends Keys, Off extends null>(
  section: Section<K, Off>,
  value: unknown,
): Values<K> | null {
  if (!isMapping(value) || value['probability'] === 0) return null;
  return isOf(section, value) ? value : null;
}

function isOf<K extends Keys, Off extends null>(
  section: Section<K, Off>,
  value: unknown,
): value is Values<K> {
  return section.values.safeParse(value).success;
}
