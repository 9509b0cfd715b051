import { expect, test } from 'vitest';
import { renderComparisonsMarkdown } from './comparison-markdown.ts';
import { EXAMPLE_COMPARISON, EXAMPLE_SWEEP, PRIMARY_COMPARISON } from './testing/example-comparison.ts';

/** Tables as rows of cells, without their delimiter rows. */
function tablesOf(markdown: string): readonly (readonly (readonly string[])[])[] {
  return markdown
    .split('\n\n')
    .filter((block) => block.startsWith('| '))
    .map((block) =>
      block
        .split('\n')
        .filter((_, row) => row !== 1)
        .map((line) =>
          line
            .split(/(?<!\\)\|/)
            .slice(1, -1)
            .map((cell) => cell.trim()),
        ),
    );
}

test('tables have a delimiter row and the same cells in all of their rows', () => {
  const markdown = renderComparisonsMarkdown([EXAMPLE_COMPARISON]);
  // Policies, three groups of metrics, differences.
  const tables = tablesOf(markdown);
  expect(tables).toHaveLength(5);
  for (const table of tables) {
    for (const row of table) expect(row).toHaveLength(table[0]?.length ?? 0);
  }
  expect(markdown.match(/^\| --- (\| ---: )+\|$/gm)).toHaveLength(5);
});

test('a table has a row for each policy, with ± and marks', () => {
  const [, delivery = []] = tablesOf(renderComparisonsMarkdown([EXAMPLE_COMPARISON]));
  expect(delivery[0]).toEqual([
    'policy', 'n', 'delivered', 'within 60s', 'gave up', 'false failures', 'fairness',
  ]); // oxfmt-ignore
  expect(delivery[3]?.slice(0, 6)).toEqual([
    'store-and-forward', '200', '100% ±0 *+', '90.1% ±0.7 -', '0% ±0 *+', '–',
  ]); // oxfmt-ignore
});

test('a pipe in a name does not part its cell, and other marks mean nothing', () => {
  const [first] = EXAMPLE_COMPARISON.policies;
  const policies = first === undefined ? [] : [{ ...first, policy: './a|b_c_*d*<i>.ts' }];
  const markdown = renderComparisonsMarkdown([{ ...EXAMPLE_COMPARISON, policies }]);
  const [[, row] = []] = tablesOf(markdown);
  expect(row?.[0]).toBe(String.raw`./a\|b\_c\_\*d\*\<i\>.ts`);
});

test('a sentence that begins like a list stays a sentence', () => {
  const warnings = ['+ more', '- less', '1. first'];
  const markdown = renderComparisonsMarkdown([{ ...EXAMPLE_COMPARISON, warnings }]);
  expect(markdown).toContain(['- \\+ more', '- \\- less', '- 1\\. first'].join('\n'));
});

test('a sweep has every metric of every value, and says what is common once', () => {
  const markdown = renderComparisonsMarkdown(EXAMPLE_SWEEP);
  expect(markdown.match(/^### devices = \d+: Time$/gm)).toEqual([
    '### devices = 10: Time',
    '### devices = 20: Time',
    '### devices = 50: Time',
  ]);
  expect(markdown.match(/Compare at equal waiting with --normalize/g)).toHaveLength(1);
});

test('metrics beside a primary one stand under headings that call them exploratory', () => {
  const markdown = renderComparisonsMarkdown([PRIMARY_COMPARISON]);
  expect(markdown.match(/^### .*$/gm)?.slice(0, 6)).toEqual([
    '### Primary metric',
    '### Delivery, exploratory',
    '### Load and cost, in requests, exploratory',
    '### Time, exploratory',
    '### Difference to exponential-jitter on the same seeds',
    '### Difference to exponential-jitter on the same seeds, exploratory',
  ]);
  expect(markdown).toContain('- primary: latency p50; all other metrics are exploratory');
});

test('nothing to compare is said', () => {
  expect(renderComparisonsMarkdown([])).toBe('Nothing was compared.');
});
