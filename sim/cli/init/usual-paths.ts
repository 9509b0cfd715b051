const STEMS = ['ingest', 'telemetry', 'readings', 'measurements', 'events', 'data'] as const;

/** Where routers are usually mounted. */
export const USUAL_PREFIXES = ['/api', '/v1', '/api/v1', ...STEMS.map((stem) => `/${stem}`)] as const;

/** Where edges usually take readings, for those that show no routes. */
export const USUAL_PATHS: readonly string[] = ['', '/api', '/v1', '/api/v1'].flatMap((prefix) =>
  STEMS.map((stem) => `${prefix}/${stem}`),
);
