import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { scenarioDirectory } from '../scenario/scenario-directory.ts';

/** From package.json, which stands beside the scenarios. */
export function packageVersion(): string {
  const content: unknown = JSON.parse(
    readFileSync(join(dirname(scenarioDirectory()), 'package.json'), 'utf8'),
  );
  if (typeof content === 'object' && content !== null && 'version' in content) return String(content.version);
  return 'unknown';
}

/** As a bundle is called; anything else is a source, or compiled from one. */
const BUNDLE = 'bundle.cjs';

/**
 * What tells apart programs that may run other worlds under one seed: the version, and the digest of the bundle that runs, since
 * checkouts of one version are many programs: `0.1.0+9c91754ba4f44caf`. The same sources make the same bundle anywhere.
 */
export function buildVersion(): string {
  const file = import.meta.filename;
  if (basename(file) !== BUNDLE) return packageVersion();
  const digest = createHash('sha256').update(readFileSync(file)).digest('hex');
  return `${packageVersion()}+${digest.slice(0, 16)}`;
}
