import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { scratchFolder } from '../tests/scratch-folder.ts';
import { logOutput } from './log-output.ts';
import type { LogOutput } from './log-output.ts';
import { logTo } from './log-to-stdout.ts';

test('writes line after line to a file', async () => {
  const folder = scratchFolder('log');
  const file = join(folder, 'log');
  const fd = openSync(file, 'w');
  const output = logOutput(fd);
  output.write('a\n', 1);
  output.write('b\nc\n', 2);
  await output.close();
  closeSync(fd);
  expect([readFileSync(file, 'utf8'), output.lost()]).toStrictEqual(['a\nb\nc\n', 0]);
});

// The device of Linux that is always full.
test('counts what a full disk does not take, and throws nothing', () => {
  const fd = openSync('/dev/full', 'w');
  const output = logOutput(fd);
  output.write('a\n', 1);
  output.write('b\nc\n', 2);
  expect(output.lost()).toBe(3);
  closeSync(fd);
});

test('lines of one turn are one write, and none is left when the log is closed', async () => {
  const writes: string[] = [];
  const output: LogOutput = {
    write: (text, lines) => void writes.push(`${lines}: ${text}`),
    lost: () => 0,
    close: () => Promise.resolve(),
  };
  const turn: (() => void)[] = [];
  const log = logTo(output, 'info', (then) => turn.push(then));
  log('info', 'first', {});
  log('info', 'second', {});
  expect(writes).toStrictEqual([]);
  for (const then of turn) then();
  expect(writes).toStrictEqual([expect.stringMatching(/^2: .*first.*\n.*second.*\n$/)]);
  log('info', 'third', {});
  await log.close();
  expect(writes).toHaveLength(2);
});

test('says how many lines were lost once one gets through', () => {
  let isFull = true;
  let lost = 0;
  const lines: string[] = [];
  const output: LogOutput = {
    write: (text, count) => {
      if (isFull) lost += count;
      else lines.push(...text.trim().split('\n'));
    },
    lost: () => lost,
    close: () => Promise.resolve(),
  };
  const turn: (() => void)[] = [];
  const endTurn = (): void => {
    for (const then of turn.splice(0)) then();
  };
  const log = logTo(output, 'info', (then) => turn.push(then));
  log('info', 'first', {});
  log('info', 'second', {});
  endTurn();
  isFull = false;
  log('info', 'third', {});
  endTurn();
  log('info', 'fourth', {});
  endTurn();
  const events = lines.map((line) => JSON.parse(line) as { event: string; lines?: number });
  expect(events.map(({ event }) => event)).toStrictEqual(['third', 'log_lines_lost', 'fourth']);
  expect(events[1]?.lines).toBe(2);
});
