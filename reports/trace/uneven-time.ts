/** A stretch of time in which something happens, in microseconds. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** Quiet that takes more of the whole than this is shortened to it. */
const QUIET_SHARE_MAX = 0.02;

interface Piece extends Stretch {
  /** Where it begins and ends on the page, 0 to 1. */
  readonly start: number;
  readonly end: number;
  readonly isShortened: boolean;
}

/**
 * Time on a page. Where nothing happens for long it runs faster, so that what does happen has room. Positions are 0 to 1;
 * order stays, and each instant has a place of its own.
 */
export class UnevenTime {
  readonly #pieces: readonly Piece[];

  /** @param busy in any order, they may overlap; null: time is even */
  constructor(endAt: number, busy: readonly Stretch[] | null) {
    this.#pieces = busy === null ? evenPieces(endAt) : piecesOf(endAt, merged(busy, endAt));
  }

  placeOf(at: number): number {
    const piece = this.#find((each) => at <= each.to);
    const share = piece.to === piece.from ? 0 : (at - piece.from) / (piece.to - piece.from);
    return piece.start + Math.min(1, Math.max(0, share)) * (piece.end - piece.start);
  }

  timeAt(place: number): number {
    const piece = this.#find((each) => place <= each.end);
    const share = piece.end === piece.start ? 0 : (place - piece.start) / (piece.end - piece.start);
    return piece.from + Math.min(1, Math.max(0, share)) * (piece.to - piece.from);
  }

  /** Those in which time runs faster. */
  get shortened(): readonly (Stretch & { readonly start: number; readonly end: number })[] {
    return this.#pieces.filter(({ isShortened }) => isShortened);
  }

  /** The first that matches, of pieces in their order of which all behind it match too; the last where none does. */
  #find(matches: (piece: Piece) => boolean): Piece {
    let low = 0;
    let high = this.#pieces.length - 1;
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      const piece = this.#pieces[middle];
      if (piece !== undefined && matches(piece)) high = middle;
      else low = middle + 1;
    }
    return this.#pieces[low] ?? { from: 0, to: 0, start: 0, end: 1, isShortened: false };
  }
}

function evenPieces(endAt: number): readonly Piece[] {
  return [{ from: 0, to: endAt, start: 0, end: 1, isShortened: false }];
}

function merged(busy: readonly Stretch[], endAt: number): readonly Stretch[] {
  const sorted = busy.toSorted((a, b) => a.from - b.from);
  const found: { from: number; to: number }[] = [];
  for (const { from, to } of sorted) {
    const last = found.at(-1);
    if (last !== undefined && from <= last.to) last.to = Math.max(last.to, to);
    else found.push({ from: Math.max(0, from), to: Math.min(endAt, to) });
  }
  return found;
}

function piecesOf(endAt: number, busy: readonly Stretch[]): readonly Piece[] {
  const stretches: (Stretch & { readonly isQuiet: boolean })[] = [];
  let before = 0;
  for (const { from, to } of busy) {
    if (from > before) stretches.push({ from: before, to: from, isQuiet: true });
    stretches.push({ from, to, isQuiet: false });
    before = to;
  }
  if (before < endAt) stretches.push({ from: before, to: endAt, isQuiet: true });
  const longest = endAt * QUIET_SHARE_MAX;
  const widths = stretches.map(({ from, to, isQuiet }) =>
    isQuiet ? Math.min(to - from, longest) : to - from,
  );
  const whole = widths.reduce((sum, width) => sum + width, 0);
  if (whole === 0) return evenPieces(endAt);
  let start = 0;
  return stretches.map(({ from, to, isQuiet }, index) => {
    const end = start + (widths[index] ?? 0) / whole;
    const piece = { from, to, start, end, isShortened: isQuiet && to - from > longest };
    start = end;
    return piece;
  });
}
