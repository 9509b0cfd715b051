import { UnreadableLog } from './exchange.ts';
import type { FleetLog } from './exchange.ts';
import { at, isObject, parseJson } from './json-value.ts';
import type { Json } from './json-value.ts';
import { readAccessLog } from './read-access-log.ts';
import { readMetrics } from './read-metrics.ts';
import { readOtlp } from './read-otlp.ts';

const KINDS =
  'wanted is an access log (Common or Combined Log Format, that of Envoy, of an Application Load Balancer or with a line of #Fields, ' +
  'or a JSON object a line), spans as OTLP-JSON, or the answer of Prometheus to a range query';

/**
 * Tells by the content which kind of log it is.
 * @throws {UnreadableLog} where it is none of them, or has nothing in it
 */
export function readLog(given: string): FleetLog {
  // Some editors put a mark of the order of bytes before all else.
  const text = given.replace(/^\uFEFF/, '');
  const whole = parseJson(text);
  const documents = whole === undefined ? text.split('\n').flatMap(parsedOrNone) : [whole];
  if (documents.some((document) => at(document, 'resourceSpans') !== undefined)) return readOtlp(documents);
  const log = readAccessLog(text);
  if (log.exchanges.length > 0) return log;
  // One object over many lines, or one that is no line of a log.
  if (whole !== undefined && isObject(whole)) return readMetrics(whole);
  throw new UnreadableLog(
    log.skipped.first === null
      ? `the file is empty: ${KINDS}`
      : `no line of it can be read, the first is ${JSON.stringify(log.skipped.first.slice(0, 120))}: ${KINDS}`,
  );
}

function parsedOrNone(line: string): readonly Json[] {
  const value = line.startsWith('{') ? parseJson(line) : undefined;
  return value === undefined ? [] : [value];
}
