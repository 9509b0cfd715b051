/** Chance, drawn by key. In a simulation the same purpose and key give the same number, whatever else was drawn. */
export interface Random {
  /** Uniform on [0, 1). `key` names what the draw is for, e.g. the sequence id and the attempt. */
  draw(purpose: string, ...key: readonly number[]): number;
}
