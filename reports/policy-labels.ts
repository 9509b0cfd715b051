import { fit, plain, widthOf } from './text-width.ts';

/** How a policy is called in tables: its name, or the end of its path. */
export interface PolicyLabel {
  /** As `--policies` named it. */
  readonly policy: string;
  readonly label: string;
  /** The label says less than the name. */
  readonly shortened: boolean;
}

/** Below this nothing that is left of a name tells it from others. */
const WIDTH_MIN = 8;

/**
 * A label for each name, in their order: no two alike, none wider than `width` (at least 8). Of a path that is too
 * long the end stays, since the name of the file stands there; two that end alike are numbered.
 */
export function policyLabels(policies: readonly string[], width: number): readonly PolicyLabel[] {
  const room = Math.max(WIDTH_MIN, width);
  const taken = new Set<string>();
  return policies.map((policy) => {
    const name = plain(policy);
    let label = shorten(name, room);
    for (let copy = 2; taken.has(label); copy += 1) {
      const suffix = `~${copy}`;
      label = shorten(name, room - suffix.length) + suffix;
    }
    taken.add(label);
    return { policy, label, shortened: label !== name };
  });
}

function shorten(name: string, width: number): string {
  const parts = name.split(/[/\\]/);
  const tails = parts.slice(1).map((_, index) => `…/${parts.slice(index + 1).join('/')}`);
  const file = parts.at(-1) ?? name;
  const bare = file.replace(/\.\w{1,4}$/, '');
  return [name, ...tails, file, bare].find((text) => widthOf(text) <= width) ?? fit(bare, width);
}
