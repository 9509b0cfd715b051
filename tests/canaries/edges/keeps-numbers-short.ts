import type { Message } from '../../../protocol/index.ts';
import type { EdgeFactory } from '../../../ports/index.ts';
import { PlainEdge } from '../plain-edge.ts';

/** The column of the number is an integer of so many bits, and the driver cuts off what does not fit. */
class KeepsNumbersShort extends PlainEdge {
  readonly #cut: (number: number) => number;

  constructor(env: ConstructorParameters<typeof PlainEdge>[0], cut: (number: number) => number) {
    super(env);
    this.#cut = cut;
  }

  protected override store(message: Message): void {
    super.store({ ...message, sequence_id: this.#cut(message.sequence_id) });
  }
}

export const keepsNumbersIn8Bits: EdgeFactory = (env) =>
  new KeepsNumbersShort(env, (number) => number & 0xff).listen();

/** With a sign. */
export const keepsNumbersIn16Bits: EdgeFactory = (env) =>
  new KeepsNumbersShort(env, (number) => (number << 16) >> 16).listen();

/** Without one, so that only what lies beyond 2^32 shows it. */
export const keepsNumbersIn32Bits: EdgeFactory = (env) =>
  new KeepsNumbersShort(env, (number) => number >>> 0).listen();
