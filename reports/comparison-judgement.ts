import type { Comparison, PolicyOfComparison } from '../sim/explore/comparison.ts';
import type { Outcome } from '../sim/run/result.ts';
import { verdictInWords } from './comparison-verdict.ts';
import { plural } from './format.ts';
import { inTableWords } from './in-table-words.ts';
import type { Tone } from './paint.ts';
import { plain } from './text-width.ts';

/** Worst last, as they are listed. */
const FAILED: readonly (readonly [Outcome, string])[] = [
  ['violated', 'violated'],
  ['inconclusive', 'inconclusive'],
  ['stalled', 'stalled'],
  ['limit-hit', 'hit a limit'],
  ['crashed', 'crashed'],
  ['unsupported', 'tried what is not simulated'],
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
function sentencesOf(
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

/** What is said beneath the tables. */
const REMARKS: readonly (Omit<Remarks, 'sentences'> & {
  readonly sentences: (comparison: Comparison) => readonly string[];
})[] = [
  {
    title: 'Runs that did not pass',
    mark: ['bad', '✗'],
    // Their metrics are in the tables all the same.
    sentences: ({ policies }) => policies.flatMap((policy) => failureInWords(policy) ?? []),
  },
  { title: 'Warnings', mark: ['warn', '!'], sentences: ({ warnings }) => warnings.map(inTableWords) },
  { title: 'Verdict', mark: ['strong', '·'], sentences: verdictInWords },
];

/** Sentences under one title. */
export interface Remarks {
  readonly title: string;
  readonly mark: readonly [tone: Tone, mark: string];
  readonly sentences: readonly string[];
}

/** How runs ended that did not pass, what stands in the way of reading it, and what the numbers allow one to say. */
export function remarksOn(comparisons: readonly Comparison[]): readonly Remarks[] {
  return REMARKS.map((remarks) => ({
    ...remarks,
    sentences: sentencesOf(comparisons, remarks.sentences),
  })).filter(({ sentences }) => sentences.length > 0);
}
