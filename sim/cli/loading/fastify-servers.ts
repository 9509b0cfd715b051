import { subscribe } from 'node:diagnostics_channel';
import type net from 'node:net';

/** Where Fastify tells of each instance that it makes: its server alone does not say whose it is. */
const CHANNEL = 'fastify.initialization';

const instances = new WeakMap<object, object>();
let isWatched = false;

function part(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

/** From now on instances are known by their servers, for as long as there are such. */
export function watchFastify(): void {
  if (isWatched) return;
  isWatched = true;
  subscribe(CHANNEL, (message) => {
    const instance = part(message, 'fastify');
    const server = part(instance, 'server');
    if (typeof instance === 'object' && instance !== null && typeof server === 'object' && server !== null)
      instances.set(server, instance);
  });
}

/** Null: it is no server of Fastify's, or of before it was watched. */
export function fastifyOf(server: net.Server): object | null {
  return instances.get(server) ?? null;
}
