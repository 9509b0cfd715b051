import { MessageChannel } from 'node:worker_threads';
import { afterEach, expect, test } from 'vitest';
import { forgetModuleLoads, isLoadingModules } from '../sim/host/module-loads.ts';
import { scenarioCalled, traced } from './run-scenario.ts';

const open: MessageChannel[] = [];

afterEach(() => {
  for (const { port1 } of open.splice(0)) port1.close();
});

/** A port that is listened at, as a thread has to whoever started it. */
function listen(): void {
  const channel = new MessageChannel();
  channel.port1.on('message', () => {});
  open.push(channel);
}

function looksLikeLoading(): boolean {
  return isLoadingModules(process.getActiveResourcesInfo());
}

test('a port that is listened at since the world began is a module that is loaded', () => {
  forgetModuleLoads();
  expect(looksLikeLoading()).toBe(false);
  listen();
  expect(looksLikeLoading()).toBe(true);
});

test('no run waits for a port that its thread had before, with our own programs neither', async () => {
  listen();
  await traced(scenarioCalled('calm', 'duration=15s', 'fleet.devices=1'), '1');
  expect(looksLikeLoading()).toBe(false);
});
