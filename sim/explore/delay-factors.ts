/** What a policy waits in all, on average, when every retry is needed; null for one that never gives up. */
export interface TotalDelay {
  readonly policy: string;
  readonly meanTotalDelayMs: number | null;
  /** It comes with a device that waits by itself: what the policy says is a promise, and scaling it moves nothing. */
  readonly bringsDevice: boolean;
}

export type DelayFactors =
  | {
      readonly kind: 'factors';
      /** In the order of the policies; 1 for the baseline and for those that are left alone. */
      readonly factors: readonly number[];
      /** Policies that no factor makes wait as long as the baseline, with the reason. */
      readonly leftAlone: readonly { readonly policy: string; readonly why: string }[];
    }
  | { readonly kind: 'impossible'; readonly why: string };

const NEVER_GIVES_UP = 'it never gives up, so that there is no total to scale';
const NEVER_WAITS = 'it never waits, and no factor changes that';
const WAITS_BY_ITSELF = 'it brings a device of its own, whose delays no factor reaches';

function whyNot({ meanTotalDelayMs }: TotalDelay): string | null {
  if (meanTotalDelayMs === null) return NEVER_GIVES_UP;
  return meanTotalDelayMs === 0 ? NEVER_WAITS : null;
}

/** By what the delays of each policy are multiplied, so that all wait as long as the baseline: T_baseline / T_policy. */
export function delayFactors(policies: readonly TotalDelay[], baseline: string): DelayFactors {
  const reference = policies.find(({ policy }) => policy === baseline);
  const total = reference?.meanTotalDelayMs ?? null;
  if (reference === undefined || total === null || total === 0) {
    const why = reference === undefined ? 'it is not compared' : (whyNot(reference) ?? NEVER_WAITS);
    return { kind: 'impossible', why };
  }
  const others = policies.filter((one) => one !== reference);
  const leftAlone = others.flatMap((one) => {
    const why = whyNot(one) ?? (one.bringsDevice ? WAITS_BY_ITSELF : null);
    return why === null ? [] : [{ policy: one.policy, why }];
  });
  const factors = policies.map((one) =>
    one.meanTotalDelayMs === null || one.meanTotalDelayMs === 0 || one.bringsDevice
      ? 1
      : total / one.meanTotalDelayMs,
  );
  return { kind: 'factors', factors, leftAlone };
}
