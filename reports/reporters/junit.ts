import Builder from 'fast-xml-builder';
import type { Report, ReportCase, Reporter } from './report.ts';

const BUILDER = new Builder({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  suppressBooleanAttributes: false,
  format: true,
});

/**
 * As the common schema of CI systems has it (`junit-4.xsd` to `junit-10.xsd` of Jenkins, whose xUnit plugin refuses all else): a
 * suite for each scenario, a case for each run. The schema has properties for suites alone, so seed and line to paste of a case
 * stand there under its name. A comparison of times would be noise: every time is 0.
 */
export const junitReporter: Reporter = (report) => {
  const suites = suitesOf(report);
  const xml = {
    '?xml': { '@version': '1.0', '@encoding': 'UTF-8' },
    testsuites: {
      '@name': `petrel ${report.command}`,
      ...counted(report.cases, report.passed ? 0 : 1),
      '@time': '0',
      testsuite: suites,
    },
  };
  return BUILDER.build(xml).trimEnd();
};

function suitesOf({ command, passed, verdict, cases }: Report) {
  const groups = [...new Set(cases.map(({ group }) => group))];
  const suites = groups.map((group) => {
    const own = cases.filter((each) => each.group === group);
    return {
      '@name': legal(group),
      ...counted(own, 0),
      '@skipped': '0',
      '@time': '0',
      properties: { property: own.flatMap(propertiesOf) },
      testcase: own.map(caseOf),
    };
  });
  if (passed || cases.some(({ status }) => status === 'failed')) return suites;
  // What is wrong with the whole is wrong with no case: it must be red all the same.
  const whole = { '@name': 'verdict', '@classname': `petrel.${command}`, '@time': '0' };
  return [
    ...suites,
    {
      '@name': `petrel ${command}`,
      ...counted([], 1),
      '@skipped': '0',
      '@time': '0',
      testcase: [{ ...whole, failure: { '@message': legal(verdict), '@type': 'failed' } }],
    },
  ];
}

function counted(cases: readonly ReportCase[], besides: number) {
  const failed = cases.filter(({ status }) => status === 'failed').length;
  const extra = failed > 0 ? 0 : besides;
  return {
    '@tests': String(cases.length + extra),
    '@failures': String(failed + extra),
    '@errors': '0',
  };
}

/** The place, too: a case has no attribute for it. */
function propertiesOf({ name, properties, paste, place }: ReportCase) {
  const all = { ...properties, ...(place !== null && { place: `${place.file}:${place.line}` }), paste };
  return Object.entries(all).map(([key, value]) => ({
    '@name': legal(`${name}: ${key}`),
    '@value': legal(value),
  }));
}

function caseOf({ group, name, status, says, details, paste }: ReportCase) {
  return {
    '@name': legal(name),
    '@classname': legal(group),
    '@time': '0',
    ...(status === 'failed' && {
      failure: { '@message': legal(says), '@type': 'failed', '#text': legal([...details, paste].join('\n')) },
    }),
    ...(status === 'note' && { 'system-out': legal([says, ...details].join('\n')) }),
  };
}

/** XML 1.0 has no place for most control characters, nor for half of a surrogate pair. */
function legal(text: string): string {
  return text.replaceAll(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, '\uFFFD');
}
