import type { Path } from './problem.ts';
import type { Keys, Setting } from './section.ts';

/** The setting at a path below `setting`; undefined where there is none. */
export function settingAt(setting: Setting, path: Path): Setting | undefined {
  const [step, ...rest] = path;
  if (step === undefined) return setting;
  const next =
    setting.kind === 'list' && typeof step === 'number' ? setting.of : keysOf(setting)[String(step)];
  return next === undefined ? undefined : settingAt(next, rest);
}

/** The keys that a mapping at a path may have. */
export function keysAt(setting: Setting, path: Path): readonly string[] {
  const found = settingAt(setting, path);
  if (found === undefined) return [];
  return found.kind === 'variants' ? [found.by, ...Object.keys(keysOf(found))] : Object.keys(keysOf(found));
}

function keysOf(setting: Setting): Keys {
  switch (setting.kind) {
    case 'section':
      return setting.keys;
    case 'variants':
      return Object.assign({}, ...Object.values(setting.kinds).map(({ keys }) => keys));
    case 'quantity':
    case 'list':
      return {};
  }
}
