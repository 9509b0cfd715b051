import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser } from 'playwright-core';
import { browserCode } from '../../reports/html/browser-code.ts';
import type { BrowserCode } from '../../reports/html/browser-code.ts';
import { htmlReporterWith } from '../../reports/reporters/html.ts';
import type { Report } from '../../reports/reporters/report.ts';
import { openPage, startBrowser } from '../browser.ts';
import type { OpenPage } from '../browser.ts';

/** A browser, the script and style of a page, and a folder: for the tests of one file. */
export class PageDesk {
  readonly folder = mkdtempSync(join(tmpdir(), 'petrel-pages-'));
  readonly code: BrowserCode;
  readonly #browser: Browser;

  private constructor(browser: Browser, code: BrowserCode) {
    this.#browser = browser;
    this.code = code;
  }

  static async make(): Promise<PageDesk> {
    const [browser, code] = await Promise.all([startBrowser(), browserCode()]);
    return new PageDesk(browser, code);
  }

  readonly pageOf = (report: Report): string => htmlReporterWith(this.code)(report);

  /** Writes a page into the folder, and opens it from there. */
  readonly opened = (name: string, html: string, fragment = ''): Promise<OpenPage> => {
    const file = this.pathOf(`${name}.html`);
    writeFileSync(file, html);
    return this.openUrl(`${pathToFileURL(file).href}${fragment}`);
  };

  openUrl(url: string): Promise<OpenPage> {
    return openPage(this.#browser, url);
  }

  pathOf(name: string): string {
    return join(this.folder, name);
  }

  async close(): Promise<void> {
    await this.#browser.close();
    rmSync(this.folder, { recursive: true });
  }
}
