import { symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { scratchFolder } from '../../../tests/scratch-folder.ts';
import { refuseFileClashes } from './file-clashes.ts';

test.for([
  [
    { scenario: ['a.yaml'], reporter: ['json=./a.yaml'] },
    '--reporter json=./a.yaml would write over what --scenario reads',
  ],
  [
    { scenario: ['storm', 'b/a.yaml'], trace: 'b/../b/a.yaml' },
    '--trace b/../b/a.yaml would write over what --scenario reads',
  ],
  [{ edge: 'app.ts', out: 'app.ts' }, '--out app.ts would write over what --edge reads'],
  [
    { policies: 'fixed,./mine.ts', reporter: ['csv=mine.ts'] },
    '--reporter csv=mine.ts would write over what --policies reads',
  ],
  [{ file: 'access.log', out: 'access.log' }, '--out access.log would write over what access.log reads'],
  [
    { trace: 't.jsonl', reporter: ['json=t.jsonl'] },
    '--trace t.jsonl and --reporter json=t.jsonl would write the same file',
  ],
] as const)('%j is refused', ([given, says]) => {
  expect(() => refuseFileClashes(given)).toThrow(says);
});

test.for([
  { scenario: ['storm'], trace: 'storm' },
  { scenario: ['a.yaml'], reporter: ['json', 'junit=a.xml', 'table='] },
  { trace: '/dev/null', reporter: ['json=/dev/null'] },
  {},
])('%j is not', (given) => {
  expect(() => refuseFileClashes(given)).not.toThrow();
});

test('a file is the same by whichever link it is reached', () => {
  const folder = scratchFolder('clash');
  writeFileSync(join(folder, 'edge.ts'), '');
  symlinkSync(folder, join(folder, 'link'));
  const given = { edge: join(folder, 'edge.ts'), out: join(folder, 'link', 'edge.ts') };
  expect(() => refuseFileClashes(given)).toThrow('would write over what --edge reads');
});
