import { mkdirSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { expect, test } from 'vitest';
import { scratchFolder } from '../../../tests/scratch-folder.ts';
import { casePlace } from './case-place.ts';

const folder = scratchFolder('case-place');
const at = (...steps: readonly string[]): string => join(folder, ...steps);
mkdirSync(at('mono', '.git'), { recursive: true });
mkdirSync(at('mono', 'modules', 'other'), { recursive: true });
// A work tree and a submodule have a file there.
writeFileSync(at('mono', 'modules', 'other', '.git'), 'gitdir: elsewhere');

for (const steps of [['mono', 'packages', 'edge'], ['mono', 'sub'], ['work', 'sub'], ['none']])
  mkdirSync(at(...steps), { recursive: true });

test.for([
  ['in a subfolder', at('mono', 'packages', 'edge', 'a.yaml'), {}, 'packages/edge/a.yaml'],
  ['named from elsewhere', relative(process.cwd(), at('mono', 'b', '..', 'a.yaml')), {}, 'a.yaml'],
  ['in a repository inside of another', at('mono', 'modules', 'other', 'a.yaml'), {}, 'a.yaml'],
  [
    'in a workspace without a .git',
    at('work', 'sub', 'a.yaml'),
    { GITHUB_WORKSPACE: at('work') },
    'sub/a.yaml',
  ],
  [
    'in a repository below the workspace',
    at('mono', 'sub', 'a.yaml'),
    { GITHUB_WORKSPACE: `${folder}/` },
    'sub/a.yaml',
  ],
  ['in neither', at('none', 'a.yaml'), { GITHUB_WORKSPACE: at('work') }, at('none', 'a.yaml')],
  ['in neither, of no workspace', at('none', 'a.yaml'), { GITHUB_WORKSPACE: '' }, at('none', 'a.yaml')],
] as const)('a file %s is named from the root of its repository', ([, file, environment, named]) => {
  writeFileSync(file, '');
  expect(casePlace(file, 7, environment)).toEqual({ file: named, line: 7 });
});

test('what is no file has no line: a flag, say', () => {
  expect(casePlace('--set expect.delivered', 1, {})).toBeNull();
});
