import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

/** What others wrote and stands in a page: their licence asks to be told wherever a copy is. */
const COPIED = ['uplot'];

/**
 * A comment that keeps its place in a script that was made small, and can't end the script or the comment.
 * @returns {string}
 */
export function notices() {
  const { resolve } = createRequire(import.meta.url);
  const texts = COPIED.map((name) => `${name}\n${readFileSync(resolve(`${name}/LICENSE`), 'utf8').trim()}`);
  return `/*! Holds:\n${texts.join('\n\n').replaceAll(/\*\/|<\//g, '')}\n*/`;
}
