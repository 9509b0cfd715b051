import { expect, test } from 'vitest';
import { runScenario } from 'petrel/vitest';

// A run takes what it takes on a busy machine: the time that counts in it is virtual.
test('a reading whose answer is lost is sent again, and known', { timeout: 60_000 }, async () => {
  const ran = await runScenario('lost-ack', {
    edge: './src/app.ts',
    seed: '1',
    set: ['wire.path=/v1/telemetry', 'fleet.devices=3', 'duration=1m'],
  });
  expect(ran).toHavePassed();
});
