import { expect, test } from 'vitest';
import type { EdgeFactory } from '../ports/index.ts';
import { builtinSubject } from '../sim/builtin/index.ts';
import { run } from '../sim/run/index.ts';
import { scenarioFrom } from './run-scenario.ts';

const TEXT = 'name: probed\nduration: 10s\nfleet: { devices: 1, interval: 2s, start: staggered }\n';

/** Knows one kind of request: it parses every body, and echoes what it got. */
const echoing =
  (parse: (body: string, answer: (text: string) => void) => void | Promise<void>): EdgeFactory =>
  () => ({
    handler: (request, response) => {
      let body = '';
      request.on('data', (chunk) => (body += String(chunk)));
      request.on('end', () => {
        void parse(body, (text) => {
          response.writeHead(200, { 'content-type': 'application/json' });
          response.end(text);
        });
      });
    },
  });

const EDGES: Readonly<Record<string, EdgeFactory>> = {
  'throws at an empty body': echoing((body, answer) => answer(JSON.stringify(JSON.parse(body)))),
  'rejects an empty body': echoing(async (body, answer) => {
    await Promise.resolve();
    answer(JSON.stringify(JSON.parse(body)));
  }),
  'never answers it': echoing((body, answer) => {
    if (body !== '') answer(body);
  }),
};

test.for(
  Object.entries(EDGES).flatMap(([what, factory]) =>
    // To find out that nothing will come takes real time, over whatever transport.
    (what === 'never answers it' ? (['inject'] as const) : (['inject', 'supertest'] as const)).map(
      (transport) => [what, transport, factory] as const,
    ),
  ),
)('an edge that knows no /metrics and %s is not held guilty, over %s', async ([, transport, factory]) => {
  const scenario = scenarioFrom(TEXT);
  const subject = { ...builtinSubject(scenario), edge: { name: 'plain', factory, foreign: true } };
  const { outcome, why, invariants, ledger } = await run({ scenario, seed: '1', transport, subject });
  expect({ outcome, why }).toMatchObject({ outcome: 'passed' });
  expect(ledger).toMatchObject({ generated: 5, stored: 5 });
  expect(invariants.find(({ name }) => name === 'metrics-reconcile')?.verdict.kind).toBe('not-observable');
});

test('an error at a request of a device is one of the subject still', async () => {
  const factory = echoing(() => {
    throw new Error('no use');
  });
  const scenario = scenarioFrom(TEXT);
  const subject = { ...builtinSubject(scenario), edge: { name: 'plain', factory, foreign: true } };
  const { outcome } = await run({ scenario, seed: '1', transport: 'inject', subject });
  expect(outcome).toBe('crashed');
});
