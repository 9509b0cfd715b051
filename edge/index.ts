/**
 * The real ingestion edge: an Express app that takes readings in, each at most once. Start with `create-edge.ts`, then
 * `ingest/ingest-pipeline.ts`, the life of one request. Time and chance come in through `ports/`. It knows nothing
 * of the device or the simulation.
 */
export { createEdge } from './create-edge.ts';
export type { Edge, EdgeOptions } from './create-edge.ts';
export { DEFAULT_EDGE_SETTINGS, parseEdgeSettings } from './settings.ts';
export type { CapacitySettings, EdgeSettings, RateLimitSettings, SlowSettings } from './settings.ts';
export type { IngestRequest, RequestHead, RequestHeaders } from './request.ts';
export type { ClaimResult, ReadingStore } from './store/reading-store.ts';
