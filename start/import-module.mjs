// A file of its own, and loaded once Node reads TypeScript: tsx gives an importer that it knows the names that a CommonJS
// module exports, and any other the default alone.
/** @param {string} url @returns {Promise<Readonly<Record<string, unknown>>>} */
export function importModule(url) {
  return import(url);
}
