import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, test } from 'vitest';
import { scratchFolder } from './scratch-folder.ts';
import { EXIT } from '../sim/cli/exit-code.ts';
import { simInTurn } from './command-session.ts';
import { words } from './command.ts';

const folder = scratchFolder('traces');

function at(name: string): string {
  return join(folder, name);
}

async function trace(name: string, line: string): Promise<void> {
  const ran = await simInTurn([...words(`${line} --quiet --transport direct --trace`), at(name)]);
  expect(ran).toMatchObject({ code: EXIT.passed, stderr: '' });
}

beforeAll(async () => {
  await trace('one.jsonl', '--scenario lost-ack --seed 1 --devices 2 --duration 20s');
  await trace('same.jsonl', '--scenario lost-ack --seed 1 --devices 2 --duration 20s');
  await trace('other.jsonl', '--scenario lost-ack --seed 2 --devices 2 --duration 20s');
});

describe('diff', () => {
  test('says that two traces of one run are the same', async () => {
    expect(await simInTurn(['diff', at('one.jsonl'), at('same.jsonl')])).toEqual({
      code: EXIT.passed,
      stdout: 'THE SAME  event by event\n',
      stderr: '',
    });
  });

  test('shows where another seed went another way', async () => {
    const { code, stdout } = await simInTurn(['diff', at('one.jsonl'), at('other.jsonl')]);
    expect(code).toBe(EXIT.failed);
    expect(stdout).toMatch(/^DIFFERENT {2}from event \d+ on\n {2}in both, up to event \d+:\n/);
    expect(stdout).toContain('\n  what differs:\n');
    for (const line of stdout.split('\n')) expect(line.length, line).toBeLessThanOrEqual(80);
  });

  test('finds the one line that was changed by hand', async () => {
    const lines = readFileSync(at('one.jsonl'), 'utf8').trimEnd().split('\n');
    const index = lines.findIndex((line) => line.includes('"request_answered"'));
    expect(index).toBeGreaterThan(0);
    const changed = lines.with(index, (lines[index] ?? '').replace('"status":200', '"status":201'));
    writeFileSync(at('changed.jsonl'), `${changed.join('\n')}\n`);
    const { code, stdout } = await simInTurn(['diff', at('one.jsonl'), at('changed.jsonl'), '--json']);
    expect(code).toBe(EXIT.failed);
    expect(JSON.parse(stdout)).toMatchObject({
      event: index,
      fields: [{ path: 'status', first: 200, second: 201 }],
    });
  });

  test('refuses what is no trace, in a sentence', async () => {
    writeFileSync(at('none.jsonl'), 'hello\n');
    writeFileSync(at('empty.jsonl'), '');
    writeFileSync(at('one.jsonl.gz'), gzipSync(readFileSync(at('one.jsonl'))));
    execFileSync('mkfifo', [at('pipe')]);
    for (const [files, says] of [
      [[at('one.jsonl')], 'name two files that --trace or sim shrink wrote: diff A B'],
      [[at('one.jsonl'), at('none.jsonl')], `${at('none.jsonl')}:1: it is not JSON`],
      [[at('empty.jsonl'), at('one.jsonl')], `${at('empty.jsonl')} is empty`],
      [
        [at('one.jsonl'), at('one.jsonl.gz')],
        `packed with gzip. Unpack it first: gunzip -k ${at('one.jsonl.gz')}`,
      ],
      [[at('one.jsonl'), at('missing.jsonl')], `${at('missing.jsonl')} can't be read`],
      [[at('one.jsonl'), at('pipe')], `${at('pipe')} can't be read: it is a pipe. Write it to a file first.`],
    ] as const) {
      const { code, stdout, stderr } = await simInTurn(['diff', ...files]);
      expect(stderr).toContain(says);
      expect({ code, stdout }).toEqual({ code: EXIT.usage, stdout: '' });
    }
  });
});

describe('trace query', () => {
  const query = (...line: readonly string[]) => simInTurn(['trace', 'query', at('one.jsonl'), ...line]);

  test('finds nothing stored that was not delivered, and says of how many', async () => {
    const ran = await query(
      'reading_stored',
      'not-preceded-by',
      'request_delivered',
      '--same',
      'device,reading',
    );
    expect(ran.stdout).toMatch(
      /^0 of \d+ × reading_stored are not preceded by request_delivered of the same\ndevice, reading\n$/,
    );
    expect(ran).toMatchObject({ code: EXIT.nothingMatched, stderr: '' });
  });

  test('lists what it finds within 80 columns, and gives all of it as JSON', async () => {
    const asked = ['answer_lost by=network.*', 'followed-by', 'attempt_sent', '--same', 'device,reading'];
    const text = await query(...asked);
    const json = await query(...asked, '--json');
    const found: readonly { number: number; event: { kind: string } }[] = JSON.parse(json.stdout);
    expect(found.length).toBeGreaterThan(0);
    expect(new Set(found.map(({ event }) => event.kind))).toEqual(new Set(['answer_lost']));
    const lines = text.stdout.trimEnd().split('\n');
    expect(lines[0]).toMatch(
      new RegExp(`^ *${found[0]?.number} .*answer_lost {2}device-00[12] #\\d+ {2}attempt`),
    );
    expect(text.stdout).toMatch(new RegExp(`\n${found.length} of \\d+ × answer_lost by=network`));
    for (const line of lines) expect(line.length, line).toBeLessThanOrEqual(80);
    expect([text.code, json.code]).toEqual([EXIT.passed, EXIT.passed]);
  });

  test('takes a query in one text, as a scenario has it, and in several, for the same', async () => {
    const words = ['attempt_sent attempt>0', 'preceded-by', 'answer_lost'];
    const several = await query(...words, '--same', 'device,reading', '--within', '1h');
    expect(several.stdout).toMatch(/of \d+ × attempt_sent attempt>0 are preceded by answer_lost/);
    expect(await query(`${words.join(' ')} same device,reading within 1h`)).toEqual(several);
    const mixed = await query(words.join(' '), '--same', 'device');
    expect(mixed).toMatchObject({ code: EXIT.usage, stdout: '' });
    expect(mixed.stderr).toContain('write "same device,reading" and "within 5s" behind it');
  });

  test('counts events without a verb', async () => {
    const { code, stdout } = await query('phase_started');
    expect(stdout.trimEnd().split('\n').at(-1)).toBe('3 × phase_started');
    expect(code).toBe(EXIT.passed);
  });

  test('finds more events than a call takes arguments', async () => {
    const started = '{"at":0,"kind":"phase_started","phase":"faults"}\n';
    const found = '{"at":1,"kind":"device_started","device":"device-001","boot":0}\n'.repeat(200_000);
    writeFileSync(at('many.jsonl'), started + found);
    const { code, stdout, stderr } = await simInTurn(['trace', 'query', at('many.jsonl'), 'device_started']);
    expect(stderr).toBe('');
    expect(stdout.trimEnd().split('\n').at(-1)).toBe('200,000 × device_started');
    expect(code).toBe(EXIT.passed);
  });

  test.for([
    [['reading_storred'], 'did you mean reading_stored?'],
    [['reading_stored readng=1'], 'did you mean reading?'],
    [
      ['reading_stored', 'precede-by', 'attempt_sent'],
      'there is no verb "precede-by"; did you mean preceded-by?',
    ],
    [['reading_stored', 'preceded-by'], 'preceded-by needs a second event'],
    [
      ['reading_stored', 'preceded-by', 'attempt_sent', '--same', 'copy'],
      '--same: reading_stored has no field "copy"',
    ],
    [['reading_stored', '--same', 'device'], '--same and --within need a second event'],
    [
      ['reading_stored', 'preceded-by', 'attempt_sent', 'reading=1'],
      'put an event with its fields in quotes',
    ],
    [[], 'say which events: trace query FILE'],
  ] as const)('%j is refused in a sentence', async ([line, says]) => {
    const { code, stdout, stderr } = await query(...line);
    expect(stderr).toContain(says);
    expect({ code, stdout }).toEqual({ code: EXIT.usage, stdout: '' });
  });
});
