/**
 * Where the machines of hosts may stand. Node keeps the zone of a process, so all hosts of a run share one; hours that are
 * whole, halves and quarters, before and behind UTC, and on both sides of the date line.
 */
export const ZONES = [
  'UTC',
  'America/Los_Angeles',
  'America/New_York',
  'Europe/Berlin',
  'Asia/Kolkata',
  'Asia/Kathmandu',
  'Asia/Tokyo',
  'Pacific/Auckland',
] as const;

export type Zone = (typeof ZONES)[number];
