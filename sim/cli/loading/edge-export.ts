import { functionShape, isClass, isFunction, shapeOf } from './edge-shapes.ts';
import type { AnyFunction, Shape } from './edge-shapes.ts';
import type { UserModule } from './user-module.ts';

/** What of a module is the edge. */
export type EdgeExport =
  | { readonly kind: 'factory'; readonly name: string; readonly make: AnyFunction }
  | { readonly kind: 'finished'; readonly name: string; readonly shape: Shape }
  /** Nothing says it, so it can only be a server that listens. */
  | { readonly kind: 'none' }
  /** Several could be it. */
  | { readonly kind: 'several'; readonly names: readonly string[] };

/** These say what they are. In the order in which they are asked. */
const FINISHED = ['app', 'handler', 'server', 'fetch', 'default', 'listener', 'api'] as const;

/** Functions that are called for what they make, or for what listens afterwards. */
const FACTORY =
  /^_?(create|build|make|get|init|setup|new|configure|start|bootstrap|main|run|serve|listen)([A-Z_]\w*)?$/;

/** All that a module exports by name; a CommonJS module has more of it in `module.exports` than Node can tell beforehand. */
export function exportedBy(module: UserModule): UserModule {
  const whole = module['default'];
  const isPlain = typeof whole === 'object' && whole !== null && !isShaped(whole);
  return isPlain ? { ...whole, ...module } : module;
}

/** Whether an object is an edge as it is, and no collection of exports. */
function isShaped(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  const isPlain = prototype === Object.prototype || prototype === null || Reflect.has(value, '__esModule');
  return !isPlain || isEdge(value) || isFunction(Reflect.get(value, 'fetch'));
}

/** As the port has it. */
export function isEdge(value: unknown): boolean {
  return typeof value === 'object' && value !== null && isFunction(Reflect.get(value, 'handler'));
}

function finished(name: string, value: unknown, from: string): EdgeExport | null {
  const shape = shapeOf(value, from);
  if (shape !== null) return { kind: 'finished', name, shape };
  if (!isFunction(value) || isClass(value)) return null;
  if (FACTORY.test(name) || (name === 'default' && FACTORY.test(value.name)))
    return { kind: 'factory', name, make: value };
  if (name === 'fetch') {
    const { listener } = webShape(value);
    return { kind: 'finished', name, shape: { what: 'a web handler', listener } };
  }
  const own = functionShape(value);
  if (own !== null) return { kind: 'finished', name, shape: own };
  // What takes nothing can't answer anything: it makes what does.
  return value.length === 0 || isToldSettings(value) ? { kind: 'factory', name, make: value } : null;
}

function webShape(value: AnyFunction): Shape {
  const shape = shapeOf({ fetch: value }, '');
  if (shape === null) throw new Error('An object with fetch is known.');
  return shape;
}

/** A factory of one value, by what it calls it. */
function isToldSettings(act: AnyFunction): boolean {
  return (
    act.length === 1 &&
    /^(async\s*)?(function\s*[\w$]*\s*)?\(?\s*(\{|_?(env|opt|option|config|setting|dep|context|ctx)s?\b)/i.test(
      Function.prototype.toString.call(act),
    )
  );
}

/** Finds the edge in what a module exports. `from`: the path of the module. */
export function edgeIn(module: UserModule, from: string): EdgeExport {
  const all = exportedBy(module);
  const { createEdge } = all;
  if (isFunction(createEdge)) return { kind: 'factory', name: 'createEdge', make: createEdge };
  for (const name of FINISHED) {
    const found = all[name] === undefined ? null : finished(name, all[name], from);
    if (found !== null) return found;
  }
  const others = Object.keys(all).filter((name) => name !== 'module.exports' && name !== '__esModule');
  const shaped = others.filter((name) => shapeOf(all[name], from) !== null);
  if (shaped.length > 1) return { kind: 'several', names: shaped };
  const makers = others.filter((name) => FACTORY.test(name) && isFunction(all[name]));
  const [name] = shaped.length === 1 ? shaped : makers.toSorted(byUse);
  const found = name === undefined ? null : finished(name, all[name], from);
  if (shaped.length === 0 && makers.filter((maker) => /app|edge|server/i.test(maker)).length > 1)
    return { kind: 'several', names: makers };
  return found ?? { kind: 'none' };
}

/** What makes an app comes before what makes something else. */
function byUse(a: string, b: string): number {
  return Number(/app|edge|server/i.test(b)) - Number(/app|edge|server/i.test(a));
}
