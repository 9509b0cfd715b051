import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import express from 'express';
import type { Request } from 'express';
import { describe, expect, test } from 'vitest';
import { scratchFolder } from '../../tests/scratch-folder.ts';
import { pasteLines } from '../../reports/paste-lines.ts';
import { pasteRun } from '../cli/flags/paste-line.ts';
import type { AcceptedReading, EdgeFactory } from '../index.ts';
import { callerOf, failAt } from './fail-at.ts';
import { vitestLine } from './failure-text.ts';
import { runScenario, scenarioTest } from './index.ts';

const folder = scratchFolder('vitest');

/** It takes everything and keeps no key: of each reading whose answer is lost it stores two. */
const forgetful: EdgeFactory = (env) => {
  const app = express();
  app.post('/ingest', express.json(), (request: Request<unknown, unknown, AcceptedReading>, response) => {
    const { device_id, sequence_id } = request.body;
    env.stored(request.body);
    response.json({ device_id, sequence_id, status: 'accepted' });
  });
  return { handler: app, accepted: 'as-it-happens' };
};

const SMALL = ['duration=20s', 'fleet.devices=2'];

function messageOf(check: () => void): string {
  try {
    check();
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  return '';
}

describe('tests that are declared', () => {
  scenarioTest('calm', { seeds: 2, set: SMALL });
  scenarioTest('calm', { seeds: ['3', '4'], set: SMALL, together: true });
  scenarioTest('calm', {
    edge: './examples/express-edge.ts',
    device: './examples/fetch-device.ts',
    set: SMALL,
  });
});

test('tests that are concurrent have their runs one after the other', async () => {
  const files = { edge: './examples/express-edge.ts', set: [...SMALL, 'expect.delivered== 0%'] };
  const both = await Promise.all([runScenario('calm', files), runScenario('calm', files)]);
  expect(both.map(({ result }) => result.outcome)).toEqual(['violated', 'violated']);
});

/** It takes everything; what else it does, and when, the test says. */
function edgeFile(name: string, does: string): string {
  const path = join(folder, `${name}.mjs`);
  writeFileSync(
    path,
    `let stored = 0;
export const createEdge = () => ({
  handler: (request, response) => {
    let body = '';
    request.on('data', (chunk) => (body += chunk));
    request.on('end', () => {
      ${does}
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(body);
    });
  },
});
`,
  );
  return path;
}

test('what is named by files leaves nothing behind for the next run', async () => {
  const edge = edgeFile(
    'remembers',
    `if (body !== '' && (globalThis.taken = (globalThis.taken ?? 0) + 1) > 4) return;`,
  );
  const one = { edge, set: ['duration=20s', 'fleet.devices=1', 'fleet.interval=5s'] };
  for (const seed of ['1', '2']) {
    const { result } = await runScenario('calm', { ...one, seed });
    expect([result.outcome, result.metrics.acknowledged]).toEqual(['passed', 4]);
  }
});

test('a run that ends its thread fails in words, and ends no other', async () => {
  const edge = edgeFile('exits', 'if ((stored += 1) === 3) process.reallyExit(3);');
  const message = await runScenario('calm', { edge, set: SMALL }).catch(String);
  const title = 'LostScenarioRun: calm, seed 1: crashed: its thread ended before the run did:';
  const again = pasteLines(pasteRun({ scenario: 'calm', seed: '1', edge, set: SMALL }), 100);
  expect(message).toBe([`${title} it ended by itself, with code 3`, '', ...again].join('\n'));
});

test('a failure says what broke, what happened to the accused reading, and how to see it again', async () => {
  const failed = await runScenario('lost-ack', { edge: forgetful, set: SMALL });
  const text = messageOf(() => expect(failed).toHavePassed());
  const [title, ...rest] = text.split('\n');
  expect(title).toMatch(/^lost-ack, seed 1: violated: .*accepted-once/);
  const who = /^ {2}accepted-once: (device-\d+), reading (\d+), /m.exec(text);
  expect(rest).toContain(`Last events of ${who?.[1]}, reading ${who?.[2]}:`);
  // An edge that a module of the test makes has no name on a command line: the test itself is run again.
  expect(rest.slice(-2)).toEqual([
    'To see it again:',
    "  npx vitest run sim/vitest/vitest.test.ts -t 'a failure says what broke, what happened to the accused reading, and how to see it again'",
  ]);
  expect(text).toMatch(/^ +\d+\.\d+s {2}reading_stored$/m);
});

test('what is named by files is shown again by the command line', async () => {
  const failed = await runScenario('calm', { seed: '7', set: [...SMALL, 'expect.delivered== 0%'] });
  const text = messageOf(() => expect(failed).toHavePassed());
  expect(text).toMatch(/^calm, seed 7: violated: delivered \(wanted = 0%, got /);
  expect(text).toContain(
    "npm run sim -- --scenario calm --seed 7 --set duration=20s --set fleet.devices=2 --set 'expect.delivered== 0%'",
  );
});

test('a run that passed passes, and is no failure when one was wanted', async () => {
  const passed = await runScenario('calm', { set: SMALL });
  expect(passed).toHavePassed();
  expect(passed.result).toHavePassed();
  expect(messageOf(() => expect(passed).not.toHavePassed())).toBe('It passed, and was expected not to.');
  // Not awaited.
  expect(() => expect(Promise.resolve(passed)).toHavePassed()).toThrow('once it is awaited');
});

test('a scenario that is wrong is refused before any test runs', () => {
  expect(() => scenarioTest('strom')).toThrow('did you mean storm?');
  expect(() => scenarioTest('storm', { set: ['network.los=1%'] })).toThrow('network.los');
  expect(() => scenarioTest('storm', { seeds: 0 })).toThrow('seeds is 0');
  expect(() => scenarioTest('storm', { seeds: [] })).toThrow('seeds is []');
  // As a test in JavaScript may have it.
  const untyped: object = { egde: './app.js' };
  expect(() => scenarioTest('storm', untyped)).toThrow('there is no option "egde"; did you mean edge?');
  const range: object = { seeds: '1..3' };
  expect(() => scenarioTest('storm', range)).toThrow("seeds is '1..3'");
});

test('what fails is shown where its test was declared', () => {
  const declared = (): Error => callerOf(declared);
  const stackOf = (place: Error): string => {
    try {
      failAt(place, () => expect.fail('a run\nfailed'));
    } catch (error) {
      if (error instanceof Error) return error.stack ?? '';
    }
    return '';
  };
  const [title, more, first = '', ...rest] = stackOf(declared()).split('\n');
  expect([title, more]).toEqual(['AssertionError: a run', 'failed']);
  expect(first).toContain('vitest.test.ts:');
  expect(rest.join('\n')).not.toContain('fail-at');
});

test('a name is a pattern to Vitest, and a word to the shell', () => {
  expect(vitestLine(undefined, "edge > what's (not) it")).toBe(
    String.raw`npx vitest run -t 'edge what'\''s \(not\) it'`,
  );
});
