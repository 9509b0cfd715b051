import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { EXIT } from '../sim/cli/exit-code.ts';
import { simInTurn } from './command-session.ts';
import { words } from './command.ts';

const folder = mkdtempSync(join(tmpdir(), 'petrel-traces-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

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
    for (const [files, says] of [
      [[at('one.jsonl')], 'name two files that --trace wrote: diff A B'],
      [[at('one.jsonl'), at('none.jsonl')], `${at('none.jsonl')}:1: it is not JSON`],
      [[at('empty.jsonl'), at('one.jsonl')], `${at('empty.jsonl')} is empty`],
      [[at('one.jsonl'), at('missing.jsonl')], `${at('missing.jsonl')} can't be read`],
    ] as const) {
      const { code, stdout, stderr } = await simInTurn(['diff', ...files]);
      expect(stderr).toContain(says);
      expect({ code, stdout }).toEqual({ code: EXIT.usage, stdout: '' });
    }
  });
});
