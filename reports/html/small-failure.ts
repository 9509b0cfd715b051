import { candidateText } from '../candidate-text.ts';
import type { MadeSmall, SmallFailure, SmallFinding } from '../reporters/report.ts';
import { partText } from '../schedule-rows.ts';
import { linesMarkup, markup, NOTHING } from './markup.ts';
import type { Markup } from './markup.ts';
import { bullets } from './section.ts';

/** What is left of a failing run when all is taken out that its failure does not need: the schedule, and the file that keeps it. */
export function smallFailureMarkup(failure: SmallFailure): Markup {
  return failure.kind === 'small'
    ? smallMarkup(failure)
    : markup`<p class="paste"><span>To make it small:</span> <code>${failure.paste}</code></p>`;
}

function smallMarkup({ from, findings, bound, paste }: MadeSmall): Markup {
  const ended =
    bound === null
      ? NOTHING
      : markup`<p class="paste"><span>Perhaps not the smallest; to search further:</span> <code>${paste}</code></p>`;
  return markup`${findings.map((found) => findingMarkup(found, candidateText(from, 0)))}${ended}`;
}

function findingMarkup({ finding, path, text, paste }: SmallFinding, was: string): Markup {
  const { failure, candidate, explained, alsoShows } = finding;
  const parts = explained.map(({ part, isNeeded }) => {
    const word = isNeeded === null ? 'not looked at' : isNeeded ? 'needed' : 'not needed';
    return `${partText(part, candidate.scenario)} (${word})`;
  });
  const acts = parts.length === 0 ? markup`<p>It takes no fault.</p>` : bullets(parts);
  const also =
    alsoShows.length === 0 ? NOTHING : markup`<p class="dim">Also shows ${alsoShows.join('; ')}.</p>`;
  return markup`<div class="small"><h5>Made small: ${failure.signature}</h5><p>${failure.message}</p><p class="dim">Was ${was}; is ${candidateText(candidate, finding.readings)}. What acts in it:</p>${acts}${also}${fileMarkup(path, text)}<p class="paste"><span>To see it again, with that file in its place:</span> <code>${paste}</code></p></div>`;
}

function fileMarkup(path: string, text: string): Markup {
  return markup`<details class="numbers kept" data-name="${path.split('/').at(-1) ?? path}"><summary>${path}</summary><div class="scroll" role="region" tabindex="0" aria-label="${path}"><pre>${linesMarkup(text.trimEnd())}</pre></div></details>`;
}
