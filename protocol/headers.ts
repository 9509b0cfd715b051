/** Stays the same over all attempts of one reading. Lower case, as Node gives incoming headers. */
export const CORRELATION_ID_HEADER = 'x-correlation-id';

/** Seconds or an HTTP-date (RFC 9110 §10.2.3). */
export const RETRY_AFTER_HEADER = 'retry-after';

export const INGEST_PATH = '/ingest';
export const METRICS_PATH = '/metrics';
/** Readings that are stored, in pages. */
export const TELEMETRY_PATH = '/telemetry';
export const HEALTH_PATH = '/health';
/** Whether it takes readings now, for a load balancer. */
export const READY_PATH = '/ready';
/** Who sends. */
export const DEVICES_PATH = '/devices';
