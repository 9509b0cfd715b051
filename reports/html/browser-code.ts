import { bundlePage } from './page/bundle.mjs';

/** What runs in a browser, and how it looks there. */
export interface BrowserCode {
  readonly script: string;
  readonly style: string;
}

/** Made of the sources. In a bundle this file is another, which holds what came of it (`start/build-bundle.mjs`). */
export async function browserCode(): Promise<BrowserCode> {
  const { script, style } = await bundlePage();
  return { script, style };
}
