import { canonical } from '../canonical.ts';
import type { Reporter } from './report.ts';

/** Indented by two, keys in order; nothing is rounded, and equal results are equal bytes. */
export const jsonReporter: Reporter = ({ data }) => JSON.stringify(canonical(data.whole), null, 2);
