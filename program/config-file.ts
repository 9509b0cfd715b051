import { isMap, isScalar, LineCounter, parseDocument } from 'yaml';
import type { ParsedNode } from 'yaml';
import { readRegularFile } from './read-regular-file.ts';

const BYTES_MAX = 65_536;

/** A parser that meets thousands of brackets in each other ends the process: no settings need as many. */
const BRACKETS_MAX = 200;

/** One setting of a file. */
export interface Configured {
  /** Its keys from the top, in the words of a scenario's section, or one flag without its dashes. */
  readonly path: readonly string[];
  readonly text: string;
  /** `edge.yaml:3:1, overload`. */
  readonly source: string;
}

export interface ConfigFile {
  readonly settings: readonly Configured[];
  /** Sentences, each with its place. */
  readonly errors: readonly string[];
}

/** Reads a file of settings: plain YAML, no more than mappings of words and numbers. Throws nothing. */
export function readConfig(file: string): ConfigFile {
  let text: string;
  try {
    text = readRegularFile(file, BYTES_MAX).toString('utf8');
  } catch (error) {
    return failed(
      `--config ${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
  if ((text.match(/[[{]/g) ?? []).length > BRACKETS_MAX)
    return failed(`--config ${file} has more than ${BRACKETS_MAX} brackets; settings are plain mappings.`);
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: true });
  const at = (offset: number): string => {
    const { line, col } = lines.linePos(offset);
    return `${file}:${line}:${col}`;
  };
  const errors = [...document.errors, ...document.warnings].map(
    ({ pos, message }) => `${at(pos[0])}: ${message}`,
  );
  const settings: Configured[] = [];
  walk(document.contents, []);
  return { settings, errors };

  function walk(node: ParsedNode | null, path: readonly string[]): void {
    if (node === null || (isScalar(node) && node.value === null && path.length === 0)) return;
    const place = at(node.range[0]);
    const name = path.length === 0 ? '' : `, ${path.join('.')}`;
    if (isMap(node) && node.anchor === undefined) {
      for (const { key, value } of node.items) {
        const word = isScalar(key) ? String(key.value) : '';
        if (isScalar(key) && value !== null) walk(value, [...path, word]);
        else errors.push(`${place}${name}: "${word}" has no value.`);
      }
    } else if (isScalar(node) && node.anchor === undefined && path.length > 0 && node.value !== null) {
      settings.push({ path, text: node.source, source: `${place}${name}` });
    } else errors.push(`${place}${name}: a word, a number or a mapping is allowed here.`);
  }
}

function failed(error: string): ConfigFile {
  return { settings: [], errors: [error] };
}
