const PORT_MAX = 65_535;

/** What Node takes for a port. */
export function isPort(port: unknown): boolean {
  const isGiven = typeof port === 'number' || (typeof port === 'string' && port.trim() !== '');
  return isGiven && Number.isInteger(Number(port)) && Number(port) >= 0 && Number(port) <= PORT_MAX;
}

type Listener = (this: unknown, ...values: unknown[]) => void;

function isListener(value: unknown): value is Listener {
  return typeof value === 'function';
}

/** Where to listen or connect to, as it is written: nothing of it need be right. */
export interface WrittenPlace {
  readonly port: unknown;
  readonly host: string;
  /** Whether that was given, and is not what Node takes otherwise. */
  readonly hasHost: boolean;
  /** Of a pipe. */
  readonly path: unknown;
  /** All that was given beside; empty where none were. */
  readonly options: object;
  readonly listener: Listener | null;
}

/** As Node reads it from arguments: options, or a port and a host, or the path of a pipe; and a listener in the end. */
export function placeOf(given: readonly unknown[]): WrittenPlace {
  const [first, second] = given;
  // Node's own modules hand over what they have read already.
  if (Array.isArray(first)) return placeOf(first);
  const last = given.at(-1);
  const listener = isListener(last) ? last : null;
  const options = given.find((value): value is object => typeof value === 'object' && value !== null) ?? {};
  const host = typeof second === 'string' ? second : Reflect.get(options, 'host');
  const hasHost = typeof host === 'string' && host !== '';
  const told = { host: hasHost ? host : 'localhost', hasHost, options, listener };
  if (typeof first === 'object' && first !== null)
    return { ...told, port: Reflect.get(first, 'port'), path: Reflect.get(first, 'path') ?? undefined };
  if (typeof first === 'string' && !(Number(first) >= 0)) return { ...told, port: undefined, path: first };
  return { ...told, port: first, path: undefined };
}
