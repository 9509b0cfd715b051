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

  /** Undefined: it is no JSON. */
  get json(): unknown {
    if (!this.#isParsed) {
      this.#isParsed = true;
      this.#json = jsonIn(textOf(this.#raw));
    }
    return this.#json;
  }
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
