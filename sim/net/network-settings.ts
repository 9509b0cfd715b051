/** One way, each way. */
export type Latency =
  | { readonly distribution: 'constant'; readonly valueMs: number }
  | { readonly distribution: 'uniform'; readonly minMs: number; readonly maxMs: number }
  | { readonly distribution: 'normal'; readonly meanMs: number; readonly stddevMs: number }
  | { readonly distribution: 'lognormal'; readonly medianMs: number; readonly sigma: number }
  | { readonly distribution: 'exponential'; readonly meanMs: number };

export interface NetworkSettings {
  readonly latency: Latency;
  /** A request vanishes, independently of others. */
  readonly loss: { readonly probability: number };
  /** An answer vanishes, independently of others. */
  readonly answerLoss: { readonly probability: number };
  /** Gilbert-Elliott, stepped by time: each device's link is good or bad for exponential dwell times. */
  readonly burstLoss: null | {
    readonly goodMeanMs: number;
    readonly badMeanMs: number;
    readonly goodLoss: number;
    readonly badLoss: number;
  };
  /** Extra delay on a request, uniform on [0, maxMs). */
  readonly jitter: { readonly probability: number; readonly maxMs: number };
  /** The network delivers a copy of a request that got through, uniform on [minMs, maxMs) after it. */
  readonly duplicate: { readonly probability: number; readonly minMs: number; readonly maxMs: number };
  /** A request is held back, uniform on [minMs, maxMs), so that newer ones overtake it. */
  readonly reorder: { readonly probability: number; readonly minMs: number; readonly maxMs: number };
  /** One byte of the request's body is damaged beyond any valid text. */
  readonly corrupt: { readonly probability: number };
  /** The connection is reset, half of the time after the edge got the request. */
  readonly reset: { readonly probability: number };
  /** Of each device's link; requests queue behind one another. Null: unlimited. */
  readonly bandwidth: null | { readonly bytesPerSecond: number };
  /** Null: none. `refuse` answers at once as a closed port would; the others lose what they name. */
  readonly partition: null | {
    readonly mode: 'both' | 'requests' | 'answers' | 'refuse';
    readonly devices: DeviceSet;
  };
}

/** All devices, or the first n of the fleet. */
export type DeviceSet = 'all' | { readonly first: number };

/** `deviceIndex`: the device's place in the fleet, from 0. */
export function includesDevice(devices: DeviceSet, deviceIndex: number): boolean {
  return devices === 'all' || deviceIndex < devices.first;
}
