import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FAULT_NAMES } from '../faults/index.ts';
import { parseScenario } from './parse-scenario.ts';
import type { ParseOptions } from './parse-scenario.ts';
import type { Scenario } from './scenario.ts';
import { ERRORS_MAX } from './error-list.ts';
import { describeScenario, scenarioToYaml } from './describe-scenario.ts';

const HEAD = 'name: a\nduration: 5m\n';

function scenarioOf(yaml: string, options: ParseOptions = {}): Scenario {
  const result = parseScenario(yaml, 'a.yaml', options);
  if (!result.ok) throw new Error(JSON.stringify(result.errors));
  return result.scenario;
}

describe('defaults', () => {
  test('a name and a duration are enough, and every fault is off', () => {
    const scenario = scenarioOf(HEAD);
    // What is no fault may be off too.
    const off = describeScenario(scenario).filter(
      ([path, value]) => FAULT_NAMES.some((name) => name === path) && (value === 'off' || value === 'none'),
    );
    // A reboot and a restart are what only a window can have.
    const lasting = FAULT_NAMES.filter((name) => name !== 'device.reboot' && name !== 'edge.restart');
    expect(off.map(([path]) => path)).toEqual(lasting);
  });

  test('the drain is the retry horizon in whole seconds and 30 s more', () => {
    // 46.5 s of delays and 30 s of timeouts are 76.5 s.
    expect(scenarioOf(HEAD).drain.withinMs).toBe(77_000 + 30_000);
  });

  test('a cap that the policy ignores does not stand in the way of a long base', () => {
    const { policy } = scenarioOf(`${HEAD}device: { policy: { name: fixed, base: 1m } }`).device;
    expect(policy.capMs).toBe(60_000);
  });
});

describe('a window', () => {
  test('keeps the fields of a fault that it does not name', () => {
    const [window] = scenarioOf(
      `${HEAD}edge: { overload: { probability: 10%, retryAfter: 7s } }\n` +
        'timeline: [{ at: 1m, for: 1m, edge: { overload: 90% } }]',
    ).timeline;
    expect(window?.edge).toEqual({ overload: { probability: 0.9, retryAfterMs: 7_000 } });
    expect(window?.network).toEqual({});
  });

  test('may turn off what the base turns on', () => {
    const [window] = scenarioOf(
      `${HEAD}edge: { capacity: 5 }\ntimeline: [{ at: 1m, for: 1m, edge: { capacity: none } }]`,
    ).timeline;
    expect(window?.edge).toEqual({ capacity: null });
  });

  test('takes the short forms of partition, reboot and restart', () => {
    const { timeline } = scenarioOf(
      `${HEAD}fleet: { devices: 5 }\ntimeline:\n` +
        '  - { at: 1m, for: 1m, network: { partition: requests }, device: { reboot: true } }\n' +
        '  - { at: 3m, for: 1m, network: { partition: { devices: { first: 3 } } }, edge: { restart: true } }\n',
    );
    expect(timeline[0]).toMatchObject({
      network: { partition: { mode: 'requests', devices: 'all' } },
      reboot: { devices: 'all' },
      restart: false,
    });
    expect(timeline[1]).toMatchObject({
      network: { partition: { mode: 'both', devices: { first: 3 } } },
      reboot: null,
      restart: true,
    });
  });

  test('may begin when another of the same fault ends', () => {
    const { timeline } = scenarioOf(
      `${HEAD}timeline:\n  - { at: 1m, for: 1m, network: { loss: 1 } }\n  - { at: 2m, for: 1m, network: { loss: 1 } }\n`,
    );
    expect(timeline).toHaveLength(2);
  });
});

describe('expectations', () => {
  test('a list asks for the strongest level that each fault can reach', () => {
    const { faults } = scenarioOf(
      `${HEAD}network: { duplicate: 1%, loss: 1% }\nexpect: { faults: [network.duplicate, network.loss] }`,
    ).expect;
    expect(faults).toEqual([
      { fault: 'network.duplicate', level: 'in-effect' },
      { fault: 'network.loss', level: 'seen' },
    ]);
  });

  test('several bounds on one metric are a list', () => {
    expect(scenarioOf(`${HEAD}expect: { delivered: [">= 80%", "< 90%"] }`).expect.metrics).toEqual([
      { metric: 'delivered', comparison: '>=', value: 0.8, of: null },
      { metric: 'delivered', comparison: '<', value: 0.9, of: null },
    ]);
  });

  test('what is said of the built-in subject stands apart, and is written back so', () => {
    const text = `${HEAD}expect: { delivered: ">= 80%", builtIn: { delivered: "<= 90%", violations: { accepted-once: why } } }`;
    const scenario = scenarioOf(text);
    expect(scenario.expect).toMatchObject({
      metrics: [{ metric: 'delivered', comparison: '>=' }],
      violations: [],
      builtIn: {
        metrics: [{ metric: 'delivered', comparison: '<=' }],
        violations: [{ invariant: 'accepted-once', because: 'why' }],
      },
    });
    expect(scenarioOf(scenarioToYaml(scenario))).toEqual(scenario);
  });

  test('what may be broken needs a reason, and is written back', () => {
    const text = `${HEAD}expect: { mayBreak: { accepted-once: it forgets } }`;
    const scenario = scenarioOf(text);
    expect(scenario.expect.mayBreak).toEqual([{ invariant: 'accepted-once', because: 'it forgets' }]);
    expect(scenarioOf(scenarioToYaml(scenario))).toEqual(scenario);
  });

  test('a count may be bounded by another count, but not by itself', () => {
    expect(scenarioOf(`${HEAD}expect: { stored: "= generated" }`).expect.metrics).toEqual([
      { metric: 'stored', comparison: '=', value: 1, of: 'generated' },
    ]);
    expect(parseScenario(`${HEAD}expect: { stored: "= stored" }`, 'a.yaml')).toMatchObject({
      ok: false,
      errors: [{ found: '= stored', hint: expect.stringContaining('compare it with generated') }],
    });
  });

  test('of a Retry-After that no header can say are a warning', () => {
    const warningsOf = (retryAfter: string) => {
      const result = parseScenario(
        `${HEAD}edge: { overload: { probability: 5%, retryAfter: ${retryAfter} } }\n`,
        'f',
      );
      return result.ok ? result.warnings : null;
    };
    expect(warningsOf('200ms')).toMatchObject([
      {
        code: 'retry-after-rounded',
        path: 'edge.overload.retryAfter',
        message: expect.stringContaining('sent as 1s'),
      },
    ]);
    expect(warningsOf('2s')).toEqual([]);
  });

  test('beyond the last year that a timestamp may name are refused', () => {
    // 2026-01-01 to 2099-12-31 are 74 years, 18 of them leap years.
    expect(parseScenario('name: a\nduration: 27028d\nfleet: { interval: 365d }\n', 'f').ok).toBe(true);
    expect(parseScenario('name: a\nduration: 27029d\n', 'f')).toMatchObject({
      ok: false,
      errors: [{ path: 'duration', allowed: 'a duration from 1ms to 27028d' }],
    });
  });

  test('of a fault that nothing turns on are a warning', () => {
    const result = parseScenario(`${HEAD}expect: { faults: [network.loss] }`, 'a.yaml');
    expect(result).toMatchObject({ ok: true, warnings: [{ code: 'fault-never-on', line: 3 }] });
  });

  test.for([
    ['{ delivered: [">= 90%", "< 80%"] }', 'delivered', "delivered can't be >= 90% and < 80%"],
    ['{ latencyP50: ["> 1s", "<= 1s"] }', 'latencyP50', "latencyP50 can't be > 1s and <= 1s"],
    ['{ latencyP50: ["> 1s", "< 1s"] }', 'latencyP50', "latencyP50 can't be > 1s and < 1s"],
    ['{ stored: ["= 1", "= 2"] }', 'stored', "stored can't be = 1 and = 2"],
    // There is no whole number between 3 and 4.
    ['{ stored: ["> 3", "< 4"] }', 'stored', "stored can't be > 3 and < 4"],
    [
      '{ stored: ["> 60% of generated", "< 50% of generated"] }',
      'stored',
      "stored can't be > 60% of generated",
    ],
    ['{ lost: "= 0", builtIn: { lost: ">= 1" } }', 'builtIn.lost', "lost can't be = 0 and >= 1"],
  ] as const)('that contradict each other in %s are a warning', ([bounds, path, message]) => {
    expect(parseScenario(`${HEAD}expect: ${bounds}`, 'a.yaml')).toMatchObject({
      ok: true,
      warnings: [
        {
          code: 'bounds-contradict',
          path: `expect.${path}`,
          line: 3,
          message: expect.stringContaining(message),
        },
      ],
    });
  });

  test.for([
    '{ delivered: [">= 80%", "<= 90%"] }',
    '{ latencyP50: [">= 1s", "<= 1s"] }',
    '{ latencyP50: ["> 1s", "< 2s"] }',
    '{ stored: ["> 3", "< 5"] }',
    '{ stored: ["> 600", "< 50% of generated"] }',
    '{ stored: ">= 10", acknowledged: "< 10" }',
  ])('that may hold together in %s are none', (bounds) => {
    expect(parseScenario(`${HEAD}expect: ${bounds}`, 'a.yaml')).toMatchObject({ ok: true, warnings: [] });
  });
});

test('policies that the caller knows may be named', () => {
  const yaml = `${HEAD}device: { policy: my-own }`;
  expect(parseScenario(yaml, 'a.yaml').ok).toBe(false);
  expect(scenarioOf(yaml, { knownPolicies: ['my-own'] }).device.policy.name).toBe('my-own');
});

test('a list of errors ends where a person would stop reading', () => {
  const keys = Array.from({ length: 500 }, (_, index) => `k${index}: 1\n`).join('');
  const result = parseScenario(HEAD + keys, 'a.yaml');
  const errors = result.ok ? [] : result.errors;
  expect(errors).toHaveLength(ERRORS_MAX);
  // 99 are shown, and 401 of the 500 are counted.
  expect(errors.at(-1)).toMatchObject({ code: 'too-many-errors', found: '401 more errors' });
});

describe('laws', () => {
  test('no text makes the loader throw, and every error has a place and a hint', () => {
    const keys = [
      'name',
      'duration',
      'network',
      'loss',
      'edge',
      'timeline',
      'at',
      'for',
      'expect',
      'faults',
      'none',
      '5m',
    ];
    const signs = [
      ': ',
      '\n',
      '\n  ',
      '- ',
      '{',
      '}',
      '[',
      ']',
      ', ',
      '"',
      '&a ',
      '*a',
      '!t ',
      '#',
      '|',
      '>',
      '%',
      '\t',
      '\0',
    ];
    const word = fc.constantFrom(...keys, ...signs);
    fc.assert(
      fc.property(fc.array(word, { maxLength: 40 }), (words) => {
        const result = parseScenario(words.join(''), 'a.yaml');
        for (const error of result.ok ? [] : result.errors) {
          expect(error.line).toBeGreaterThanOrEqual(1);
          expect(error.col).toBeGreaterThanOrEqual(1);
          expect(error.found).not.toMatch(/\p{Cc}/u);
          expect(error.hint ?? '').not.toBe('');
        }
      }),
    );
  });

  test('no bytes make the loader throw', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(parseScenario(bytes, 'a.yaml').ok).toBe(false);
      }),
    );
  });

  test('a resolved scenario is read back as itself', () => {
    fc.assert(
      fc.property(scenarioYaml, (yaml) => {
        const scenario = scenarioOf(yaml);
        expect(scenarioOf(scenarioToYaml(scenario))).toEqual(scenario);
      }),
    );
  });
});

const chance = fc.double({ min: 0, max: 1, noNaN: true }).map((value) => (value === 0 ? 0 : value));
const ms = fc.integer({ min: 1, max: 10_000_000 }).map((value) => `${value}ms`);
const deviceFaults = fc.record(
  { drop: chance, jitter: fc.record({ probability: chance, max: ms }), invalid: chance },
  { requiredKeys: [] },
);
const networkFaults = fc.record(
  {
    latency: fc.oneof(
      fc.record({ distribution: fc.constant('exponential'), mean: ms }),
      fc.record({ distribution: fc.constant('normal'), mean: ms, stddev: ms }),
      ms,
    ),
    answerLatency: fc.oneof(fc.constant('same'), ms),
    loss: chance,
    duplicate: fc.record({ probability: chance, min: fc.constant('0s'), max: ms }),
    burstLoss: fc.oneof(
      fc.constant('none'),
      fc.record(
        { goodMean: ms, badMean: ms, shared: fc.constantFrom('none', 'fleet', 5) },
        { requiredKeys: [] },
      ),
    ),
    bandwidth: fc.oneof(
      fc.constant('none'),
      fc.integer({ min: 1, max: 1e9 }),
      fc.record({ bytesPerSecond: fc.constant('none'), answers: fc.constantFrom('none', 100) }),
    ),
    partition: fc.constantFrom('none', 'both', 'refuse', { devices: { first: 1 } }),
  },
  { requiredKeys: [] },
);
const edgeFaults = fc.record(
  {
    overload: fc.record(
      { probability: chance, retryAfter: fc.oneof(fc.constant('none'), ms) },
      { requiredKeys: [] },
    ),
    capacity: fc.oneof(fc.constant('none'), fc.record({ rate: fc.integer({ min: 1, max: 1_000 }) })),
    rateLimit: fc.oneof(
      fc.constant('none'),
      fc.integer({ min: 1, max: 1_000 }),
      fc.record({ rate: fc.constant('none'), total: fc.constantFrom('none', 30, { rate: 2, burst: 7 }) }),
    ),
    contention: fc.oneof(
      fc.constant('none'),
      fc.record(
        { min: fc.constant('0s'), max: ms, retryAfter: fc.oneof(fc.constant('none'), ms) },
        { requiredKeys: ['min', 'max'] },
      ),
    ),
  },
  { requiredKeys: [] },
);

/** JSON is YAML, which spares the generator all of YAML's ways to write the same. */
const scenarioYaml = fc
  .record({
    description: fc.string({ unit: 'grapheme-ascii', maxLength: 40 }),
    fleet: fc.record({
      devices: fc.integer({ min: 1, max: 100 }),
      interval: fc.constant('3s'),
      arrivals: fc.constantFrom('regular', 'poisson'),
    }),
    device: deviceFaults,
    network: networkFaults,
    edge: edgeFaults,
    windows: fc.array(
      fc.record({ device: deviceFaults, network: networkFaults, edge: edgeFaults, restart: fc.boolean() }),
      { maxLength: 3 },
    ),
    delivered: chance,
  })
  .map(({ windows, delivered, ...rest }) => {
    const timeline = windows.map(({ restart, edge, ...window }, index) => ({
      at: `${index}m`,
      for: '1m',
      // Never empty: a window that changes nothing is an error.
      ...window,
      edge: { ...edge, ...(restart ? { restart } : { slow: 0.5 }) },
    }));
    return JSON.stringify({
      name: 'a',
      duration: '5m',
      ...rest,
      timeline,
      expect: { delivered: `>= ${delivered}` },
    });
  });
