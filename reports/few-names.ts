import { count } from './format.ts';
import { plain } from './text-width.ts';

const SHOWN = 8;

/** `storm, reboot, and 12 more`. */
export function fewNames(names: readonly string[]): string {
  const more = names.length > SHOWN ? `, and ${count(names.length - SHOWN)} more` : '';
  return names.slice(0, SHOWN).map(plain).join(', ') + more;
}
