import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { logOutput } from './log-output.ts';
import type { LogOutput } from './log-output.ts';
import { logTo } from './log-to-stdout.ts';

test('writes line after line to a file', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'petrel-log-'));
  const file = join(folder, 'log');
  const fd = openSync(file, 'w');
  const output = logOutput(fd);
  output.write('a\n');
  output.write('b\n');
  await output.close();
  closeSync(fd);
  expect([readFileSync(file, 'utf8'), output.lost()]).toStrictEqual(['a\nb\n', 0]);
  rmSync(folder, { recursive: true });
});

// The device of Linux that is always full.
test('counts what a full disk does not take, and throws nothing', () => {
  const fd = openSync('/dev/full', 'w');
  const output = logOutput(fd);
  output.write('a\n');
  output.write('b\n');
  expect(output.lost()).toBe(2);
  closeSync(fd);
});

test('says how many lines were lost once one gets through', () => {
  let isFull = true;
  let lost = 0;
  const lines: string[] = [];
  const output: LogOutput = {
    write: (line) => {
      if (isFull) lost += 1;
      else lines.push(line);
    },
    lost: () => lost,
    close: () => Promise.resolve(),
  };
  const log = logTo(output, 'info');
  log('info', 'first', {});
  log('info', 'second', {});
  isFull = false;
  log('info', 'third', {});
  log('info', 'fourth', {});
  const events = lines.map((line) => JSON.parse(line) as { event: string; lines?: number });
  expect(events.map(({ event }) => event)).toStrictEqual(['third', 'log_lines_lost', 'fourth']);
  expect(events[1]?.lines).toBe(2);
});
