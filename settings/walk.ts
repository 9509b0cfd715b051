import { isMapping } from './plain.ts';
import type { Path } from './problem.ts';
import { propertyOf } from './section.ts';
import type { AnySection, Setting } from './section.ts';

export interface Visited {
  readonly setting: Setting;
  readonly value: unknown;
  /** As a file has it. */
  readonly path: Path;
}

/** Every setting that has a value, with what holds it before what it holds. */
export function* walk(setting: Setting, value: unknown, path: Path = []): Generator<Visited> {
  yield { setting, value, path };
  if (Array.isArray(value) && setting.kind === 'list') {
    for (const [index, item] of value.entries()) yield* walk(setting.of, item, [...path, index]);
  }
  const section = sectionOf({ setting, value, path });
  if (section === undefined || !isMapping(value)) return;
  for (const [key, inner] of Object.entries(section.keys)) {
    const held = value[propertyOf(key, inner)];
    if (held !== undefined) yield* walk(inner, held, [...path, key]);
  }
}

/** The section that a visited value is of; undefined when it is none, or off. */
export function sectionOf({ setting, value }: Visited): AnySection | undefined {
  if (!isMapping(value)) return undefined;
  if (setting.kind === 'variants') return setting.kinds[String(value[setting.by])];
  return setting.kind === 'section' ? setting : undefined;
}
