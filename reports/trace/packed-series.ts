import type { Binned } from './bins.ts';
import type { Ending } from './ending.ts';
import type { RunSeries } from './run-series.ts';

/** A run over virtual time as columns. Plain JSON; instants stand as the time since the one before. */
export interface PackedSeries {
  readonly sent: Binned;
  readonly stored: Binned | null;
  readonly endings: readonly (readonly [Ending, Binned])[];
  readonly outbox: {
    readonly since: readonly number[];
    readonly total: readonly number[];
    readonly most: readonly number[];
  };
  readonly delivered: { readonly since: readonly number[]; readonly took: readonly number[] };
  readonly endAt: number;
}

export function packSeries({ sent, stored, endings, outbox, delivered, endAt }: RunSeries): PackedSeries {
  return {
    sent,
    stored,
    endings: [...endings],
    outbox: {
      since: sinceBefore(outbox.map(({ at }) => at)),
      total: outbox.map(({ total }) => total),
      most: outbox.map(({ most }) => most),
    },
    delivered: {
      since: sinceBefore(delivered.map(({ bornAt }) => bornAt)),
      took: delivered.map(({ tookUs }) => tookUs),
    },
    endAt,
  };
}

/** The series again, as it was packed. */
export function unpackSeries({ sent, stored, endings, outbox, delivered, endAt }: PackedSeries): RunSeries {
  return {
    sent,
    stored,
    endings: new Map(endings),
    outbox: instants(outbox.since).map((at, index) => ({
      at,
      total: outbox.total[index] ?? 0,
      most: outbox.most[index] ?? 0,
    })),
    delivered: instants(delivered.since).map((bornAt, index) => ({
      bornAt,
      tookUs: delivered.took[index] ?? 0,
    })),
    endAt,
  };
}

/** Readings that are delivered late were born before others: a difference may be negative. */
function sinceBefore(at: readonly number[]): readonly number[] {
  return at.map((value, index) => value - (at[index - 1] ?? 0));
}

function instants(since: readonly number[]): readonly number[] {
  let at = 0;
  return since.map((difference) => {
    at += difference;
    return at;
  });
}
