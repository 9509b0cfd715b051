import axe from 'axe-core';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';

/** All its rules, or those that are named. */
export async function complaintsOfAxe(page: Page, ...rules: readonly string[]): Promise<readonly string[]> {
  await page.evaluate(axe.source);
  const options = { resultTypes: ['violations'], ...(rules.length > 0 && { runOnly: rules }) };
  const { violations } = await page.evaluate<AxeResults>(`axe.run(document, ${JSON.stringify(options)})`);
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 200)}`));
}

/** By day and by night. */
export async function keepsAccessible(page: Page): Promise<void> {
  const ground = () => page.evaluate<string>('getComputedStyle(document.body).backgroundColor');
  const byDay = await ground();
  expect(await complaintsOfAxe(page)).toEqual([]);
  await page.emulateMedia({ colorScheme: 'dark' });
  // Night has other colours, and nothing else.
  expect(await complaintsOfAxe(page, 'color-contrast')).toEqual([]);
  expect(await ground()).not.toBe(byDay);
  await page.emulateMedia({ colorScheme: 'light' });
}
