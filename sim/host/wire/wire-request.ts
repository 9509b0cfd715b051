import { jsonIn } from '../../../protocol/index.ts';
import { decoded } from '../content-coding.ts';

/** What a client puts on the wire. Header names are in lower case. */
export interface RawRequest {
  readonly method: string;
  /** Path and query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
}

/** A request, or an answer, whose body may be JSON; it is parsed when somebody asks for it, and once. */
export class JsonBody {
  readonly #raw: Pick<RawRequest, 'headers' | 'body'>;
  #isParsed = false;
  #json: unknown;

  constructor(raw: Pick<RawRequest, 'headers' | 'body'>) {
    this.#raw = raw;
  }

  /** Undefined: it is no JSON. Of a body with one value a line, a list of them. */
  get json(): unknown {
    if (!this.#isParsed) {
      this.#isParsed = true;
      const text = textOf(this.#raw);
      this.#json = isByLine(this.#raw.headers) ? linesIn(text) : jsonIn(text);
    }
    return this.#json;
  }
}

/** One JSON value a line, under the names that this goes by. */
export function isByLine(headers: RawRequest['headers']): boolean {
  return /^application\/(?:x-)?(?:ndjson|jsonl|jsonlines|json-lines)\s*(?:;|$)/i.test(
    headers['content-type'] ?? '',
  );
}

function linesIn(text: string): readonly unknown[] | undefined {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const values: readonly unknown[] = lines.map(jsonIn);
  return lines.length === 0 || values.includes(undefined) ? undefined : values;
}

/** As an edge reads it: without its coding. What is damaged is no JSON anyway. */
function textOf({ headers, body }: Pick<RawRequest, 'headers' | 'body'>): string {
  const coding = headers['content-encoding'];
  if (coding === undefined) return typeof body === 'string' ? body : Buffer.from(body).toString('utf8');
  try {
    return Buffer.from(decoded(Buffer.from(body), coding)).toString('utf8');
  } catch {
    return '';
  }
}

/** A request as a dialect looks at it. */
export class WireRequest extends JsonBody {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;

  constructor(raw: RawRequest) {
    super(raw);
    this.method = raw.method;
    this.path = raw.path;
    this.headers = raw.headers;
    this.body = raw.body;
  }
}
