import { expect, test } from 'vitest';
import { requestTarget } from './request-target.ts';

test.for([
  ['/ingest', '/ingest'],
  ['/ingest?a=%', '/ingest?a=%'],
  ['//ingest', '//ingest'],
  ['http://edge:8000/ingest?a=1', '/ingest?a=1'],
  ['http://edge', '/'],
  ['*', '/*'],
] as const)('%s is routed as %s', ([target, routed]) => {
  expect(requestTarget(target)).toBe(routed);
});

test.for([
  'ftp://edge/ingest',
  'http://user@edge/ingest',
  'http://edge/a/../ingest',
  'http://edge/%2e%2E/ingest',
  '/./ingest',
  '/ingest/..',
  '/ingest#a',
  '/a\\..\\ingest',
  '/%',
  '/%zz',
  '/%ff',
  'http://[/ingest',
  'mailto:x',
  'edge:8000',
  '',
  '?x',
])('%j is no target', (target) => {
  expect(requestTarget(target)).toBeUndefined();
});
