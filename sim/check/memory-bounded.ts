import type { Invariant } from './invariant.ts';
import { ViolationLog } from './violation-log.ts';
import { instant } from './words.ts';

export const memoryBounded: Invariant = {
  name: 'memory-bounded',
  says: 'outbox and dedupe entries never exceed their limits',
  create() {
    const log = new ViolationLog();
    let outboxes = 0;
    let stores = 0;
    return {
      observe(event) {
        if (event.kind === 'outbox_read') {
          outboxes += 1;
          if (event.size <= event.limit) return;
          log.add({
            at: event.at,
            device: event.device,
            reading: null,
            message: `the outbox held ${event.size} readings at ${instant(event.at)}; its limit is ${event.limit}`,
          });
        } else if (event.kind === 'metrics_read' && event.counters !== null) {
          const limit = event.counters['idempotency_entries_max'];
          const entries = event.counters['idempotency_entries'];
          if (limit === undefined || entries === undefined) return;
          stores += 1;
          const most = Math.max(entries, event.counters['idempotency_entries_peak'] ?? 0);
          if (most <= limit) return;
          log.add({
            at: event.at,
            device: null,
            reading: null,
            message: `the dedupe store held ${most} entries by ${instant(event.at)}; its limit is ${limit}`,
          });
        }
      },
      conclude() {
        if (outboxes === 0 && stores === 0) {
          return { kind: 'not-observable', why: 'neither the devices nor the edge say what they hold' };
        }
        const note =
          stores === 0
            ? 'outboxes only: the edge does not say what it holds'
            : outboxes === 0
              ? 'dedupe store only: the devices do not say what they hold'
              : null;
        return log.verdict(outboxes + stores, note);
      },
    };
  },
};
