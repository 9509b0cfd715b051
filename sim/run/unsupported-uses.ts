interface Use {
  readonly hosts: Set<string>;
  readonly remedy: string | null;
  times: number;
}

/** How many kinds of uses are told of; the rest is counted. */
const TOLD_MAX = 3;

/** What code under test tried that is not simulated, by what it tried. */
export class UnsupportedUses {
  readonly #uses = new Map<string, Use>();

  add(host: string, what: string, remedy: string | null): void {
    const use = this.#uses.get(what) ?? { hosts: new Set(), remedy, times: 0 };
    this.#uses.set(what, use);
    use.hosts.add(host);
    use.times += 1;
  }

  /** Null: there was none. */
  inWords(): string | null {
    const all = [...this.#uses];
    if (all.length === 0) return null;
    const told = all.slice(0, TOLD_MAX).map(([what, { hosts, remedy, times }]) => {
      const [first = '', ...others] = hosts;
      const who = others.length === 0 ? first : `${first} and ${others.length} more`;
      return `${what} (${who}, ${times === 1 ? 'once' : `${times} times`}${remedy === null ? '' : `; ${remedy}`})`;
    });
    const more = all.length - told.length;
    return `not simulated: ${[...told, ...(more > 0 ? [`and ${more} more`] : [])].join('; ')}. So nothing was judged`;
  }
}
