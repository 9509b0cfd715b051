import type { DeviceEnv, Disk, Fetch, Log, Random, RetryPolicy } from '../../ports/index.ts';
import { OwnerStreams } from '../random/index.ts';
import { deviceAddress } from './device-address.ts';
import { DeviceNetwork } from './device-network.ts';
import type { HostClock } from './host-clock.ts';
import { hostGlobals } from './host-globals.ts';
import { connectionTo } from './host-network.ts';
import type { Place } from './host-network.ts';
import type { OutsideNetworkOptions } from './outside-network.ts';
import type { HostGlobals } from './scope.ts';
import { createFetch, createGlobalFetch } from './simulated-fetch.ts';
import type { SendRequest } from './outgoing-request.ts';
import { policyInScope } from './policy-in-scope.ts';
import { Redirects } from './redirects.ts';
import { createSend } from './simulated-send.ts';
import type { WallClockError } from './wall-clock-error.ts';
import type { WorldServices } from './world-services.ts';

/** Where devices believe the edge to be. */
const EDGE_ORIGIN = 'http://edge.petrel';

export interface DeviceEnvOptions {
  readonly world: WorldServices;
  readonly id: string;
  /** Place in the fleet, from 0. */
  readonly index: number;
  readonly boot: number;
  /** False once this boot has ended: its code reaches nobody. */
  readonly isAlive: () => boolean;
  readonly clock: HostClock;
  readonly clockError: WallClockError;
  readonly random: Random;
  readonly log: Log;
  readonly disk: Disk;
  readonly policy: RetryPolicy;
  /** Whether it is a user's that a device of ours keeps. */
  readonly policyIsBrought: boolean;
  readonly config: unknown;
  /** Path of the edge's URL. */
  readonly path: string;
  readonly send: SendRequest;
  readonly isHeld: HostGlobals['isHeld'];
  /** Whether it gets the `send` port. */
  readonly fastLane: boolean;
}

/** What one boot of a device gets from its world, by its ports and by the globals. */
export interface DeviceSurroundings {
  readonly env: DeviceEnv;
  readonly globals: HostGlobals;
}

export function createDeviceEnv(options: DeviceEnvOptions): DeviceSurroundings {
  const { world, id, index, boot, isAlive, clock, clockError, path, send, fastLane } = options;
  const { random, log, disk, policy, policyIsBrought, config, isHeld } = options;
  const { kernel } = world;
  const edgeUrl = `${EDGE_ORIGIN}${path}`;
  const redirects = new Redirects({ edgeUrl, kernel });
  const fetchOptions = {
    edgeUrl,
    send: redirects.along(send),
    kernel,
    elsewhere: (place: Place) => globals.network.unsupported(...connectionTo(place)),
  };
  const outside: OutsideNetworkOptions = {
    allowed: world.allowedNet,
    unsupported: (what, remedy) => {
      if (isAlive()) world.unsupported(id, what, remedy);
    },
  };
  const globals = hostGlobals(world.random, id, boot, isAlive, {
    makeFetch: () => createGlobalFetch(fetchOptions),
    makeNetwork: () =>
      new DeviceNetwork({ ...fetchOptions, ...outside, redirects, address: deviceAddress(index, boot) }),
    clockError,
    sinceUs: clock.sinceUs,
    isHeld,
  });
  let fetch: Fetch | undefined;
  const env: DeviceEnv = {
    id,
    edgeUrl,
    // Made when it is asked for: on the fast lane nobody does.
    get fetch() {
      fetch ??= createFetch(fetchOptions);
      return fetch;
    },
    clock,
    random,
    log,
    disk,
    policy: policyIsBrought ? policyInScope(policy, { globals, exchange: null }) : policy,
    ...(fastLane && { send: createSend({ path, kernel, clock, send }) }),
    config,
  };
  return { env, globals };
}

/** What a device draws, by way of a gate where there is one, which is told whose draws they are. */
export function deviceRandom({ random, gate }: Pick<WorldServices, 'random' | 'gate'>, id: string): Random {
  if (gate !== null) return { draw: (purpose, ...key) => gate.draw('device', id, purpose, key) };
  const streams = new OwnerStreams(random, id, 'device/');
  return { draw: (purpose, ...key) => streams.draw(purpose, ...key) };
}
