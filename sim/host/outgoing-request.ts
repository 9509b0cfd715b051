import type { ClientEnd, Request, Sent } from '../net/index.ts';

/** What a fetch hands to the network, before anybody knows which reading it is for. */
export type OutgoingRequest = Omit<Request, 'timestamp'> & {
  /** The reading it is for, where the client says so. */
  readonly reading?: number;
  /** The readings behind it, where the message is a list of many. */
  readonly readingsBehind?: readonly number[] | undefined;
  /** Of a request that follows a redirect: what the one before was for, null where that could not be told. */
  readonly followedFrom?: number | null;
};

/** A request that has left, and the reading it is for, null where none can be told. */
export interface SentOut extends Sent {
  readonly reading: number | null;
}

/** Sends, and returns how to give up. */
export type SendRequest = (request: OutgoingRequest, client: ClientEnd) => SentOut;
