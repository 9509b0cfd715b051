import type { Message } from '../../../protocol/index.ts';
import type { EdgeEnv, EdgeFactory } from '../../../ports/index.ts';
import { PlainEdge } from '../plain-edge.ts';

type Cut = (number: number) => number;

class ShortOfBits extends PlainEdge {
  protected readonly cut: Cut;

  constructor(env: EdgeEnv, cut: Cut) {
    super(env);
    this.cut = cut;
  }
}

/** The column of the number is an integer of so many bits, and the driver cuts off what does not fit. */
class KeepsNumbersShort extends ShortOfBits {
  protected override store(message: Message): void {
    super.store({ ...message, sequence_id: this.cut(message.sequence_id) });
  }
}

/** The rows are whole, and the index over them is by so many bits: other readings are taken for copies. */
class KnowsNumbersShort extends ShortOfBits {
  protected override keyOf(message: Message): string {
    return `${message.device_id}/${this.cut(message.sequence_id)}`;
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

export const knowsNumbersBy16Bits: EdgeFactory = (env) =>
  new KnowsNumbersShort(env, (number) => number & 0xffff).listen();

export const knowsNumbersBy32Bits: EdgeFactory = (env) =>
  new KnowsNumbersShort(env, (number) => number | 0).listen();
