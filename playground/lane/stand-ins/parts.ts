/** In place of parts of Petrel that only Node can be asked for: HTTP, files, globals that are faked for other people's code. */
function onlyInNode(): never {
  throw new Error('Only Node has this part of Petrel.');
}

export const createApp = (): null => null;
export const createSupertestTransport = onlyInNode;
export const createInjectTransport = onlyInNode;
export const fakeGlobals = onlyInNode;
export const notSimulated = onlyInNode;
export const withSourcePlaces = (stack: string): string => stack;
export const thrownInWords = (error: unknown): string => String(error);

/** Our own device opens no sockets. */
export const DeviceNetwork = onlyInNode;
