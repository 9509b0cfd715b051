import { expect, test } from 'vitest';
import { withoutPasted } from './pasted-line.ts';

const isCommand = (word: string): boolean => ['run', 'sweep', 'open'].includes(word);
const wordsOf = (line: string): readonly string[] => withoutPasted(line.split(' '), isCommand);

test.for([
  'open npm run sim -- --scenario storm --seed 42',
  'open npx petrel --scenario storm --seed 42',
  'open sim run --scenario storm --seed 42',
  'open --scenario storm --seed 42',
])('%s is a run to open', (line) => {
  expect(wordsOf(line).join(' ')).toBe('open --scenario storm --seed 42');
});

test('a file that is named as a program, and any other command, stay as they are', () => {
  expect(wordsOf('open npm.html')).toEqual(['open', 'npm.html']);
  expect(wordsOf('sweep sim')).toEqual(['sweep', 'sim']);
});

test('the line of something else is refused, with what would do', () => {
  expect(() => wordsOf('open npm run sim -- sweep --seeds 1..3')).toThrow(
    'open shows the run of a line, and "sweep" is none. Of many runs write a report: sim sweep … --reporter html=FILE',
  );
});
