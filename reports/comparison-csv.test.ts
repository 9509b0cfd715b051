import { expect, test } from 'vitest';
import type { Comparison } from '../sim/explore/comparison.ts';
import { renderComparisonsCsv } from './comparison-csv.ts';
import { EXAMPLE_COMPARISON, EXAMPLE_SWEEP, PRIMARY_COMPARISON } from './testing/example-comparison.ts';

/** A reader of RFC 4180, character by character, with LF or CRLF. */
function parse(text: string): readonly (readonly string[])[] {
  const records: string[][] = [[]];
  let field = '';
  let within = false;
  const endField = (): void => {
    records.at(-1)?.push(field);
    field = '';
  };
  for (let at = 0; at < text.length; at += 1) {
    const letter = text[at] ?? '';
    if (within) {
      if (letter !== '"') field += letter;
      else if (text[at + 1] === '"') {
        field += '"';
        at += 1;
      } else within = false;
    } else if (letter === '"') within = true;
    else if (letter === ',') endField();
    else if (letter === '\n') {
      endField();
      records.push([]);
    } else if (letter !== '\r') field += letter;
  }
  endField();
  return records;
}

/** Rows as maps from the header's names. */
function rowsOf(comparisons: readonly Comparison[]): readonly ReadonlyMap<string, string>[] {
  const [header = [], ...records] = parse(renderComparisonsCsv(comparisons));
  for (const record of records) expect(record).toHaveLength(header.length);
  return records.map((record) => new Map(header.map((name, index) => [name, record[index] ?? ''])));
}

test('there is a row for each value of the sweep, policy and metric', () => {
  const rows = rowsOf(EXAMPLE_SWEEP);
  // 3 values × 3 policies × 14 metrics.
  expect(rows).toHaveLength(126);
  const keys = rows.map((row) => ['sweep_value', 'policy', 'metric'].map((name) => row.get(name)).join('|'));
  expect(new Set(keys).size).toBe(126);
});

test('what is read back is what was written, unrounded', () => {
  const rows = rowsOf([EXAMPLE_COMPARISON]);
  const numberOf = (text: string | undefined): number | null =>
    text === undefined || text === '' ? null : Number(text);
  const measures = EXAMPLE_COMPARISON.policies.flatMap((policy) =>
    policy.measures.map((measure) => ({ policy, measure })),
  );
  for (const [index, { policy, measure }] of measures.entries()) {
    const row = rows[index];
    const { estimate, difference } = measure;
    expect(row?.get('policy')).toBe(policy.policy);
    expect(row?.get('metric')).toBe(measure.metric);
    expect(row?.get('method')).toBe(estimate.method);
    expect(row?.get('best')).toBe(String(measure.best));
    expect(row?.get('baseline')).toBe(String(policy.baseline));
    expect(['value', 'low', 'high', 'n'].map((name) => numberOf(row?.get(name)))).toEqual([
      estimate.value,
      estimate.low,
      estimate.high,
      estimate.n,
    ]);
    const against = ['difference', 'diff_low', 'diff_high', 'p', 'p_adjusted'];
    expect(against.map((name) => numberOf(row?.get(name)))).toEqual(
      difference === null
        ? [null, null, null, null, null]
        : [difference.value, difference.low, difference.high, difference.pValue, difference.pAdjusted],
    );
    expect(row?.get('significant')).toBe(difference === null ? '' : String(difference.significant));
  }
});

test('what is exploratory says so, and has a p that is not adjusted', () => {
  for (const row of rowsOf([PRIMARY_COMPARISON])) {
    const exploratory = row.get('metric') !== 'latencyP50';
    expect(row.get('exploratory')).toBe(String(exploratory));
    expect(row.get('diff_method')).toBe(row.get('difference') === '' ? row.get('diff_method') : 'student-t');
    if (exploratory) expect([row.get('p_adjusted'), row.get('best')]).toEqual(['', 'false']);
  }
});

test('commas, quotes and line breaks of a name stay in its field', () => {
  const policy = './a,"b"\r\nc.ts';
  const [first] = EXAMPLE_COMPARISON.policies;
  const policies = first === undefined ? [] : [{ ...first, policy }];
  const rows = rowsOf([{ ...EXAMPLE_COMPARISON, policies }]);
  expect(rows).toHaveLength(14);
  expect(new Set(rows.map((row) => row.get('policy')))).toEqual(new Set([policy]));
});

test('the unit of each metric stands beside it', () => {
  const units = new Map(rowsOf([EXAMPLE_COMPARISON]).map((row) => [row.get('metric'), row.get('unit')]));
  expect(units.get('delivered')).toBe('ratio');
  expect(units.get('latencyP99')).toBe('ms');
  expect(units.get('peakRequestsPerSecond')).toBe('per second');
});

test('of no comparison only the header is left', () => {
  expect(renderComparisonsCsv([]).split('\n')).toHaveLength(1);
});
