import { expect, test } from 'vitest';
import { REDIRECTS_MAX, redirectOf } from './redirect.ts';
import type { Hop, RedirectOptions } from './redirect.ts';

const URL_OF_EDGE = 'http://edge.petrel/ingest#part';
const POST: Hop = {
  url: URL_OF_EDGE,
  request: {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: 'Bearer 1', 'x-a': '1' },
    body: '{"a":1}',
  },
};
const FOLLOW: RedirectOptions = { mode: 'follow', followed: 0, replayable: true };

function hop(method: string): Hop {
  return { ...POST, request: { ...POST.request, method } };
}

function answer(status: number, location?: string): Parameters<typeof redirectOf>[1] {
  return {
    status,
    headers: location === undefined ? {} : { location },
    body: '',
    retryAfter: null,
    echoed: false,
  };
}

// WHATWG Fetch, "HTTP-redirect fetch", step 12: a POST becomes a GET by 301 and 302, everything but GET and HEAD by 303.
test.for([
  { status: 301, method: 'POST', becomes: 'GET' },
  { status: 302, method: 'POST', becomes: 'GET' },
  { status: 303, method: 'POST', becomes: 'GET' },
  { status: 307, method: 'POST', becomes: 'POST' },
  { status: 308, method: 'POST', becomes: 'POST' },
  { status: 301, method: 'PUT', becomes: 'PUT' },
  { status: 302, method: 'PUT', becomes: 'PUT' },
  { status: 303, method: 'PUT', becomes: 'GET' },
  { status: 303, method: 'HEAD', becomes: 'HEAD' },
  { status: 302, method: 'GET', becomes: 'GET' },
])('$method and $status: $becomes', ({ status, method, becomes }) => {
  const redirect = redirectOf(hop(method), answer(status, '/other?v=2'), FOLLOW);
  const isKept = becomes === method;
  const headers = { authorization: 'Bearer 1', 'x-a': '1' };
  expect(redirect).toStrictEqual({
    kind: 'on',
    hop: {
      url: 'http://edge.petrel/other?v=2#part',
      request: isKept
        ? { ...POST.request, method }
        : { method: becomes, headers, body: '', message: undefined },
    },
  });
});

test('another origin is told no secrets', () => {
  const redirect = redirectOf(POST, answer(308, 'https://edge.petrel/ingest'), FOLLOW);
  expect(redirect).toMatchObject({ kind: 'on', hop: { url: 'https://edge.petrel/ingest#part' } });
  expect(redirect.kind === 'on' && redirect.hop.request.headers).toStrictEqual({
    'content-type': 'application/json',
    'x-a': '1',
  });
});

test.for([
  {
    name: 'asked for as an answer',
    given: answer(302, '/other'),
    options: { ...FOLLOW, mode: 'manual' as const },
  },
  { name: 'without a place', given: answer(302), options: FOLLOW },
  { name: 'of another kind', given: answer(304, '/other'), options: FOLLOW },
])('a redirect $name is the answer', ({ given, options }) => {
  expect(redirectOf(POST, given, options)).toStrictEqual({ kind: 'none' });
});

test.for([
  {
    why: 'unexpected redirect',
    given: answer(302, '/other'),
    options: { ...FOLLOW, mode: 'error' as const },
  },
  // WHATWG's limit: the twenty-first is one too many.
  {
    why: 'redirect count exceeded',
    given: answer(302, '/other'),
    options: { ...FOLLOW, followed: REDIRECTS_MAX },
  },
  { why: 'URL scheme must be a HTTP(S) scheme', given: answer(302, 'ftp://edge.petrel/'), options: FOLLOW },
  { why: 'Invalid URL', given: answer(302, 'http://'), options: FOLLOW },
  {
    why: 'the body is a stream that was read',
    given: answer(307, '/other'),
    options: { ...FOLLOW, replayable: false },
  },
])('a fetch fails by a redirect: $why', ({ why, given, options }) => {
  expect(redirectOf(POST, given, options)).toStrictEqual({ kind: 'failed', why });
});
