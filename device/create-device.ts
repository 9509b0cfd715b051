import { DEVICE_ID_PATTERN } from '../protocol/index.ts';
import { Client } from './client.ts';
import type { Surroundings } from './client-env.ts';
import { createFetchSender } from './fetch-sender.ts';
import { createPolicy } from './policy/policies.ts';
import type { Fetch, RetryPolicy, Send } from '../ports/index.ts';
import type { DeviceSettings } from './settings.ts';

/** Dead letters kept unless the options say otherwise. */
export const DEAD_LETTERS_MAX = 1_000;

export type DeviceOptions = DeviceBasics & Transport;

/** How attempts leave: over a `fetch`, or through a `Send` of your own. */
export type Transport = { readonly fetch: Fetch } | { readonly send: Send };

export interface DeviceBasics extends Surroundings {
  readonly settings: DeviceSettings;
  /** Default: the one that `settings.policy` names. */
  readonly policy?: RetryPolicy;
  /** Dead letters kept on the disk, 0 or more; default `DEAD_LETTERS_MAX`. */
  readonly deadLettersMax?: number;
  /**
   * Whether a reading that others than the edge answer is tried beyond the retries of the policy, until the edge does.
   * Default: false.
   */
  readonly holds?: boolean;
  /**
   * Whether a reading whose number the edge knows for another one gets a new number: that tells of a disk which is an old copy,
   * or of a second device of this name. Default: false, it is parked as rejected.
   */
  readonly renumbers?: boolean;
  /** Called when nothing waits any more and no copy is under way. */
  readonly onIdle?: () => void;
}

/** A running device. */
export type Device = Pick<Client, keyof Client>;

/**
 * Boots a device: reads its disk and begins to send what waited there.
 * @throws {Error} when the id or the URL is malformed, or there is no such policy.
 */
export function createDevice(options: DeviceOptions): Device {
  const { id, edgeUrl, clock, random, log, disk, settings } = options;
  if (!DEVICE_ID_PATTERN.test(id)) {
    throw new Error(`The device id ${JSON.stringify(id)} must be 1 to 64 letters, digits, ".", "_" or "-".`);
  }
  if (!URL.canParse(edgeUrl) || !/^https?:$/.test(new URL(edgeUrl).protocol)) {
    throw new Error(
      `The edge URL ${JSON.stringify(edgeUrl)} must be http or https, e.g. http://localhost:8000/ingest.`,
    );
  }
  if (new URL(edgeUrl).username !== '' || new URL(edgeUrl).password !== '') {
    throw new Error('The edge URL must not hold a user or a password.');
  }
  const policy = options.policy ?? createPolicy(settings.policy);
  const send = 'send' in options ? options.send : createFetchSender({ fetch: options.fetch, clock });
  const deadLettersMax = options.deadLettersMax ?? DEAD_LETTERS_MAX;
  return new Client(
    {
      id,
      edgeUrl,
      send,
      clock,
      random,
      log,
      disk,
      policy,
      deadLettersMax,
      holds: options.holds === true,
      renumbers: options.renumbers === true,
      onIdle: options.onIdle,
    },
    settings,
  );
}
