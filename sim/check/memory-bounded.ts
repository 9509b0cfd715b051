import type { Invariant } from './invariant.ts';
import { ViolationLog } from './violation-log.ts';
import { instant } from './words.ts';

const SILENT = {
  devices: 'the devices do not say how full their outboxes are (outbox())',
  edge: 'the edge does not say how many keys it holds (idempotency_entries and idempotency_entries_max at /metrics)',
};

export const memoryBounded: Invariant = {
  says: 'outbox and dedupe entries never exceed their limits',
  doc: 'Each time that the run reads how much is held; of the dedupe store also the peak in between.',
  keptBy: 'both',
  create() {
    const log = new ViolationLog();
    let outboxes = 0;
    let stores = 0;
    return {
      on: {
        outbox_read({ at, device, size, limit }) {
          outboxes += 1;
          if (size <= limit) return;
          const message = `the outbox held ${size} readings at ${instant(at)}; its limit is ${limit}`;
          log.add({ at, device, reading: null, kind: 'outbox-over-limit', message });
        },
        metrics_read({ at, counters }) {
          const limit = counters?.['idempotency_entries_max'];
          const entries = counters?.['idempotency_entries'];
          if (limit === undefined || entries === undefined) return;
          stores += 1;
          const most = Math.max(entries, counters?.['idempotency_entries_peak'] ?? 0);
          if (most <= limit) return;
          const message = `the dedupe store held ${most} entries by ${instant(at)}; its limit is ${limit}`;
          log.add({ at, device: null, reading: null, kind: 'store-over-limit', message });
        },
      },
      conclude() {
        if (outboxes === 0 && stores === 0)
          return { kind: 'not-observable', why: `${SILENT.devices}, and ${SILENT.edge}` };
        const onlyOne =
          stores === 0
            ? `outboxes only: ${SILENT.edge}`
            : outboxes === 0
              ? `dedupe store only: ${SILENT.devices}`
              : null;
        return log.verdict(outboxes + stores, onlyOne);
      },
    };
  },
};
