import { expect, test, vi } from 'vitest';
import { FirstLines } from './first-lines.ts';

test('shows the first lines of many runs, and counts the others', () => {
  const said = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  try {
    const lines = new FirstLines();
    lines.add('one\ntwo\n');
    lines.add(Buffer.from('three\n'.repeat(1_300)));
    lines.add('last');
    lines.end();
    expect(said.mock.calls.map(([text]) => text)).toEqual([
      'one\ntwo\n',
      'three\n'.repeat(18),
      '… and 1,283 more lines that the code under test printed; a run by itself shows all of its own\n',
    ]);
  } finally {
    said.mockRestore();
  }
});
