import { Injectable } from '@nestjs/common';

@Injectable()
export class IngestService {
  private readonly taken = new Set<string>();

  /** Whether it is new. */
  take({ device_id, sequence_id }: { device_id?: unknown; sequence_id?: unknown }): boolean {
    const key = JSON.stringify([device_id, sequence_id]);
    if (this.taken.has(key)) return false;
    this.taken.add(key);
    return true;
  }
}
