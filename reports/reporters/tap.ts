import { stringify } from 'yaml';
import { plain } from '../text-width.ts';
import type { Reporter, ReportCase } from './report.ts';

/** The Test Anything Protocol, version 14 (testanything.org): one test point for each case. */
export const tapReporter: Reporter = ({ cases, passed, verdict }) => {
  const points = cases.flatMap(pointOf);
  const comment = `# ${plain(verdict)}`;
  // What is wrong with the whole is wrong with no case: it fails all the same.
  const whole =
    passed || cases.some(({ status }) => status === 'failed') ? [] : [`Bail out! ${plain(verdict)}`];
  return ['TAP version 14', `1..${cases.length}`, ...points, comment, ...whole].join('\n');
};

function pointOf({ group, name, status, says, details, properties, paste }: ReportCase, index: number) {
  const title = escaped(plain(`${group}, ${name}`));
  const point = `${status === 'failed' ? 'not ok' : 'ok'} ${index + 1} - ${title}`;
  if (status === 'passed') return [point];
  const diagnostics = stringify({ message: says, details, ...properties, paste }, { lineWidth: 0 });
  const lines = diagnostics.trimEnd().split('\n');
  return [point, '  ---', ...lines.map((line) => `  ${line}`), '  ...'];
}

/** A `#` begins a directive. */
function escaped(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('#', String.raw`\#`);
}
