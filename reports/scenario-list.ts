import { heading, rowsOf } from './layout.ts';
import type { PageOptions } from './page.ts';
import { pageOf } from './page.ts';
import { padTo, plain, widthOf, wrap } from './text-width.ts';

export interface ListedScenario {
  readonly name: string;
  readonly description: string;
}

/** Names and descriptions, in the order given. Ends without a line break. */
export function renderScenarioList(scenarios: readonly ListedScenario[], options: PageOptions): string {
  const page = pageOf(options);
  if (scenarios.length === 0) return 'No scenarios.';
  const longest = Math.max(...scenarios.map(({ name }) => widthOf(plain(name))));
  const nameWidth = Math.min(longest, Math.floor(page.columns / 2));
  const lines = scenarios.flatMap(({ name, description }) => {
    const texts = wrap(plain(description), page.columns - nameWidth - 4);
    return rowsOf(wrap(plain(name), nameWidth), texts).map(([label, text]) =>
      `  ${page.paint('strong', padTo(label, nameWidth))}  ${text}`.trimEnd(),
    );
  });
  return [heading('Scenarios', page), ...lines].join('\n');
}
