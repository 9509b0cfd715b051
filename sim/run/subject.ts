import type { Dialect } from '../host/index.ts';
import type { DeviceFactory, EdgeFactory, RetryPolicy } from '../../ports/index.ts';
import type { WireSettings } from '../scenario/scenario.ts';

/** What is under test: the programs, and the policy the devices retry by. */
export interface Subject {
  readonly edge: SubjectPart<EdgeFactory>;
  readonly device: SubjectPart<DeviceFactory>;
  readonly policy: RetryPolicy;
  /** The next versions, as far as they are other programs; its policy is that of its device. Default: none are. */
  readonly next?:
    | {
        readonly edge?: SubjectPart<EdgeFactory>;
        readonly device?: SubjectPart<DeviceFactory>;
        readonly policy?: RetryPolicy;
      }
    | undefined;
  /** Servers of the real world that edge and devices may reach, in real time. Default: none. */
  readonly allowNet?: readonly { readonly host: string; readonly port: number }[] | undefined;
}

export interface SubjectPart<Factory> {
  /** For reports, e.g. `built-in` or the file it came from. */
  readonly name: string;
  readonly factory: Factory;
  /** Not ours: it may use the globals, and its code is followed by the event loop instead of by count. */
  readonly foreign: boolean;
  /** What it wants to happen at least once over many runs: names of ours, or queries. Default: nothing. */
  readonly sometimes?: readonly string[];
  /** How its messages are read, where the module says it. */
  readonly wire?: SubjectWire | undefined;
}

/** What a module says of its messages beside its code: as a scenario does, or by functions that read them. */
export type SubjectWire =
  | { readonly kind: 'settings'; readonly settings: WireSettings }
  | { readonly kind: 'dialect'; readonly dialect: Dialect; readonly settings: WireSettings };
