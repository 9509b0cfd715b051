import { sequenceDiagram } from '../sequence-diagram.ts';
import { readingToTell } from '../trace/accused.ts';
import { storyOf } from '../trace/story.ts';
import type { Reporter } from './report.ts';

/**
 * A Mermaid sequence diagram of one reading of each run: of the one that is accused, else of one that took most attempts.
 * Comments say which.
 */
export const mermaidReporter: Reporter = ({ found }) => {
  const runs = found.kind === 'runs' ? found.runs : [];
  return runs
    .flatMap((run) => {
      const told = readingToTell(run);
      if (told === null) return [];
      const steps = storyOf(run.witnessed?.trace.events ?? [], told, null);
      const { result } = run;
      const about = `${result.scenario.name}, seed ${result.seed}: ${told.device}, reading ${told.reading}`;
      return [`%% ${about.replaceAll(/[\r\n]/g, ' ')}\n${sequenceDiagram(steps.map(({ event }) => event))}`];
    })
    .join('\n\n');
};
