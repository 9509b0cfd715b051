import { expect, test } from 'vitest';
import type { DeviceFactory, EdgeFactory } from '../ports/index.ts';
import { runScenario } from '../sim/vitest/index.ts';
import { plainDevice } from './canaries/plain-device.ts';
import { plainEdge } from './canaries/plain-edge.ts';

/** As one that lets its connections idle out waits before it says that it is closed. */
const aMoment = (): Promise<void> => new Promise((done) => setTimeout(done, 10));

test('an edge and devices that wait for a timer at their end are not waited for when time is over', async () => {
  const ended: string[] = [];
  const edge: EdgeFactory = (env) => {
    const it = plainEdge(env);
    if (it instanceof Promise) throw new Error('The plain edge boots at once.');
    const close = async (): Promise<void> => {
      ended.push('edge');
      await aMoment();
      ended.push('edge, later');
    };
    return { ...it, close };
  };
  const device: DeviceFactory = (env) => {
    const it = plainDevice(env);
    if (it instanceof Promise) throw new Error('The plain device boots at once.');
    const stop = async (): Promise<void> => {
      ended.push(env.id);
      await aMoment();
    };
    return { ...it, stop };
  };
  const { result } = await runScenario('calm', { seed: '1', edge, device, set: ['fleet.devices=2'] });
  expect(result.outcome).toBe('passed');
  expect(ended.toSorted()).toStrictEqual(['device-001', 'device-002', 'edge']);
});
