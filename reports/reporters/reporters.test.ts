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
    expect(testsuites).toMatchObject({ tests: '3', failures: '1', errors: '0' });
    expect(testsuites.testsuite).toMatchObject([
      { name: 'storm', tests: '2', failures: '1' },
      { name: 'calm', tests: '1', failures: '0' },
    ]);
    const [first, second] = testsuites.testsuite[0].testcase;
    expect(first).not.toHaveProperty('failure');
    expect(first.properties.property).toEqual([
      { name: 'seed', value: '1' },
      { name: 'fingerprint', value: 'ab' },
      { name: 'paste', value: HELD.paste },
    ]);
    expect(second).toMatchObject({ name: 'seed 2, 50%', classname: 'storm', file: 'a,b:c.yaml', line: '7' });
    // XML 1.0 has no place for U+0000.
    expect(second.failure.message).toBe('accepted-once: "<lost>" & \uFFFDfound');
  });

  test('has nothing that the common schema does not know', async () => {
    const text = await rendered('junit', report([HELD, BROKEN, { ...HELD, status: 'note' }]));
    const elements = new Set([...text.matchAll(/<([a-z][a-z-]*)/g)].map(([, name]) => name));
    // Of junit-10.xsd of Jenkins' xUnit plugin.
    const known = ['testsuites', 'testsuite', 'testcase', 'properties', 'property', 'failure', 'system-out'];
    expect(elements).toEqual(new Set(known));
  });

  test('is red where the whole failed and no single case did', async () => {
    const text = await rendered('junit', report([HELD], { passed: false, verdict: 'interrupted' }));
    expect(parser.parse(text).testsuites).toMatchObject({ tests: '2', failures: '1' });
    expect(text).toContain('message="interrupted"');
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
