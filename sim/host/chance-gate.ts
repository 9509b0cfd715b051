/** Stands between a program and its chance, where not all that was drawn may act. */
export interface ChanceGate {
  /** The draw of `owner`, whose key is the purpose and `key`: as it is, or as one that makes nothing happen. */
  draw(player: 'device' | 'edge', owner: string, purpose: string, key: readonly number[]): number;
}
