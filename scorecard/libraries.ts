import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '..');

/** A retry library as its README shows it, in a device of its own under `libraries/`. */
export interface Library {
  /** For people, and for `--library`. */
  readonly name: string;
  /** The module under `libraries/`. */
  readonly file: string;
  readonly packages: readonly string[];
  /** The call, in short. */
  readonly shown: string;
}

function library(name: string, file: string, packages: readonly string[], shown: string): Library {
  return { name, file, packages, shown };
}

/** In the order of the page. Those that retry no POST by themselves stand there once more, told to. */
export const LIBRARIES: readonly Library[] = [
  library('p-retry', 'p-retry', ['p-retry'], '`pRetry(post, { retries: 5 })`'),
  library(
    'p-retry + node-fetch',
    'p-retry-node-fetch',
    ['p-retry', 'node-fetch'],
    'the example of p-retry to the letter: only a 404 is told from success',
  ),
  library('async-retry', 'async-retry', ['async-retry'], '`retry(post, { retries: 5 })`'),
  library('exponential-backoff', 'exponential-backoff', ['exponential-backoff'], '`backOff(post)`'),
  library(
    'cockatiel',
    'cockatiel',
    ['cockatiel'],
    '`wrap(retry(handleAll, { maxAttempts: 3, backoff: new ExponentialBackoff() }), circuitBreaker(…))`, open for 10 s after 5 failures in a row',
  ),
  library(
    'opossum',
    'opossum',
    ['opossum'],
    '`new CircuitBreaker(post, { timeout: 3000, errorThresholdPercentage: 50, resetTimeout: 30000 })`: a breaker, no retry',
  ),
  library(
    'axios-retry',
    'axios-retry',
    ['axios-retry', 'axios'],
    '`axiosRetry(client, { retries: 3 })`, then `client.post`',
  ),
  library(
    'axios-retry, told to retry a POST',
    'axios-retry-post',
    ['axios-retry', 'axios'],
    'with `retryCondition: isRetryableError, retryDelay: exponentialDelay`',
  ),
  library('got', 'got', ['got'], '`got.post(url, …)`'),
  library('got, told to retry a POST', 'got-post', ['got'], "with `retry: { methods: ['POST'] }`"),
  library('ky', 'ky', ['ky'], '`ky.post(url, …)`'),
  library('ky, told to retry a POST', 'ky-post', ['ky'], "with `retry: { methods: ['post'] }`"),
  library('superagent', 'superagent', ['superagent'], '`superagent.post(url).retry(2)`'),
  library('undici', 'undici', ['undici'], '`new RetryAgent(new Agent()).request(…)`'),
  library('undici, told to retry a POST', 'undici-post', ['undici'], "with `{ methods: ['POST'] }`"),
];

/** The module, as a command names it from the root of the repository. */
export function moduleOf({ file }: Pick<Library, 'file'>): string {
  return `./scorecard/libraries/${file}.ts`;
}

/** What is installed, e.g. `got 14.6.6`. */
export function versionOf(name: string): string {
  const { version } = JSON.parse(readFileSync(join(ROOT, 'node_modules', name, 'package.json'), 'utf8'));
  return `${name} ${version}`;
}
