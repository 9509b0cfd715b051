import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { scratchFolder } from '../../../tests/scratch-folder.ts';
import { readCorpus, writeCorpus } from './corpus-file.ts';

const storm = { scenario: 'storm', seed: '7', failure: 'accepted-once' };
const herd = { scenario: 'herd', seed: '7', failure: 'retry-budget' };

test('each failure stands there once, and what another sweep has written meanwhile stays', () => {
  const path = join(scratchFolder('corpus'), 'failures', 'corpus.yaml');
  expect(readCorpus(path)).toEqual([]);
  // Two sweeps have read it by now; the first one ends, and then the other.
  expect(writeCorpus(path, [storm])).toBe(1);
  expect(writeCorpus(path, [storm, herd])).toBe(1);
  expect(readCorpus(path)).toEqual([storm, herd]);
});

test('a seed with a sign that nobody sees is refused, for its line to paste would run another', () => {
  const path = join(scratchFolder('corpus'), 'corpus.yaml');
  writeFileSync(path, '- { scenario: storm, seed: "4\\u00012", failure: lost }\n');
  expect(() => readCorpus(path)).toThrow(`--corpus ${path}: found "4\\u{1}2"; allowed: text without control`);
});
