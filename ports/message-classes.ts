import { IncomingMessage, ServerResponse } from 'node:http';

/** What a server makes its messages of. `http.createServer` takes them; so does whoever makes messages without a server. */
export interface MessageClasses {
  readonly IncomingMessage: typeof IncomingMessage;
  readonly ServerResponse: typeof ServerResponse;
}

/**
 * The classes for the messages of a handler: for an Express app such as have its prototypes from the start, for all others Node's
 * own. An Express app shows the two prototypes as its `request` and `response`.
 *
 * Express changes the prototype of each request and response. From then on every property that is set on one makes a hidden
 * class for it alone, and no inline cache hits any more, which costs more than all else that Express does. Where the
 * prototype is the right one already, nothing is changed.
 */
export function messageClassesOf(handler: object): MessageClasses {
  return {
    IncomingMessage: withPrototype(IncomingMessage, Reflect.get(handler, 'request')),
    ServerResponse: withPrototype(ServerResponse, Reflect.get(handler, 'response')),
  };
}

function withPrototype<Class extends typeof IncomingMessage | typeof ServerResponse>(
  Node: Class,
  prototype: unknown,
): Class {
  if (!(prototype instanceof Node)) return Node;
  // Node's are functions, not classes, so that one can be called for an object that is there already.
  function Message(this: object, ...given: unknown[]): void {
    Reflect.apply(Node, this, given);
  }
  Message.prototype = prototype;
  // Room for its properties within an object is reckoned from the constructors that a constructor stands on.
  return Object.setPrototypeOf(Message, Node);
}
