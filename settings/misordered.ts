import * as z from 'zod';
import { isMapping } from './plain.ts';
import type { Path } from './problem.ts';
import { propertyOf } from './section.ts';
import type { Setting } from './section.ts';
import { sectionOf, walk } from './walk.ts';

/** Two values that are fine alone and the wrong way round together. */
export interface Misordered {
  readonly low: End;
  readonly high: End;
  readonly hint: string;
}

interface End {
  readonly key: string;
  readonly path: Path;
  /** The value as a file has it. */
  readonly text: string;
}

/** All of them in a value and in what it holds. */
export function misordered(setting: Setting, value: unknown): readonly Misordered[] {
  return [...walk(setting, value)].flatMap((visited) => {
    const section = sectionOf(visited);
    const holder = visited.value;
    if (section === undefined || !isMapping(holder)) return [];
    return section.ordered.flatMap(({ low, high, hint }) => {
      const [least, most] = [section.keys[low], section.keys[high]];
      if (least === undefined || most === undefined) return [];
      const [from, to] = [holder[propertyOf(low, least)], holder[propertyOf(high, most)]];
      if (Number(from) <= Number(to)) return [];
      const end = (key: string, { codec }: Setting, held: unknown): End => {
        return { key, path: [...visited.path, key], text: String(z.encode(codec, held)) };
      };
      return [{ low: end(low, least, from), high: end(high, most, to), hint }];
    });
  });
}
