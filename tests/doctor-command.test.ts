import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { scratchFolder } from './scratch-folder.ts';
import { simInTurn } from './command-session.ts';

test('what can’t be seen of an app is named, with the line that would show it', async () => {
  const { code, stdout } = await simInTurn(['doctor', '--edge', './examples/express-app.ts']);
  expect(stdout).toMatch(/– accepted-once +not observable: the edge does not say what it\n/);
  expect(stdout).toContain('    export const createEdge = () => ({ handler: app, accepted: () => rows });\n');
  expect(stdout).toMatch(/\n1\d of 13 invariants can be judged\.\n$/);
  // The device is ours, and says all it can.
  expect(stdout).not.toContain('outbox: () =>');
  expect(code).toBe(0);
});

test('a line that stands there already is not asked for', async () => {
  const { stdout } = await simInTurn(['doctor', '--edge', './examples/express-edge.ts']);
  expect(stdout).toMatch(/✓ accepted-once +held, tested 60 times\n/);
  expect(stdout).not.toContain('export const createEdge');
  // It answers some copies as it answers what is new; that is nothing which a name in its messages would tell.
  expect(stdout).not.toContain('Idempotency-Key');
});

test('an app that takes readings elsewhere is asked there, and one of other messages is sent to its client', async () => {
  const folder = scratchFolder('doctor');
  const file = join(folder, 'app.mjs');
  writeFileSync(
    file,
    `import { createServer } from 'node:http';
     const taken = new Set();
     export const server = createServer((request, response) => {
       let text = '';
       request.on('data', (part) => (text += part));
       request.on('end', () => {
         if (request.url !== '/api/v1/telemetry') return response.writeHead(404).end();
         const { device_id, sequence_id } = JSON.parse(text);
         const key = device_id + ' ' + sequence_id;
         response.writeHead(taken.has(key) ? 409 : 200).end(JSON.stringify({ device_id, sequence_id }));
         taken.add(key);
       });
     });`,
  );
  for (const client of [[], ['--device', './examples/fetch-device.ts']]) {
    const { code, stdout, stderr } = await simInTurn(['doctor', '--edge', file, ...client]);
    expect(stderr).toContain('The edge takes readings at /api/v1/telemetry.');
    expect(stdout).toMatch(/✓ valid-means-accepted +held, tested/);
    expect(code).toBe(0);
  }
  const events = await simInTurn(['doctor', '--edge', './examples/cloudevents-edge.ts']);
  expect(events.code).toBe(2);
  expect(events.stderr).toContain(
    "which the device that comes with Petrel can't send. Bring yours by --device",
  );
});

test.for<readonly [words: readonly string[], told: RegExp]>([
  [[], /^sim: name what to look at, e\.g\. doctor --edge src\/app\.ts/],
  [['--edge', 'no-such.ts'], /no-such\.ts/],
])('`doctor %s` says what is wrong', async ([words, told]) => {
  const { code, stdout, stderr } = await simInTurn(['doctor', ...words]);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toMatch(told);
});
