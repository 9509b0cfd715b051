/** What the page is given when it is built. Plain JSON. */
export interface SiteData {
  readonly scenarios: readonly { readonly name: string; readonly text: string }[];
  readonly policies: readonly string[];
  /** The script of the worker. */
  readonly worker: string;
}
