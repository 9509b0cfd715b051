import { EXIT, EXIT_MEANINGS } from '../../sim/cli/exit-code.ts';
import { mapTable } from '../../sim/kernel/index.ts';
import { table } from './markdown.ts';
import type { Page } from './markdown.ts';

export function exitCodes(): Page {
  return {
    title: 'Exit codes',
    intro:
      'What `npm run sim` says to its caller. Of several runs the gravest code counts. Ctrl-C lets the run at hand finish ' +
      'and prints what there is; a second one stops.',
    parts: [
      table(
        ['exit code', 'meaning'],
        Object.values(mapTable(EXIT_MEANINGS, (meaning, name) => [String(EXIT[name]), meaning])),
      ),
      'Edge and device have [codes of their own](programs.md).',
    ],
  };
}
