import type { Message } from '../../../protocol/index.ts';
import type { EdgeFactory } from '../../../ports/index.ts';
import { PlainEdge } from '../plain-edge.ts';

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

/** Coerces before it validates, as some frameworks do by default: no measurement becomes a measurement of 0. */
class TakesNullForZero extends PlainEdge {
  protected override validate(body: unknown): Message | null {
    if (!isObject(body) || !('values' in body) || !isObject(body.values)) return super.validate(body);
    const numbers = Object.entries(body.values).map(([name, value]) => [name, Number(value)]);
    return super.validate({ ...body, values: Object.fromEntries(numbers) });
  }
}

export const takesNullForZero: EdgeFactory = (env) => new TakesNullForZero(env).listen();
