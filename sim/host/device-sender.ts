import type { OpenList } from '../../lists/open-list.ts';
import { recordOthers } from '../net/index.ts';
import type { ClientEnd, Companion, Fabric, Request, Sent } from '../net/index.ts';
import type { AroundDevice } from './around-device.ts';
import { Challenges } from './challenges.ts';
import { deviceAddress } from './device-address.ts';
import { KeptConnections } from './kept-connections.ts';
import { OpenSend } from './open-send.ts';
import type { RequestReader } from './request-reader.ts';
import type { SendRequest, SentOut } from './outgoing-request.ts';
import type { WorldServices } from './world-services.ts';

const NOT_SENT: SentOut = {
  reading: null,
  abandon() {
    // There is nothing to give up.
  },
};

export interface DeviceSenderOptions {
  readonly world: Pick<WorldServices, 'kernel' | 'record'>;
  readonly id: string;
  /** Place in the fleet, from 0. */
  readonly index: number;
  readonly fabric: Fabric;
  readonly requests: RequestReader;
  /** What plays the instabilities of a device that takes no settings; null: it plays them itself. */
  readonly around: () => AroundDevice | null;
}

/** Another reading that leaves at the instant at which one was redirected follows nothing: a place has become free for it. */
function isFollowing(told: number | null, followedFrom: number | null | undefined): boolean {
  if (followedFrom === undefined) return false;
  return told === null || followedFrom === null || told === followedFrom;
}

/** What a request is that does as the answer before says; null: it is an attempt of its own. */
function goesOn(
  isRedirected: boolean,
  isAuthorized: boolean,
): 'redirect_followed' | 'credentials_renewed' | null {
  if (isRedirected) return 'redirect_followed';
  return isAuthorized ? 'credentials_renewed' : null;
}

/** The boot that sends: what it has under way, and whether it goes on. */
interface Boot {
  /** From 0. */
  readonly boot: number;
  readonly open: OpenList<OpenSend>;
  readonly isAlive: () => boolean;
}

/** Gives the requests of a device to the network, each as an attempt for its readings. */
export class DeviceSender {
  readonly #options: DeviceSenderOptions;
  readonly #challenges = new Challenges();

  constructor(options: DeviceSenderOptions) {
    this.#options = options;
  }

  /** How one boot sends. */
  of({ boot, open, isAlive }: Boot): SendRequest {
    const { fabric, id, index, world, requests } = this.#options;
    const remoteAddress = deviceAddress(index, boot);
    const kept = new KeptConnections();
    return (outgoing, client) => {
      // Code that outlived its crash talks to nobody.
      if (!isAlive()) return NOT_SENT;
      const { method, path, headers, body, message, followedFrom } = outgoing;
      const { reading: told, timestamp, others: behind, judge } = requests.identify(outgoing);
      // A redirect may be followed by a request that carries no reading: it goes on with the one before.
      const reading = told ?? followedFrom ?? null;
      const attempt = requests.nextAttempt(reading);
      const others = behind && this.#attemptsAt(behind);
      const isRedirected =
        isFollowing(told, followedFrom) && !requests.hasSaidRetry(reading, world.kernel.nowUs);
      const kind = goesOn(isRedirected, this.#challenges.isMetBy(reading, headers));
      if (kind !== null) {
        const event = { at: world.kernel.nowUs, kind, device: id, reading, attempt } as const;
        world.record(event);
        recordOthers(world.record, event, others);
      }
      // One that is given is that of a socket, which its client keeps by itself.
      const connection = outgoing.connection ?? kept.take(world.kernel.nowUs);
      const freed = outgoing.connection === undefined ? () => kept.give(connection) : null;
      const plain: Request = {
        connection,
        method,
        path,
        headers,
        body,
        message,
        timestamp,
        remoteAddress,
        others,
        judge,
      };
      const around = this.#options.around();
      const request = around === null ? plain : around.leaving({ reading, attempt, request: plain });
      const end = around === null ? client : around.heardBy(client, { reading, attempt, request });
      const sent = new OpenSend(open, end, isAlive, {
        reading,
        headers,
        challenges: this.#challenges,
        freed,
      });
      sent.left(fabric.send({ device: id, reading, attempt }, index, request, sent));
      return sent;
    };
  }

  /** Sends once more what was sent for these readings. */
  again(reading: number, request: Request, client: ClientEnd): Sent {
    const { fabric, id, index, requests } = this.#options;
    const attempt = requests.nextAttempt(reading);
    const others = request.others && this.#attemptsAt(request.others);
    return fabric.send({ device: id, reading, attempt }, index, { ...request, others }, client);
  }

  /** In the order of the request: a reading may stand in it twice. */
  #attemptsAt(others: readonly Omit<Companion, 'attempt'>[]): readonly Companion[] {
    const { requests } = this.#options;
    return others.map(({ reading, timestamp }) => ({
      reading,
      attempt: requests.nextAttempt(reading),
      timestamp,
    }));
  }
}
