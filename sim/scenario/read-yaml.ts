import { Composer, isAlias, isMap, isScalar, isSeq, Parser } from 'yaml';
import type { Document, ParsedNode, Scalar, YAMLMap, YAMLSeq } from 'yaml';
import { checkTokens, DEPTH_MAX } from './check-tokens.ts';
import { lineStarts, placeAt, printPath } from './place.ts';
import type { Path } from '../../settings/problem.ts';
import type { Place } from './place.ts';
import { conflictLine } from './plain-yaml.ts';
import { pathKey } from './plain-document.ts';
import type { Entry, PlainDocument } from './plain-document.ts';
import { readScalar } from './read-scalar.ts';
import type { ScenarioError, ScenarioErrorCode } from './scenario-error.ts';
import { printable, showWord } from '../../settings/show-value.ts';

/** `document` is null when the text could not be read as one document at all. */
export interface YamlResult {
  readonly document: PlainDocument | null;
  readonly errors: readonly ScenarioError[];
}

/** Keys that would reach into an object's prototype somewhere down the road. */
export const FORBIDDEN_KEYS: readonly string[] = ['__proto__', 'constructor', 'prototype'];

/** Text → plain values with places. Text that the lexer's tokens condemn never reaches the parser. */
export function readYaml(text: string, file: string): YamlResult {
  const conflict = conflictLine(text);
  if (conflict !== null) return { document: null, errors: [leftByMerge(file, conflict)] };
  const tokens = checkTokens(text, file);
  if (tokens.stop) return { document: null, errors: tokens.errors };
  const starts = lineStarts(text);
  // `uniqueKeys` compares each key with each other; the walk below finds duplicates in linear time.
  const composer = new Composer({ uniqueKeys: false, prettyErrors: false, strict: true });
  const [first] = [...composer.compose(new Parser().parse(text), true, text.length)];
  if (first === undefined) return { document: null, errors: tokens.errors };
  const syntax = syntaxErrors(first, file, starts);
  if (syntax.length > 0) return { document: null, errors: firstOfEachLine([...tokens.errors, ...syntax]) };
  if (first.contents === null) return { document: null, errors: [...tokens.errors, emptyFile(file)] };
  const walk = new Walk(file, starts);
  const value = walk.read(first.contents, []);
  const document = { file, value, entries: walk.entries, refused: walk.refused };
  return { document, errors: [...tokens.errors, ...walk.errors] };
}

/** Each line between its marks would be a mistake of its own otherwise. */
function leftByMerge(file: string, line: number): ScenarioError {
  return {
    code: 'yaml-syntax',
    file,
    line,
    col: 1,
    path: '',
    found: 'both sides of a conflict that a merge left',
    allowed: 'one of them',
    hint: 'keep what is right, and take out the lines <<<<<<<, ======= and >>>>>>>',
  };
}

function emptyFile(file: string): ScenarioError {
  return {
    code: 'empty',
    file,
    line: 1,
    col: 1,
    path: '',
    found: 'no content (empty, or only comments)',
    allowed: 'a mapping with name and duration',
    hint: 'begin with "name: my-scenario" and "duration: 5m"',
  };
}

function syntaxErrors(document: Document.Parsed, file: string, starts: readonly number[]): ScenarioError[] {
  return document.errors.map((error) => ({
    code: 'yaml-syntax',
    ...placeAt(file, starts, error.pos[0]),
    path: '',
    found: `a YAML mistake (${asClause(error.message)})`,
    allowed: 'well-formed YAML 1.2',
    hint: syntaxHint(error.code),
  }));
}

/** To the parser, all that stands behind a mistake in its line is another; and several documents, which the tokens told, are too. */
function firstOfEachLine(errors: readonly ScenarioError[]): readonly ScenarioError[] {
  const lines = new Set<number>();
  return errors.filter(({ line }) => !lines.has(line) && lines.add(line));
}

/** The parser's sentence without its capital and full stop, so that it can stand inside of ours. */
function asClause(message: string): string {
  const text = printable(message.replace(/\s+/g, ' ').trim()).slice(0, 200).replace(/[.:]$/, '');
  return /^[A-Z][a-z]/.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;
}

function syntaxHint(code: string): string {
  switch (code) {
    case 'TAB_AS_INDENT':
      return 'indent with spaces';
    case 'BLOCK_SCALAR':
    case 'UNEXPECTED_TOKEN':
      return 'put text that begins with > or another sign into quotes, such as ">= 80%"';
    default:
      return 'check indentation, commas, quotes and brackets near here';
  }
}

type Node = ParsedNode | Scalar | YAMLMap | YAMLSeq;

class Walk {
  readonly entries = new Map<string, Entry>();
  readonly refused = new Set<string>();
  readonly errors: ScenarioError[] = [];
  readonly #file: string;
  readonly #starts: readonly number[];

  constructor(file: string, starts: readonly number[]) {
    this.#file = file;
    this.#starts = starts;
  }

  read(node: unknown, path: Path, key?: Place): unknown {
    const place = this.#placeOf(node) ?? key ?? { file: this.#file, line: 1, col: 1 };
    this.entries.set(pathKey(path), { key: key ?? place, value: place });
    if (path.length > DEPTH_MAX) {
      return this.#refuse('too-deep', place, path, {
        found: `collections nested deeper than ${DEPTH_MAX}`,
        allowed: `at most ${DEPTH_MAX} levels`,
        hint: 'no key of a scenario is deeper than six levels',
      });
    }
    if (isMap(node)) return this.#readMapping(node, path);
    if (isSeq(node)) return node.items.map((item, index) => this.read(item, [...path, index]));
    if (isScalar(node)) return this.#readScalar(node, path, place);
    // An alias: the tokens were refused already.
    this.refused.add(pathKey(path));
    return undefined;
  }

  #readScalar(node: Scalar, path: Path, place: Place): unknown {
    if (node.tag !== undefined) {
      this.refused.add(pathKey(path));
      return undefined;
    }
    const scalar = readScalar(node.value, node.source ?? '', node.type === 'PLAIN');
    if (scalar.ok) return scalar.value;
    for (const { code, allowed, hint, found } of scalar.problems) {
      this.#refuse(code, place, path, { found: found ?? '', allowed, hint });
    }
    return undefined;
  }

  #readMapping(node: YAMLMap, path: Path): Record<string, unknown> {
    const mapping: Record<string, unknown> = {};
    const seen = new Map<string, Place>();
    for (const pair of node.items) {
      const key = this.#readKey(pair.key, path);
      if (key === undefined) continue;
      const place = this.#placeOf(pair.key) ?? { file: this.#file, line: 1, col: 1 };
      const before = seen.get(key);
      const under = [...path, key];
      if (before !== undefined) {
        this.#refuse('duplicate-key', place, under, {
          found: `the key ${showWord(key)} a second time`,
          allowed: 'each key once',
          hint: `the first is at ${before.line}:${before.col}; remove one of the two`,
        });
        continue;
      }
      seen.set(key, place);
      mapping[key] = this.read(pair.value, under, place);
    }
    return mapping;
  }

  #readKey(node: unknown, path: Path): string | undefined {
    const place = this.#placeOf(node) ?? { file: this.#file, line: 1, col: 1 };
    const wrong = { allowed: 'keys that are plain words', hint: 'write key: value, such as duration: 5m' };
    if (!isScalar(node)) {
      if (!isAlias(node))
        this.#report('wrong-type', place, path, { found: 'a key that is no word', ...wrong });
      return undefined;
    }
    const key = node.type === 'PLAIN' ? (node.source ?? '') : String(node.value);
    if (key === '') {
      this.#report('wrong-type', place, path, { found: 'an empty key', ...wrong });
      return undefined;
    }
    if (key === '<<') {
      const hint = 'write the keys out here';
      this.#report('yaml-feature', place, path, { found: 'the merge key <<', allowed: wrong.allowed, hint });
      return undefined;
    }
    if (FORBIDDEN_KEYS.includes(key)) {
      const found = `the key ${key}`;
      this.#report('forbidden-key', place, [...path, key], {
        found,
        allowed: 'the keys of a scenario',
        hint: 'remove it',
      });
      return undefined;
    }
    return key;
  }

  #refuse(code: ScenarioErrorCode, place: Place, path: Path, wrong: Wrong): undefined {
    this.refused.add(pathKey(path));
    this.#report(code, place, path, wrong);
    return undefined;
  }

  #report(code: ScenarioErrorCode, place: Place, path: Path, wrong: Wrong): void {
    this.errors.push({ code, ...place, path: printable(printPath(path)).slice(0, 200), ...wrong });
  }

  #placeOf(node: unknown): Place | undefined {
    const range = isNode(node) ? node.range : undefined;
    return range ? placeAt(this.#file, this.#starts, range[0]) : undefined;
  }
}

type Wrong = Pick<ScenarioError, 'found' | 'allowed' | 'hint'>;

function isNode(node: unknown): node is Node {
  return isMap(node) || isSeq(node) || isScalar(node) || isAlias(node);
}
