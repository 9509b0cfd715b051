import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { playgroundPage } from '../../playground/site.ts';
import type { OpenPage } from '../browser.ts';
import { scenarioCalled } from '../run-scenario.ts';
import { witnessed } from '../witnessed.ts';
import { keepsAccessible } from './accessibility.ts';
import { PageDesk } from './page-desk.ts';

let desk: PageDesk;

beforeAll(async () => {
  desk = await PageDesk.make();
});

afterAll(() => desk.close());

describe('the playground', () => {
  let playground: OpenPage;

  beforeAll(async () => {
    const link = '#scenario=lost-ack&seed=7&fleet.devices=2';
    playground = await desk.opened('playground', await playgroundPage(), link);
    await playground.page.waitForSelector('html[data-ready=true]', { state: 'attached' });
  });

  const fingerprint = () => playground.page.locator('#results').getAttribute('data-fingerprint');
  const runHere = async (...set: readonly string[]) => {
    const { result } = await witnessed(scenarioCalled('lost-ack', ...set), '7');
    return result.fingerprint;
  };

  test('gives the run of the command line, fingerprint and all, by its link', async () => {
    expect(await fingerprint()).toBe(await runHere('fleet.devices=2'));
    expect(await playground.page.locator('.paste code').innerText()).toBe(
      'npm run sim -- --scenario lost-ack --seed 7 --set fleet.devices=2 --transport direct',
    );
  });

  test('runs anew when something is turned, and its link holds that', async () => {
    const { page } = playground;
    await page.locator('[name="network.loss"]').fill('20');
    const command = page.locator('.paste code');
    await command.getByText('network.loss=20%').waitFor();
    expect(page.url()).toContain('network.loss=20');
    expect(await fingerprint()).toBe(await runHere('fleet.devices=2', 'network.loss=20%'));
    await page.selectOption('[name=policy]', 'full-jitter');
    await command.getByText('policy.name=full-jitter').waitFor();
    expect(page.url()).toContain('policy=full-jitter');
    const set = ['fleet.devices=2', 'network.loss=20%', 'device.policy.name=full-jitter'];
    expect(await fingerprint()).toBe(await runHere(...set));
  });

  test('tells stories as a report does, asks for nothing, and keeps the rules of accessibility', async () => {
    const { page, requests, complaints } = playground;
    await page.locator('.timeline canvas').focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    expect(await page.locator('.story-panel .step').count()).toBeGreaterThan(3);
    await keepsAccessible(page);
    // Its worker is made of what stands in the page.
    expect(requests.filter((request) => !request.startsWith('blob:'))).toEqual([]);
    expect(complaints).toEqual([]);
  });

  test('says what is wrong with what nobody can run', async () => {
    const { page } = playground;
    await page.locator('[name="device.timeout"]').evaluate((input: { min: string }) => {
      input.min = '-5';
    });
    await page.locator('[name="device.timeout"]').fill('-5');
    await page.locator('#results h2', { hasText: 'This can’t be run' }).waitFor();
    expect(await page.locator('#results').innerText()).toContain('device.timeout');
    await page.close();
  });
});
