import type { ReportCase } from './reporters/report.ts';
import { hanging, heading, stack } from './layout.ts';
import { pageOf } from './page.ts';
import type { PageOptions } from './page.ts';
import { fit, plain } from './text-width.ts';

const MARKS = { passed: ['✓', 'good'], note: ['~', 'warn'], failed: ['✗', 'bad'] } as const;

/** Each table on a line, and the lines of it that are others now. */
export function renderComparisonChecks(
  cases: readonly ReportCase[],
  options: PageOptions & { readonly passed: boolean; readonly verdict: string },
): string {
  const page = pageOf(options);
  const word = options.passed ? page.paint('good', 'PASSED') : page.paint('bad', 'FAILED');
  return stack([
    [
      heading('Comparisons', page),
      ...cases.flatMap(({ name, status, says, details, paste }) => {
        const [mark, tone] = MARKS[status];
        return [
          ...hanging(`  ${page.paint(tone, mark)} `, `${plain(name)}: ${says}`, page.columns),
          ...details.map((line) => fit(`      ${plain(line)}`, page.columns)),
          ...(status === 'failed' ? [`      ${paste}`] : []),
        ];
      }),
    ],
    hanging(`${word}  `, plain(options.verdict), page.columns),
  ]).join('\n');
}
