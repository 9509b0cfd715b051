import type { DeviceEnv, EdgeFactory } from '../../../ports/index.ts';
import type { NetworkInForce } from '../../net/index.ts';
import { TRANSPORTS } from '../../transport/index.ts';
import type { TransportName } from '../../transport/index.ts';
import { DeviceHost } from '../device-host.ts';
import { EdgeHost } from '../edge-host.ts';
import type { FrontSettings, GatewaySettings } from '../gateway-settings.ts';
import { HostBench } from './host-bench.ts';
import type { AroundSettings } from '../around-device.ts';
import { QUIET_DEVICE } from './quiet-device.ts';
import { QUIET_GATEWAY } from './quiet-gateway.ts';

export type Carrier = TransportName;

export interface SmallWorldOptions {
  readonly carrier: Carrier;
  readonly edge: EdgeFactory;
  /** What each device does from its boot on, at 1 ms. */
  readonly devices: readonly ((env: DeviceEnv) => Promise<unknown>)[];
  readonly forMs: number;
  /** What is played in front of the edge, where it differs from nothing. */
  readonly settings?: Partial<FrontSettings & GatewaySettings>;
  readonly crashEdgeAtMs?: number;
  /** Faults of the network; none unless they are given. */
  readonly network?: Partial<NetworkInForce>;
  /** Something that happens to them. */
  readonly happens?: (it: HostBench, devices: readonly DeviceHost<AroundSettings>[]) => void;
}

/** A few devices of a test's own and one edge, over a network without faults that takes 10 ms each way. */
export async function smallWorld({
  carrier,
  edge: factory,
  devices: acts,
  forMs,
  settings,
  crashEdgeAtMs,
  network,
  happens,
}: SmallWorldOptions): Promise<{
  readonly it: HostBench;
  /** What each device got in the end, or what it failed with. */
  readonly ends: readonly unknown[];
}> {
  const it = new HostBench();
  const edge = new EdgeHost({
    world: it.services,
    factory,
    transport: TRANSPORTS[carrier],
    settings: { ...QUIET_GATEWAY, ...settings },
  });
  const fabric = it.fabric(
    {
      isUp: () => edge.isUp(),
      deliver: (delivery, request) => edge.deliver(delivery, request, delivery),
    },
    network,
  );
  const ends: unknown[] = acts.map(() => 'nothing yet');
  const devices = acts.map(
    (act, index) =>
      new DeviceHost({
        world: it.services,
        id: `device-00${index + 1}`,
        index,
        factory: (env) => {
          void act(env).then(
            (value) => (ends[index] = value),
            (error: unknown) => (ends[index] = error),
          );
          return { record: () => {} };
        },
        policy: { name: 'none', retriesMax: 0, delayMs: () => 0, delayBoundsMs: () => ({ min: 0, max: 0 }) },
        fabric,
        fastLane: false,
        settings: QUIET_DEVICE,
      }),
  );
  it.openWork = () => devices.reduce((sum, device) => sum + device.openWork, edge.openWork);
  edge.boot();
  it.at(1, () => {
    for (const device of devices) device.boot();
  });
  if (crashEdgeAtMs !== undefined) it.at(crashEdgeAtMs, () => edge.crash());
  happens?.(it, devices);
  await it.run(forMs);
  return { it, ends };
}
