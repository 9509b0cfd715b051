import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { Parser } from 'tap-parser';
import { describe, expect, test } from 'vitest';
import type { Report, ReportCase } from './report.ts';
import { REPORTERS } from './reporters.ts';
import type { ReporterName } from './reporters.ts';

const PAGE = { colour: false, columns: 80 };

const HELD: ReportCase = {
  group: 'storm',
  name: 'seed 1',
  status: 'passed',
  says: 'every invariant held',
  details: [],
  properties: { seed: '1', fingerprint: 'ab' },
  paste: 'npm run sim -- --scenario storm --seed 1',
  place: { file: 'scenarios/storm.yaml', line: 2 },
  story: [],
  draws: null,
};

const BROKEN: ReportCase = {
  ...HELD,
  name: 'seed 2, 50%',
  status: 'failed',
  says: 'accepted-once: "<lost>" & \u0000found',
  details: ['100% of # readings', 'two\nlines'],
  properties: { seed: '2', fingerprint: 'cd' },
  paste: 'npm run sim -- --scenario storm --seed 2',
  place: { file: 'a,b:c.yaml', line: 7 },
  story: [
    { at: 1_000_000, kind: 'attempt_sent', device: 'd', reading: 1, attempt: 0, timestamp: null },
    { at: 1_050_000, kind: 'answer_lost', device: 'd', reading: 1, attempt: 0, by: 'network.answerLoss', status: 200 },
    { at: 6_000_000, kind: 'attempt_abandoned', device: 'd', reading: 1, attempt: 0 },
  ],
}; // oxfmt-ignore

async function rendered(name: ReporterName, given: Report): Promise<string> {
  return (await REPORTERS[name].load())(given, PAGE);
}

function report(cases: readonly ReportCase[], changes: Partial<Report> = {}): Report {
  const passed = cases.every(({ status }) => status !== 'failed');
  return {
    command: 'sweep',
    passed,
    verdict: passed ? 'all passed' : '1 of 2 failed',
    cases,
    text: ({ columns }) => `a table of ${columns}`,
    markdown: null,
    data: { whole: { b: 1, a: [2] }, parts: [{ b: 1, a: 2 }, { c: 3 }] },
    found: { kind: 'cases' },
    ...changes,
  };
}

interface Tag {
  readonly name: string;
  readonly attributes: readonly string[];
  readonly children: readonly string[];
}

/** Ant's JUnit.xsd, which asks for all of this in this order; junit-10.xsd of Jenkins lets it be so. */
const SCHEMA: Readonly<Record<string, Omit<Tag, 'name'>>> = {
  testsuites: { attributes: [], children: ['testsuite'] },
  testsuite: {
    attributes: [
      ...['name', 'package', 'id', 'timestamp', 'hostname'],
      ...['tests', 'failures', 'errors', 'skipped', 'time'],
    ],
    children: ['properties', 'testcase', 'system-out', 'system-err'],
  },
  properties: { attributes: [], children: ['property'] },
  property: { attributes: ['name', 'value'], children: [] },
  testcase: { attributes: ['name', 'classname', 'time'], children: ['failure'] },
  failure: { attributes: ['message', 'type'], children: [] },
  'system-out': { attributes: [], children: [] },
  'system-err': { attributes: [], children: [] },
};

/** Elements of which there may be none, or many. */
const ANY_NUMBER = ['testsuite', 'testcase', 'property', 'failure'];

/** Of XML with its order kept: of each element a mapping of its name to its children, with attributes beside. */
function tagsIn(nodes: readonly Readonly<Record<string, unknown>>[]): readonly Tag[] {
  return nodes.flatMap(({ ':@': attributes, ...node }) =>
    Object.entries(node).flatMap(([name, inner]) => {
      if (name === '#text' || name === '?xml' || !Array.isArray(inner)) return [];
      const children = inner.flatMap((child) => Object.keys(child)).filter((key) => /^[a-z]/.test(key));
      return [{ name, attributes: Object.keys(attributes ?? {}), children }, ...tagsIn(inner)];
    }),
  );
}

describe('junit', () => {
  const parser = new XMLParser({
    ignoreAttributes: false,
    attributeNamePrefix: '',
    isArray: (name) => ['testsuite', 'testcase', 'property'].includes(name),
  });

  test('is XML with a suite for each group, a case for each run, and counts that add up', async () => {
    const text = await rendered('junit', report([HELD, BROKEN, { ...HELD, group: 'calm' }]));
    expect(XMLValidator.validate(text)).toBe(true);
    const { testsuites } = parser.parse(text);
    expect(testsuites.testsuite).toMatchObject([
      { id: '0', name: 'storm', tests: '2', failures: '1' },
      { id: '1', name: 'calm', tests: '1', failures: '0' },
    ]);
    const { testcase, properties } = testsuites.testsuite[0];
    const [first, second] = testcase;
    expect(first).not.toHaveProperty('failure');
    expect(properties.property.slice(0, 4)).toEqual([
      { name: 'seed 1: seed', value: '1' },
      { name: 'seed 1: fingerprint', value: 'ab' },
      { name: 'seed 1: place', value: 'scenarios/storm.yaml:2' },
      { name: 'seed 1: paste', value: HELD.paste },
    ]);
    expect(properties.property).toContainEqual({ name: 'seed 2, 50%: place', value: 'a,b:c.yaml:7' });
    expect(second).toMatchObject({ name: 'seed 2, 50%', classname: 'storm' });
    // XML 1.0 has no place for U+0000.
    expect(second.failure.message).toBe('accepted-once: "<lost>" & \uFFFDfound');
  });

  test('has all that the common schemas ask for, and nothing that they do not know', async () => {
    const whole = await rendered('junit', report([HELD], { passed: false, verdict: 'interrupted' }));
    const text = await rendered('junit', report([HELD, BROKEN, { ...HELD, status: 'note' }]));
    const inOrder = new XMLParser({ ignoreAttributes: false, attributeNamePrefix: '', preserveOrder: true });
    for (const { name, attributes, children } of [text, whole].flatMap((each) =>
      tagsIn(inOrder.parse(each)),
    )) {
      const known = SCHEMA[name] ?? expect.fail(name);
      expect(attributes).toEqual(known.attributes);
      const places = children.map((child) => known.children.indexOf(child));
      expect(places).toEqual(places.toSorted((a, b) => a - b));
      expect(places).not.toContain(-1);
      const once = (names: readonly string[]) => names.filter((child) => !ANY_NUMBER.includes(child));
      expect(once(children)).toEqual(once(known.children));
    }
  });

  test('has a note in what its suite says', async () => {
    const text = await rendered('junit', report([HELD, { ...HELD, status: 'note', says: 'another <path>' }]));
    expect(parser.parse(text).testsuites.testsuite[0]['system-out']).toBe('seed 1: another <path>');
  });

  test('is red where the whole failed and no single case did', async () => {
    const text = await rendered('junit', report([HELD], { passed: false, verdict: 'interrupted' }));
    expect(parser.parse(text).testsuites.testsuite).toMatchObject([
      { tests: '1', failures: '0' },
      {
        name: 'petrel sweep',
        tests: '1',
        failures: '1',
        testcase: [{ failure: { message: 'interrupted' } }],
      },
    ]);
  });
});

describe('tap', () => {
  test('is a stream that a parser of the protocol takes', async () => {
    const parsed = Parser.parse(`${await rendered('tap', report([HELD, BROKEN]))}\n`);
    expect(parsed).toContainEqual(['version', 14]);
    expect(parsed).toContainEqual(['plan', expect.objectContaining({ start: 1, end: 2 })]);
    const points = parsed.flatMap(([kind, value]) => (kind === 'assert' ? [value] : []));
    expect(points).toMatchObject([
      { ok: true, id: 1, name: 'storm, seed 1' },
      { ok: false, id: 2, name: 'storm, seed 2, 50%', diag: { paste: BROKEN.paste, seed: '2' } },
    ]);
  });

  test('bails out where the whole failed and no single case did', async () => {
    const text = await rendered('tap', report([HELD], { passed: false, verdict: 'interrupted' }));
    expect(text.split('\n').at(-1)).toBe('Bail out! interrupted');
  });
});

describe('github', () => {
  test('annotates the line, and escapes what would end a command or a property', async () => {
    const lines = (await rendered('github', report([HELD, BROKEN]))).split('\n');
    expect(lines).toEqual([
      '::error file=a%2Cb%3Ac.yaml,line=7,title=storm%2C seed 2%2C 50%25::' +
        'accepted-once: "<lost>" & \u0000found%0A100%25 of # readings%0Atwo%0Alines%0A' +
        'npm run sim -- --scenario storm --seed 2',
      '::error title=petrel sweep::1 of 2 failed',
    ]);
  });

  test('says nothing of what passed', async () => {
    expect(await rendered('github', report([HELD]))).toBe('');
  });
});

test('markdown opens each failure with its line to paste and the story of its reading', async () => {
  const text = await rendered('markdown', report([HELD, BROKEN]));
  expect(text).toContain('| ❌ storm | 2 | 1 |');
  expect(text).toContain('```sh\nnpm run sim -- --scenario storm --seed 2\n```');
  expect(text).toContain(
    [
      '```mermaid',
      'sequenceDiagram',
      '  participant D as device',
      '  participant N as network',
      '  participant E as edge',
      '  D->>N: 1.000s attempt 0',
      '  N--xD: 1.050s answer 200 lost (network.answerLoss)',
      '  Note over D: 6.000s gives up attempt 0',
      '```',
    ].join('\n'),
  );
});

test('json is canonical, jsonl has a line for each part', async () => {
  expect(await rendered('json', report([HELD]))).toBe('{\n  "a": [\n    2\n  ],\n  "b": 1\n}');
  expect(await rendered('jsonl', report([HELD]))).toBe('{"a":2,"b":1}\n{"c":3}');
});

test('table is what is read at a terminal', async () => {
  expect(await rendered('table', report([HELD]))).toBe('a table of 80');
});
