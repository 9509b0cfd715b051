export function bundlePage(root?: string): Promise<{
  readonly script: string;
  readonly style: string;
  readonly inputs: readonly string[];
}>;
