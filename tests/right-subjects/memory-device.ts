import type { DeviceFactory } from '../../ports/index.ts';
import { PlainDevice } from '../canaries/plain-device.ts';

/** So many numbers are taken from the disk at once. */
const BLOCK = 50;

/** What a full disk does not take it sends from memory, and says so. Its numbers it has in stock. */
class MemoryDevice extends PlainDevice {
  #next = super.nextNumber();
  #end = this.#next;

  protected override nextNumber(): number {
    return this.#next;
  }

  protected override takeNumber(): number {
    if (this.#next === this.#end) this.#reserve();
    this.#next += 1;
    return this.#next - 1;
  }

  /** Throws when the disk does not take it: then there is no number, and no reading. */
  #reserve(): void {
    const { disk } = this.env;
    const end = Math.min(this.#next + BLOCK, Number.MAX_SAFE_INTEGER + 1);
    disk.write('next.new', String(end));
    disk.syncFile('next.new');
    disk.rename('next.new', 'next');
    disk.sync();
    this.#end = end;
  }

  protected override keep(number: number, body: string): void {
    try {
      super.keep(number, body);
    } catch {
      this.outbox.set(number, body);
      this.say('kept_in_memory', number);
    }
  }
}

export const memoryDevice: DeviceFactory = (env) => new MemoryDevice(env).boot();
