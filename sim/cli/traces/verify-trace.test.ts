import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { scratchFolder } from '../../../tests/scratch-folder.ts';
import { builtinSubject } from '../../builtin/index.ts';
import { run } from '../../run/index.ts';
import { loadScenario, overridesFrom } from '../../scenario/index.ts';
import { traceCommand } from '../commands/trace.ts';
import { EXIT } from '../exit-code.ts';
import { verifyTrace } from './verify-trace.ts';

const folder = scratchFolder('trace');

function fileOf(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

async function linesOf(name: string, seed: string): Promise<{ lines: string; fingerprint: string }> {
  const flags = overridesFrom({ set: [], devices: '3', duration: '30s' });
  if (!flags.ok) throw new Error('the overrides do not parse');
  const loaded = loadScenario(name, { overrides: flags.overrides });
  if (!loaded.ok) throw new Error(`${name} does not load`);
  let lines = '';
  const { fingerprint } = await run({
    scenario: loaded.scenario,
    seed,
    subject: builtinSubject(loaded.scenario),
    transport: 'direct',
    onEvent: (event) => {
      lines += `${JSON.stringify(event)}\n`;
    },
  });
  return { lines, fingerprint };
}

test.for(['calm', 'seed', 'lossy-wifi', 'duplicate'])(
  'the fingerprint of %s is found again in the lines of its trace',
  async (name) => {
    const { lines, fingerprint } = await linesOf(name, '7');
    const [verified, ...more] = await verifyTrace(fileOf(`${name}.jsonl`, lines));
    expect({ fingerprint: verified?.fingerprint, more }).toEqual({ fingerprint, more: [] });
    expect(verified?.events).toBe(lines.split('\n').length - 1);
  },
);

test('a byte order mark before a trace, and lines that end as on Windows, change nothing', async () => {
  const { lines, fingerprint } = await linesOf('calm', '7');
  const path = fileOf('windows.jsonl', `\uFEFF${lines.replaceAll('\n', '\r\n')}`);
  expect((await verifyTrace(path)).map((run) => run.fingerprint)).toEqual([fingerprint]);
});

test('a trace in which one number was changed has another fingerprint', async () => {
  const { lines, fingerprint } = await linesOf('calm', '7');
  const changed = lines.replace('"status":200', '"status":201');
  expect(changed).not.toBe(lines);
  const [verified] = await verifyTrace(fileOf('changed.jsonl', changed));
  expect(verified?.fingerprint).not.toBe(fingerprint);
});

test('several runs in one file have a fingerprint each', async () => {
  const first = await linesOf('calm', '1');
  const second = await linesOf('calm', '2');
  const runs = await verifyTrace(fileOf('two.jsonl', first.lines + second.lines));
  expect(runs.map(({ fingerprint }) => fingerprint)).toEqual([first.fingerprint, second.fingerprint]);
});

test('a line that is no event is named with its place', async () => {
  const { lines } = await linesOf('calm', '1');
  const [head, ...rest] = lines.split('\n');
  const path = fileOf('broken.jsonl', [head, '{"at":1,"kind":"nonsense"}', ...rest].join('\n'));
  await expect(verifyTrace(path)).rejects.toThrow('broken.jsonl:2: "kind" is "nonsense"');
});

test.for([
  ['a file that is not there', join(folder, 'missing.jsonl'), "can't be read"],
  ['a folder', folder, "can't be read"],
  ['what has no end', '/dev/zero', 'has a line of more than 16 MiB'],
  ['an empty file', fileOf('empty.jsonl', ''), 'is empty'],
] as const)('%s is refused in a sentence', async ([, path, words]) => {
  await expect(verifyTrace(path)).rejects.toThrow(words);
});

test('the command says by its exit code whether the fingerprint is the one that is wanted', async () => {
  const { lines, fingerprint } = await linesOf('calm', '1');
  const file = fileOf('wanted.jsonl', lines);
  const codeFor = (wanted: string): Promise<number> =>
    traceCommand.handle({ words: ['verify', file], fingerprint: wanted });
  expect(await codeFor(fingerprint.slice(0, 12))).toBe(EXIT.passed);
  expect(await codeFor(fingerprint.toUpperCase())).toBe(EXIT.passed);
  expect(await codeFor('0'.repeat(12))).toBe(EXIT.failed);
  await expect(codeFor('12345')).rejects.toThrow('12 to 64 hexadecimal digits');
  await expect(traceCommand.handle({ words: ['verfy', file] })).rejects.toThrow('trace verify FILE');
});
