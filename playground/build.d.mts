export function bundlePlayground(): Promise<{
  readonly worker: string;
  readonly script: string;
  readonly style: string;
}>;
