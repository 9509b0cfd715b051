import { expect, test } from 'vitest';
import { UsageError } from '../usage-error.ts';
import { liveAddress } from './live-address.ts';

test.for(['http://localhost:8000/ingest', 'http://127.0.0.9/ingest', 'https://[::1]:8443/ingest'])(
  '%s is this machine',
  (text) => {
    expect(liveAddress(text, []).href).toBe(text);
  },
);

test('another machine is aimed at by who owns it alone', () => {
  expect(() => liveAddress('http://edge.example/ingest', [])).toThrow(/say --i-own-this edge\.example$/);
  expect(() => liveAddress('http://edge.example/ingest', ['other.example'])).toThrow(UsageError);
  expect(liveAddress('http://edge.example/ingest', ['edge.example']).hostname).toBe('edge.example');
  // Names that only look like this machine.
  expect(() => liveAddress('http://127.0.0.1.example/ingest', [])).toThrow(UsageError);
  expect(() => liveAddress('http://localhost.example/ingest', [])).toThrow(UsageError);
});

test.for<readonly [text: string | undefined, told: RegExp]>([
  [undefined, /--url is missing/],
  ['localhost:8000', /not an address of HTTP/],
  ['http://user:secret@localhost/ingest', /^--url: leave the name and the password out/],
])('%s is refused', ([text, told]) => {
  expect(() => liveAddress(text, [])).toThrow(told);
});
