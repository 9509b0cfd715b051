import { expect, test } from 'vitest';
import type { Answer, ClientEnd } from '../net/index.ts';
import type { OutgoingRequest } from './outgoing-request.ts';
import { Redirects } from './redirects.ts';

const DEAF: ClientEnd = {
  answered() {},
  begun() {},
  refused() {},
  reset() {},
};

/** A way out of a device to which the test answers; readings are numbered in the order of their requests. */
function wayOut(): {
  readonly redirects: Redirects;
  readonly kernel: { nowUs: number };
  readonly ask: (path: string) => (status: number, location?: string) => void;
  readonly followed: () => (number | null | undefined)[];
} {
  const kernel = { nowUs: 0 };
  const redirects = new Redirects({ edgeUrl: 'http://edge.petrel/ingest', kernel });
  const requests: OutgoingRequest[] = [];
  let toldTo: ClientEnd = DEAF;
  const send = redirects.along((outgoing, client) => {
    toldTo = client;
    return { reading: requests.push(outgoing), abandon() {} };
  });
  return {
    redirects,
    kernel,
    ask: (path) => {
      send({ method: 'POST', path, headers: {}, body: '' }, DEAF);
      const client = toldTo;
      return (status, location) => {
        const headers: Answer['headers'] = location === undefined ? {} : { location };
        client.answered({ status, headers, body: '', retryAfter: null, echoed: false });
      };
    },
    followed: () => requests.map(({ followedFrom }) => followedFrom),
  };
}

test.for([
  ['its place', '/moved?v=2', '/moved?v=2'],
  ['a place relative to its own', 'moved', '/moved'],
  ['the same over https', 'https://edge.petrel/ingest', '/ingest'],
] as const)('who goes at once where an answer leads, follows it: %s', ([, location, path]) => {
  const { ask, followed } = wayOut();
  ask('/ingest')(308, location);
  ask(path);
  // One answer is followed once.
  ask(path);
  expect(followed()).toStrictEqual([undefined, 1, undefined]);
});

test.for([
  ['another status', 201, '/moved', 0],
  ['another place', 308, '/other', 0],
  ['no place', 308, undefined, 0],
  ['what is no place', 308, 'http://', 0],
  ['a later instant', 308, '/moved', 1],
] as const)('no redirect is followed: %s', ([, status, location, laterUs]) => {
  const { ask, kernel, followed } = wayOut();
  ask('/ingest')(status, location);
  kernel.nowUs += laterUs;
  ask('/moved');
  expect(followed()).toStrictEqual([undefined, undefined]);
});

test('two answers of one instant lead to one place', () => {
  const { ask, followed } = wayOut();
  const [first, second] = [ask('/ingest'), ask('/ingest')];
  first(307, '/moved');
  second(307, '/moved');
  ask('/moved');
  ask('/moved');
  expect(followed()).toStrictEqual([undefined, undefined, 2, 1]);
});

test('a host that an answer has named is known by its name, but not that of the edge', () => {
  const { redirects, ask } = wayOut();
  ask('/ingest')(302, 'http://portal.example/login');
  ask('/ingest')(302, 'https://edge.petrel/ingest');
  expect(redirects.haveLedTo('the host portal.example')).toBe(true);
  expect(redirects.haveLedTo('the host edge.petrel')).toBe(false);
});
