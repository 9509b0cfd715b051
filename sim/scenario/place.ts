import type { Path } from '../../settings/problem.ts';

/** Where something stands: `line` and `col` count from 1, `col` in UTF-16 code units. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly col: number;
}

/** As people write it, and as `--set` takes it: `timeline.0.edge.overload`. */
export function printPath(path: Path): string {
  return path.join('.');
}

/** Offsets of line starts, so that an offset becomes a line and a column in logarithmic time. */
export function lineStarts(text: string): readonly number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

/** `storm.yaml:5:12`; a flag of the command line, which stands in the place of a file, has no lines. */
export function printPlace({ file, line, col }: Place): string {
  return file.startsWith('--') ? file : `${file}:${line}:${col}`;
}

export function placeAt(file: string, starts: readonly number[], offset: number): Place {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return { file, line: low + 1, col: offset - (starts[low] ?? 0) + 1 };
}
