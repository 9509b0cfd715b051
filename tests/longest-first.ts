import { BaseSequencer } from 'vitest/node';
import type { TestSpecification } from 'vitest/node';

/** The files that take longest, the longest first. A clean clone knows no durations from an earlier run. */
const LONGEST = [
  'crash',
  'three-edges',
  'queue-command',
  'schedules',
  'transports',
  'readme',
  'bring-your-own',
  'fresh-instances',
  'canaries',
  'shrunken-canaries',
  'right-subjects',
  'compare-command',
  'queues',
  'html-report',
  'one-file',
  'closed-forms',
  'determinism',
  'verify-command',
  'swarm-command',
  'library-adapters',
  'interleaving',
  'recipes',
  'sweep-command',
  'shortened-runs',
  'start',
  'init-command',
  'lone-threads',
  'check-command',
  'command-line',
].map((name) => `/tests/${name}.test.ts`);

/** So that no core is idle at the end while another works on a long file. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification): number => {
      const index = LONGEST.findIndex((end) => moduleId.endsWith(end));
      return index === -1 ? LONGEST.length : index;
    };
    // A stable sort: the rest keeps the order that Vitest gives it.
    return (await super.sort(files)).toSorted((a, b) => rank(a) - rank(b));
  }
}
