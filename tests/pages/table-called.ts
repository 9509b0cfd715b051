import type { Page } from 'playwright-core';

/** The numbers of a table by the head of their row. */
export function tableCalled(page: Page, caption: string): Promise<Readonly<Record<string, string>>> {
  return page
    .locator('table', { hasText: caption })
    .first()
    .evaluate((table) =>
      Object.fromEntries(
        [...table.querySelectorAll('tbody tr')].map((row) => [
          row.querySelector('th')?.textContent ?? '',
          row.querySelector('td')?.textContent ?? '',
        ]),
      ),
    );
}
