import { execFileSync } from 'node:child_process';
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { scratchFolder } from './scratch-folder.ts';
import {
  checkNamesUnique,
  formatScenarioError,
  formatScenarioWarning,
  parseScenario,
  readScenarioFile,
} from '../sim/scenario/index.ts';
import type { ScenarioError } from '../sim/scenario/index.ts';

/** Three lines that are fine; what a case adds begins on line 4. */
const GOOD = 'name: good\nduration: 5m\nfleet: { devices: 10 }\n';

/** All errors of a file; whatever is wrong with it, each of them must say what to do. */
function errorsOf(input: string | Uint8Array): readonly ScenarioError[] {
  const result = parseScenario(input, 'bad.yaml');
  const errors = result.ok ? [] : result.errors;
  expect(errors.filter(({ hint }) => (hint ?? '').trim() === '').map(formatScenarioError)).toEqual([]);
  return errors;
}

/** The one error of a file; a second one would be noise that follows from the first. */
function errorOf(input: string | Uint8Array): ScenarioError {
  const errors = errorsOf(input);
  const [error] = errors;
  if (error === undefined || errors.length > 1) {
    throw new Error(`expected one error, got: ${errors.map(formatScenarioError).join('\n')}`);
  }
  return error;
}

/** The superuser may read everything, whatever a file's mode says; so for this one call it becomes nobody. */
function asNobodySpecial<T>(run: () => T): T {
  if (process.geteuid?.() !== 0) return run();
  process.seteuid?.(65_534);
  try {
    return run();
  } finally {
    process.seteuid?.(0);
  }
}

describe('what is no scenario file', () => {
  let folder = '';
  beforeAll(() => {
    folder = scratchFolder('scenario-files');
  });

  function fileError(path: string): ScenarioError {
    const result = readScenarioFile(path);
    const [error] = result.ok ? [] : result.errors;
    if (error === undefined) throw new Error(`${path} was accepted`);
    return error;
  }

  test('a missing file', () => {
    const file = join(folder, 'missing.yaml');
    expect(fileError(file)).toMatchObject({
      code: 'unreadable',
      file,
      line: 1,
      col: 1,
      found: 'no such file',
    });
  });

  test('a directory', () => {
    expect(fileError(folder)).toMatchObject({ code: 'unreadable', found: 'a directory' });
  });

  test('a path through a file', () => {
    const file = join(folder, 'file.yaml');
    writeFileSync(file, GOOD);
    expect(fileError(join(file, 'inner.yaml'))).toMatchObject({ code: 'unreadable' });
  });

  test('a FIFO that nobody writes to, without waiting for a writer', () => {
    const file = join(folder, 'fifo.yaml');
    execFileSync('/bin/sh', ['-c', 'mkfifo "$0"', file]);
    expect(fileError(file)).toMatchObject({ code: 'unreadable', found: 'a named pipe (FIFO)' });
  });

  test('a device, without reading it', () => {
    expect(fileError('/dev/zero')).toMatchObject({ code: 'unreadable', found: 'a device or socket' });
  });

  test('an unreadable file', () => {
    const file = join(folder, 'secret.yaml');
    writeFileSync(file, GOOD);
    chmodSync(folder, 0o755);
    chmodSync(file, 0);
    expect(asNobodySpecial(() => fileError(file))).toMatchObject({
      code: 'unreadable',
      found: 'a file that you may not read',
    });
  });

  test('a path with a NUL in it', () => {
    const error = fileError(`${folder}/a\0b.yaml`);
    expect(error.code).toBe('unreadable');
    expect(formatScenarioError(error)).not.toContain('\0');
  });

  test('a file over 1 MiB', () => {
    const file = join(folder, 'large.yaml');
    writeFileSync(file, `${GOOD}#${'x'.repeat(1024 * 1024)}`);
    expect(fileError(file)).toMatchObject({ code: 'too-large' });
  });

  test('a good file is read', () => {
    const file = join(folder, 'good.yaml');
    writeFileSync(file, GOOD);
    const read = readScenarioFile(file);
    expect(read).toMatchObject({ ok: true, scenario: { name: 'good' } });
    expect(read.ok && read.placeOf(['name'])).toMatchObject({ file, line: 1 });
  });
});

describe('what cannot be read as one YAML document', () => {
  test.for([
    ['an empty file', ''],
    ['only comments', '# nothing\n\n# here\n'],
    ['only a document start', '---\n'],
  ])('%s', ([, text]) => {
    expect(errorOf(text ?? '')).toMatchObject({ code: 'empty', allowed: expect.any(String) });
  });

  test('1 MiB and one byte', () => {
    expect(errorOf('#'.repeat(1024 * 1024 + 1))).toMatchObject({ code: 'too-large' });
  });

  test.for([
    ['65 levels of brackets', `x: ${'['.repeat(65)}${']'.repeat(65)}`],
    ['10,000 brackets, which would abort the parser', '['.repeat(10_000)],
    ['10,000 dashes on a line', '- '.repeat(10_000)],
    ['10,000 braces', '{a: '.repeat(10_000)],
    ['100 levels of indentation', Array.from({ length: 100 }, (_, i) => `${' '.repeat(i)}a:`).join('\n')],
  ] as const)('%s', ([, text]) => {
    expect(errorOf(text)).toMatchObject({ code: 'too-deep', allowed: 'at most 64 levels' });
  });

  test('a NUL', () => {
    expect(errorOf(`${GOOD}description: a\0b\n`)).toMatchObject({ code: 'not-text', line: 4, col: 15 });
  });

  test('invalid UTF-8, at its place', () => {
    const bytes = Buffer.concat([
      Buffer.from(`${GOOD}description: ä`),
      Buffer.from([0xff]),
      Buffer.from('\n'),
    ]);
    expect(errorOf(bytes)).toMatchObject({ code: 'not-text', line: 4, col: 15 });
  });

  test('half a character at the end', () => {
    const bytes = Buffer.concat([Buffer.from(GOOD), Buffer.from([0xe2, 0x82])]);
    expect(errorOf(bytes)).toMatchObject({ code: 'not-text', line: 4, col: 1 });
  });

  test('CRLF and a byte order mark are fine', () => {
    const result = parseScenario(Buffer.from(`\uFEFF${GOOD.replaceAll('\n', '\r\n')}`), 'a.yaml');
    expect(result).toMatchObject({ ok: true, scenario: { name: 'good' } });
    expect(result.ok && result.placeOf(['name'])).toMatchObject({ line: 1, col: 7 });
  });

  test('places are right after CRLF and a byte order mark', () => {
    const text = `\uFEFF${GOOD}network: { los: 1 }\n`.replaceAll('\n', '\r\n');
    expect(errorOf(Buffer.from(text))).toMatchObject({ line: 4, col: 12 });
  });
});

describe('parts of YAML that scenarios do not need', () => {
  test('an alias bomb, without expanding it', () => {
    const levels = Array.from(
      { length: 20 },
      (_, i) => `x${i + 1}: &x${i + 1} [${`*x${i}, `.repeat(9)}*x${i}]`,
    );
    const errors = errorsOf(`x0: &x0 [lol]\n${levels.join('\n')}\n`);
    expect(errors.some((error) => error.code === 'yaml-feature' && error.found === 'the anchor &x0')).toBe(
      true,
    );
    expect(errors.some((error) => error.code === 'yaml-feature' && error.found === 'the alias *x0')).toBe(
      true,
    );
  });

  test.for([
    ['an anchor', 'description: &a text', 'the anchor &a'],
    ['an alias', 'description: *a', 'the alias *a'],
    ['a tag', 'description: !!str 5', 'the tag !!str'],
    ['a tag of JavaScript', 'description: !!js/function x', 'the tag !!js/function'],
    ['a merge key', '<<: { description: x }', 'the merge key <<'],
    ['a further document', '---\nname: other', 'a further document (---)'],
  ] as const)('%s', ([, line, found]) => {
    const errors = errorsOf(`${GOOD}${line}\n`);
    expect(errors[0]).toMatchObject({ code: 'yaml-feature', line: 4, found });
  });

  test('a directive, which could change what words mean', () => {
    expect(errorOf(`%YAML 1.1\n---\n${GOOD}`)).toMatchObject({ code: 'yaml-feature', line: 1, col: 1 });
  });
});

describe('keys', () => {
  test('an unknown key', () => {
    expect(errorOf(`${GOOD}device: { policy: { retriess: 3 } }\n`)).toMatchObject({
      code: 'unknown-key',
      line: 4,
      col: 21,
      path: 'device.policy.retriess',
      hint: 'did you mean retries?',
    });
  });

  test('a fault in the wrong section', () => {
    expect(errorOf(`${GOOD}overload: 10%\n`)).toMatchObject({
      code: 'unknown-key',
      hint: 'did you mean edge.overload?',
    });
  });

  test('a duplicate key, with both places', () => {
    const error = errorOf(`${GOOD}network: { loss: 1%, loss: 2% }\n`);
    expect(error).toMatchObject({ code: 'duplicate-key', line: 4, col: 22, path: 'network.loss' });
    expect(error.hint).toContain('4:12');
  });

  test.for(['__proto__', 'constructor', 'prototype'])('%s as a key', (key) => {
    expect(errorOf(`${GOOD}${key}: { admin: true }\n`)).toMatchObject({
      code: 'forbidden-key',
      line: 4,
      path: key,
    });
    expect(Object.hasOwn(Object.prototype, 'admin')).toBe(false);
  });

  test.for(['__proto__', 'constructor', 'toString', 'hasOwnProperty'])('%s deep inside', (key) => {
    expect(errorOf(`${GOOD}network: { ${key}: 5 }\n`)).toMatchObject({ line: 4, path: `network.${key}` });
  });

  test('a key without a value', () => {
    expect(errorOf(`${GOOD}network:\n`)).toMatchObject({ code: 'empty', line: 4, path: 'network' });
  });

  test('a key that is missing', () => {
    expect(errorsOf('description: x\n')).toMatchObject([
      { code: 'missing', path: 'name', line: 1 },
      { code: 'missing', path: 'duration', line: 1 },
    ]);
  });
});

describe('durations', () => {
  test.for([
    ['5', 'a unit is needed; did you mean 5s?'],
    ['5 min', 'did you mean 5m?'],
    ['1:30', 'a duration is no clock time; for minutes and seconds write 90s'],
    ['-1s', 'a duration cannot be negative'],
    ['"5"', 'a unit is needed; did you mean 5s?'],
    ['.inf', 'for example 5s'],
    ['[5s]', 'for example 5s'],
  ] as const)('%s', ([text, hint]) => {
    const error = errorOf(`${GOOD}device: { timeout: ${text} }\n`);
    expect(error).toMatchObject({ line: 4, col: 20, path: 'device.timeout', hint });
    expect(error.allowed).toContain('a duration with its unit');
  });

  test('longer than a timer can wait', () => {
    expect(errorOf(`${GOOD}device: { timeout: 30d }\n`)).toMatchObject({ path: 'device.timeout' });
  });
});

describe('probabilities', () => {
  test.for(['-0.1', '1.5', '150%', '.nan', '.inf', '-.inf', 'half', 'true'])('%s', (text) => {
    expect(errorOf(`${GOOD}network: { loss: { probability: ${text} } }\n`)).toMatchObject({
      line: 4,
      col: 33,
      path: 'network.loss.probability',
      allowed: 'a probability: a number from 0 to 1, or a percentage from 0% to 100%',
    });
  });

  test('in short form is shown where it stands', () => {
    expect(errorOf(`${GOOD}network: { loss: 150% }\n`)).toMatchObject({
      line: 4,
      col: 18,
      path: 'network.loss',
      found: '"150%" (text)',
    });
  });
});

describe('words that another YAML reads differently', () => {
  test.for([
    ['device: { inFlightMax: yes }', 'device.inFlightMax', '"yes" (text)'],
    ['device: { inFlightMax: on }', 'device.inFlightMax', '"on" (text)'],
    ['device: { inFlightMax: 0x1f }', 'device.inFlightMax', '0x1f (read as the number 31)'],
    ['device: { inFlightMax: 0o17 }', 'device.inFlightMax', '0o17 (read as the number 15)'],
    [
      'device: { inFlightMax: 012 }',
      'device.inFlightMax',
      '012 (read as the number 12; older YAML reads 10)',
    ],
    ['device: { inFlightMax: 1_000 }', 'device.inFlightMax', '"1_000" (text)'],
    ['device: { inFlightMax: "4" }', 'device.inFlightMax', '"4" (text)'],
    [
      'device: { inFlightMax: 9007199254740993 }',
      'device.inFlightMax',
      '9007199254740993 (read as 9007199254740992)',
    ],
    ['timeline: [{ at: 1m, for: 1m, edge: { restart: yes } }]', 'timeline.0.edge.restart', '"yes" (text)'],
    ['network: { partition: off }', 'network.partition.mode', 'off'],
  ] as const)('%s', ([line, path, found]) => {
    const error = errorOf(`${GOOD}${line}\n`);
    expect(error).toMatchObject({ line: 4, found });
    expect(path.startsWith(error.path)).toBe(true);
  });
});

describe('values that do not fit together, both places named', () => {
  test.for([
    ['network: { reorder: { min: 3s, max: 2s } }', 'network.reorder.min', 'network.reorder.max at 4:37'],
    [
      'network: { latency: { distribution: uniform, min: 80ms, max: 20ms } }',
      'network.latency.min',
      'network.latency.max at 4:62',
    ],
    ['edge: { slow: { min: 9s } }', 'edge.slow.min', 'edge.slow.max (a default)'],
    ['device: { policy: { base: 1m, cap: 30s } }', 'device.policy.base', 'device.policy.cap at 4:36'],
    ['timeline: [{ at: 6m, for: 1m, network: { loss: 1 } }]', 'timeline.0.at', 'duration at 2:11'],
    ['timeline: [{ at: 4m, for: 2m, network: { loss: 1 } }]', 'timeline.0.for', 'duration at 2:11'],
    [
      'network: { partition: { devices: { first: 11 } } }',
      'network.partition.devices.first',
      'fleet.devices at 3:19',
    ],
    [
      'timeline: [{ at: 1m, for: 1m, device: { reboot: { first: 11 } } }]',
      'timeline.0.device.reboot.first',
      'fleet.devices at 3:19',
    ],
    [
      'timeline: [{ at: 1m, for: 1m, edge: { overload: 1 } }, { at: 90s, for: 1m, edge: { overload: 0 } }]',
      'timeline.1.edge.overload',
      'timeline.0.edge.overload at 4:49',
    ],
    [
      'timeline: [{ at: 1m, for: 1m, device: { reboot: true } }, { at: 1m, for: 1s, device: { reboot: all } }]',
      'timeline.1.device.reboot',
      'timeline.0.device.reboot at 4:49',
    ],
  ] as const)('%s', ([line, path, other]) => {
    const error = errorOf(`${GOOD}${line}\n`);
    expect(error).toMatchObject({ code: 'conflict', line: 4, path });
    expect(error.found).toContain(other);
  });

  test('a window that changes nothing', () => {
    expect(errorOf(`${GOOD}timeline: [{ at: 1m, for: 1m }]\n`)).toMatchObject({ path: 'timeline.0' });
  });

  test.for([
    [
      'timeline: [{ at: 1m, for: 1s, edge: { overload: 1, version: next } }]',
      'timeline.0.edge.version',
      'edge: { restart: true, version: next }',
    ],
    [
      'timeline: [{ at: 1m, for: 1s, edge: { overload: 1, orderly: 5s } }]',
      'timeline.0.edge.orderly',
      'edge: { restart: true, orderly: 5s }',
    ],
    ['next: { edge: ./v2.ts }', 'next.edge', 'edge: { restart: true, version: next }'],
    ['next: { device: ./v2.ts }', 'next.device', 'version: next'],
  ] as const)('a version that nobody runs: %s', ([line, path, hint]) => {
    const error = errorOf(`${GOOD}${line}\n`);
    expect(error).toMatchObject({ code: 'conflict', line: 4, path });
    expect(error.hint).toContain(hint);
  });

  test.for([
    'next: { edge: v2 }',
    "next: { device: '' }",
    'next: { edge: "./v\\u00072.ts" }',
    'next: { edge: 2 }',
  ])('a next program that is no module: %s', (line) => {
    expect(errorOf(`${GOOD}${line}\n`)).toMatchObject({ line: 4, path: expect.stringMatching(/^next\./) });
  });

  test('a capacity without a rate', () => {
    expect(errorOf(`${GOOD}edge: { capacity: { queue: 5 } }\n`)).toMatchObject({ code: 'missing', line: 4 });
  });

  test('a dedupe TTL below the retry horizon is a warning with the arithmetic', () => {
    const result = parseScenario(`${GOOD}edge: { dedupe: { ttl: 1m } }\n`, 'a.yaml');
    const [warning] = result.ok ? result.warnings : [];
    if (warning === undefined) throw new Error('no warning');
    expect(warning).toMatchObject({ code: 'ttl-below-horizon', line: 4, col: 24, path: 'edge.dedupe.ttl' });
    // 1.5 + 3 + 6 + 12 + 24 s of delays, six timeouts of 5 s.
    expect(formatScenarioWarning(warning)).toContain(
      '46.5s for the longest delays of 5 retries (exponential-jitter) + 30s for 6 timeouts of 5s = 76.5s',
    );
  });
});

describe('names that do not exist', () => {
  test.for([
    ['a fault', 'expect: { faults: [edge.overlaod] }', 'expect.faults.0', 'did you mean edge.overload?'],
    [
      'a fault without its section',
      'expect: { faults: [overload] }',
      'expect.faults.0',
      'did you mean edge.overload?',
    ],
    [
      'a fault with a level',
      'expect: { faults: { network.los: seen } }',
      'expect.faults.network.los',
      'did you mean network.loss?',
    ],
    [
      'a level',
      'expect: { faults: { network.loss: sen } }',
      'expect.faults.network.loss',
      'did you mean seen?',
    ],
    ['a policy', 'device: { policy: full-jiter }', 'device.policy', 'did you mean full-jitter?'],
    [
      'an invariant',
      'expect: { violations: { acepted-once: x } }',
      'expect.violations.acepted-once',
      'did you mean accepted-once?',
    ],
    [
      'a metric, which is never a pass',
      'expect: { deliverd: ">= 80%" }',
      'expect.deliverd',
      'did you mean delivered?',
    ],
    [
      'a metric by its former name',
      'expect: { duplicatedOnWire: ">= 1" }',
      'expect.duplicatedOnWire',
      'it is called reachedAgain now',
    ],
    [
      'a distribution',
      'network: { latency: { distribution: gauss } }',
      'network.latency.distribution',
      'for example uniform',
    ],
    ['an enum word', 'fleet: { start: stagered }', 'fleet.start', 'did you mean staggered?'],
  ] as const)('%s', ([, line, path, hint]) => {
    // The line may be `fleet`, which GOOD has already.
    const head = line.startsWith('fleet') ? 'name: good\nduration: 5m\n\n' : GOOD;
    expect(errorOf(`${head}${line}\n`)).toMatchObject({ line: 4, path, hint });
  });

  test('a level that a fault can never reach', () => {
    expect(errorOf(`${GOOD}expect: { faults: { network.duplicate: seen } }\n`)).toMatchObject({
      allowed: 'at most in-effect for network.duplicate',
    });
  });

  test.for(['80%', '"80%"', '">= 150%"', '"~ 80%"', '5', '[]', '{ min: 80% }'])(
    'delivered: %s is no bound',
    (bound) => {
      expect(errorOf(`${GOOD}expect: { delivered: ${bound} }\n`)).toMatchObject({
        line: 4,
        path: 'expect.delivered',
      });
    },
  );

  test('a comparison without quotes, which YAML takes for a block of text', () => {
    const errors = errorsOf(`${GOOD}expect:\n  delivered: >= 80%\n`);
    expect(errors[0]).toMatchObject({ code: 'yaml-syntax', line: 5 });
    expect(errors[0]?.hint).toContain('">= 80%"');
  });
});

describe('size', () => {
  const HUGE = 'name: huge\nduration: 5m\nfleet: { devices: 1000000000, interval: 3s }\n';

  test('a billion devices are estimated and refused', () => {
    // 10^9 devices × 300 s / 3 s readings, six attempts each.
    expect(errorOf(HUGE)).toMatchObject({
      code: 'over-budget',
      line: 3,
      col: 19,
      found: '1000000000 devices that record 100000000000 readings and send up to 600000000000 requests',
    });
  });

  test('unless they are forced', () => {
    expect(parseScenario(HUGE, 'huge.yaml', { force: true }).ok).toBe(true);
  });

  test('a short interval over a long time is estimated too', () => {
    expect(errorOf('name: a\nduration: 10d\nfleet: { interval: 1ms }\n')).toMatchObject({
      code: 'over-budget',
    });
  });

  test('more devices than can be written', () => {
    expect(errorOf('name: a\nduration: 1m\nfleet: { devices: 1e300 }\n')).toMatchObject({
      path: 'fleet.devices',
    });
  });
});

describe('every error says what to do', () => {
  test.for([
    ['a negative probability', 'network: { loss: -0.1 }'],
    ['a probability above 1', 'network: { loss: 1.5 }'],
    ['a percentage above 100', 'network: { loss: 150% }'],
    ['a probability that is no number', 'network: { loss: .nan }'],
    ['an infinite probability', 'network: { loss: .inf }'],
    ['yes for a probability', 'network: { loss: yes }'],
    ['on for a probability', 'network: { loss: on }'],
    ['a list for a probability', 'network: { loss: { probability: [1] } }'],
    ['a duration of 0', 'device: { timeout: 0s }'],
    ['a duration beyond all timers', 'device: { timeout: 30d }'],
    ['a duration beyond all calendars', 'drain: { within: 40000d }'],
    ['a duration in words', 'drain: { within: a while }'],
    ['a comparison that does not exist', 'expect: { delivered: ">> 80%" }'],
    ['a share where a number is counted', 'expect: { lost: "= 10%" }'],
    ['a share above 100%', 'expect: { delivered: ">= 150%" }'],
    ['no comparison', 'expect: { delivered: [] }'],
    ['a mapping for a comparison', 'expect: { delivered: { min: 80% } }'],
    ['a fault that is far from all', 'expect: { faults: [gremlins] }'],
    ['a level that is far from all', 'expect: { faults: { network.loss: terrible } }'],
    ['text for faults', 'expect: { faults: 5 }'],
    ['no reason', 'expect: { violations: { accepted-once: "" } }'],
    ['a list of violations', 'expect: { violations: [accepted-once] }'],
    ['a policy that is far from all', 'device: { policy: wishful }'],
    ['a distribution that is far from all', 'network: { latency: { distribution: gauss } }'],
    ['a latency without distribution', 'network: { latency: { min: 1s } }'],
    ['a list for a latency', 'network: { latency: [1s] }'],
    ['a number below the least', 'edge: { capacity: 0 }'],
    ['a count below 0', 'device: { policy: { retries: -5 } }'],
    ['text for a count', 'device: { policy: { retries: many } }'],
    ['an unknown key', 'device: { temperature: 5 }'],
    ['an unknown key at the top', 'temperature: 5'],
    ['a key of another section', 'device: { outbox: { capacity: 1000 } }'],
    ['a number for a section', 'device: 5'],
    ['a number for the timeline', 'timeline: 5'],
    ['a number for a window', 'timeline: [5]'],
    ['a window without its length', 'timeline: [{ at: 1m, network: { loss: 1 } }]'],
    ['a window without its start', 'timeline: [{ for: 1m, network: { loss: 1 } }]'],
    ['too many windows', `timeline: [${'{ at: 1m, for: 1m },'.repeat(1_001)}]`],
    ['devices that are no set', 'network: { partition: { devices: 5 } }'],
    ['devices without a number', 'network: { partition: { devices: {} } }'],
    ['a description with escapes', 'description: "\\e[31m"'],
    ['a forbidden key', '__proto__: 5'],
    ['an empty key', '"": 5'],
    ['a key that is a list', '? [a]\n: 5'],
    ['nothing after the colon', 'network:'],
    ['a tab', 'network:\n\tloss: 1'],
    ['a bracket that is never closed', 'network: { loss: 1'],
    ['a quote that is never closed', 'description: "a'],
    ['an anchor', 'description: &a b'],
  ] as const)('%s', ([, line]) => {
    expect(errorsOf(`${GOOD}${line}\n`)).not.toEqual([]);
  });

  test.for([
    ['a list at the top', '- a\n- b\n'],
    ['a number at the top', '5\n'],
    ['text at the top', 'text\n'],
    ['a mapping without keys', '{}\n'],
    ['an empty file', ''],
    ['a name with escapes', 'duration: 5m\nname: "\\e[31m"\n'],
    ['a name of 10 KB', `duration: 5m\nname: ${'a'.repeat(10_240)}\n`],
    ['a name that is a list', 'duration: 5m\nname: [a]\n'],
    ['a run without length', 'name: a\nduration: 0s\n'],
    ['two colons', 'a: b: c\n'],
    ['a NUL', '\0'],
  ] as const)('%s', ([, text]) => {
    expect(errorsOf(text)).not.toEqual([]);
  });

  test.for([
    ['network: { loss: yes }', 'for example 10%'],
    ['network: { loss: 150% }', 'for example 10%'],
    ['device: { timeout: 0s }', 'for example 5s'],
    ['expect: { delivered: ">> 80%" }', 'for example ">= 80%"'],
    ['timeline: [{ at: 1m, network: { loss: 1 } }]', 'add for: 30s'],
    ['device: { outbox: { capacity: 5 } }', 'the keys here are limit or overflow; capacity belongs to edge'],
    ['device: { retriess: 3 }', 'did you mean device.policy.retries?'],
    ['timeline: [{ at: 1m, for: 1m, los: 3 }]', 'did you mean timeline.0.network.loss?'],
    ['network: { latency: [1s] }', 'for example latency: 50ms'],
    ['polcy: fixed', 'did you mean device.policy?'],
    ['edge: { burstLoss: none }', 'burstLoss belongs to network'],
    ['device: { temperature: 5 }', 'remove it, or use one of these keys'],
  ] as const)('%s: %s', ([line, hint]) => {
    expect(errorOf(`${GOOD}${line}\n`).hint).toBe(hint);
  });

  test('a mistake in the YAML is told as a sentence', () => {
    const [error] = errorsOf(`${GOOD}network:\n\tloss: 1\n`);
    expect(error).toMatchObject({
      found: 'a YAML mistake (tabs are not allowed as indentation)',
      hint: 'indent with spaces',
    });
  });

  test('what can not stand in a line is one mistake, however much follows it there', () => {
    const errors = errorsOf(`${GOOD}edge: { name: a }, { name: b }, { name: c }\ndevice: "a" "b" "c"\n`);
    const line = GOOD.split('\n').length;
    expect(errors.map((error) => error.line)).toEqual([line, line + 1]);
  });

  test('a conflict that a merge left is one mistake, not one for each line between its marks', () => {
    const sides = `${GOOD}<<<<<<< HEAD\nzone: UTC\n=======\nzone: Asia/Tokyo\n>>>>>>> other\n`;
    const [error, ...more] = errorsOf(sides);
    expect(more).toEqual([]);
    expect(error).toMatchObject({
      line: GOOD.split('\n').length,
      found: 'both sides of a conflict that a merge left',
      hint: 'keep what is right, and take out the lines <<<<<<<, ======= and >>>>>>>',
    });
    // A line that begins so is no conflict by itself.
    expect(errorOf(`${GOOD}<<<<<<< HEAD\n`).found).toContain('a YAML mistake');
  });
});

describe('names', () => {
  test.for([
    ['with ANSI escapes', '"\\e[31mred\\e[0m"'],
    ['of 10 KB', 'a'.repeat(10_240)],
    ['with capitals and spaces', 'My Storm'],
    ['with a path', '../storm'],
    ['that is a number', '5'],
    ['in letters that look alike', '"stоrm"'],
  ] as const)('%s', ([, text]) => {
    const error = errorOf(`duration: 5m\nname: ${text}\n`);
    expect(error).toMatchObject({ line: 2, col: 7, path: 'name' });
    const line = formatScenarioError(error);
    expect(line).not.toMatch(/\p{Cc}/u);
    expect(line.length).toBeLessThan(400);
  });

  test('equal to that of another scenario, with both places', () => {
    const first = parseScenario(GOOD, 'one.yaml');
    const second = parseScenario(`# again\n${GOOD}`, 'two.yaml');
    if (!first.ok || !second.ok) throw new Error('both are good');
    expect(checkNamesUnique([first, second])).toMatchObject([
      {
        code: 'duplicate-name',
        file: 'two.yaml',
        line: 2,
        col: 7,
        found: expect.stringContaining('one.yaml:1:7'),
      },
    ]);
  });

  test('a description with escapes, or too long', () => {
    expect(errorOf(`${GOOD}description: "\\e[31m"\n`)).toMatchObject({ line: 4, path: 'description' });
    expect(errorOf(`${GOOD}description: ${'x'.repeat(501)}\n`)).toMatchObject({
      line: 4,
      path: 'description',
    });
  });
});

test('all errors are reported at once, from top to bottom, those between values included', () => {
  const errors = errorsOf(`name: Bad
duration: 5
fleet: { devices: 0x10, start: stagered }
network: { los: 1, reorder: { min: 3s, max: 2s } }
timeline:
  - { at: 1m, for: 1m, edge: { overload: 90% } }
  - { at: 90s, for: 1m, edge: { overload: 2 } }
  - { at: 90s, for: 1m, edge: { overload: 50%, restart: false } }
expect: { faults: [edge.overlaod], delivered: 80% }
`);
  expect(errors.map(({ line, path }) => `${line} ${path}`)).toEqual([
    '1 name',
    '2 duration',
    '3 fleet.devices',
    '3 fleet.start',
    '4 network.los',
    '4 network.reorder.min',
    '7 timeline.1.edge.overload',
    '8 timeline.2.edge.overload',
    '8 timeline.2.edge.restart',
    '9 expect.faults.0',
    '9 expect.delivered',
  ]);
});

test('an error is one line with its place, what was found, what is allowed and a hint', () => {
  expect(formatScenarioError(errorOf(`${GOOD}device: { policy: { retries: many } }\n`))).toBe(
    'bad.yaml:4:30: device.policy.retries: found "many" (text); allowed: a whole number from 0 to 1000. ' +
      'Hint: for example 10',
  );
  expect(formatScenarioError(errorOf(`${GOOD}drain: { within: 5 }\n`))).toBe(
    'bad.yaml:4:18: drain.within: found 5 (a number); allowed: a duration with its unit, ms, s, m, h or d, such as ' +
      '250ms, 5s or 1.5h, in whole milliseconds. Hint: a unit is needed; did you mean 5s?',
  );
});
