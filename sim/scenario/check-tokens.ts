import { CST, Lexer } from 'yaml';
import { lineStarts, placeAt } from './place.ts';
import type { ScenarioError, ScenarioErrorCode } from './scenario-error.ts';
import { showWord } from '../../settings/show-value.ts';

export const DEPTH_MAX = 64;
export const TOKENS_MAX = 100_000;

/** `stop`: the parser must not see this text, for it would overflow the stack or take minutes. */
export interface TokenCheck {
  readonly stop: boolean;
  readonly errors: readonly ScenarioError[];
}

/**
 * Looks at the lexer's tokens only, which takes linear time and no recursion: yaml 2.9 parses nested collections by
 * recursion, and 10,000 nested `[` abort the whole process. Also finds what scenarios do not need of YAML (anchors,
 * aliases, tags, directives, further documents), before an alias could be expanded.
 */
export function checkTokens(text: string, file: string): TokenCheck {
  const starts = lineStarts(text);
  const errors: ScenarioError[] = [];
  const refuse = (code: ScenarioErrorCode, offset: number, wrong: Wrong): void => {
    errors.push({ code, ...placeAt(file, starts, offset), path: '', ...wrong });
  };
  const depth = new DepthBound(starts);
  let offset = 0;
  let tokens = 0;
  let documents = 0;
  let content = false;
  let ended = false;
  let scalarNext = false;
  for (const token of new Lexer().lex(text)) {
    const kind: string = scalarNext ? 'scalar' : (CST.tokenType(token) ?? 'scalar');
    scalarNext = kind === 'scalar' && token === CST.SCALAR;
    tokens += 1;
    if (tokens > TOKENS_MAX) {
      refuse('too-large', offset, TOO_MANY_TOKENS);
      return { stop: true, errors };
    }
    if (depth.after(kind, offset) > DEPTH_MAX) {
      refuse('too-deep', offset, TOO_DEEP);
      return { stop: true, errors };
    }
    const feature = featureOf(kind, token);
    if (feature !== undefined) refuse('yaml-feature', offset, feature);
    if (kind === 'doc-start') {
      documents += 1;
      ended = false;
      if (documents > 1 || content) refuse('yaml-feature', offset, SEVERAL_DOCUMENTS);
    }
    if (kind === 'doc-end') ended = true;
    else if (ended && !VOID_TOKENS.has(kind)) {
      refuse('yaml-feature', offset, TEXT_AFTER_THE_END);
      return { stop: true, errors };
    }
    if (!VOID_TOKENS.has(kind)) content = true;
    if (token !== CST.SCALAR && token !== CST.DOCUMENT && token !== CST.FLOW_END) offset += token.length;
  }
  return { stop: false, errors };
}

type Wrong = Pick<ScenarioError, 'found' | 'allowed' | 'hint'>;

/** Tokens that may stand before the one document begins. */
const VOID_TOKENS: ReadonlySet<string> = new Set([
  'byte-order-mark',
  'doc-mode',
  'doc-start',
  'space',
  'comment',
  'newline',
  'directive-line',
]);

const TOO_MANY_TOKENS: Wrong = {
  found: `more than ${TOKENS_MAX} tokens`,
  allowed: `at most ${TOKENS_MAX} tokens`,
  hint: 'a scenario is a page of text; is this the right file?',
};

const TOO_DEEP: Wrong = {
  found: `collections nested deeper than ${DEPTH_MAX}`,
  allowed: `at most ${DEPTH_MAX} levels`,
  hint: 'no key of a scenario is deeper than six levels',
};

const SEVERAL_DOCUMENTS: Wrong = {
  found: 'a further document (---)',
  allowed: 'one document in a file',
  hint: 'put each scenario into a file of its own',
};

const TEXT_AFTER_THE_END: Wrong = {
  found: 'text after the end of the document (...)',
  allowed: 'nothing after it',
  hint: 'remove the line of three dots: what follows it would not be read',
};

function featureOf(kind: string, token: string): Wrong | undefined {
  switch (kind) {
    case 'anchor':
      return {
        found: `the anchor ${showWord(token)}`,
        allowed: 'plain values',
        hint: 'remove it; write each value out',
      };
    case 'alias':
      return {
        found: `the alias ${showWord(token)}`,
        allowed: 'plain values',
        hint: 'write the value out here',
      };
    case 'tag':
      return {
        found: `the tag ${showWord(token)}`,
        allowed: 'plain values',
        hint: 'remove it; each key knows its type',
      };
    case 'directive-line':
      return {
        found: `the directive ${showWord(token)}`,
        allowed: 'YAML 1.2 without directives',
        hint: 'remove this line',
      };
    default:
      return undefined;
  }
}

/**
 * How deep the parser could have to go. Flow collections are counted; block collections by their columns, which may
 * miss a list that stands in the column of its key, so the bound can be half of the true depth. That is enough to
 * protect the parser; the exact depth is checked on what it gives.
 */
class DepthBound {
  readonly #starts: readonly number[];
  readonly #columns: number[] = [];
  #flow = 0;
  #line = 0;
  #wordColumn = 0;

  constructor(starts: readonly number[]) {
    this.#starts = starts;
  }

  after(kind: string, offset: number): number {
    while ((this.#starts[this.#line + 1] ?? Infinity) <= offset) this.#line += 1;
    const column = offset - (this.#starts[this.#line] ?? 0);
    switch (kind) {
      case 'flow-seq-start':
      case 'flow-map-start':
        this.#flow += 1;
        break;
      case 'flow-seq-end':
      case 'flow-map-end':
        this.#flow = Math.max(0, this.#flow - 1);
        break;
      case 'seq-item-ind':
      case 'explicit-key-ind':
        if (this.#flow === 0) this.#open(column);
        break;
      case 'map-value-ind':
        if (this.#flow === 0) this.#open(Math.min(column, this.#wordColumn));
        break;
      case 'scalar':
      case 'single-quoted-scalar':
      case 'double-quoted-scalar':
        this.#wordColumn = column;
        break;
      default:
        break;
    }
    return this.#flow + this.#columns.length;
  }

  #open(column: number): void {
    while ((this.#columns.at(-1) ?? -1) > column) this.#columns.pop();
    if (this.#columns.at(-1) !== column) this.#columns.push(column);
  }
}
