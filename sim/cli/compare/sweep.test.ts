import { describe, expect, test } from 'vitest';
import { parseSweep, sweepOverride } from './sweep.ts';
import { UsageError } from '../usage-error.ts';

describe('a sweep', () => {
  test('of devices stands for the path of that setting', () => {
    expect(parseSweep('devices=10,20, 50')).toEqual({
      setting: 'devices',
      path: 'fleet.devices',
      values: ['10', '20', '50'],
    });
  });

  test('takes any path that --set takes', () => {
    expect(parseSweep('edge.capacity.rate=50,100')).toEqual({
      setting: 'edge.capacity.rate',
      path: 'edge.capacity.rate',
      values: ['50', '100'],
    });
  });

  test('keeps together what stands in brackets or quotes', () => {
    expect(
      parseSweep(`edge.capacity={ rate: 5, queue: 10 },{ rate: 9, queue: 10 },none,"a,b"`).values,
    ).toEqual(['{ rate: 5, queue: 10 }', '{ rate: 9, queue: 10 }', 'none', '"a,b"']);
  });

  test.for<readonly [string, string]>([
    ['devices', '"devices" is no setting=values'],
    ['=1,2', '"=1,2" is no setting=values'],
    ['devices=', 'a value of devices is empty'],
    ['devices=10,,20', 'a value of devices is empty'],
    ['devices=10', 'one value of devices makes no curve. Use --set fleet.devices=10, or give more values.'],
    ['devices=10,20,10', '"10" is given for devices more than once'],
    ['policy=none,fixed', 'the policies are compared already. Name them with --policies.'],
    ['device.policy=none,fixed', 'the policies are compared already'],
    [
      `devices=${Array.from({ length: 101 }, (_unused, index) => index).join(',')}`,
      '101 values of devices are too many',
    ],
  ])('%j is refused with what to do', ([text, sentence]) => {
    expect(() => parseSweep(text)).toThrow(UsageError);
    expect(() => parseSweep(text)).toThrow(`--sweep: ${sentence}`);
  });

  test('does not fight with another flag for the same setting', () => {
    const swept = { setting: 'devices', path: 'fleet.devices', value: '20' };
    const devices = { label: '--devices', key: 'fleet.devices', text: '5' };
    expect(() => sweepOverride(swept, [devices])).toThrow(
      '--sweep: --devices gives devices a value too. Leave one of the two out.',
    );
    expect(sweepOverride(swept, [{ ...devices, key: 'duration' }])).toEqual({
      label: '--sweep devices',
      key: 'fleet.devices',
      text: '20',
    });
  });
});
