import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';

/** A handshake makes a connection one of these names, for all its requests. */
const NAMES = new WeakMap<Socket, readonly string[]>();

/**
 * The names in the certificate of the client that the TLS of this connection has verified: its CN, and the DNS names and
 * URIs of its SAN. None without one.
 */
export function certifiedNames(socket: Socket): readonly string[] {
  if (!(socket instanceof TLSSocket) || !socket.authorized) return [];
  const known = NAMES.get(socket);
  if (known !== undefined) return known;
  const { subject, subjectaltname = '' } = socket.getPeerCertificate();
  const alternatives = [...subjectaltname.matchAll(/(?:DNS|URI):([^,\s"]+)/g)].map((match) => match[1] ?? '');
  const commonNames = [subject?.CN ?? []].flat();
  const names = [...new Set([...commonNames, ...alternatives])];
  NAMES.set(socket, names);
  return names;
}
