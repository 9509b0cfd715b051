import { sequenceDiagram } from '../sequence-diagram.ts';
import { markdownText } from '../markdown-text.ts';
import type { Report, ReportCase, Reporter } from './report.ts';

/** Of what failed alike, one is enough to begin with. */
const OPENED_MAX = 10;

/** For a job's summary or a comment: the verdict, a row for each group, and each failure with its story. */
export const markdownReporter: Reporter = (report) => {
  const failed = report.cases.filter(({ status }) => status === 'failed');
  const noted = report.cases.filter(({ status }) => status === 'note');
  return [
    `## ${report.passed ? '✅' : '❌'} petrel ${report.command}: ${markdownText(report.verdict)}`,
    ...tableOf(report),
    ...(report.markdown === null ? [] : [report.markdown]),
    ...failed.slice(0, OPENED_MAX).map(opened),
    ...(failed.length > OPENED_MAX ? [`…and ${failed.length - OPENED_MAX} more.`] : []),
    ...(noted.length === 0 ? [] : ['### Notes', noted.map(noteOf).join('\n')]),
  ].join('\n\n');
};

function tableOf({ cases }: Report): readonly string[] {
  const groups = [...new Set(cases.map(({ group }) => group))];
  if (groups.length === 0) return [];
  const rows = groups.map((group) => {
    const own = cases.filter((each) => each.group === group);
    const failed = own.filter(({ status }) => status === 'failed').length;
    return `| ${failed > 0 ? '❌' : '✅'} ${markdownText(group)} | ${own.length} | ${failed} |`;
  });
  return [['| scenario | cases | failed |', '| --- | ---: | ---: |', ...rows].join('\n')];
}

/** A comment is no place for a long story: how it ended. */
const STEPS_SHOWN = 16;

function opened({ group, name, says, details, paste, story }: ReportCase): string {
  const parts = [
    `### ❌ ${markdownText(`${group}, ${name}`)}`,
    markdownText(says),
    ...(details.length === 0 ? [] : [details.map((line) => `- ${markdownText(line)}`).join('\n')]),
    fenced('sh', paste),
    ...(story.length === 0 ? [] : [fenced('mermaid', sequenceDiagram(story.slice(-STEPS_SHOWN)))]),
  ];
  return parts.join('\n\n');
}

function noteOf({ group, name, says }: ReportCase): string {
  return `- ${markdownText(`${group}, ${name}: ${says}`)}`;
}

/** A fence longer than any run of backticks within. */
function fenced(language: string, text: string): string {
  const longest = Math.max(0, ...(text.match(/`+/g) ?? []).map(({ length }) => length));
  const fence = '`'.repeat(Math.max(3, longest + 1));
  return `${fence}${language}\n${text}\n${fence}`;
}
