/** What Node's timers and immediates let their owner say of the end of a process. A run does not end by it. */
export class Refable {
  #refed = true;

  ref(): this {
    this.#refed = true;
    return this;
  }

  unref(): this {
    this.#refed = false;
    return this;
  }

  hasRef(): boolean {
    return this.#refed;
  }
}
