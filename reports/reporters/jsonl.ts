import { canonical } from '../canonical.ts';
import type { Reporter } from './report.ts';

export const jsonlReporter: Reporter = ({ data }) =>
  data.parts.map((part) => JSON.stringify(canonical(part))).join('\n');
