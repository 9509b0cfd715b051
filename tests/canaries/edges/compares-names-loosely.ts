import { crc32 } from 'node:zlib';
import type { Message } from '../../../protocol/index.ts';
import type { EdgeEnv, EdgeFactory } from '../../../ports/index.ts';
import { PlainEdge } from '../plain-edge.ts';

/** What is compared is not the name of the device, but what somebody made of it. */
class ComparesNamesLoosely extends PlainEdge {
  readonly #asCompared: (id: string) => string;

  constructor(env: EdgeEnv, asCompared: (id: string) => string) {
    super(env);
    this.#asCompared = asCompared;
  }

  protected override keyOf({ device_id, sequence_id }: Message): string {
    return `${this.#asCompared(device_id)}/${sequence_id}`;
  }
}

function compares(asCompared: (id: string) => string): EdgeFactory {
  return (env) => new ComparesNamesLoosely(env, asCompared).listen();
}

/** A column whose collation knows no case. */
export const comparesWithoutCase = compares((id) => id.toLowerCase());

/** A column that is shorter than a name may be. */
export const comparesTheFirst32Letters = compares((id) => id.slice(0, 32));

/** `01` is `1`, and `1e0` too. */
export const comparesNamesAsNumbers = compares((id) => (Number.isNaN(Number(id)) ? id : String(Number(id))));

/** A name for files or URLs. */
export const comparesSlugs = compares((id) => id.replaceAll(/[._-]+/g, '-'));

/** Eight letters for an index. */
export const comparesChecksums = compares((id) => crc32(id).toString(16));

/** What languages have for their tables of hashes. */
export const comparesHashes = compares((id) => {
  let hash = 0;
  for (let index = 0; index < id.length; index += 1) hash = (Math.imul(hash, 31) + id.charCodeAt(index)) | 0;
  return String(hash);
});
