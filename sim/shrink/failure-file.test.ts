import { expect, test } from 'vitest';
import { scenarioFrom } from '../scenario/testing/scenario-from.ts';
import { parseFailureFile, printFailureFile } from './failure-file.ts';
import type { FailureFile } from './failure-file.ts';

const LOSS = { fault: 'network.loss', device: 'device-017', reading: 12, copy: 0 } as const;

const FILE: FailureFile = {
  petrel: '0.1.0',
  failure: {
    signature: 'accepted-once: stored-again, of a reading',
    message: 'stored 2 times: "again" # at 3s',
    device: 'device-017',
    reading: 12,
  },
  stillFails: 'the store forgets: known',
  seed: '042',
  subject: { edge: './my edge.ts', device: null, policy: null, interleave: true },
  devices: ['device-017'],
  samples: [{ device: 'device-017', taken: [0, 3, 12] }],
  draws: [
    { ...LOSS, attempt: 0 },
    { ...LOSS, attempt: 1 },
    { ...LOSS, attempt: 2 },
    { ...LOSS, reading: 14, attempt: 0, as: 'answer lost' },
    { ...LOSS, reading: 14, attempt: 1, as: '10s late' },
    { fault: 'device.jitter', device: 'device-017', reading: 3, attempt: -1, copy: 0 },
    { fault: 'edge.overload', device: 'device-017', reading: null, attempt: 4, copy: 1 },
  ],
  families: [{ fault: 'edge.slow', device: 'device-017' }],
  fingerprint: 'ab'.repeat(32),
  scenario: scenarioFrom(`
name: small
description: "Two lines: one # and two."
duration: 10s
fleet: { devices: 20 }
timeline:
  - { at: 1s, for: 2s, network: { partition: both } }
`),
};

test('what is printed is read back', () => {
  const text = printFailureFile(FILE, ['First line.', '  second: line']);
  expect(parseFailureFile(text, 'a.yaml')).toEqual({ ok: true, file: FILE });
});

test('attempts that follow each other stand on one line, and what goes without saying is not said', () => {
  const lines = printFailureFile(FILE, []).split('\n');
  const draws = lines.slice(
    lines.indexOf('draws:') + 1,
    lines.findIndex((line) => line.startsWith('fingerprint')),
  );
  expect(draws).toEqual([
    '  - { fault: edge.slow, device: device-017, reading: any }',
    '  - { fault: network.loss, device: device-017, reading: 12, attempt: 0-2 }',
    '  - { fault: network.loss, device: device-017, reading: 14, attempt: 0, as: answer lost }',
    '  - { fault: network.loss, device: device-017, reading: 14, attempt: 1, as: 10s late }',
    '  - { fault: device.jitter, device: device-017, reading: 3 }',
    '  - { fault: edge.overload, device: device-017, reading: null, attempt: 4, copy: 1 }',
  ]);
});

test.for<readonly [what: string, from: string | RegExp, to: string, says: string]>([
  ['an unknown key', 'seed:', 'sead: 1\nseed:', 'sead'],
  ['a missing key', /^seed:.*\n/m, '', 'seed: is missing'],
  [
    'a device that is not there',
    'devices: [ device-017 ]',
    'devices: [ pump ]',
    'there is no pump: the fleet has',
  ],
  ['a draw of nobody', 'device: device-017, reading: 14', 'device: pump, reading: 14', 'there is no pump'],
  ['samples out of order', 'taken: [ 0, 3, 12 ]', 'taken: [ 3, 0 ]', 'must be ascending'],
  ['a fault that is no more', 'network.loss', 'network.weather', 'there is no fault network.weather'],
  ['a setting that is no more', 'acknowledge:', 'acknowlege:', 'acknowlege'],
  ['an outcome that is none', 'as: answer lost', 'as: answer found', 'answer lost'],
  ['no YAML', 'draws:', 'draws: [', 'a.yaml'],
])('%s is named', ([, from, to, says]) => {
  const read = parseFailureFile(printFailureFile(FILE, []).replace(from, to), 'a.yaml');
  expect(read.ok ? '' : read.mistakes.join('\n')).toContain(says);
});

test('an empty file is none', () => {
  expect(parseFailureFile('', 'a.yaml')).toEqual({
    ok: false,
    mistakes: ['a.yaml: the document: is missing, or empty; it must be a mapping'],
  });
});

test.for([
  ['an alias of nothing', '*lost : 1', 'it is no YAML: Unresolved alias'],
  [
    'aliases that grow without end',
    [
      'a: &a [x,x,x,x,x,x,x,x,x]',
      ...'bcdefg'.split('').map((name, index) => growing(name, 'abcdef'.charAt(index))),
    ].join('\n'),
    'it is no YAML: Excessive alias count',
  ],
  ['what is nested too deep', '['.repeat(20_000), 'it is no YAML: '],
  [
    'both sides of a conflict',
    '<<<<<<< a\nseed: 1\n=======\nseed: 2\n>>>>>>> b\n',
    'at line 1 a merge left both sides',
  ],
  ['a trace', '{"at":0,"kind":"phase_started"}\n'.repeat(500), 'it is no YAML: '],
] as const)('%s is one mistake, in a sentence', ([, text, says]) => {
  const read = parseFailureFile(text, 'a.yaml');
  expect(read).toEqual({ ok: false, mistakes: [expect.stringContaining(`a.yaml: ${says}`) as string] });
});

function growing(name: string, of: string): string {
  return `${name}: &${name} [${Array.from({ length: 9 }, () => `*${of}`).join(',')}]`;
}
