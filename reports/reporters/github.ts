import type { Reporter, ReportCase } from './report.ts';

const LEVEL = { failed: 'error', note: 'notice' } as const;

/**
 * Commands that GitHub Actions reads from the log of a step and shows as annotations ("Workflow commands for GitHub
 * Actions", its documentation): one for each case that did not pass in silence.
 */
export const githubReporter: Reporter = ({ cases, passed, verdict, command }) => {
  const annotations = cases.flatMap((each) => {
    if (each.status === 'passed') return [];
    return [annotation(LEVEL[each.status], each)];
  });
  return [...annotations, ...(passed ? [] : [`::error title=petrel ${command}::${message(verdict)}`])].join(
    '\n',
  );
};

function annotation(
  level: (typeof LEVEL)[keyof typeof LEVEL],
  { group, name, says, details, paste, place }: ReportCase,
): string {
  const properties = [
    ...(place === null ? [] : [`file=${property(place.file)}`, `line=${place.line}`]),
    `title=${property(`${group}, ${name}`)}`,
  ];
  return `::${level} ${properties.join(',')}::${message([says, ...details, paste].join('\n'))}`;
}

function message(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return message(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
