import Builder from 'fast-xml-builder';
import type { Report, ReportCase, Reporter } from './report.ts';

const BUILDER = new Builder({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  suppressBooleanAttributes: false,
  format: true,
});

/** The suite of one scenario, and what is counted of it. */
interface Suite {
  readonly name: string;
  readonly failures: number;
  readonly properties: readonly object[];
  readonly cases: readonly object[];
  /** What is to be said and is no failure. */
  readonly notes: readonly string[];
}

/** When a suite began, as schemas ask for it: the time of a machine would make each file another. Each world begins then. */
const BEGAN = '2026-01-01T00:00:00';

/**
 * Valid by the two schemas that are common, Ant's (`JUnit.xsd`) and that of Jenkins (`junit-10.xsd`): a suite for each scenario,
 * a case for each run. They have properties and output for suites alone, so seed, line to paste and notes of a case stand there
 * under its name. A comparison of times would be noise: every time is 0.
 */
export const junitReporter: Reporter = (report) => {
  const xml = {
    '?xml': { '@version': '1.0', '@encoding': 'UTF-8' },
    testsuites: { testsuite: suitesOf(report).map(suiteElement) },
  };
  return BUILDER.build(xml).trimEnd();
};

function suiteElement({ name, failures, properties, cases, notes }: Suite, id: number) {
  return {
    '@name': name,
    '@package': 'petrel',
    '@id': String(id),
    '@timestamp': BEGAN,
    '@hostname': 'localhost',
    '@tests': String(cases.length),
    '@failures': String(failures),
    '@errors': '0',
    '@skipped': '0',
    '@time': '0',
    properties: properties.length === 0 ? '' : { property: properties },
    testcase: cases,
    'system-out': notes.join('\n'),
    'system-err': '',
  };
}

function suitesOf({ command, passed, verdict, cases }: Report): readonly Suite[] {
  const groups = [...new Set(cases.map(({ group }) => group))];
  const suites = groups.map((group) => {
    const own = cases.filter((each) => each.group === group);
    return {
      name: legal(group),
      failures: own.filter(({ status }) => status === 'failed').length,
      properties: own.flatMap(propertiesOf),
      cases: own.map(caseOf),
      notes: own.filter(({ status }) => status === 'note').flatMap(noteOf),
    };
  });
  if (passed || cases.some(({ status }) => status === 'failed')) return suites;
  // What is wrong with the whole is wrong with no case: it must be red all the same.
  const whole = { '@name': 'verdict', '@classname': `petrel.${command}`, '@time': '0' };
  const failure = { '@message': legal(verdict), '@type': 'failed' };
  const judged = { name: `petrel ${command}`, failures: 1, properties: [], notes: [] };
  return [...suites, { ...judged, cases: [{ ...whole, failure }] }];
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
  };
}

function noteOf({ name, says, details }: ReportCase): readonly string[] {
  return [`${name}: ${says}`, ...details].map(legal);
}

/** XML 1.0 has no place for most control characters, nor for half of a surrogate pair. */
function legal(text: string): string {
  return text.replaceAll(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, '\uFFFD');
}
