import { availableParallelism } from 'node:os';
import { describe, expect, test } from 'vitest';
import { COMPARE_FLAGS, comparisonRequestOf } from './comparison-request.ts';
import type { ComparisonRequest } from './comparison-request.ts';
import { readFlags } from '../flags/flags.ts';
import type { Given } from '../flags/flags.ts';
import { UsageError } from '../usage-error.ts';

const LEAST: Given = { scenario: 'storm', policies: 'fixed,full-jitter' };

function requestOf(given: Given): ComparisonRequest {
  return comparisonRequestOf(readFlags(COMPARE_FLAGS, given));
}

describe('what compare is asked for', () => {
  test('has a default for all but scenario and policies', () => {
    expect(requestOf(LEAST)).toMatchObject({
      scenario: 'storm',
      policies: ['fixed', 'full-jitter'],
      baseline: 'fixed',
      seeds: Array.from({ length: 20 }, (_unused, index) => String(index + 1)),
      precision: null,
      primary: null,
      // Ten times the 20 seeds.
      seedsMax: 200,
      normalize: false,
      sweep: null,
      edge: undefined,
      device: undefined,
      transport: 'direct',
      workers: availableParallelism(),
      format: 'text',
    });
  });

  test('names policies of ours and files, in its order', () => {
    const { policies, baseline } = requestOf({
      ...LEAST,
      policies: 'none, ./mine.ts ,grpc',
      baseline: './mine.ts',
    });
    expect(policies).toEqual(['none', './mine.ts', 'grpc']);
    expect(baseline).toBe('./mine.ts');
  });

  test('may name one policy when a setting is swept', () => {
    const { policies, sweep } = requestOf({
      ...LEAST,
      policies: 'fixed',
      sweep: 'devices=1,2',
    });
    expect(policies).toEqual(['fixed']);
    expect(sweep?.values).toEqual(['1', '2']);
  });

  test('goes over HTTP without a socket to an edge that is not ours', () => {
    expect(requestOf({ ...LEAST, edge: './edge.ts' }).transport).toBe('inject');
    expect(requestOf({ ...LEAST, edge: './edge.ts', transport: 'supertest' }).transport).toBe('supertest');
  });

  test.for<readonly [string, number]>([
    ['2%', 0.02],
    ['0.05', 0.05],
    ['100%', 1],
  ])('takes a precision of %s', ([precision, share]) => {
    expect(requestOf({ ...LEAST, precision }).precision).toBe(share);
  });

  test.for<readonly [string, string, number]>([
    // Ten times as many.
    ['1..30', '', 300],
    // At most 2,000.
    ['1..300', '', 2_000],
    // But never fewer than are given.
    ['1..3000', '', 3_000],
    ['1..30', '40', 40],
    // A precision begins with ten, and ten times as many as that is the most.
    ['3,7', '', 100],
    ['3,7', '10', 10],
  ])('runs at most so many seeds for a precision: %s, --max-seeds %s', ([seeds, max, seedsMax]) => {
    const given = { ...LEAST, seeds, precision: '2%', ...(max !== '' && { 'max-seeds': max }) };
    expect(requestOf(given).seedsMax).toBe(seedsMax);
  });
});

describe('the seeds of a comparison', () => {
  test('are ten at least with a precision: those that are given, then those that follow', () => {
    const given = { ...LEAST, seeds: '3,7' };
    expect(requestOf(given).seeds).toEqual(['3', '7']);
    expect(requestOf({ ...given, precision: '2%' }).seeds).toEqual(
      ['3', '7', '8', '9', '10', '11', '12', '13', '14', '15'], // oxfmt-ignore
    );
    expect(requestOf({ ...given, seeds: '1..12', precision: '2%' }).seeds).toHaveLength(12);
  });
});

test('one metric may be named to judge by', () => {
  expect(requestOf({ ...LEAST, primary: 'latencyP99' }).primary).toBe('latencyP99');
});

describe('what compare cannot do is refused with what is allowed', () => {
  test.for<readonly [string, Given, string]>([
    ['no scenario', { scenario: undefined }, 'name a scenario, e.g. --scenario storm'],
    ['two scenarios', { scenario: ['a', 'b'] }, '--scenario is given more than once'],
    [
      'no policies',
      { policies: undefined },
      'name the policies, e.g. --policies exponential-jitter,full-jitter.',
    ],
    ['one policy', { policies: 'fixed' }, '--policies: fixed alone can be compared with nothing.'],
    ['an empty policy', { policies: 'fixed,,none' }, '--policies: nothing stands between two commas.'],
    ['a policy twice', { policies: 'fixed,none,fixed' }, '--policies: "fixed" is named more than once'],
    ['a file twice', { policies: './a.ts,a.ts' }, '--policies: "a.ts" is named more than once'],
    [
      'an unknown policy',
      { policies: 'fixed,ful-jitter' },
      '--policies: there is no policy "ful-jitter"; did you mean full-jitter? Policies: exponential-jitter, none',
    ],
    [
      'an unknown baseline',
      { baseline: 'ful-jitter' },
      '--baseline: "ful-jitter" is none of the policies; did you mean full-jitter? It must be one of fixed, full-jitter.',
    ],
    ['seeds backwards', { seeds: '10..1' }, '--seeds: "10..1" runs backwards. Did you mean 1..10?'],
    ['empty seeds', { seeds: '' }, '--seeds is empty'],
    [
      'a precision of nothing',
      { precision: '0%' },
      '--precision: found "0%"; allowed: a share of the mean above 0%',
    ],
    ['a precision that forgets its %', { precision: '2' }, 'Hint: did you mean 2%?'],
    ['a precision in words', { precision: 'high' }, '--precision: found "high"'],
    ['a bound without a precision', { 'max-seeds': '50' }, '--max-seeds bounds --precision; without it'],
    [
      'a bound below the seeds',
      { 'max-seeds': '5', precision: '2%' },
      '--max-seeds: 5 is below the 20 seeds that are run in any case.',
    ],
    [
      'a bound that is no number',
      { 'max-seeds': '1e9', precision: '2%' },
      '--max-seeds: found "1e9"; allowed: a whole number from 1 to 100000.',
    ],
    [
      'a bound below the ten seeds of a precision',
      { seeds: '1..3', 'max-seeds': '5', precision: '2%' },
      '--max-seeds: 5 is below the 10 seeds that are run in any case.',
    ],
    [
      'a primary metric that is none',
      { primary: 'latencyp99' },
      '--primary: found "latencyp99"; allowed: a metric: delivered, ',
    ],
    ['a metric that policies are not compared by', { primary: 'timeouts' }, '--primary: found "timeouts"'],
    ['no workers', { workers: '0' }, '--workers: found "0"; allowed: a whole number from 1 to 256.'],
    ['fewer workers', { workers: '-2' }, '--workers: found "-2"'],
    ['half a worker', { workers: '1.5' }, '--workers: found "1.5"'],
    ['too many workers', { workers: '257' }, '--workers: found "257"'],
    ['two forms', { json: true, csv: true }, '--json and --csv exclude each other'],
    [
      'an unknown transport',
      { transport: 'injekt' },
      '--transport: found "injekt"; allowed: a transport: supertest, inject or direct. Hint: did you mean inject?',
    ],
    ['a sweep of one value', { sweep: 'devices=1' }, '--sweep: one value of devices makes no curve'],
  ])('%s', ([, given, sentence]) => {
    expect(() => requestOf({ ...LEAST, ...given })).toThrow(UsageError);
    expect(() => requestOf({ ...LEAST, ...given })).toThrow(sentence);
  });
});
