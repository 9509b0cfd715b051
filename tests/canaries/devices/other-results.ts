import type { DeviceFactory, Fetch } from '../../../ports/index.ts';
import { deviceOver } from '../device-over.ts';

/** What an answer says of one reading. */
export type Result = Readonly<Record<string, unknown>>;

/** Our device, which reads other results in an answer to many readings than stand in it. */
export function readsResultsAs(read: (results: readonly Result[]) => readonly Result[]): DeviceFactory {
  return (env) => {
    const fetch: Fetch = async (url, init) => {
      const response = await env.fetch(url, init);
      const text = await response.text();
      const results = response.status === 207 ? resultsIn(text) : [];
      const body = results.length === 0 ? text : JSON.stringify({ results: read(results) });
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
}

function resultsIn(text: string): readonly Result[] {
  const { results = [] }: { readonly results?: readonly Result[] } = JSON.parse(text || '{}');
  return results;
}
