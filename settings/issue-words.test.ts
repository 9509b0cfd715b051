import { expect, test } from 'vitest';
import * as z from 'zod';
import { issueInWords } from './issue-words.ts';

const FILE = z.strictObject({
  seed: z.string(),
  shares: z.partialRecord(z.enum(['loss']), z.string().regex(/%$/, 'must be a share such as 5%')).optional(),
  draws: z.array(z.strictObject({ reading: z.int().min(0), as: z.enum(['late', 'lost']).optional() })),
});

test.for([
  [{ draws: [] }, 'seed: is missing, or empty; it must be text'],
  [null, 'the document: is missing, or empty; it must be a mapping'],
  ['cut', 'the document: found "cut" (text); it must be a mapping'],
  [{ seed: 7, draws: [] }, 'seed: found 7 (a number); it must be text'],
  [{ seed: '7', draws: {} }, 'draws: found a mapping; it must be a list'],
  [
    { seed: '7', draws: [{ reading: 1 }, { reading: 1.5 }] },
    'draws, entry 2, reading: found 1.5 (a number); it must be a whole number',
  ],
  [
    { seed: '7', draws: [{ reading: -1 }] },
    'draws, entry 1, reading: found -1 (a number); it must be at least 0',
  ],
  [
    { seed: '7', draws: [{ reading: 1, as: 'early' }] },
    'draws, entry 1, as: found "early" (text); it must be late or lost',
  ],
  [{ seed: '7', draws: [], '\u001b[2J': 1 }, 'the document: there is no such key as \\u{1b}[2J'],
  [{ seed: '7', draws: [], shares: { lost: '5%' } }, 'shares: there is no such key as lost'],
  [
    { seed: '7', draws: [], shares: { loss: '5' } },
    'shares, loss: found "5" (text); it must be a share such as 5%',
  ],
] as const)('%j: %s', ([document, said]) => {
  const read = FILE.safeParse(document);
  expect(read.error?.issues.map((issue) => issueInWords(issue, document))).toEqual([said]);
});
