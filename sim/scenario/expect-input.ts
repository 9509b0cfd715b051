import { INVARIANT_NAMES, parseSometimes, SOMETIMES_NAMES } from '../check/index.ts';
import { FAULT_LEVELS, FAULT_NAMES, FAULTS, strongestLevel } from '../faults/index.ts';
import type { FaultLevel, KnownFault } from '../faults/index.ts';
import * as z from 'zod';
import { count, duration, section, text } from '../../settings/index.ts';
import { isMapping } from '../../settings/plain.ts';
import { accept, gather, refuse, within } from '../../settings/problem.ts';
import type { Parsed, Problem } from '../../settings/problem.ts';
import { quantity } from '../../settings/quantity.ts';
import { parseWord } from '../../settings/word.ts';
import { METRIC_FIELDS } from './metric-fields.ts';
import type { ExcusedBreak, Expectations } from './expectations.ts';

type ExpectedFault = Expectations['faults'][number];

const FAULTS_ALLOWED = 'a list of faults, or a mapping from faults to levels';
const VIOLATIONS_ALLOWED = 'a mapping from invariants to the reason why this run breaks them';

function faultAtStrongest(name: unknown): Parsed<ExpectedFault> {
  const fault = parseWord(name, FAULT_NAMES, 'a fault');
  return fault.ok ? accept({ fault: fault.value, level: strongestLevel(FAULTS[fault.value]) }) : fault;
}

function faultAtLevel(name: string, value: unknown): Parsed<ExpectedFault> {
  const fault = parseWord(name, FAULT_NAMES, 'a fault');
  if (!fault.ok)
    return { ok: false, problems: fault.problems.map((problem) => ({ ...problem, code: 'unknown-key' })) };
  const level = parseWord(value, FAULT_LEVELS, 'a level');
  if (!level.ok) {
    const hint = `for example ${strongestLevel(FAULTS[fault.value])}`;
    return {
      ok: false,
      problems: level.problems.map((problem) => ({ ...problem, hint: problem.hint ?? hint })),
    };
  }
  return reachable(fault.value, level.value);
}

function reachable(fault: KnownFault, level: FaultLevel): Parsed<ExpectedFault> {
  const strongest = strongestLevel(FAULTS[fault]);
  if (FAULT_LEVELS.indexOf(level) <= FAULT_LEVELS.indexOf(strongest)) return accept({ fault, level });
  return refuse({
    found: level,
    allowed: `at most ${strongest} for ${fault}`,
    hint: `a client can never see ${fault} in what comes back to it; write ${strongest}`,
  });
}

function parseFaults(value: unknown): Parsed<readonly ExpectedFault[]> {
  if (Array.isArray(value)) {
    const twice = value.findIndex((name, index) => value.indexOf(name) !== index);
    if (twice !== -1) {
      const hint = 'remove one of the two';
      return { ok: false, problems: within(refuse({ allowed: 'each fault once', hint }).problems, twice) };
    }
    return gather(value.map((name: unknown, index) => [index, faultAtStrongest(name)]));
  }
  if (isMapping(value)) {
    return gather(Object.entries(value).map(([name, level]) => [name, faultAtLevel(name, level)]));
  }
  return refuse({ code: 'wrong-type', allowed: FAULTS_ALLOWED });
}

function parseReasons(value: unknown): Parsed<readonly ExcusedBreak[]> {
  if (!isMapping(value)) return refuse({ code: 'wrong-type', allowed: VIOLATIONS_ALLOWED });
  return gather(
    Object.entries(value).map(([name, because]): readonly [string, Parsed<ExcusedBreak>] => {
      const invariant = parseWord(name, INVARIANT_NAMES, 'an invariant');
      if (!invariant.ok) return [name, { ok: false, problems: invariant.problems.map(asKey) }];
      if (typeof because === 'string' && /^[^\p{C}]{1,500}$/u.test(because.trim())) {
        return [name, accept({ invariant: invariant.value, because: because.trim() })];
      }
      return [
        name,
        refuse({
          allowed: 'the reason, as text of 1 to 500 printable characters',
          hint: `for example ${name}: the dedupe TTL is too short`,
        }),
      ];
    }),
  );
}

function asKey(problem: Problem): Problem {
  return { ...problem, code: 'unknown-key' };
}

const faults = quantity<readonly ExpectedFault[]>(
  'Faults that must show: a list (each at the strongest level it can reach), or a level for each',
  {
    form: 'faults',
    allowed: FAULTS_ALLOWED,
    keywords: {
      anyOf: [
        { type: 'array', items: { enum: FAULT_NAMES }, uniqueItems: true },
        {
          type: 'object',
          propertyNames: { enum: FAULT_NAMES },
          additionalProperties: { enum: FAULT_LEVELS },
        },
      ],
    },
    example: '[network.loss]',
    values: z.custom<readonly ExpectedFault[]>(),
    parse: parseFaults,
    print: (expected) => Object.fromEntries(expected.map(({ fault, level }) => [fault, level])),
  },
);

const reasons = (doc: string) =>
  quantity<readonly ExcusedBreak[]>(doc, {
    form: 'violations',
    allowed: VIOLATIONS_ALLOWED,
    keywords: {
      type: 'object',
      propertyNames: { enum: INVARIANT_NAMES },
      additionalProperties: { type: 'string', minLength: 1, maxLength: 500 },
    },
    example: '{ accepted-once: the dedupe TTL is below the retry horizon }',
    values: z.custom<readonly ExcusedBreak[]>(),
    parse: parseReasons,
    print: (expected) => Object.fromEntries(expected.map(({ invariant, because }) => [invariant, because])),
  });

const violations = reasons(
  'Invariants that this run breaks, each with the reason; the run fails if one of them holds',
);
const mayBreak = reasons('Invariants that a right subject may break here or hold, each with the reason');

const SOMETIMES_ALLOWED = 'a list of properties: names, or queries in the words of trace query';

function parseProperties(value: unknown): Parsed<readonly string[]> {
  if (!Array.isArray(value)) return refuse({ code: 'wrong-type', allowed: SOMETIMES_ALLOWED });
  return gather(value.map((name: unknown, index) => [index, parseProperty(name)]));
}

function parseProperty(name: unknown): Parsed<string> {
  const allowed = `one of ${SOMETIMES_NAMES.join(', ')}, or a query such as attempt_sent attempt>3`;
  if (typeof name !== 'string') return refuse({ code: 'wrong-type', allowed });
  const parsed = parseSometimes(name);
  return parsed.ok ? accept(name) : refuse({ allowed, hint: parsed.why });
}

const sometimes = quantity<readonly string[]>(
  'What must happen at least once over many runs: properties by name, or queries in the words of `trace query`',
  {
    form: 'properties',
    allowed: SOMETIMES_ALLOWED,
    keywords: { type: 'array', items: { type: 'string' }, uniqueItems: true },
    example: '[retry-after-lost-answer]',
    values: z.custom<readonly string[]>(),
    parse: parseProperties,
    print: (names) => [...names],
  },
);

const OWN = 'that of the file';

/** `expect` of a scenario: faults, violations, and metrics by name. */
export const EXPECT_SETTINGS = section('What this run must show.', {
  faults,
  sometimes,
  violations,
  mayBreak,
  writtenFor: section('What the bounds were written for, where the run has another.', {
    duration: duration('duration then', { minMs: 1, example: '5m', otherwise: OWN }),
    devices: count('fleet.devices then', { min: 1, max: 1e9, otherwise: OWN }),
    interval: duration('fleet.interval then', { minMs: 1, otherwise: OWN }),
    policy: text('device.policy.name then', {
      allowed: 'the name of a policy, without spaces',
      isRight: (name) => /^[^\s\p{C}]{1,100}$/u.test(name),
      otherwise: OWN,
    }),
  }),
  builtIn: section(
    'What only the built-in edge and device must show: it is not applicable to others, who may be right without it.',
    { violations, ...METRIC_FIELDS },
  ),
  ownPolicy: section(
    'What the built-in edge and device must show by the policy that this file sets: it is not applicable by another, nor to others.',
    { violations, ...METRIC_FIELDS },
  ),
  ...METRIC_FIELDS,
});
