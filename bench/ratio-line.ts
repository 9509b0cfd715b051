interface Ratio {
  /** What is set against what. */
  readonly what: string;
  readonly ratio: number;
  /** Such as `at least 2`; left out where nothing in particular is wanted. */
  readonly wanted?: string;
  /** The figures of this machine that the ratio is made of. */
  readonly sides: string;
}

/** One line of the bench. The ratio is the figure to look at: the sides are those of one machine at one hour. */
export function ratioLine({ what, ratio, wanted, sides }: Ratio): string {
  const digits = ratio < 10 ? 2 : 1;
  const figure = `${ratio.toFixed(digits)}×`.padStart(7);
  return `${what.padEnd(50)} ${figure}  ${(wanted === undefined ? '' : `(wanted: ${wanted})`).padEnd(23)} ${sides}`;
}

export function perSecond(rate: number, unit: string): string {
  return `${Math.round(rate).toLocaleString('en-US')} ${unit}/s`;
}
