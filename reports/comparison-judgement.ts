import type { Comparison, PolicyOfComparison } from '../sim/explore/comparison.ts';
import type { Outcome } from '../sim/run/result.ts';
import { plural } from './format.ts';
import { heading } from './layout.ts';
import { inTableWords } from './in-table-words.ts';
import type { Lines } from './layout.ts';
import type { Page } from './page.ts';
import { plain, wrap } from './text-width.ts';

/** Worst last, as they are listed. */
const FAILED: readonly (readonly [Outcome, string])[] = [
  ['violated', 'violated'],
  ['stalled', 'stalled'],
  ['limit-hit', 'hit a limit'],
  ['crashed', 'crashed'],
];

/** How the runs of a policy that did not pass ended, and the first of them; null when all passed. */
function failureInWords({ policy, outcomes, firstFailure }: PolicyOfComparison): string | null {
  const failed = FAILED.filter(([outcome]) => outcomes[outcome] > 0);
  if (failed.length === 0) return null;
  const ends = failed.map(([outcome, words]) => `${outcomes[outcome]} ${words}`).join(', ');
  const total = Object.values(outcomes).reduce((sum, number) => sum + number, 0);
  const notPassed = total - outcomes.passed;
  const first =
    firstFailure === null ? '' : ` First: seed ${plain(firstFailure.seed)}: ${plain(firstFailure.why)}`;
  return `${plain(policy)}: ${notPassed} of ${plural(total, 'run')} did not pass (${ends}).${first}`;
}

/** Sentences about each comparison; of several, each with the values that it holds for, and said once. */
export function sentencesOf(
  comparisons: readonly Comparison[],
  sentences: (comparison: Comparison) => readonly string[],
): readonly string[] {
  const valuesBySentence = new Map<string, string[]>();
  for (const comparison of comparisons) {
    for (const sentence of new Set(sentences(comparison).map(plain))) {
      const values = valuesBySentence.get(sentence) ?? [];
      values.push(plain(comparison.sweep?.value ?? ''));
      valuesBySentence.set(sentence, values);
    }
  }
  const setting = plain(comparisons[0]?.sweep?.setting ?? '');
  return [...valuesBySentence].map(([sentence, values]) => {
    if (comparisons.length === 1) return sentence;
    if (values.length === comparisons.length) return `at every value of ${setting}: ${sentence}`;
    return `${setting} = ${values.join(', ')}: ${sentence}`;
  });
}

/** How runs ended that did not pass, policy by policy. Their metrics are in the tables all the same. */
export function failuresInWords(comparisons: readonly Comparison[]): readonly string[] {
  return sentencesOf(comparisons, ({ policies }) =>
    policies.flatMap((policy) => failureInWords(policy) ?? []),
  );
}

export function failuresSection(comparisons: readonly Comparison[], page: Page): Lines {
  return bulleted('Runs that did not pass', failuresInWords(comparisons), page.paint('bad', '✗'), page);
}

/** What stands in the way of reading a comparison, in the words of its tables. */
export function warningsInWords({ warnings }: Comparison): readonly string[] {
  return warnings.map(inTableWords);
}

export function warningsOfComparisons(comparisons: readonly Comparison[], page: Page): Lines {
  const warnings = sentencesOf(comparisons, warningsInWords);
  return bulleted('Warnings', warnings, page.paint('warn', '!'), page);
}

/** Sentences under a heading, each behind a mark; nothing without sentences. */
export function bulleted(title: string, sentences: readonly string[], mark: string, page: Page): Lines {
  if (sentences.length === 0) return [];
  return [
    heading(title, page),
    ...sentences.flatMap((sentence) =>
      wrap(sentence, page.columns - 4).map((line, index) => `  ${index === 0 ? mark : ' '} ${line}`),
    ),
  ];
}
