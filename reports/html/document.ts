import { createHash } from 'node:crypto';
import { deflateSync, strToU8 } from 'fflate';
import type { BrowserCode } from './browser-code.ts';
import { jsonMarkup, Markup, markup } from './markup.ts';

export interface PageParts {
  readonly title: string;
  readonly body: Markup;
  /** Plain JSON for the script; null: the page needs none. */
  readonly data: unknown;
  /** Its script starts a worker of what stands in its data. Default: false. */
  readonly hasWorker?: boolean;
}

/** Below this, compressed data would be larger than plain, or hardly smaller. */
const PLAIN_MAX = 2_000;

/**
 * One file that holds all it needs. Nothing may be fetched, and of scripts and styles only those that stand in it and
 * have the hashes of its policy are obeyed, whatever else gets into the page.
 */
export function htmlDocument(
  { title, body, data, hasWorker = false }: PageParts,
  { script, style }: BrowserCode,
): string {
  const policy = [
    "default-src 'none'",
    `script-src '${hashOf(script)}'`,
    `style-src '${hashOf(style)}'`,
    ...(hasWorker ? ['worker-src blob:'] : []),
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  return markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${Markup.of(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${title}</title>
<style>${Markup.of(style)}</style>
</head>
<body>
${body}
${dataElement(data)}
<script>${Markup.of(script)}</script>
</body>
</html>`.text;
}

/** As the policy names it; the script holds no `</script>`, which esbuild writes otherwise. */
function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}

/** Compressed by a library and not by Node, whose versions and machines differ in the bytes. */
function dataElement(data: unknown): Markup {
  const json = JSON.stringify(data);
  if (json.length <= PLAIN_MAX)
    return markup`<script type="application/json" id="data">${jsonMarkup(data)}</script>`;
  const packed = Buffer.from(deflateSync(strToU8(json), { level: 9 })).toString('base64');
  return markup`<script type="application/octet-stream" id="data">${Markup.of(packed)}</script>`;
}
