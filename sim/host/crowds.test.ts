import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';
import { Crowds } from './crowds.ts';

/** Adds one listener for each piece of work, as a host does. */
function listen(crowds: Crowds, emitter: EventEmitter, works: readonly (object | null)[]): void {
  for (const work of works) {
    emitter.on('drain', () => undefined);
    crowds.added(emitter, 'drain', work);
  }
}

function requests(count: number): readonly object[] {
  return Array.from({ length: count }, () => ({}));
}

function silent(): EventEmitter {
  return new EventEmitter().setMaxListeners(0);
}

test('a listener for each request is counted from the twelfth on, and no more than are there', () => {
  const crowds = new Crowds();
  const emitter = silent();
  listen(crowds, emitter, requests(11));
  expect(crowds.unwarned).toBe(0);
  listen(crowds, emitter, requests(30));
  expect(crowds).toMatchObject({ unwarned: 30, listeners: 0 });
  emitter.removeAllListeners('drain');
  expect(crowds.unwarned).toBe(0);
});

test('what one request adds is one piece of work, and what comes up with the host none', () => {
  const crowds = new Crowds();
  const request = {};
  listen(
    crowds,
    silent(),
    Array.from({ length: 100 }, () => request),
  );
  expect(crowds.unwarned).toBe(1);
  listen(
    crowds,
    silent(),
    Array.from({ length: 100 }, () => null),
  );
  expect(crowds.unwarned).toBe(1);
  crowds.begun();
  // The eleven before it is watched are not counted.
  listen(
    crowds,
    silent(),
    Array.from({ length: 100 }, () => null),
  );
  expect(crowds.unwarned).toBe(89);
});

test('where Node has warned, all that are there are counted, beyond ten', () => {
  const crowds = new Crowds();
  const emitter = silent();
  listen(crowds, emitter, requests(12));
  crowds.warned({ type: 'drain', emitter });
  expect(crowds).toMatchObject({ unwarned: 0, listeners: 12 });
});

test('event targets are counted as emitters are', () => {
  const crowds = new Crowds();
  const { signal } = new AbortController();
  for (const request of requests(14)) {
    signal.addEventListener('abort', () => request);
    crowds.added(signal, 'abort', request);
  }
  expect(crowds.unwarned).toBe(3);
});
