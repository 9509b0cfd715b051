import { parse } from 'yaml';
import * as z from 'zod';
import type { Plain } from '../../settings/plain.ts';
import type { AnyQuantity } from '../../settings/quantity.ts';
import type { AnySection, Setting } from '../../settings/section.ts';

/** What one drawn world draws with. */
export interface Drawing {
  /** Uniform on [0, 1), a function of the world and these words alone. */
  readonly uniform: (...words: readonly string[]) => number;
  /** Of the fleet: a set of devices must exist. */
  readonly devices: number;
  /** How long what takes its time takes, where that is not as its declaration has it: nothing, or up to so many ms. */
  readonly pace: 'usual' | 'none' | { readonly upToMs: number };
}

/** Where a declaration does not say what is usual, a value is drawn up to so many times above and below its default. */
const SPREAD = 4;
/** Shares are squares of a uniform of this range: most are small, some are large. */
const SHARE_MAX = 0.7;
/** How often one of several shares of a section is more than nothing. */
const SHARE_ON = 0.25;

/**
 * A value for a setting as a file has it, drawn from the declaration alone: its kind, what is allowed, its default. The
 * same for the same words.
 */
export function drawnSetting(drawing: Drawing, setting: Setting, words: readonly string[]): Plain {
  switch (setting.kind) {
    case 'quantity':
      return encoded(setting, drawnValue(drawing, setting, words));
    case 'section':
      return drawnSection(drawing, setting, words);
    case 'variants': {
      const kind = pick(Object.keys(setting.kinds), drawing.uniform(...words));
      const section = setting.kinds[kind];
      if (section === undefined) throw new Error(`${words.join('.')} has no kinds.`);
      return { [setting.by]: kind, ...drawnSection(drawing, section, [...words, kind]) };
    }
    case 'list':
      return [];
  }
}

/** All keys of a section but those that are left out. */
export function drawnSection(
  drawing: Drawing,
  { keys, ordered, short }: AnySection,
  words: readonly string[],
  leftOut: ReadonlySet<string> = new Set(),
): Readonly<Record<string, Plain>> {
  const values = new Map<string, unknown>();
  const said = new Map<string, Plain>();
  for (const [key, setting] of Object.entries(keys)) {
    if (leftOut.has(key)) continue;
    const inner = [...words, key];
    if (setting.kind !== 'quantity') said.set(key, drawnSetting(drawing, setting, inner));
    else values.set(key, drawnValue(drawing, setting, inner, key === short));
  }
  // As often as there are pairs: where they are a chain, such as quantiles, a value may have to go all the way.
  for (const _ of ordered)
    for (const { low, high } of ordered) {
      const [least, most] = [values.get(low), values.get(high)];
      if (!(Number(least) > Number(most))) continue;
      values.set(low, most);
      values.set(high, least);
    }
  return Object.fromEntries(
    Object.entries(keys).flatMap(([key, setting]) => {
      if (leftOut.has(key)) return [];
      const value = setting.kind === 'quantity' ? encoded(setting, values.get(key)) : said.get(key);
      return value === undefined ? [] : [[key, value]];
    }),
  );
}

/** From `low` to `high`, both above 0, each factor as likely as any other of its size. */
export function logUniform(low: number, high: number, uniform: number): number {
  return low * (high / low) ** uniform;
}

export function pick<T>(all: readonly T[], uniform: number): T {
  const one = all[Math.floor(uniform * all.length)];
  if (one === undefined) throw new Error('There is nothing to pick from.');
  return one;
}

/** @param isWhole whether the section is about this value: it is never nothing then */
function drawnValue(
  drawing: Drawing,
  quantity: AnyQuantity,
  words: readonly string[],
  isWhole = false,
): unknown {
  const { form, values } = quantity;
  const uniform = drawing.uniform(...words);
  const more = drawing.uniform(...words, 'more');
  const drawn = ((): unknown => {
    switch (form) {
      case 'share':
        return shareOf(quantity, { uniform, more, isWhole });
      case 'duration':
        return pacedMs(drawing, quantity, uniform);
      case 'duration, or -duration':
        return (more < 0.5 ? -1 : 1) * wholeMs(scaled(quantity, uniform));
      // Headers know whole seconds only.
      case 'duration or none':
        return more < 0.5 ? null : Math.ceil(scaled(quantity, uniform) / 1_000) * 1_000;
      case 'number':
        return rounded(quantity, scaled(quantity, uniform));
      case 'number or none':
        return more < 0.5 && !isWhole ? null : rounded(quantity, scaled(quantity, uniform));
      case 'devices':
        return more < 0.5 ? 'all' : { first: 1 + Math.floor(uniform * drawing.devices) };
      case 'cells':
        return more < 0.5 ? pick([null, 'fleet'], uniform) : 2 + Math.floor(uniform * drawing.devices);
      default:
        return wordOf(quantity, uniform);
    }
  })();
  return values.safeParse(drawn).success ? drawn : usual(quantity);
}

function shareOf(
  quantity: AnyQuantity,
  { uniform, more, isWhole }: { readonly uniform: number; readonly more: number; readonly isWhole: boolean },
): number {
  const standard = Number(usual(quantity));
  // One of which much is usual, such as the jitter of a policy.
  if (!isWhole && standard > 0) return more < 0.5 ? standard : percent(uniform);
  return isWhole || more < SHARE_ON ? Math.max(0.01, percent(SHARE_MAX * uniform * uniform)) : 0;
}

/** So that it reads well in a file. */
function percent(share: number): number {
  return Math.round(share * 100) / 100;
}

/** Above a quarter of what is the most, where that is the world's: two of three are of its size. */
function pacedMs({ pace }: Drawing, quantity: AnyQuantity, uniform: number): number {
  if (pace === 'none' && quantity.values.safeParse(0).success) return 0;
  if (typeof pace === 'object') return wholeMs(logUniform(pace.upToMs / SPREAD, pace.upToMs, uniform));
  return wholeMs(scaled(quantity, uniform));
}

function scaled(quantity: AnyQuantity, uniform: number): number {
  if (quantity.usual !== null) {
    const [low, high] = quantity.usual;
    return low > 0 ? logUniform(low, high, uniform) : low + (high - low) * uniform;
  }
  const middle = Number(usual(quantity));
  return logUniform(middle / SPREAD, middle * SPREAD, uniform);
}

/** Two digits say enough. */
function wholeMs(ms: number): number {
  return Math.max(1, Math.round(Number(ms.toPrecision(2))));
}

const WHOLE = z.object({ type: z.literal('integer') });
/** By itself, or beside the word `none`. */
const INTEGER = z.union([WHOLE, z.object({ anyOf: z.tuple([z.unknown(), WHOLE]) })]);

function rounded({ keywords }: AnyQuantity, value: number): number {
  return INTEGER.safeParse(keywords).success ? Math.round(value) : Number(value.toPrecision(2));
}

const WORDS = z.object({ enum: z.array(z.string()) });

function wordOf(quantity: AnyQuantity, uniform: number): unknown {
  const words = WORDS.safeParse(quantity.keywords);
  return words.success ? pick(words.data.enum, uniform) : usual(quantity);
}

/** The default, or what the declaration gives for an example where that is nothing. */
function usual({ codec, standard, example }: AnyQuantity): unknown {
  for (const text of [standard, parse(example)]) {
    const read = codec.safeParse(text);
    if (read.success && read.data !== null) return read.data;
  }
  throw new Error(`A setting has neither a default nor an example: ${example}.`);
}

function encoded({ codec }: AnyQuantity, value: unknown): Plain {
  return z.custom<Plain>().parse(z.encode(codec, value));
}
