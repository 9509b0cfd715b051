/**
 * Teaches Node to read TypeScript, by import and by require. In a bundle this file is another (`start/load-bundle.cjs`):
 * code that was not loaded as a file can't import.
 */
export async function readTypeScript(): Promise<void> {
  const { register: registerCommonJs } = await import('tsx/cjs/api');
  const { register } = await import('tsx/esm/api');
  registerCommonJs();
  register();
}

export function importModule(url: string): Promise<Readonly<Record<string, unknown>>> {
  return import(url);
}
