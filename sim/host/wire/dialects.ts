import { BATCH } from './batch-dialect.ts';
import { CLOUDEVENTS } from './cloudevents-dialect.ts';
import { IDEMPOTENCY_KEY } from './idempotency-key-dialect.ts';
import { OTLP_HTTP_JSON } from './otlp-dialect.ts';
import { PETREL } from './petrel-dialect.ts';

/** Those that come with Petrel, by the names that `wire` has for them, in the order in which they are tried. */
export const DIALECTS = {
  petrel: PETREL,
  cloudevents: CLOUDEVENTS,
  'idempotency-key': IDEMPOTENCY_KEY,
  'otlp-http-json': OTLP_HTTP_JSON,
  batch: BATCH,
} as const;

export type DialectName = keyof typeof DIALECTS;

function isName(name: string): name is DialectName {
  return Object.hasOwn(DIALECTS, name);
}

export const DIALECT_NAMES: readonly DialectName[] = Object.keys(DIALECTS).filter(isName);
