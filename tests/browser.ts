import { chromium } from 'playwright-core';
import type { Browser, Page } from 'playwright-core';

const CHROMIUM = '/usr/bin/chromium';

/** @throws {Error} where there is no chromium: without it nothing of what people look at is tested. */
export async function startBrowser(): Promise<Browser> {
  try {
    // As root, which a container often is, chromium has no sandbox.
    return await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
  } catch (error) {
    throw new Error(`${CHROMIUM} does not start: ${String(error)}. On Debian: apt-get install chromium`, {
      cause: error,
    });
  }
}

export interface OpenPage {
  readonly page: Page;
  /** What it asked for besides itself. */
  readonly requests: readonly string[];
  /** What stands in its console, and what its scripts threw. */
  readonly complaints: readonly string[];
}

/** Opens a report and waits until its script has done its work. */
export async function openPage(browser: Browser, url: string): Promise<OpenPage> {
  const page = await browser.newPage({ viewport: { width: 1200, height: 900 } });
  const requests: string[] = [];
  const complaints: string[] = [];
  page.on('request', (request) => {
    if (request.url() !== url.replace(/#.*/, '')) requests.push(request.url());
  });
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto(url);
  await page.waitForSelector('html[data-ready]', { state: 'attached' });
  return { page, requests, complaints };
}
