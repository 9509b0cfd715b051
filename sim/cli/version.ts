import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { scenarioDirectory } from '../scenario/scenario-directory.ts';

/** From package.json, which stands beside the scenarios. */
export function packageVersion(): string {
  const content: unknown = JSON.parse(
    readFileSync(join(dirname(scenarioDirectory()), 'package.json'), 'utf8'),
  );
  if (typeof content === 'object' && content !== null && 'version' in content) return String(content.version);
  return 'unknown';
}
