import type { DeviceFactory, Fetch } from '../../../ports/index.ts';
import { deviceOver } from '../device-over.ts';

/** The results of an answer to many readings; empty where it has none. */
function resultsIn(text: string): readonly Readonly<Record<string, unknown>>[] {
  const { results = [] }: { readonly results?: readonly Readonly<Record<string, unknown>>[] } = JSON.parse(
    text || '{}',
  );
  return results;
}

/** One bad reading, and the whole batch is taken for bad. */
export const throwsABatchAway: DeviceFactory = (env) => {
  const fetch: Fetch = async (url, init) => {
    const response = await env.fetch(url, init);
    const text = await response.text();
    const results = response.status === 207 ? resultsIn(text) : [];
    const refused = results.find(({ status }) => status === 400);
    const body =
      refused === undefined
        ? text
        : JSON.stringify({ results: results.map((one) => ({ ...one, status: 400 })) });
    const { status, ok, headers } = response;
    return {
      status,
      ok,
      headers,
      text: () => Promise.resolve(body),
      json: () => Promise.resolve(JSON.parse(body)),
    };
  };
  return deviceOver(env, fetch);
};
