import { AnswerWords } from './answer-words.ts';
import type { Carried, Dialect } from './dialect.ts';
import { valueAt } from './json-pointer.ts';

/** For each signal: its list of resources, the lists of scopes and records in these, and where a record has its name. */
const SIGNALS = [
  { resources: 'resourceLogs', scopes: 'scopeLogs', records: 'logRecords' },
  { resources: 'resourceMetrics', scopes: 'scopeMetrics', records: 'metrics' },
  { resources: 'resourceSpans', scopes: 'scopeSpans', records: 'spans' },
] as const;

/** Kinds of metrics, all with `dataPoints`. */
const POINTS = ['gauge', 'sum', 'histogram', 'exponentialHistogram', 'summary'] as const;

/** Where a partial success says how many records were refused. It never says which. */
const REFUSED = ['rejectedLogRecords', 'rejectedDataPoints', 'rejectedSpans'] as const;

/** Attributes by which a resource says which device it is, the plainest first. */
const DEVICE_ATTRIBUTES = ['device.id', 'service.instance.id', 'host.id', 'host.name', 'service.name'];
/** Attributes by which a record says which reading it is: those of the semantic conventions, and the plain ones. */
const READING_ATTRIBUTES = ['log.record.uid', 'reading.id', 'sequence_id', 'sequence.id'];

function listAt(value: unknown, ...keys: readonly string[]): readonly unknown[] {
  const found = valueAt(value, keys);
  return Array.isArray(found) ? found : [];
}

/** The value of the first of these attributes that is there. */
function attribute(holder: unknown, names: readonly string[]): string | number | null {
  const attributes = listAt(holder, 'attributes');
  for (const name of names) {
    const held = attributes.find((one) => valueAt(one, ['key']) === name);
    for (const kind of ['stringValue', 'intValue']) {
      const value = valueAt(held, ['value', kind]);
      if (typeof value === 'string' || typeof value === 'number') return value;
    }
  }
  return null;
}

function pointsOf(record: unknown): readonly unknown[] {
  return POINTS.flatMap((kind) => listAt(record, kind, 'dataPoints'));
}

/** A record or data point. What has no name of its own is told by its time: all points of one instant are one reading. */
function carriedBy(record: unknown, device: string | null): Carried | null {
  const nanos = valueAt(record, ['timeUnixNano']) ?? valueAt(record, ['startTimeUnixNano']);
  const timestamp = typeof nanos === 'string' || typeof nanos === 'number' ? nanos : null;
  const span = valueAt(record, ['spanId']);
  const name = attribute(record, READING_ATTRIBUTES) ?? (typeof span === 'string' ? span : null);
  const reading = name ?? timestamp;
  return reading === null ? null : { device, reading, timestamp, content: record };
}

/** OTLP/HTTP with JSON: logs, metrics and traces. Metrics have no ids, so a point is told by its resource and time. */
export const OTLP_HTTP_JSON: Dialect = {
  name: 'otlp-http-json',
  // "All other 4xx or 5xx response status codes MUST NOT be retried" (OTLP 1.5, Failures).
  words: new AnswerWords({ accepted: [200], duplicate: [], later: [429, 502, 503, 504], strict: true }),
  echoes: false,
  read({ json }) {
    const found = new Map<string, Carried>();
    for (const { resources, scopes, records } of SIGNALS) {
      for (const holder of listAt(json, resources)) {
        const named = attribute(valueAt(holder, ['resource']), DEVICE_ATTRIBUTES);
        const device = named === null ? null : String(named);
        for (const scope of listAt(holder, scopes)) {
          for (const record of listAt(scope, records)) {
            for (const one of records === 'metrics' ? pointsOf(record) : [record]) {
              const carried = carriedBy(one, device);
              if (carried === null) continue;
              const key = `${device ?? ''}\n${carried.reading}`;
              found.set(key, { ...carried, records: 1 + (found.get(key)?.records ?? 0) });
            }
          }
        }
      }
    }
    return found.size === 0 ? null : [...found.values()];
  },
  refused(answer, status) {
    if (status !== 200) return 0;
    const partial = valueAt(answer.json, ['partialSuccess']);
    const counts = REFUSED.map((name) => Number(valueAt(partial, [name]) ?? 0));
    return counts.reduce((sum, count) => (Number.isSafeInteger(count) && count > 0 ? sum + count : sum), 0);
  },
};
